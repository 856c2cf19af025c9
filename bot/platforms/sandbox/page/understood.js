/** 「理解为:…」 under an answer: what the robot made of the words, folded to one line. */
import { branchName } from "./cast.js";
import { el } from "./dom.js";

const LABELS = {
  person: "姓名",
  branch: "支部",
  date: "日期",
  days: "天数",
  n: "第几项",
  grade: "等次",
  text: "内容",
  anonymous: "匿名",
};

function valueText(name, value, session) {
  if (name === "anonymous") return value ? "是" : "否";
  if (name === "person") return session.people.get(value)?.name ?? value;
  if (name === "branch") {
    for (const person of session.people.values()) if (person.branch === value) return branchName(person);
  }
  return String(value);
}

/** @param {{intent: string, args?: Record<string, any>}[]} requests @param {any} session */
export function understoodNote(requests, session) {
  const facts = requests.flatMap(({ args = {} }) =>
    Object.entries(args)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => [LABELS[name] ?? name, valueText(name, value, session)]));
  const words = requests.map(({ intent }) => intent).join("、");
  if (!facts.length) return el("p", { class: "understood" }, `理解为：${words}`);
  return el("details", { class: "understood" },
    el("summary", {}, `理解为：${words}`),
    el("dl", {}, ...facts.flatMap(([label, value]) => [el("dt", {}, label), el("dd", {}, value)])));
}

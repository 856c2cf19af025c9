/** 「理解为:…」 under an answer: what the robot made of the words, folded to one line. */
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

/** People are named; what is already a word stays as it is. */
function valueText(value, session) {
  if (typeof value === "boolean") return value ? "是" : "否";
  return session.people.get(value)?.name ?? String(value);
}

/** @param {{intent: string, args?: Record<string, any>}[]} requests @param {any} session */
export function understoodNote(requests, session) {
  const facts = requests.flatMap(({ args = {} }) =>
    Object.entries(args)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => [LABELS[name] ?? "对象", valueText(value, session)]),
  );
  const words = requests.map(({ intent }) => intent).join("、");
  if (!facts.length) return el("p", { class: "understood" }, `理解为：${words}`);
  return el(
    "details",
    { class: "understood" },
    el("summary", {}, `理解为：${words}`),
    el("dl", {}, ...facts.flatMap(([label, value]) => [el("dt", {}, label), el("dd", {}, value)])),
  );
}

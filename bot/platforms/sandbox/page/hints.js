/** 「可以试试」: five things that this person can do here, as chips. */
import { mainRole, rolesOf } from "./cast.js";
import { byId, el, icon } from "./dom.js";
import * as memory from "./memory.js";

/**
 * @typedef {{label: string, chat?: string, text?: string, type?: string, act?: "file"|"sample"|"vote"}} Hint
 * `text` is sent as it is; `type` is put into the input to be looked at first.
 */

/** @type {Record<string, (names: {secretary: string, branch: string}) => Hint[]>} */
const HINTS = {
  书记: () => [
    { label: "把述职报告（.docx）拖到这里", chat: "direct", act: "file" },
    { label: "发一份示例报告", chat: "direct", act: "sample" },
    { label: "我的材料", chat: "direct", text: "我的材料" },
    { label: "倒计时", chat: "direct", text: "倒计时" },
  ],
  领导: ({ branch }) => [
    { label: "状态", chat: "direct", text: "状态" },
    { label: "谁没交", chat: "direct", text: "谁没交" },
    { label: `详情 ${branch}`, chat: "direct", text: `详情 ${branch}` },
    { label: "倒计时", chat: "direct", text: "倒计时" },
  ],
  组织员: () => [
    { label: "状态", chat: "direct", text: "状态" },
    { label: "发测评表", chat: "direct", text: "发测评表" },
    { label: "收票", chat: "direct", text: "收票" },
    { label: "交领导", chat: "direct", text: "交领导" },
  ],
  党员: () => [
    { label: "到", chat: "direct", text: "到" },
    { label: "去投票", chat: "group", act: "vote" },
    { label: "我的票", chat: "direct", text: "我的票" },
    { label: "我是谁", chat: "direct", text: "我是谁" },
  ],
};
const HELP = { label: "帮助", chat: "direct", text: "帮助" };
const UNREGISTERED = [
  { label: "我是谁", chat: "direct", text: "我是谁" },
  { label: "绑定 姓名", chat: "direct", type: "绑定 " },
];

export class Hints {
  #panel = byId("hints");

  /** @param {any} session @param {(hint: Hint) => void} follow */
  constructor(session, follow) {
    this.session = session;
    this.follow = follow;
    session.addEventListener("viewer", () => this.#draw());
    byId("hints-close").addEventListener("click", () => this.toggle(false));
    this.#panel.addEventListener("keydown", (event) => event.key === "Escape" && this.toggle(false));
  }

  /** @param {boolean} [open] the other way round when left out */
  toggle(open = this.#panel.hidden) {
    memory.rememberHints(mainRole(this.session.viewer), !open);
    this.#show(open);
  }

  #show(open) {
    this.#panel.hidden = !open;
    for (const button of document.querySelectorAll("[data-hints]")) button.setAttribute("aria-expanded", String(open));
  }

  #draw() {
    const chips = this.#hints().map((hint) =>
      el(
        "button",
        { type: "button", class: "chip", on: { click: () => this.follow(hint) } },
        ["file", "sample"].includes(hint.act) && icon("file"),
        hint.act === "vote" && icon("vote"),
        hint.label,
      ),
    );
    byId("hint-chips").replaceChildren(...chips);
    this.#show(!memory.hintsClosed(mainRole(this.session.viewer)));
  }

  #hints() {
    const { viewer } = this.session;
    if (!this.session.people.has(viewer.id)) return [...UNREGISTERED, HELP];
    return [...(HINTS[mainRole(viewer)] ?? HINTS.党员)(this.#names()), HELP];
  }

  /** Names out of the cast, so that every chip works as it stands. */
  #names() {
    const here = [...this.session.people.values()].filter(
      ({ department }) => department === this.session.viewer.department,
    );
    const secretaries = here.filter((person) => rolesOf(person).includes("书记"));
    const branches = [...new Set(secretaries.map(({ branch }) => branch).filter(Boolean))];
    return {
      secretary: secretaries[0]?.name ?? "姓名",
      branch: branches.find((name) => name.includes("第三")) ?? branches[2] ?? branches[0] ?? "第三支部",
    };
  }
}

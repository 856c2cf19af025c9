/** The conversation list: the department's group and the single chat with the robot. */
import { avatar, groupAvatar, groupName, ROBOT } from "./cast.js";
import { arrowKeys, byId, el } from "./dom.js";
import { summary } from "./entries.js";
import { listText } from "./times.js";

export const CHATS = ["group", "direct"];

export class Conversations {
  #list = byId("conversations");
  /** @type {Map<string, any>} */ #items = new Map();

  /** @param {any} session @param {(chat: string) => void} open */
  constructor(session, open) {
    this.session = session;
    for (const chat of CHATS) {
      const button = el("button", { type: "button", class: "conversation", on: { click: () => open(chat) } });
      this.#items.set(chat, button);
      this.#list.append(el("li", {}, button));
    }
    arrowKeys(this.#list, () => [...this.#items.values()]);
    for (const event of ["viewer", "chat", "entries", "unread", "clock"])
      session.addEventListener(event, () => this.#draw());
  }

  members() {
    return [...this.session.people.values()].filter(({ department }) => department === this.session.viewer.department);
  }

  title(chat) {
    return chat === "group" ? groupName(this.session.viewer) : ROBOT.name;
  }

  #draw() {
    let unread = 0;
    for (const [chat, button] of this.#items) {
      unread += this.session.unread(chat);
      this.#drawOne(chat, button);
    }
    document.title = `${unread ? `(${unread}) ` : ""}述职 · ${this.session.viewer.name}`;
  }

  #drawOne(chat, button) {
    const last = this.session.entriesOf(chat).at(-1);
    const count = this.session.unread(chat);
    const current = chat === this.session.chat;
    button.classList.toggle("current", current);
    button.setAttribute("aria-current", String(current));
    button.replaceChildren(
      el(
        "span",
        { class: "conversation-avatar" },
        chat === "group" ? groupAvatar(this.members()) : avatar(ROBOT),
        count > 0 &&
          el("span", { class: "badge" }, count > 99 ? "99+" : count, el("span", { class: "sr-only" }, "条未读")),
      ),
      el(
        "span",
        { class: "conversation-words" },
        el(
          "span",
          { class: "conversation-title" },
          this.title(chat),
          chat === "direct" && el("span", { class: "tag robot" }, "机器人"),
        ),
        el(
          "span",
          { class: "conversation-last" },
          this.session.calls(chat) && el("span", { class: "calls" }, "[有人@我] "),
          last ? this.#lastLine(last) : "还没有消息",
        ),
      ),
      el("span", { class: "conversation-time" }, last ? listText(last.at, this.session.clock?.now ?? last.at) : ""),
    );
  }

  #lastLine(entry) {
    const named = entry.chat === "group" && entry.from !== this.session.viewer.id && entry.kind !== "notice";
    return named ? `${this.session.person(entry.from).name}：${summary(entry)}` : summary(entry);
  }
}

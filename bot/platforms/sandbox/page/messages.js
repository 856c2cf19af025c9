/** The message list: rows keyed by seq, added and changed one by one, so focus, selection and half-made choices stay. */
import { copy, messageRow, updateRow } from "./bubbles.js";
import { arrowKeys, byId, el } from "./dom.js";
import { summary } from "./entries.js";
import { isPause, separatorText } from "./times.js";
import { announce } from "./toasts.js";

const WINDOW = 150;
const NEAR_END = 80;

export class Messages {
  #list = byId("messages");
  #jump = byId("jump");
  /** @type {Map<number, any>} rows in view by seq */ #rows = new Map();
  #shown = WINDOW;
  #missed = 0;
  /** at the newest message, and kept there while pictures arrive and the input grows */ #pinned = true;
  /** @type {{viewer: string, chat: string, row: any, content: any}[]} on their way, or waiting to be sent again */ #pending =
    [];

  /** @param {any} session @param {(entry: any) => void} onQuote */
  constructor(session, onQuote) {
    this.session = session;
    this.context = { session, onQuote, onJump: (seq) => this.show(seq) };
    session.addEventListener("viewer", () => this.#reset());
    session.addEventListener("chat", () => this.#reset());
    session.addEventListener("entries", ({ detail }) => this.#apply(detail));
    session.addEventListener("clock", () => this.#relabel());
    this.#list.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#list.addEventListener("load", () => this.#stay(), { capture: true });
    new ResizeObserver(() => this.#stay()).observe(this.#list);
    this.#jump.addEventListener("click", () => this.toEnd());
    arrowKeys(this.#list, () => this.#stops());
    this.#list.addEventListener("keydown", (event) => this.#keys(event));
    document.addEventListener("visibilitychange", () => this.#read());
  }

  /** Scrolls to an entry and marks it for a moment. */
  show(seq) {
    const entries = this.session.entriesOf(this.session.chat);
    this.#shown = Math.max(this.#shown, entries.length - entries.findIndex((entry) => entry.seq === seq));
    this.#fill();
    const row = this.#rows.get(seq);
    if (!row) return;
    this.#pinned = false;
    row.scrollIntoView({ block: "center" });
    row.classList.add("flash");
    setTimeout(() => row.classList.remove("flash"), 1_600);
    (row.querySelector("input:not(:disabled), .card-buttons button:not(:disabled)") ?? row).focus({
      preventScroll: true,
    });
  }

  toEnd() {
    this.#pinned = true;
    this.#list.scrollTop = this.#list.scrollHeight;
    this.#caughtUp();
  }

  /** @param {any} row @param {{text?: string, file?: File}} content by which the stored message is known again */
  addPending(row, content) {
    this.#pending.push({ viewer: this.session.viewer.id, chat: this.session.chat, row, content });
    this.#list.append(row);
    this.toEnd();
  }

  removePending(row) {
    this.#pending = this.#pending.filter((one) => one.row !== row);
    row.remove();
  }

  #reset() {
    this.#rows.clear();
    this.#list.replaceChildren();
    this.#shown = WINDOW;
    this.#caughtUp();
    if (!this.session.loaded) return;
    this.#fill();
    const { viewer, chat } = this.session;
    this.#list.append(
      ...this.#pending.filter((one) => one.viewer === viewer.id && one.chat === chat).map(({ row }) => row),
    );
    this.toEnd();
    this.#read();
  }

  /** @param {any[]} changed */
  #apply(changed) {
    changed.forEach((entry) => this.#settle(entry));
    if (!this.#rows.size) return this.#reset();
    const stay = !this.#pinned;
    const here = changed.filter(({ chat }) => chat === this.session.chat);
    const fresh = here.filter(({ seq }) => !this.#rows.has(seq) && seq > Math.max(...this.#rows.keys()));
    for (const entry of here) {
      const row = this.#rows.get(entry.seq);
      if (row) this.#rows.set(entry.seq, updateRow(row, entry, this.context));
    }
    this.#shown += fresh.length;
    this.#fill();
    this.#arrived(fresh, stay);
  }

  /** The stored message takes the place of the one on its way, even before the server has answered. */
  #settle({ from, chat, text, file }) {
    const twin = this.#pending.find(
      ({ viewer, chat: sent, content }) =>
        viewer === from && sent === chat && (content.file ? content.file.name === file?.name : content.text === text),
    );
    if (twin) this.removePending(twin.row);
  }

  #arrived(fresh, stay) {
    const others = fresh.filter(({ from }) => from !== this.session.viewer.id);
    if (others.length)
      announce(others.map((entry) => `${this.session.person(entry.from).name}：${summary(entry)}`).join("。"));
    if (!stay) this.toEnd();
    else if (others.length) this.#behind(others.length);
    this.#read();
  }

  /** Draws the rows of the window that are not drawn yet, each in its place. */
  #fill() {
    const entries = this.session.entriesOf(this.session.chat).sort((one, other) => one.seq - other.seq);
    const first = Math.max(0, entries.length - this.#shown);
    const pending = this.#list.querySelector(".pending");
    let after = pending;
    for (let index = entries.length - 1; index >= first; index--) {
      const entry = entries[index];
      if (!this.#rows.has(entry.seq)) this.#list.insertBefore(this.#draw(entry, entries[index - 1]), after);
      after = this.#rows.get(entry.seq);
    }
    this.#earlier(first);
    this.#list.classList.toggle("empty", !entries.length);
  }

  #draw(entry, before) {
    const row = messageRow(entry, this.context);
    if (!before || isPause(before.at, entry.at)) {
      row.prepend(
        el("time", { class: "time", datetime: entry.at }, separatorText(entry.at, this.session.clock?.now ?? entry.at)),
      );
    }
    this.#rows.set(entry.seq, row);
    return row;
  }

  #earlier(hidden) {
    this.#list.querySelector(".earlier")?.remove();
    if (!hidden) return;
    const more = () => {
      const height = this.#list.scrollHeight;
      this.#shown += WINDOW;
      this.#fill();
      this.#list.scrollTop += this.#list.scrollHeight - height;
    };
    this.#list.prepend(
      el(
        "li",
        { class: "earlier" },
        el("button", { type: "button", on: { click: more } }, `查看更早的 ${hidden} 条消息`),
      ),
    );
  }

  /** 「今天」 turns into 「昨天」 when the clock moves. */
  #relabel() {
    for (const node of this.#list.querySelectorAll("time.time")) {
      node.textContent = separatorText(node.dateTime, this.session.clock.now);
    }
  }

  /** Rows that the arrow keys reach, from above to below. */
  #stops() {
    return [...this.#list.querySelectorAll("li.message[data-seq][tabindex]")];
  }

  #keys(event) {
    const row = event.target.closest?.("li.message[data-seq]");
    if (event.target === this.#list && event.key === "ArrowUp") this.#stops().at(-1)?.focus();
    if (event.target !== row || event.ctrlKey || event.metaKey || event.altKey) return;
    const entry = this.session.entries.get(Number(row?.dataset.seq));
    if (event.key.toLowerCase() === "r" && entry) {
      event.preventDefault();
      this.context.onQuote(entry);
    }
    if (event.key.toLowerCase() === "c" && entry) void copy(entry);
  }

  #scrolled() {
    this.#pinned = this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < NEAR_END;
    if (this.#pinned) this.#caughtUp();
  }

  #stay() {
    if (this.#pinned) this.#list.scrollTop = this.#list.scrollHeight;
  }

  #behind(count) {
    this.#missed += count;
    this.#jump.hidden = false;
    this.#jump.querySelector("span").textContent = `${this.#missed} 条新消息`;
  }

  #caughtUp() {
    this.#missed = 0;
    this.#jump.hidden = true;
    this.#read();
  }

  /** Only what is in view of somebody counts as read. */
  #read() {
    if (!document.hidden && this.session.loaded && this.#list.checkVisibility() && !this.#missed)
      this.session.markRead();
  }
}

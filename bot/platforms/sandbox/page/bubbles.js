/** One entry of the timeline as a row: avatar, name, bubble, what can be done with it. */
import { fileBox, picture } from "./attachments.js";
import { cardForm, replaceCard } from "./cards.js";
import { avatar, mainRole, ROBOT } from "./cast.js";
import { el, icon } from "./dom.js";
import { isImage, quoted, summary } from "./entries.js";
import { plainText, richText } from "./richtext.js";
import { separatorText } from "./times.js";
import { toast } from "./toasts.js";
import { understoodNote } from "./understood.js";

/** @typedef {{session: any, onQuote: (entry: any) => void, onJump: (seq: number) => void}} Context */

/** @param {any} entry @param {Context} context */
export function messageRow(entry, context) {
  const { session } = context;
  if (entry.kind === "notice") {
    return el("li", { class: "message notice", data: { seq: entry.seq } }, el("p", {}, entry.text));
  }
  const own = entry.from === session.viewer.id;
  const sender = session.person(entry.from);
  const label = `${own ? "我" : sender.name}，${separatorText(entry.at, session.clock?.now ?? entry.at)}`;
  return el(
    "li",
    { class: `message ${own ? "own" : "other"}`, data: { seq: entry.seq }, tabindex: "-1", "aria-label": label },
    avatar(sender),
    el(
      "div",
      { class: "body" },
      !own && senderLine(sender, entry.chat),
      el("div", { class: "bubble-line" }, bubble(entry, own, context), actions(entry, context)),
      entry.understood?.length ? understoodNote(entry.understood, session) : null,
    ),
  );
}

/** In a single chat there is no doubt who speaks. */
function senderLine(sender, chat) {
  if (chat === "direct") return null;
  const robot = sender.id === ROBOT.id;
  const tag = robot ? "机器人" : mainRole(sender);
  return el("p", { class: "sender" }, sender.name, el("span", { class: `tag ${robot ? "robot" : ""}` }, tag));
}

function bubble(entry, own, context) {
  const kind = entry.card ? "with-card" : isImage(entry) ? "with-picture" : entry.file ? "with-file" : "";
  const words = entry.text && (own || entry.from !== ROBOT.id ? plainText(entry.text) : richText(entry.text));
  return el(
    "div",
    { class: `bubble ${kind} ${entry.refused ? "refused" : ""}` },
    entry.refused && icon("info"),
    quotation(entry, context),
    entry.card && words && el("div", { class: "card-before" }, words),
    entry.card && cardForm(entry.card, context.session),
    isImage(entry) ? picture(entry.file) : entry.file && fileBox(entry.file),
    alerted(entry, context.session),
    entry.card ? null : caption(entry, words),
    entry.link && pageLink(entry.link),
  );
}

/** A page of the program's own; it opens beside the chat and learns nothing of where it was opened. */
function pageLink({ title, url }) {
  return el(
    "a",
    { class: "page-link", href: url, target: "_blank", rel: "noopener noreferrer" },
    el("span", {}, title),
    icon("external"),
  );
}

/** Those whom a post of the robot alerts; the words themselves do not name them. */
function alerted({ mentions, text }, session) {
  const names = (mentions ?? []).map((id) => session.person(id).name).filter((name) => !text?.includes(`@${name}`));
  return names.length > 0 && el("p", { class: "mention" }, names.map((name) => `@${name}`).join(" "));
}

/** A file's text is often its own name; it is not shown twice. */
function caption(entry, words) {
  return entry.file && entry.text?.trim() === entry.file.name ? null : words;
}

function quotation(entry, { session, onJump }) {
  const quote = quoted(entry, session);
  if (!quote) return null;
  const text = quote.name ? `${quote.name}：${quote.text}` : quote.text;
  if (quote.seq === null) return el("p", { class: "quotation" }, text);
  return el(
    "button",
    { class: "quotation", type: "button", title: "回到原消息", on: { click: () => onJump(quote.seq) } },
    text,
  );
}

/** Reached with the mouse or, from the row, by R and C; so a long chat has no long row of tab stops. */
function actions(entry, { onQuote }) {
  const button = (name, label, click) =>
    el(
      "button",
      { type: "button", class: "action", title: label, "aria-label": label, tabindex: "-1", on: { click } },
      icon(name),
    );
  return el(
    "div",
    { class: "actions" },
    button("quote", "引用（R）", () => onQuote(entry)),
    !entry.card && button("copy", "复制（C）", () => void copy(entry)),
  );
}

export async function copy(entry) {
  try {
    await navigator.clipboard.writeText(entry.text || summary(entry));
    toast("已复制");
  } catch {
    toast("浏览器没有允许复制，请选中文字后按 Ctrl+C", "mild");
  }
}

/** Brings a row up to date: a card changes inside its row, anything else is drawn anew. @returns the row now in place */
export function updateRow(row, entry, context) {
  const form = row.querySelector("form.card");
  if (form && entry.card) {
    replaceCard(form, entry.card, context.session);
    return row;
  }
  const fresh = messageRow(entry, context);
  const time = row.querySelector(".time");
  if (time) fresh.prepend(time);
  row.replaceWith(fresh);
  return fresh;
}

/** A message on its way: shown at once, marked until the server has stored it. */
export function pendingRow({ text, file }, session, retry) {
  const body = el("div", { class: `bubble ${file ? "with-file" : ""}` }, file ? fileBox(file) : plainText(text));
  const again = "没有发出去，点一下重发";
  const mark = el(
    "button",
    { class: "retry", type: "button", title: again, "aria-label": again, on: { click: retry } },
    "！",
  );
  return el(
    "li",
    { class: "message own pending", "aria-label": "正在发送" },
    avatar(session.viewer),
    el(
      "div",
      { class: "body" },
      el("div", { class: "bubble-line" }, body, mark, el("span", { class: "sending", title: "正在发送" })),
    ),
  );
}

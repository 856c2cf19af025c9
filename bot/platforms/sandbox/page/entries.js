/** One line about an entry, for the conversation list, quotations and announcements. */
import { flatText } from "./richtext.js";

export const isImage = (entry) => entry.kind === "image" && entry.file;

/** @param {any} entry @returns {string} */
export function summary(entry) {
  if (entry.card) return `[卡片] ${entry.card.title || flatText(entry.card.text ?? "")}`;
  if (isImage(entry)) return `[图片] ${entry.file.name ?? ""}`.trim();
  if (entry.file) return `[文件] ${entry.file.name}`;
  return flatText(entry.text ?? "");
}

/** Entries quote by seq; the quoted one may lie outside what this person can see. */
export function quoted(entry, session) {
  const seq = typeof entry.quote === "object" ? entry.quote?.seq : entry.quote;
  if (seq === null || seq === undefined) return null;
  const original = session.entries.get(Number(seq));
  if (!original) return { name: "", text: "引用的消息看不到了", seq: null };
  return { name: session.person(original.from).name, text: summary(original), seq: original.seq };
}

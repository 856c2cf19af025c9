/** What the robot says → DOM nodes: lists and line breaks. Its words may be somebody's, so no mark in them means anything. */
import { append, el } from "./dom.js";

const BULLET = /^\s*[-*•·\u30fb]\s+(.*)$/;
const NUMBER = /^\s*(\d{1,3})[.\uff0e、)\uff09]\s*(.*)$/;
const SPAN = /@述职助手/g;

/** @param {string} line @returns {(Node|string)[]} */
function spans(line) {
  const nodes = [];
  let from = 0;
  for (const match of line.matchAll(SPAN)) {
    nodes.push(line.slice(from, match.index));
    nodes.push(el("span", { class: "mention" }, match[0]));
    from = match.index + match[0].length;
  }
  return [...nodes, line.slice(from)];
}

function kindOf(line) {
  if (BULLET.test(line)) return "ul";
  if (NUMBER.test(line)) return "ol";
  return "p";
}

const BLOCKS = {
  ul: (lines) => el("ul", {}, ...lines.map((line) => el("li", {}, ...spans(line.match(BULLET)[1])))),
  ol: (lines) =>
    el("ol", {}, ...lines.map((line) => el("li", { value: line.match(NUMBER)[1] }, ...spans(line.match(NUMBER)[2])))),
  p: (lines) => withBreaks("p", lines),
};

function withBreaks(tag, lines) {
  const node = el(tag);
  lines.forEach((line, index) => append(node, index ? [el("br"), ...spans(line)] : spans(line)));
  return node;
}

/** @param {string} text @returns {any} */
export function richText(text) {
  const root = el("div", { class: "rich" });
  let lines = [];
  let kind = "";
  const flush = () => {
    if (lines.length) root.append(BLOCKS[kind](lines));
    lines = [];
  };
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const next = line.trim() ? kindOf(line) : "";
    if (next !== kind) flush();
    kind = next;
    if (kind) lines.push(line);
  }
  flush();
  return root;
}

/** What a person typed: line breaks kept (by style), the robot's name marked, nothing interpreted. */
export function plainText(text) {
  const parts = text.split(/(@述职助手)/);
  return el(
    "div",
    { class: "plain" },
    ...parts.map((part) => (part === "@述职助手" ? el("span", { class: "mention" }, part) : part)),
  );
}

/** One line for lists and quotations. */
export const flatText = (text) =>
  text
    .replace(/\s+/g, " ")
    .trim();

/** Short notices at the lower edge; they are read out and go by themselves. One of them may stay: the network's. */
import { byId, el } from "./dom.js";

const STAY = 4_500;

/** @param {string} text @param {"plain"|"good"|"mild"} [tone] */
export function toast(text, tone = "plain") {
  const node = el("p", { class: `toast ${tone}` }, text);
  const tray = byId("toasts");
  while (tray.children.length >= 3) tray.firstElementChild.remove();
  tray.append(node);
  setTimeout(() => node.remove(), STAY + text.length * 60);
}

/** @param {string} text empty to take it away */
export function connectionNotice(text) {
  const node = byId("connection");
  node.hidden = !text;
  node.textContent = text;
}

/** Said to screen readers only. */
export function announce(text) {
  byId("announcements").textContent = text;
}

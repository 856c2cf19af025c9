/** What is left until the end that a card counts down to. It goes with the page's clock: stands while that stands. */
import { el } from "./dom.js";

const SECOND = 1_000;
const LAST = 60;

/** @param {string} until @param {any} session */
export function countdown(until, session) {
  const timer = el("p", { class: "card-countdown", role: "timer", data: { until } });
  draw(timer, session);
  return timer;
}

/** Keeps every countdown on the page going. @param {any} session */
export function keepCounting(session) {
  const all = () => document.querySelectorAll("[data-until]").forEach((timer) => draw(timer, session));
  session.addEventListener("clock", all);
  setInterval(all, SECOND);
}

function draw(timer, session) {
  if (!session.clock) return;
  const left = Math.max(0, Math.ceil((Date.parse(timer.dataset.until) - session.moment()) / SECOND));
  const text = left ? `剩 ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : "时间到";
  if (timer.textContent !== text) timer.textContent = text;
  timer.classList.toggle("last", left <= LAST);
}

/**
 * Cards: questions with a submit button, or one question whose options are buttons.
 *
 * A choice is kept nowhere but in the form, and the form is cleared once it was received: the next person at this
 * screen learns nothing. States: `open`; `answered` (may be changed until the end); `closed`.
 */
import * as api from "./api.js";
import { countdown } from "./countdown.js";
import { el, icon } from "./dom.js";
import { richText } from "./richtext.js";
import { toast } from "./toasts.js";

const STATUS = { open: "", answered: "已提交，截止前可修改", closed: "已结束" };
const BUTTON_WORDS = /^(确认|取消|同意|不同意|驳回)/;
/** Options this short stand side by side. */
const SHORT = 4;
const TIGHT = 2;
let forms = 0;

const questionsOf = (card) => card.questions ?? [];

/** `style` says it where the server sends one; otherwise a nameless question, or one that asks to confirm, is a row of buttons. */
function asksByButtons(card) {
  const questions = questionsOf(card);
  if (questions.length !== 1 || questions[0].multi) return false;
  if (card.style) return card.style === "buttons";
  const [{ title, options }] = questions;
  return !title || options.some(({ id, text }) => id === "confirm" || BUTTON_WORDS.test(text));
}

/** @param {any} card @param {any} session */
export function cardForm(card, session) {
  const byButtons = asksByButtons(card);
  const form = el(
    "form",
    { class: "card", data: { card: card.card_id, state: card.state }, "aria-label": card.title, novalidate: true },
    el("h3", { class: "card-title" }, card.title),
    card.text && el("div", { class: "card-text" }, richText(card.text)),
    card.until && countdown(card.until, session),
    byButtons
      ? buttonRow(card)
      : el("div", { class: "card-questions" }, ...questionsOf(card).map((one) => question(one, card.state))),
    questionsOf(card).length > 0 && footer(card, byButtons),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = byButtons ? { [card.questions[0].id]: event.submitter?.value } : chosen(form, card);
    if (values) void submit(form, card, values, session);
  });
  return form;
}

function question({ id, title, multi, options }, state) {
  const name = `q${++forms}`;
  const longest = Math.max(...options.map(({ text }) => [...text].length));
  const layout = multi || options.length > 5 || longest > SHORT ? "" : longest > TIGHT ? "compact" : "compact tight";
  const choices = options.map((option) =>
    el(
      "label",
      { class: "option" },
      el("input", { type: multi ? "checkbox" : "radio", name, value: option.id, disabled: state === "closed" }),
      el("span", {}, option.text),
    ),
  );
  return el(
    "fieldset",
    { class: `question ${layout}`, data: { question: id } },
    el("legend", {}, title || "请选择", multi && el("span", { class: "hint" }, "可多选")),
    el("div", { class: "options" }, ...choices),
  );
}

/** A sheet's card turns: once it is filled, its buttons lead back to a name until it is closed. */
const turns = ({ card_id: id }) => /^p-\d+-s\d+-/.test(id);

/** Of one or two buttons the first is set off; of more none is, for on a ballot it would be suggested. */
function buttonRow(card) {
  const [{ title, options }] = card.questions;
  const open = card.state === "open" || (card.state === "answered" && turns(card));
  const buttons = options.map(({ id, text }, index) => {
    const style = index === 0 && options.length <= 2 ? "primary" : "";
    return el("button", { type: "submit", value: id, class: style, disabled: !open }, text);
  });
  return el("div", { class: "card-buttons", role: "group", "aria-label": title || "请选择" }, ...buttons);
}

function footer(card, byButtons) {
  const { state } = card;
  const done = turns(card) ? "已填写，收票前可修改" : "已处理";
  const text = byButtons && state === "answered" ? done : (STATUS[state] ?? "");
  const status = el("p", { class: "card-status", role: "status" }, text && state === "answered" && icon("check"), text);
  if (byButtons) return text && el("div", { class: "card-foot" }, status);
  const label = { open: "提交", answered: "修改并提交", closed: "已结束" }[state] ?? "提交";
  return el(
    "div",
    { class: "card-foot" },
    state !== "closed" && status,
    el("button", { type: "submit", class: "primary", disabled: state === "closed" }, label),
  );
}

/** Values per question, or null (and a word in the card) when one is still to be answered. */
function chosen(form, card) {
  const values = {};
  for (const { id, title, multi } of card.questions) {
    const group = form.querySelector(`[data-question="${CSS.escape(id)}"]`);
    const picked = [...group.querySelectorAll("input:checked")].map(({ value }) => value);
    if (!picked.length && !multi) {
      say(form, `还没有选：${title || "请选一项"}`);
      group.querySelector("input").focus();
      return null;
    }
    values[id] = multi ? picked : picked[0];
  }
  return values;
}

async function submit(form, card, values, session) {
  const buttons = form.querySelectorAll("button");
  buttons.forEach((button) => (button.disabled = true));
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await repeated({
      from: session.viewer.id,
      card_id: card.card_id,
      values,
      message_id: api.deliveryId(),
    });
    if (answer.accepted) form.reset();
    await session.refresh();
    toast(answer.notice || (answer.accepted ? "已收到" : "这次没有成功"), answer.accepted ? "good" : "mild");
  } catch (error) {
    toast(error.message, "mild");
  } finally {
    form.removeAttribute("aria-busy");
    buttons.forEach((button) => (button.disabled = form.dataset.state === "closed"));
  }
}

/** One more try when nothing answered; the same message id makes sure it is counted once. */
async function repeated(values) {
  try {
    return await api.click(values);
  } catch (error) {
    if (!error.offline) throw error;
    return api.click(values);
  }
}

function say(form, text) {
  form.querySelector(".card-status").replaceChildren(text);
}

/** A new state in place of the old one; what was picked but not sent, and the focus, stay. */
export function replaceCard(old, card, session) {
  const fresh = cardForm(card, session);
  const [before, after] = [old, fresh].map((form) => [...form.querySelectorAll("input, button")]);
  const focused = before.indexOf(document.activeElement);
  before.forEach((input, index) => {
    if (input.checked && after[index] && card.state !== "closed") after[index].checked = true;
  });
  old.replaceWith(fresh);
  if (focused >= 0) (after[focused]?.disabled ? null : after[focused])?.focus({ preventScroll: true });
}

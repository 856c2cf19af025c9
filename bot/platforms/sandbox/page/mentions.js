/** Typing @ in the group offers the robot; Enter, Tab or a click takes it, Esc does not. */
import { ROBOT } from "./cast.js";
import { byId } from "./dom.js";
import { announce } from "./toasts.js";

const OPEN = /[@\uff20]([^\s@\uff20]*)$/;

export class MentionMenu {
  #menu = byId("mentions");

  /** @param {HTMLTextAreaElement} input @param {() => boolean} inGroup */
  constructor(input, inGroup) {
    this.input = input;
    this.inGroup = inGroup;
    input.addEventListener("input", () => this.#look());
    input.addEventListener("blur", () => setTimeout(() => this.#show(false), 150));
    byId("mention-robot").addEventListener("mousedown", (event) => event.preventDefault());
    byId("mention-robot").addEventListener("click", () => this.#take());
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the menu used it up */
  takes(event) {
    if (this.#menu.hidden || !["Enter", "Tab", "Escape"].includes(event.key)) return false;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") this.#show(false);
    else this.#take();
    return true;
  }

  #before() {
    return this.input.value.slice(0, this.input.selectionStart);
  }

  #look() {
    const begun = this.inGroup() && this.#before().match(OPEN);
    this.#show(Boolean(begun) && ROBOT.name.startsWith(begun[1]));
  }

  #show(open) {
    if (open && this.#menu.hidden) announce(`按 Enter 提到${ROBOT.name}`);
    this.#menu.hidden = !open;
  }

  #take() {
    const before = this.#before().replace(OPEN, `@${ROBOT.name} `);
    this.input.value = before + this.input.value.slice(this.input.selectionStart).trimStart();
    this.input.setSelectionRange(before.length, before.length);
    this.input.focus();
    this.input.dispatchEvent(new Event("input"));
    this.#show(false);
  }
}

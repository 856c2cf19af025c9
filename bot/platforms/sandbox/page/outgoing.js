/** Sending: shown at once, stored under one delivery id, offered again when it did not get through. */
import * as api from "./api.js";
import { pendingRow } from "./bubbles.js";
import { toast } from "./toasts.js";

const PATIENCE = 20_000;

export class Outgoing {
  #timer = 0;

  /** @param {any} session @param {any} messages @param {(waiting: boolean) => void} onWaiting the robot is expected to answer */
  constructor(session, messages, onWaiting) {
    this.session = session;
    this.messages = messages;
    this.onWaiting = onWaiting;
    session.addEventListener(
      "entries",
      ({ detail }) => detail.some(({ from }) => from === "robot") && this.#wait(false),
    );
    session.addEventListener("viewer", () => this.#wait(false));
  }

  /** @param {{text?: string, file?: File, quote?: number}} content goes to the chat in view */
  send(content) {
    const { viewer, chat } = this.session;
    const message = { from: viewer.id, chat, ...content, message_id: api.deliveryId() };
    const row = pendingRow(content, this.session, () => void this.#deliver(message, row));
    this.messages.addPending(row, content);
    return this.#deliver(message, row);
  }

  async #deliver(message, row) {
    row.classList.remove("failed");
    try {
      if (message.chat === "direct") this.#wait(true);
      await api.send(message);
      await this.session.refresh();
      this.messages.removePending(row);
    } catch (error) {
      this.#wait(false);
      row.classList.add("failed");
      toast(error.offline ? "没有发出去，点消息旁的“！”可以重发" : error.message, "mild");
    }
  }

  #wait(waiting) {
    clearTimeout(this.#timer);
    this.onWaiting(waiting);
    if (waiting) this.#timer = setTimeout(() => this.onWaiting(false), PATIENCE);
  }
}

/** The simulated clock: what time it is, what comes next, moving on, and going at the pace of real time while somebody lets it. */
import { byId } from "./dom.js";
import { fieldValue, fromField, fullText, shortText } from "./times.js";
import { toast } from "./toasts.js";

const SECOND = 1_000;

export class Clock {
  #dialog = byId("clock");
  #field = byId("clock-field");
  #going = false;

  /** @param {any} session */
  constructor(session) {
    this.session = session;
    session.addEventListener("clock", () => this.#draw());
    for (const button of document.querySelectorAll("[data-advance]")) {
      button.addEventListener("click", () => void this.#move({ advance: button.dataset.advance }));
    }
    for (const button of document.querySelectorAll("[data-next]")) {
      button.addEventListener("click", () => void this.#move({ now: this.session.clock.next }));
    }
    for (const button of document.querySelectorAll("[data-go]"))
      button.addEventListener("click", () => void (this.#going ? this.#stop() : this.#go()));
    for (const button of document.querySelectorAll("[data-clock]")) button.addEventListener("click", () => this.open());
    byId("clock-close").addEventListener("click", () => this.#dialog.close());
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close());
    byId("clock-form").addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#field.value) void this.#move({ now: fromField(this.#field.value) });
    });
  }

  open() {
    if (!this.session.clock) return;
    this.#field.value = fieldValue(this.session.clock.now);
    this.#dialog.showModal();
  }

  #draw() {
    const { now, next } = this.session.clock;
    for (const node of document.querySelectorAll("[data-now]")) {
      node.dateTime = now;
      node.textContent = node.dataset.now === "short" ? shortText(now) : fullText(now);
    }
    for (const node of document.querySelectorAll("[data-next-text]"))
      node.textContent = next ? shortText(next) : "没有安排";
    for (const button of document.querySelectorAll("[data-next]")) button.disabled = !next;
    for (const button of document.querySelectorAll("[data-go]")) button.hidden = this.session.clock.running;
  }

  /** Second by second, so that what is due on the way happens at its time. */
  async #go() {
    this.#showGoing(true);
    let told = performance.now();
    while (this.#going) {
      await new Promise((resolve) => setTimeout(resolve, SECOND));
      const seconds = Math.round((performance.now() - told) / SECOND);
      if (!this.#going || seconds < 1) continue;
      told += seconds * SECOND;
      try {
        await this.session.moveClock({ advance: `PT${seconds}S` });
      } catch (error) {
        toast(error.message, "mild");
        this.#stop();
      }
    }
  }

  #stop() {
    this.#showGoing(false);
  }

  #showGoing(going) {
    this.#going = going;
    for (const button of document.querySelectorAll("[data-go]")) {
      button.setAttribute("aria-pressed", String(going));
      button.textContent = going ? "停住" : "走时";
    }
  }

  async #move(change) {
    this.#busy(true);
    const before = this.session.entries.size;
    try {
      await this.session.moveClock(change);
      const fresh = this.session.entries.size - before;
      toast(
        `时钟已拨到 ${shortText(this.session.clock.now)}${fresh > 0 ? `，收到 ${fresh} 条新消息` : "，没有新消息"}`,
        "good",
      );
      this.#dialog.close();
    } catch (error) {
      toast(error.message, "mild");
    } finally {
      this.#busy(false);
    }
  }

  /** A long way may take a while: every tick on it is run. */
  #busy(busy) {
    document.body.classList.toggle("moving-clock", busy);
    for (const button of document.querySelectorAll("[data-advance], [data-next], #clock-form button")) {
      button.disabled = busy || ("next" in button.dataset && !this.session.clock?.next);
    }
  }
}

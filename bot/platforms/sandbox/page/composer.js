/** The input: text, @, files by button, by dropping and by pasting, and the message that is being quoted. */
import { ROBOT } from "./cast.js";
import { byId } from "./dom.js";
import { summary } from "./entries.js";
import { MentionMenu } from "./mentions.js";

const TALLEST = 160;

export class Composer {
  #form = byId("composer");
  #input = byId("input");
  #picker = byId("file-picker");
  #quote = null;
  /** @type {Map<string, string>} what was begun, by person and chat */ #drafts = new Map();
  #key = "";

  /** @param {any} session @param {any} outgoing */
  constructor(session, outgoing) {
    this.session = session;
    this.outgoing = outgoing;
    this.mentions = new MentionMenu(this.#input, () => session.chat === "group");
    for (const event of ["viewer", "chat"]) session.addEventListener(event, () => this.#changeChat());
    session.addEventListener("viewer", () => this.#enable(), { once: true });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#input.addEventListener("keydown", (event) => this.#keys(event));
    this.#input.addEventListener("input", () => this.#grow());
    addEventListener("resize", () => this.#grow());
    byId("at-button").addEventListener("click", () => this.mention());
    byId("file-button").addEventListener("click", () => this.pickFiles());
    byId("quote-cancel").addEventListener("click", () => this.quote(null));
    this.#picker.addEventListener("change", () => this.#picked());
    this.#input.addEventListener("paste", (event) => this.#pasted(event));
    this.#listenForDrops();
  }

  /** @param {string} text replaces what was typed; the cursor stands behind it */
  fill(text) {
    this.#input.value = text;
    this.#grow();
    this.#input.focus();
  }

  mention() {
    const { value } = this.#input;
    if (!value.includes(`@${ROBOT.name}`)) this.fill(`@${ROBOT.name} ${value}`);
    else this.#input.focus();
  }

  pickFiles() {
    this.#picker.click();
  }

  /** @param {any} entry null to quote nothing */
  quote(entry) {
    this.#quote = entry;
    byId("quote").hidden = !entry;
    if (!entry) return;
    byId("quote-text").textContent = `${this.session.person(entry.from).name}：${summary(entry)}`;
    this.#input.focus();
  }

  /** Nothing can be said before it is known who speaks. */
  #enable() {
    for (const id of ["input", "at-button", "file-button"]) byId(id).disabled = false;
  }

  #changeChat() {
    this.#drafts.set(this.#key, this.#input.value);
    this.#key = `${this.session.viewer.id} ${this.session.chat}`;
    this.#input.value = this.#drafts.get(this.#key) ?? "";
    this.#grow();
    this.quote(null);
    const group = this.session.chat === "group";
    byId("at-button").hidden = !group;
    this.#input.placeholder = group ? `输入消息，@${ROBOT.name} 它才听得到` : `给${ROBOT.name}发消息或文件`;
  }

  /** Enter confirms a candidate of the input method first; only a free Enter sends. */
  #keys(event) {
    if (event.isComposing || event.keyCode === 229 || this.mentions.takes(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Escape" && this.#quote) {
      event.stopPropagation();
      this.quote(null);
    }
  }

  #send() {
    const text = this.#input.value.trim();
    if (!text) return;
    const quote = this.#quote?.seq;
    this.fill("");
    this.quote(null);
    void this.outgoing.send({ text, quote });
  }

  /** One after the other, so that they arrive in the order in which they lie. @param {Iterable<File>} files */
  async #sendFiles(files) {
    const quote = this.#quote?.seq;
    this.quote(null);
    for (const file of files) await this.outgoing.send({ file, quote });
  }

  #picked() {
    const files = [...this.#picker.files];
    this.#picker.value = "";
    void this.#sendFiles(files);
  }

  #pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    const names = files.map(({ name }) => name).join("、");
    if (confirm(`发送剪贴板里的文件：${names}？`)) void this.#sendFiles(files);
  }

  #listenForDrops() {
    const veil = byId("drop");
    const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
    addEventListener("dragover", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      byId("drop-target").textContent = this.session.chat === "group" ? "发送到群里" : `发送给${ROBOT.name}`;
      veil.hidden = false;
    });
    addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) veil.hidden = true;
    });
    addEventListener("drop", (event) => {
      veil.hidden = true;
      if (!hasFiles(event)) return;
      event.preventDefault();
      void this.#sendFiles([...event.dataTransfer.files].filter(({ size, type }) => size || type));
    });
  }

  #grow() {
    this.#input.style.height = "auto";
    this.#input.style.height = `${Math.min(this.#input.scrollHeight, TALLEST)}px`;
    byId("send").disabled = !this.#input.value.trim();
  }
}

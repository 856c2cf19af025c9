/**
 * What this tab knows: who is looking, at which chat, and every entry that person can see.
 *
 * Events: `viewer` (somebody else is looking), `chat` (another conversation), `entries` (detail: the entries that are new
 * or have changed), `clock`, `unread`, `online` (detail: boolean).
 */
import * as api from "./api.js";
import * as memory from "./memory.js";
import { ROBOT, STRANGER } from "./cast.js";
import { watch } from "./live.js";

export class Session extends EventTarget {
  /** @type {Map<string, any>} */ people = new Map();
  /** @type {Map<number, any>} by seq, ascending */ entries = new Map();
  viewer = STRANGER;
  chat = "direct";
  /** @type {{now: string, next: string|null, running: boolean}|null} */ clock = null;
  loaded = false;
  #clockRead = 0;
  #online = true;
  #unwatch = () => {};
  /** @type {Promise<void>|null} */ #running = null;
  #again = false;
  /** seen before this tab looked; what is newer is unread */ #seen = { group: 0, direct: 0 };

  /** Again whenever somebody unknown speaks, for the roster may have been read in anew. */
  async loadPeople() {
    this.people = new Map((await api.people()).map((person) => [person.id, person]));
    if (this.loaded) this.viewer = this.person(this.viewer.id);
  }

  /** @param {string} id @returns {any} the robot and strangers included */
  person(id) {
    return id === ROBOT.id ? ROBOT : (this.people.get(id) ?? { ...STRANGER, id });
  }

  /** Starts over as that person. */
  look(viewer, chat = this.chat) {
    const same = this.loaded && viewer === this.viewer.id;
    if (same) return this.open(chat);
    this.#unwatch();
    this.viewer = this.person(viewer);
    this.chat = chat;
    this.entries = new Map();
    this.loaded = false;
    this.#seen = memory.seen(viewer);
    this.#emit("viewer");
    this.#unwatch = watch(viewer, () => void this.refresh());
    return this.refresh();
  }

  open(chat) {
    if (chat === this.chat) return;
    this.chat = chat;
    this.#emit("chat");
  }

  entriesOf(chat) {
    return [...this.entries.values()].filter((entry) => entry.chat === chat);
  }

  unread(chat) {
    return this.#unreadOf(chat).length;
  }

  /** Whether an unread message alerts the person who looks. */
  calls(chat) {
    return this.#unreadOf(chat).some(({ mentions }) => mentions?.includes(this.viewer.id));
  }

  #unreadOf(chat) {
    return this.entriesOf(chat).filter(({ seq, from }) => seq > this.#seen[chat] && from !== this.viewer.id);
  }

  /** The chat in view has been read up to its newest entry. */
  markRead() {
    const newest = Math.max(0, ...this.entriesOf(this.chat).map(({ seq }) => seq));
    if (newest <= this.#seen[this.chat]) return;
    this.#seen[this.chat] = newest;
    memory.rememberSeen(this.viewer.id, this.#seen);
    this.#emit("unread");
  }

  /** Fetches what is new; resolves once everything asked for before this call is shown. Never rejects. */
  refresh() {
    this.#again = true;
    this.#running ??= this.#drain().finally(() => (this.#running = null));
    return this.#running;
  }

  /** @returns {Promise<void>} */
  async moveClock(change) {
    this.#setClock(await api.moveClock(change));
    await this.refresh();
  }

  async #drain() {
    while (this.#again) {
      this.#again = false;
      try {
        await this.#fetch();
        this.#setOnline(true);
      } catch (error) {
        if (!(error instanceof api.ServiceError)) throw error;
        this.#setOnline(false, error.message);
      }
    }
  }

  async #fetch() {
    const viewer = this.viewer.id;
    const [clock, fresh] = await Promise.all([api.clock(), api.timeline(viewer, this.#after())]);
    if (fresh.some(({ from }) => from !== ROBOT.id && !this.people.has(from))) await this.loadPeople();
    if (viewer !== this.viewer.id) return;
    this.#setClock(clock);
    const changed = fresh.filter((entry) => !same(entry, this.entries.get(entry.seq)));
    for (const entry of changed) this.entries.set(entry.seq, entry);
    const first = !this.loaded;
    this.loaded = true;
    if (changed.length || first) this.#emit("entries", changed);
  }

  /** Cards change without a new seq, so everything from the oldest card that is not closed is fetched again. */
  #after() {
    let newest = 0;
    for (const { seq, card } of this.entries.values()) {
      if (card && card.state !== "closed") return seq - 1;
      newest = seq;
    }
    return newest;
  }

  /** What time it is, in milliseconds: a clock that runs by itself went on since it was read. */
  moment() {
    return Date.parse(this.clock.now) + (this.clock.running ? performance.now() - this.#clockRead : 0);
  }

  #setClock({ now, next = null, running = false }) {
    if (this.clock?.now === now && this.clock.next === next) return;
    this.clock = { now, next, running };
    this.#clockRead = performance.now();
    this.#emit("clock");
  }

  #setOnline(online, message = "") {
    if (online === this.#online) return;
    this.#online = online;
    this.#emit("online", { online, message });
  }

  #emit(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

const same = (one, other) => other !== undefined && JSON.stringify(one) === JSON.stringify(other);

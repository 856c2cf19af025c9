/** Who is looking: the cast by department and role, searchable; a link opens somebody in another tab. */
import { avatar, mainRole, ROLE_ORDER, rolesOf } from "./cast.js";
import { arrowKeys, byId, el, icon } from "./dom.js";

export class Switcher {
  #dialog = byId("people");
  #search = byId("people-search");
  #list = byId("people-list");

  /** @param {any} session @param {(id: string) => void} choose */
  constructor(session, choose) {
    this.session = session;
    this.choose = choose;
    this.#search.addEventListener("input", () => this.#draw());
    this.#search.addEventListener("keydown", (event) => this.#searchKeys(event));
    arrowKeys(this.#list, () => this.#buttons());
    byId("people-close").addEventListener("click", () => this.#dialog.close());
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close());
  }

  open() {
    this.#search.value = "";
    this.#draw();
    this.#dialog.showModal();
    this.#search.focus();
    this.session.loadPeople().then(
      () => this.#draw(),
      () => {},
    );
    this.#list.querySelector("[aria-current=true]")?.scrollIntoView({ block: "center" });
  }

  #buttons() {
    return [...this.#list.querySelectorAll("button.person")];
  }

  /** Esc closes at once; a search field would take the first one to empty itself. */
  #searchKeys(event) {
    const [first] = this.#buttons();
    if (event.isComposing) return;
    if (event.key === "Escape") this.#dialog.close();
    if (!first) return;
    if (event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      if (event.key === "Enter") first.click();
      else first.focus();
    }
  }

  #draw() {
    const words = this.#search.value.trim().split(/\s+/).filter(Boolean);
    const found = [...this.session.people.values()].filter((person) =>
      words.every((word) => haystack(person).includes(word)),
    );
    const departments = [...new Set(found.map(({ department }) => department))];
    this.#list.replaceChildren(
      ...departments.flatMap((department) => this.#department(department, found, departments.length > 1)),
    );
    if (!found.length) this.#list.append(el("p", { class: "nobody" }, "没有找到这个人"));
  }

  #department(department, found, named) {
    const people = found.filter((person) => person.department === department);
    const heading = named ? [el("h3", {}, people[0].department)] : [];
    const roles = [...new Set([...ROLE_ORDER, ...people.map(mainRole)])];
    const groups = roles.map((role) => [role, people.filter((person) => mainRole(person) === role)]);
    return [
      ...heading,
      ...groups.filter(([, members]) => members.length).map(([role, members]) => this.#group(role, members)),
    ];
  }

  #group(role, members) {
    return el(
      "section",
      { "aria-label": role },
      el("h4", {}, role, el("span", { class: "count" }, members.length)),
      el("ul", {}, ...members.map((person) => this.#item(person))),
    );
  }

  #item(person) {
    const take = () => {
      this.#dialog.close();
      this.choose(person.id);
    };
    const category = person.category && `${person.category} 类票`;
    const facts = [person.branch, rolesOf(person).join("、"), category].filter(Boolean).join(" · ");
    return el(
      "li",
      {},
      el(
        "button",
        {
          class: "person",
          type: "button",
          "aria-current": String(person.id === this.session.viewer.id),
          on: { click: take },
        },
        avatar(person, "small"),
        el(
          "span",
          { class: "person-words" },
          el("span", { class: "person-name" }, person.name),
          el("span", { class: "person-facts" }, facts),
        ),
      ),
      el(
        "a",
        {
          class: "person-tab",
          href: `#viewer=${encodeURIComponent(person.id)}`,
          target: "_blank",
          rel: "noopener",
          title: "在新标签页里扮演",
          "aria-label": `在新标签页里扮演${person.name}`,
        },
        icon("external"),
      ),
    );
  }
}

const haystack = (person) =>
  [person.name, person.id, person.branch, person.department, ...rolesOf(person), person.category ?? ""].join(" ");

/** Who somebody is: roles, the name of the group, avatars. */
import { el, icon } from "./dom.js";

export const ROBOT = { id: "robot", name: "述职助手", department: "", branch: "", roles: [], category: null };
export const STRANGER = { id: "", name: "未登记的人", department: "", branch: "", roles: [], category: null };

/** Order of the groups in the person switcher, and of the badge a person with several roles wears first. */
export const ROLE_ORDER = ["领导", "组织员", "书记", "党员", "群众代表", "嘉宾"];
const COLOURS = 10;

const rank = (role) => (ROLE_ORDER.indexOf(role) + ROLE_ORDER.length + 1) % (ROLE_ORDER.length + 1);

/** @returns {string[]} the weightiest role first */
export const rolesOf = (person) => [...(person.roles ?? [])].sort((one, other) => rank(one) - rank(other));
export const mainRole = (person) => rolesOf(person)[0] ?? "党员";

/** 「计算机系党支部群」 */
export const groupName = (person) => `${person.department}党支部群`;

function colour(text) {
  let sum = 7;
  for (const letter of text) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return sum % COLOURS;
}

/** A coloured square with the last two characters of the name, as the chat program draws it. */
export function avatar(person, size = "") {
  if (person.id === ROBOT.id)
    return el("span", { class: `avatar robot ${size}`, "aria-hidden": "true" }, icon("robot"));
  const letters = [...person.name].slice(-2).join("");
  return el(
    "span",
    { class: `avatar colour-${colour(person.id + person.name)} ${size}`, "aria-hidden": "true" },
    letters,
  );
}

/** The mosaic of a group: up to nine of its people. */
export function groupAvatar(people, size = "") {
  const tiles = people.slice(0, 9).map((person) => {
    const letter = [...person.name].slice(-1).join("");
    return el("span", { class: `tile colour-${colour(person.id + person.name)}` }, letter);
  });
  return el("span", { class: `avatar mosaic ${size}`, "aria-hidden": "true" }, ...tiles);
}

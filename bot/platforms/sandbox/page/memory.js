/** What this browser remembers between visits; all of it may be lost without harm. */

const KEY = "shuzhi.sandbox.";

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(KEY + name) ?? "null");
  } catch {
    return null;
  }
}

function write(name, value) {
  try {
    localStorage.setItem(KEY + name, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: the page works without it.
  }
}

/** @returns {{group: number, direct: number}} the newest seq seen in each chat */
export const seen = (viewer) => ({ group: 0, direct: 0, ...read(`seen.${viewer}`) });
export const rememberSeen = (viewer, value) => write(`seen.${viewer}`, value);
export const lastViewer = () => read("viewer");
export const rememberViewer = (viewer) => write("viewer", viewer);
export const hintsClosed = (role) => read(`hints.${role}`) === "closed";
export const rememberHints = (role, closed) => write(`hints.${role}`, closed ? "closed" : "open");

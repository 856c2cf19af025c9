/** Puts the page together and keeps the address in step: `#viewer=ID&chat=group` makes each tab one person. */
import { sampleReport } from "./api.js";
import { avatar, rolesOf } from "./cast.js";
import { Clock } from "./clock.js";
import { Composer } from "./composer.js";
import { Conversations, CHATS } from "./conversations.js";
import { keepCounting } from "./countdown.js";
import { byId } from "./dom.js";
import { Hints } from "./hints.js";
import * as memory from "./memory.js";
import { Messages } from "./messages.js";
import { Outgoing } from "./outgoing.js";
import { Session } from "./session.js";
import { Switcher } from "./switcher.js";
import { connectionNotice, toast } from "./toasts.js";

const RETRY = 2_000;

const session = new Session();
const messages = new Messages(session, (entry) => composer.quote(entry));
const outgoing = new Outgoing(
  session,
  messages,
  (waiting) => (byId("typing").hidden = !waiting || session.chat !== "direct"),
);
const composer = new Composer(session, outgoing);
const conversations = new Conversations(session, enter);
const hints = new Hints(session, follow);
const switcher = new Switcher(session, (id) => go(id, session.chat));
new Clock(session);
keepCounting(session);

function go(viewer, chat) {
  location.hash = new URLSearchParams({ viewer, chat }).toString();
}

/** Opens a chat; on a narrow window it takes the place of the list. */
function enter(chat) {
  document.body.dataset.view = "chat";
  session.open(chat);
  session.markRead();
  go(session.viewer.id, chat);
  byId("input").focus({ preventScroll: true });
}

function leave() {
  document.body.dataset.view = "list";
  byId("conversations").querySelector("[aria-current=true]")?.focus();
}

/** @param {any} hint */
async function follow(hint) {
  if (hint.act === "vote") return vote();
  enter(hint.chat);
  if (hint.act === "file") composer.pickFiles();
  else if (hint.act === "sample") await sendSample();
  else if (hint.type) composer.fill(hint.type);
  else await outgoing.send({ text: hint.text });
}

async function sendSample() {
  try {
    await outgoing.send({ file: await sampleReport(session.viewer.id) });
  } catch (error) {
    toast(error.message);
  }
}

function vote() {
  const open = [...session.entries.values()]
    .filter(({ card }) => card?.state === "open" && card.style !== "buttons") // which is for something else
    .at(-1);
  if (!open) return toast("现在没有开着的测评，组织员发起后会出现在群里");
  enter(open.chat);
  messages.show(open.seq);
}

/** The person and the chat in the address; otherwise who was looking last; otherwise the first secretary. */
function wanted() {
  const address = new URLSearchParams(location.hash.slice(1));
  const viewer =
    address.get("viewer") ?? (session.people.has(memory.lastViewer()) ? memory.lastViewer() : firstSecretary());
  const chat = address.get("chat") ?? session.chat;
  return { viewer, chat: CHATS.includes(chat) ? chat : "direct" };
}

function firstSecretary() {
  const people = [...session.people.values()];
  return (people.find((person) => rolesOf(person).includes("书记")) ?? people[0])?.id ?? "";
}

function followAddress() {
  const { viewer, chat } = wanted();
  memory.rememberViewer(viewer);
  history.replaceState(null, "", `#${new URLSearchParams({ viewer, chat })}`);
  void session.look(viewer, chat);
}

function drawViewer() {
  const { viewer } = session;
  for (const slot of document.querySelectorAll("[data-viewer]")) slot.replaceChildren(avatar(viewer));
  byId("viewer-name").textContent = viewer.name;
  byId("viewer-facts").textContent = [viewer.branch, rolesOf(viewer).join("、")].filter(Boolean).join(" · ");
  drawTitle();
}

function drawTitle() {
  const group = session.chat === "group";
  byId("title").textContent = conversations.title(session.chat);
  byId("subtitle").textContent = group ? `${conversations.members().length} 人` : "机器人";
  byId("typing").hidden = true;
}

function listen() {
  session.addEventListener("viewer", drawViewer);
  session.addEventListener("chat", drawTitle);
  session.addEventListener("online", ({ detail }) => connectionNotice(detail.online ? "" : detail.message));
  addEventListener("hashchange", followAddress);
  byId("back").addEventListener("click", leave);
  byId("skip").addEventListener("click", () => byId("input").focus());
  for (const button of document.querySelectorAll("[data-people]"))
    button.addEventListener("click", () => switcher.open());
  for (const button of document.querySelectorAll("[data-hints]"))
    button.addEventListener("click", () => hints.toggle());
  document.addEventListener("keydown", (event) => {
    const narrow = matchMedia("(max-width: 640px)").matches;
    if (event.key === "Escape" && narrow && !document.querySelector("dialog[open]")) leave();
  });
}

async function start() {
  try {
    await session.loadPeople();
  } catch (error) {
    connectionNotice(error.message);
    setTimeout(start, RETRY);
    return;
  }
  connectionNotice("");
  followAddress();
}

listen();
void start();

/** The calls of the sandbox. Every failure arrives as a ServiceError whose message may be shown as it is. */

const BASE = "/sandbox/api";
export const OFFLINE = "连接不上本机服务，正在重试…";

export class ServiceError extends Error {
  /** @param {string} message @param {number} status 0 when nothing answered */
  constructor(message, status) {
    super(message);
    this.status = status;
  }

  get offline() {
    return this.status === 0;
  }
}

/** @param {string} path @param {RequestInit} [init] */
async function request(path, init) {
  let response;
  try {
    response = await fetch(BASE + path, { cache: "no-store", ...init });
  } catch {
    throw new ServiceError(OFFLINE, 0);
  }
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new ServiceError(sentence(body, response.status), response.status);
  return body;
}

/** The server's own sentence where it sent one. */
function sentence(body, status) {
  const said = body && (body.message || body.notice || body.error?.message || body.error || body.detail);
  if (typeof said === "string" && /[\u4e00-\u9fff]/.test(said)) return said;
  if (status === 413) return "文件太大，没有发出去。请压缩后再试";
  return `这一步没有成功（${status}），请稍后再试`;
}

/** @param {string} path @param {object} data */
const post = (path, data) =>
  request(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(data) });

/** Unique id of one delivery; a repeat with the same id is stored once. */
export function deliveryId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `web-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

export const people = () => request("/people");
export const clock = () => request("/clock");
export const moveClock = (change) => post("/clock", change);
export const click = (values) => post("/clicks", values);
export const timeline = (viewer, after) => request(`/timeline?viewer=${encodeURIComponent(viewer)}&after=${after}`);
export const fileAddress = (file) => file.url || `${BASE}/files/${encodeURIComponent(file.id)}`;
export const eventsAddress = (viewer) => `${BASE}/events?viewer=${encodeURIComponent(viewer)}`;

/** A report to try the hand-in with, made for the secretary's branch. @returns {Promise<File>} */
export async function sampleReport(viewer) {
  const response = await fetch(`${BASE}/sample?viewer=${encodeURIComponent(viewer)}`).catch(() => null);
  if (!response) throw new ServiceError(OFFLINE, 0);
  if (!response.ok) throw new ServiceError(sentence(await response.json().catch(() => null), response.status), response.status);
  return new File([await response.blob()], "述职报告（示例）.docx");
}

/** @param {{from: string, chat: string, text?: string, file?: File, quote?: number, message_id: string}} message */
export function send({ file, ...fields }) {
  if (!file) return post("/messages", fields);
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.set(name, String(value));
  form.set("file", file, file.name);
  return request("/messages", { method: "POST", body: form });
}

/** Files and pictures in a bubble. */
import { fileAddress } from "./api.js";
import { el, icon } from "./dom.js";
import { showPicture } from "./lightbox.js";

const TYPES = {
  word: ["W", ["doc", "docx", "wps", "rtf", "odt", "docm"]],
  sheet: ["X", ["xls", "xlsx", "et", "csv", "ods", "xlsm"]],
  slides: ["P", ["ppt", "pptx", "dps", "odp"]],
  pdf: ["PDF", ["pdf", "ofd"]],
  picture: ["图", ["png", "jpg", "jpeg", "gif", "webp", "svg", "bmp"]],
  archive: ["ZIP", ["zip", "rar", "7z", "gz", "tar"]],
  text: ["TXT", ["txt", "md", "log", "json", "jsonl", "toml", "html"]],
};

/** @param {string} name @returns {[string, string]} class and letters of the icon */
function typeOf(name) {
  const ending = name.toLowerCase().split(".").at(-1) ?? "";
  for (const [type, [letters, endings]] of Object.entries(TYPES)) if (endings.includes(ending)) return [type, letters];
  return ["other", "?"];
}

/** @param {number|undefined} bytes */
export function sizeText(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** @param {{id?: string, name: string, size?: number, url?: string}} file without an address while it is being sent */
export function fileBox(file) {
  const [type, letters] = typeOf(file.name);
  const known = Boolean(file.id || file.url);
  const size = sizeText(file.size);
  const details = [
    el(
      "span",
      { class: "file-words" },
      el("span", { class: "file-name" }, file.name),
      el("span", { class: "file-size" }, size, known && el("span", { class: "file-get" }, icon("download"), "下载")),
    ),
    el("span", { class: `file-icon ${type}`, "aria-hidden": "true" }, letters),
  ];
  if (!known) return el("span", { class: "file" }, ...details);
  const label = ["文件", file.name, size, "下载"].filter(Boolean).join(" ");
  return el("a", { class: "file", href: fileAddress(file), download: file.name, "aria-label": label }, ...details);
}

export function picture(file) {
  const name = file.name || "图片";
  const image = el("img", { src: fileAddress(file), alt: name, loading: "lazy" });
  const open = () => showPicture(fileAddress(file), name);
  return el(
    "button",
    { class: "picture", type: "button", "aria-label": `查看大图：${name}`, on: { click: open } },
    image,
  );
}

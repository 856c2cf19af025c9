/** A picture in full; Esc, a click or the cross closes it (the dialog element gives the focus back). */
import { el, icon } from "./dom.js";

/** @param {string} address @param {string} name */
export function showPicture(address, name) {
  const close = () => box.close();
  const box = el(
    "dialog",
    { class: "lightbox", "aria-label": name, on: { click: close, close: () => box.remove() } },
    el("button", { class: "lightbox-close", type: "button", "aria-label": "关闭" }, icon("close")),
    el("img", { src: address, alt: name }),
  );
  document.body.append(box);
  box.showModal();
}

/**
 * Tells when something changed: by server-sent events while the tab is in view, by polling otherwise.
 *
 * A hidden tab gives its stream back: a browser keeps at most six connections to a host, and a person may well
 * open ten tabs as ten members of the department.
 */
import { eventsAddress } from "./api.js";

const POLL = 2_000;
const POLL_HIDDEN = 10_000;
const RETRY_STREAM = 15_000;

/** @param {string} viewer @param {() => void} changed @returns {() => void} stops watching */
export function watch(viewer, changed) {
  /** @type {EventSource|null} */
  let stream = null;
  let streaming = false;
  let poll = 0;
  let retry = 0;

  const schedule = () => {
    clearInterval(poll);
    poll = 0;
    if (!streaming) poll = setInterval(changed, document.hidden ? POLL_HIDDEN : POLL);
  };
  /** A stream that fails again and again must not push the next poll further and further away. */
  const setStreaming = (value) => {
    const lost = streaming && !value;
    if (streaming === value && poll) return;
    streaming = value;
    schedule();
    if (lost) changed();
  };
  const close = () => {
    clearTimeout(retry);
    stream?.close();
    stream = null;
    streaming = false;
    schedule();
  };
  const open = () => {
    close();
    if (document.hidden) return;
    const opened = new EventSource(eventsAddress(viewer));
    stream = opened;
    opened.onopen = () => {
      setStreaming(true);
      changed();
    };
    opened.onmessage = changed;
    opened.addEventListener("changed", changed);
    opened.onerror = () => {
      setStreaming(false);
      if (opened.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_STREAM);
    };
  };
  const visibility = () => {
    open();
    changed();
  };
  const leave = () => close();

  document.addEventListener("visibilitychange", visibility);
  addEventListener("pagehide", leave);
  open();
  return () => {
    document.removeEventListener("visibilitychange", visibility);
    removeEventListener("pagehide", leave);
    close();
    clearInterval(poll);
  };
}

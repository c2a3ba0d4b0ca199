// Asks past Streamlit whether anything in a room has changed, and tells the page only then: it runs again for a new
// question, not every second. Where the server does not answer, the reader is told, and that nothing is lost.

import { component } from "../../kit/component.js";
import { make, setText } from "../../kit/elements.js";

/**
 * What pages/ui/components/room_watch.py sends.
 * @typedef {object} Data
 * @property {string} path where to ask, below the app's own path
 * @property {string[]} watches names of the numbers whose change the page wants to hear of
 * @property {string} known those numbers as the page shows them, such as "3.40"
 * @property {number} pace ms between two questions
 * @property {Record<"lost" | "back" | "now", string>} words `now`: what of the room those hear who do not see the page
 */
/** @typedef {{ data: Data }} State */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

const PATIENCE_MS = 4000;
const AGAIN_MS = 3000; // a page that has not run again by then is told once more: its line may have been down
const LOST = 2; // answers that fail before it is said
const SLOWEST = 4; // times the pace: while nobody looks, or the server is away
const SAID_MS = 4000;

/** For the tests, which have no browser around it. */
export const roomWatch = { build, listen, receive };

export default component(roomWatch);

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "watch", parent);
  const note = make("div", "card note", card, { hidden: true });
  const line = make("div", "line", note, { role: "status" });
  const spoken = make("div", "spoken", card, { role: "status" });
  return { card, note, line, spoken, told: "", since: 0, failed: 0, asking: false };
}

/** @param {View} view */
function listen(view) {
  const { gone } = view;
  document.addEventListener("visibilitychange", () => document.hidden || atOnce(view), { signal: gone });
  addEventListener("online", () => atOnce(view), { signal: gone });
  gone.addEventListener("abort", () => clearTimeout(view.timer));
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  const first = !view.data;
  view.data = data;
  if (view.told === data.known) view.told = "";
  if (first) later(view);
  else setText(view.spoken, data.words.now); // what is there from the start is read with the page
}

/**
 * Ask after a while; readers of one room ask at different moments, also when all of them arrived at once.
 * @param {View} view
 */
function later(view) {
  const slower = document.hidden ? SLOWEST : Math.min(SLOWEST, 1 + Math.max(0, view.failed - LOST));
  clearTimeout(view.timer);
  view.timer = setTimeout(() => void asked(view), view.data.pace * slower * (0.8 + 0.4 * Math.random()));
}

/** Ask at once. @param {View} view */
function atOnce(view) {
  if (!view.data) return;
  clearTimeout(view.timer);
  void asked(view);
}

/** @param {View} view */
async function asked(view) {
  if (view.asking || view.gone.aborted) return;
  view.asking = true;
  try {
    const signal = AbortSignal.any([view.gone, AbortSignal.timeout(PATIENCE_MS)]);
    const address = new URL(`../../../../${view.data.path}`, import.meta.url);
    const answer = await fetch(address, { cache: "no-store", signal });
    if (!answer.ok) throw new Error(String(answer.status));
    heard(view, await answer.json());
  } catch {
    if (!view.gone.aborted) missed(view);
  }
  view.asking = false;
  if (!view.gone.aborted) later(view);
}

/** @param {View} view @param {Record<string, number> & { over: boolean }} pulse */
function heard(view, pulse) {
  const now = pulse.over ? "over" : view.data.watches.map((name) => pulse[name]).join(".");
  if (view.failed >= LOST) say(view, view.data.words.back, SAID_MS);
  view.failed = 0;
  const moment = performance.now();
  if (now === view.data.known || (now === view.told && moment < view.since + AGAIN_MS)) return;
  [view.told, view.since] = [now, moment];
  view.send(now);
}

/** @param {View} view */
function missed(view) {
  view.failed += 1;
  if (view.failed === LOST) say(view, view.data.words.lost);
}

/** @param {View} view @param {string} text @param {number} [until] ms after which it goes */
function say(view, text, until) {
  setText(view.line, text);
  view.note.hidden = false;
  view.note.classList.toggle("lost", !until);
  if (until) setTimeout(() => { if (!view.failed) view.note.hidden = true; }, until);
}

// Controls of a page as a task sees them. A student cannot work those that it locks, by pointer, keys or voice; the
// server refuses them besides (pages/ui/state/locks.py). The teacher who sets a task points at them.

import { component } from "../../kit/component.js";
import { make } from "../../kit/elements.js";
import { listenToLocks } from "./locking.js";
import { listenToPointer, showPointed } from "./pointing.js";

/** @typedef {"does" | "locked" | "hidden" | "count" | "pause" | "go_on" | "done" | "told"} Words */
/**
 * What pages/ui/task/task_controls.py sends.
 * @typedef {object} Data
 * @property {string[]} locked names of controls
 * @property {string[]} hidden names of those that are not seen either; the page's styles hide them from students
 * @property {boolean} pointing whether the reader chooses them
 * @property {Record<Words, string>} words
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & { data: Data }} View */
/** @typedef {import("./pointing.js").Bar | null} BarOrNone */
/** @typedef {import("./marks.js").Marks} Marks */

export default component({ build, listen, receive });

/** @param {HTMLElement} parent */
function build(parent) {
  const marks = /** @type {Marks} */ (new Map());
  return { card: make("div", "card", parent), marks, paused: false, bar: /** @type {BarOrNone} */ (null) };
}

/** @param {View} view */
function listen(view) {
  listenToLocks(view);
  listenToPointer(view);
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  const begins = view.data?.pointing !== true;
  view.data = data;
  if (!data.pointing || !begins) return;
  view.marks = new Map([...data.locked.map((name) => /** @type {const} */ ([name, "locked"])),
    ...data.hidden.map((name) => /** @type {const} */ ([name, "hidden"]))]);
  showPointed(view);
}

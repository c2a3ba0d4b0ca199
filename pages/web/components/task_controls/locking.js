// A locked control can be read and reached by Tab, and nothing else: the page's styles keep pointers from it, this
// keeps keys and clicks that no pointer made.

import { nameOf } from "./marks.js";

/** @typedef {import("./index.js").View} View */

const EVENTS = ["keydown", "beforeinput", "click", "paste", "drop"];
const FREE_KEYS = ["Tab", "Escape", "Shift", "Control", "Alt", "Meta"];
const COPIES = ["c", "a"]; // with Control

/** @param {View} view */
export function listenToLocks(view) {
  const how = { capture: true, signal: view.gone };
  for (const name of EVENTS) document.addEventListener(name, (event) => refuse(view, event), how);
  for (const name of ["focusin", "pointerover"]) document.addEventListener(name, (event) => tell(view, event), how);
}

/**
 * The locked control around a target: what lies in a locked row is locked, too.
 * @param {View} view @param {EventTarget | null} target @returns {Element | null}
 */
export function lockedAround({ data }, target) {
  if (!data || data.pointing || !data.locked.length) return null;
  let at = target instanceof Element ? target.closest('[class*="st-key-"]') : null;
  while (at && !isLocked(data.locked, at, target)) at = at.parentElement?.closest('[class*="st-key-"]') ?? null;
  return at;
}

/**
 * Tabs are locked without what they show.
 * @param {string[]} locked @param {Element} at @param {EventTarget | null} target
 */
function isLocked(locked, at, target) {
  if (!locked.includes(nameOf(at))) return false;
  if (!at.querySelector("[role=tabpanel]")) return true;
  return target instanceof Element && Boolean(target.closest("[role=tablist]"));
}

/** @param {View} view @param {Event} event */
function refuse(view, event) {
  if (isHarmless(event) || !lockedAround(view, event.target)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** @param {Event} event */
function isHarmless(event) {
  if (!(event instanceof KeyboardEvent)) return false;
  return FREE_KEYS.includes(event.key) || ((event.ctrlKey || event.metaKey) && COPIES.includes(event.key));
}

/**
 * Those who hear the page, and those who point, are told why nothing happens.
 * @param {View} view @param {Event} event
 */
function tell(view, event) {
  const locked = lockedAround(view, event.target);
  if (!locked || !(event.target instanceof Element)) return;
  if (locked.getAttribute("title") === null) locked.setAttribute("title", view.data.words.told);
  if (event.type === "focusin") event.target.setAttribute("aria-disabled", "true");
}

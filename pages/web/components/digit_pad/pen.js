// The hand on the pad: what a pointer draws and what keys do.

import { PAD } from "../../math/strokes.js";

/** @typedef {import("./index.js").View} View */
/** @typedef {import("../../math/strokes.js").Place} Place */
/**
 * @typedef {object} Acts
 * @property {(view: View, place: Place) => void} begin
 * @property {(view: View, place: Place) => void} draw
 * @property {(view: View) => void} end
 * @property {(view: View, digit: number) => void} sample
 * @property {(view: View) => void} undo
 * @property {(view: View) => void} clear
 */

/** @param {View} view @param {Acts} acts */
export function watch(view, acts) {
  const { paper } = view;
  paper.addEventListener("pointerdown", (event) => {
    if (event.button || !event.isPrimary) return;
    paper.setPointerCapture(event.pointerId);
    acts.begin(view, placeOf(paper, event));
  });
  paper.addEventListener("pointermove", (event) => {
    if (!view.stroke || !event.isPrimary) return;
    const all = event.getCoalescedEvents?.() ?? []; // what the hand did between two frames
    for (const one of all.length ? all : [event]) acts.draw(view, placeOf(paper, one));
  });
  for (const name of /** @type {const} */ (["pointerup", "pointercancel"])) {
    paper.addEventListener(name, () => acts.end(view));
  }
  paper.addEventListener("keydown", (event) => pressed(view, acts, event) && event.preventDefault());
}

/** The nearest place on the pad. @param {HTMLElement} paper @param {{ clientX: number, clientY: number }} event
 * @returns {Place} */
function placeOf(paper, { clientX, clientY }) {
  const { left, top, width, height } = paper.getBoundingClientRect();
  const nearest = (/** @type {number} */ share) => Math.min(PAD - 1, Math.max(0, Math.floor(PAD * share)));
  return [nearest((clientX - left) / width), nearest((clientY - top) / height)];
}

/** Whether the key meant anything. @param {View} view @param {Acts} acts @param {KeyboardEvent} event */
function pressed(view, acts, { key, altKey, ctrlKey, metaKey }) {
  if (altKey) return false;
  if (ctrlKey || metaKey) return key === "z" && (acts.undo(view), true);
  if (/^\d$/.test(key)) acts.sample(view, Number(key));
  else if (key === "Backspace") acts.undo(view);
  else if (key === "Delete") acts.clear(view);
  else return false;
  return true;
}

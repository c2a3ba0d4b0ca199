// Mouse, fingers and keys on the network. At first the page scrolls as everywhere: turning the wheel towards oneself
// scrolls it while all of the network is seen, and one finger does until it has been flown into.

import { ARROWS, pointIn } from "../../kit/cells.js";

/** @typedef {import("./index.js").View} View */
/**
 * @typedef {object} Acts
 * @property {(view: View, point: [number, number] | null) => void} point
 * @property {(view: View, point: [number, number]) => void} pick
 * @property {(view: View, times: number, point: [number, number]) => void} zoom
 * @property {(view: View) => void} settle the hand is off: which level this is
 * @property {(view: View, dx: number, dy: number) => void} drag
 * @property {(view: View, down: number, right: number) => void} step
 * @property {(view: View, by: number) => void} layer
 * @property {(view: View, closer: boolean) => void} level
 * @property {(view: View) => void} whole
 */

const CLICK = 5; // px that a click may move
const SETTLE_MS = 160;
const TIMES = 1.35; // of a key or a button

/** @param {View} view @param {Acts} acts */
export function watch(view, acts) {
  const { canvas } = view;
  /** @type {Map<number, [number, number]>} */
  const fingers = new Map();
  let moved = 0;
  let timer = 0;
  const at = (/** @type {MouseEvent} */ event) => /** @type {[number, number]} */ (pointIn(canvas, event));
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => acts.settle(view), SETTLE_MS);
  };
  view.gone.addEventListener("abort", () => clearTimeout(timer));
  canvas.addEventListener("wheel", (event) => {
    if (event.deltaY > 0 && view.isWhole) return; // the page scrolls
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 24 : 1;
    const turn = Math.max(-60, Math.min(60, -event.deltaY * lines));
    acts.zoom(view, Math.exp(turn * (event.ctrlKey ? 0.02 : 0.004)), at(event));
    later();
  }, { passive: false });
  canvas.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, at(event));
    if (fingers.size === 1) moved = 0;
    canvas.setPointerCapture?.(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    const now = at(event);
    if (!before) {
      acts.point(view, now);
      return;
    }
    moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    fingers.set(event.pointerId, now);
    if (other) pinch(view, acts, before, now, other);
    else if (moved > CLICK && !view.isWhole) acts.drag(view, now[0] - before[0], now[1] - before[1]);
    if (moved > CLICK) later();
  });
  const lift = (/** @type {PointerEvent} */ event, /** @type {boolean} */ picks) => {
    const alone = fingers.size === 1;
    if (!fingers.delete(event.pointerId)) return;
    if (picks && alone && moved <= CLICK) acts.pick(view, at(event));
    else if (!fingers.size) later();
  };
  canvas.addEventListener("pointerup", (event) => lift(event, true));
  canvas.addEventListener("pointercancel", (event) => lift(event, false));
  canvas.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && acts.point(view, null));
  canvas.addEventListener("keydown", (event) => {
    if (pressed(view, acts, event)) event.preventDefault();
  });
}

/**
 * Two fingers: as much nearer as they move apart, around their middle.
 * @param {View} view @param {Acts} acts @param {number[]} before @param {number[]} now @param {number[]} other
 */
function pinch(view, acts, before, now, other) {
  const apart = (/** @type {number[]} */ one) => Math.max(12, Math.hypot(one[0] - other[0], one[1] - other[1]));
  acts.zoom(view, apart(now) / apart(before), [(before[0] + other[0]) / 2, (before[1] + other[1]) / 2]);
  acts.drag(view, (now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
}

/** @param {View} view @param {Acts} acts @param {KeyboardEvent} event */
function pressed(view, acts, event) {
  const middle = /** @type {[number, number]} */ (view.room.map((side) => side / 2));
  const arrow = ARROWS[event.key];
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  if (arrow) acts.step(view, ...arrow);
  else if (event.key === "PageDown") acts.layer(view, 1);
  else if (event.key === "PageUp") acts.layer(view, -1);
  else if (event.key === "Enter" || event.key === " ") acts.level(view, true);
  else if (event.key === "Escape" && view.focus.place !== null) acts.level(view, false);
  else if (event.key === "Home") acts.whole(view);
  else if ("+=".includes(event.key)) nearer(view, acts, TIMES, middle);
  else if ("-_".includes(event.key)) nearer(view, acts, 1 / TIMES, middle);
  else return false;
  return true;
}

/** @param {View} view @param {Acts} acts @param {number} times @param {[number, number]} middle */
function nearer(view, acts, times, middle) {
  acts.zoom(view, times, middle);
  acts.settle(view);
}

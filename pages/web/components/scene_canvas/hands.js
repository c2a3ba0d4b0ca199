// The reader's hands on a scene: a thing is moved, made larger and turned by a pointer, a finger or keys.

import { ARROWS, pointIn } from "../../kit/cells.js";
import { thingAt } from "../../math/scene.js";
import { handlesOf } from "./overlays.js";

/** @typedef {import("./index.js").View} View */
/** @typedef {import("../../math/scene.js").Thing} Thing */
/**
 * @typedef {object} Acts
 * @property {(view: View, index: number) => void} choose
 * @property {(view: View, thing: Thing) => void} alter the thing in hand
 * @property {(view: View, click: { cell?: number[], box?: string }) => void} click
 * @property {(view: View) => void} remove
 * @property {(view: View) => void} undo
 */
/** @typedef {{ what: "move" | "size" | "turn" | "click", thing: Thing | null, from: number[], moved: boolean }} Grip */

const CLICK_PX = 4;
const REACH = { mouse: 12, touch: 24 }; // px around a handle
const STEP = 0.01;
const GROW = 1.06;
const TURN = 15; // degrees
/** @type {Record<string, [number, number] | undefined>} */
const CELL_KEYS = { w: [-1, 0], a: [0, -1], s: [1, 0], d: [0, 1] };

/** @param {View} view @param {Acts} acts */
export function watch(view, acts) {
  const { over } = view;
  /** @type {Grip | null} */
  let grip = null;
  over.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    grip = gripAt(view, event);
    if (grip.what === "move") acts.choose(view, thingAt(view.scene.things, ...placeOf(view, event)));
    if (grip.what === "click") acts.choose(view, -1);
    if (grip.what === "move") grip.thing = view.scene.things[view.chosen];
    over.setPointerCapture(event.pointerId);
  });
  over.addEventListener("pointermove", (event) => {
    if (!grip) over.style.cursor = { move: "grab", size: "nwse-resize", turn: "crosshair", click: "" }[
      gripAt(view, event).what];
    else if (pulled(view, grip, event) && grip.thing) acts.alter(view, altered(view, grip, event));
  });
  over.addEventListener("pointerup", (event) => {
    if (grip && !grip.moved && grip.what !== "size" && grip.what !== "turn") clicked(view, acts, placeOf(view, event));
    grip = null;
  });
  over.addEventListener("pointercancel", () => { grip = null; });
  // A finger on a thing moves it; elsewhere it scrolls the page.
  over.addEventListener("touchstart", (event) => {
    const touch = event.touches[0];
    if (event.touches.length === 1 && gripAt(view, touch, REACH.touch).what !== "click") event.preventDefault();
  }, { passive: false });
  over.addEventListener("keydown", (event) => pressed(view, acts, event));
}

/** Where an event is, shares of the picture's sides. @param {View} view
 * @param {{ clientX: number, clientY: number }} event
 * @returns {[number, number]} */
function placeOf({ over }, event) {
  const { width, height } = over.getBoundingClientRect();
  const [x, y] = pointIn(over, /** @type {MouseEvent} */ (event));
  return [x / width, y / height];
}

/** @param {View} view @param {{ clientX: number, clientY: number, pointerType?: string }} event
 * @param {number} [reach] @returns {Grip} */
function gripAt(view, event, reach = event.pointerType === "touch" ? REACH.touch : REACH.mouse) {
  const from = placeOf(view, event);
  const side = view.over.getBoundingClientRect().width;
  const thing = view.scene.things[view.chosen] ?? null;
  if (thing) {
    for (const [what, place] of Object.entries(handlesOf(thing, side))) {
      if (Math.hypot(place[0] - from[0] * side, place[1] - from[1] * side) < reach) {
        return { what: /** @type {"size" | "turn"} */ (what), thing, from, moved: false };
      }
    }
  }
  return { what: thingAt(view.scene.things, ...from) >= 0 ? "move" : "click", thing: null, from, moved: false };
}

/** Whether a pointer has gone far enough for more than a click. @param {View} view @param {Grip} grip
 * @param {PointerEvent} event */
function pulled(view, grip, event) {
  const [x, y] = placeOf(view, event);
  const far = Math.hypot(x - grip.from[0], y - grip.from[1]) * view.over.getBoundingClientRect().width;
  grip.moved = grip.moved || far > CLICK_PX;
  return grip.moved;
}

/** The thing in hand, as a pointer has made it since it took hold. @param {View} view @param {Grip} grip
 * @param {PointerEvent} event @returns {Thing} */
export function altered(view, grip, event) {
  const thing = /** @type {Thing} */ (grip.thing);
  const [x, y] = placeOf(view, event);
  const arm = (/** @type {number[]} */ to) => [to[0] - thing.x, to[1] - thing.y];
  const [before, now] = [arm(grip.from), arm([x, y])];
  if (grip.what === "move") return { ...thing, x: thing.x + x - grip.from[0], y: thing.y + y - grip.from[1] };
  if (grip.what === "size") {
    return { ...thing, size: (thing.size * Math.hypot(...now)) / Math.max(0.01, Math.hypot(...before)) };
  }
  const turned = ((Math.atan2(now[1], now[0]) - Math.atan2(before[1], before[0])) * 180) / Math.PI;
  const angle = thing.angle + turned;
  return { ...thing, angle: event.shiftKey ? TURN * Math.round(angle / TURN) : angle };
}

/** @param {View} view @param {Acts} acts @param {[number, number]} place */
function clicked(view, acts, [x, y]) {
  const boxes = view.answer.overlays.flatMap((one) => (one.kind === "boxes" ? one.boxes : []))
    .filter(({ box, pick }) => pick && box[0] <= x && x <= box[2] && box[1] <= y && y <= box[3])
    .sort((one, other) => areaOf(one.box) - areaOf(other.box));
  const grid = gridOf(view);
  /** @type {{ cell?: number[], box?: string }} */
  const click = {};
  if (boxes.length) click.box = boxes[0].pick;
  if (grid) click.cell = [[y, grid.rows], [x, grid.columns]].map(([share, count]) =>
    Math.min(count - 1, Math.max(0, Math.floor(share * count))));
  if (click.box !== undefined || click.cell) acts.click(view, click);
}

/** @param {number[]} box */
function areaOf([left, top, right, bottom]) {
  return (right - left) * (bottom - top);
}

/** The grid whose cells can be chosen. @param {View} view @returns {import("./view.js").Grid | undefined} */
function gridOf(view) {
  if (!view.data.cells) return undefined;
  return view.answer.overlays.find((one) => one.kind === "grid");
}

/** @param {View} view @param {Acts} acts @param {KeyboardEvent} event */
function pressed(view, acts, event) {
  if (event.altKey) return;
  const done = event.ctrlKey || event.metaKey ? event.key === "z" && (acts.undo(view), true)
    : keyed(view, acts, event) || celled(view, acts, event.key);
  if (done) event.preventDefault();
}

/** Whether the key meant anything. @param {View} view @param {Acts} acts @param {KeyboardEvent} event */
function keyed(view, acts, { key, shiftKey }) {
  const { things } = view.scene;
  if (key === "PageDown" || key === "PageUp") {
    const step = key === "PageDown" ? 1 : -1;
    const from = view.chosen < 0 && step < 0 ? 0 : view.chosen;
    if (things.length) acts.choose(view, (from + step + things.length) % things.length);
    return true;
  }
  const thing = things[view.chosen];
  if (!thing) return false;
  const arrow = ARROWS[key];
  const by = shiftKey ? 5 : 1;
  if (arrow) acts.alter(view, { ...thing, x: thing.x + by * STEP * arrow[1], y: thing.y + by * STEP * arrow[0] });
  else if (key === "+" || key === "=") acts.alter(view, { ...thing, size: thing.size * GROW });
  else if (key === "-" || key === "_") acts.alter(view, { ...thing, size: thing.size / GROW });
  else if (key === "r" || key === "R") acts.alter(view, { ...thing, angle: thing.angle + (shiftKey ? -TURN : TURN) });
  else if (key === "Delete" || key === "Backspace") acts.remove(view);
  else if (key === "Escape") acts.choose(view, -1);
  else return false;
  return true;
}

/** @param {View} view @param {Acts} acts @param {string} key */
function celled(view, acts, key) {
  const grid = gridOf(view);
  const step = CELL_KEYS[key.toLowerCase()];
  if (!grid || !step) return false;
  const from = grid.chosen ?? [0, 0];
  acts.click(view, { cell: [grid.rows, grid.columns].map((count, axis) =>
    Math.min(count - 1, Math.max(0, from[axis] + step[axis]))) });
  return true;
}

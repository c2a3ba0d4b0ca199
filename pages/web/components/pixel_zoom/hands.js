// The reader's hands on the picture: wheel, drag, two fingers, keys, slider and buttons.

import { ARROWS, pointIn } from "../../kit/cells.js";
import { dragByTouch } from "../../kit/touch.js";
import { moved, pixelUnder, showing, timesAt, zoomedTo } from "../../math/zoom.js";
import { boxesOf } from "./paint.js";

/** @typedef {import("./index.js").View} View */
/**
 * @typedef {object} Acts
 * @property {(view: View, zoom: import("../../math/zoom.js").Zoom) => void} look
 * @property {(view: View, pixel: number[] | null) => void} hover
 * @property {(view: View, pixel: number[]) => void} choose
 * @property {(view: View, times: number) => void} fly smoothly to a zoom
 */

const CLICK_PX = 5;
const PAGE_MS = 350; // a page that is being scrolled goes on scrolling when the picture comes under the pointer
const WHEEL = 0.0022;
const KEY_STEP = 1.3;
/** @type {Record<string, number>} */
const ZOOM_KEYS = { "+": KEY_STEP, "=": KEY_STEP, "-": 1 / KEY_STEP, _: 1 / KEY_STEP, PageUp: KEY_STEP ** 3,
  PageDown: 1 / KEY_STEP ** 3 };

/** Where an event lies in the pane that it is in, or null. @param {View} view @param {MouseEvent} event */
export function inPane(view, event) {
  const [x, y] = pointIn(view.canvas, event);
  const found = boxesOf(view).find(({ box }) => x >= box[0] && x <= box[0] + box[2] && y >= box[1]);
  return found ? [y - found.box[1], x - found.box[0]] : null;
}

/** @param {View} view @param {Acts} acts */
export function watch(view, acts) {
  onWheel(view, acts);
  onPointers(view, acts);
  onKeys(view, acts);
  view.slider.addEventListener("input", () =>
    acts.look(view, zoomedTo(view.zoom, timesAt(Number(view.slider.value) / 100, view.most), view.most)));
  view.whole.addEventListener("click", () => acts.fly(view, 1));
  view.near.addEventListener("click", () => acts.fly(view, view.most));
  view.smaller.addEventListener("click", () => acts.fly(view, view.zoom.times / KEY_STEP ** 2));
  view.larger.addEventListener("click", () => acts.fly(view, view.zoom.times * KEY_STEP ** 2));
  onOverview(view, acts);
}

/** @param {View} view @param {Acts} acts */
function onWheel(view, { look }) {
  let page = -Infinity; // when the page was last scrolled past the picture, ms
  window.addEventListener("wheel", (event) => {
    if (!event.composedPath().includes(view.canvas)) page = performance.now();
  }, { passive: true, capture: true, signal: view.gone });
  view.canvas.addEventListener("wheel", (event) => {
    const now = performance.now();
    const point = inPane(view, event);
    const ends = event.deltaY > 0 ? view.zoom.times <= 1 : view.zoom.times >= view.most;
    if (!event.ctrlKey && (now - page < PAGE_MS || ends || !point)) {
      if (now - page < PAGE_MS || ends) page = now;
      return;
    }
    event.preventDefault();
    const delta = event.deltaY * (event.deltaMode ? 24 : 1) * (event.ctrlKey ? 4 : 1);
    look(view, zoomedTo(view.zoom, view.zoom.times * Math.exp(-WHEEL * delta), view.most, point ?? undefined));
  }, { passive: false });
}

/** @param {View} view @param {Acts} acts */
function onPointers(view, { look, hover, choose }) {
  const { canvas } = view;
  /** @type {Map<number, number[]>} */
  const held = new Map();
  let path = 0;
  canvas.addEventListener("pointerdown", (event) => {
    const point = inPane(view, event);
    if (!point) return;
    if (!held.size) path = 0;
    held.set(event.pointerId, point);
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    const point = before ? besides(view, event, before) : inPane(view, event);
    if (!before) return hover(view, point && pixelUnder(view.zoom, point));
    if (!point) return undefined;
    const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
    path += Math.hypot(point[0] - before[0], point[1] - before[1]);
    held.set(event.pointerId, point);
    if (other) {
      const grown = apart(point, other) / Math.max(1, apart(before, other));
      const middle = point.map((at, axis) => (at + other[axis]) / 2);
      const drift = point.map((at, axis) => (at - before[axis]) / 2);
      return look(view, zoomedTo(moved(view.zoom, drift), view.zoom.times * grown, view.most, middle));
    }
    if (path > CLICK_PX) look(view, moved(view.zoom, point.map((at, axis) => at - before[axis])));
    return undefined;
  });
  canvas.addEventListener("pointerup", (event) => {
    const point = held.get(event.pointerId);
    const pixel = point && held.size === 1 && path <= CLICK_PX ? pixelUnder(view.zoom, point) : null;
    held.delete(event.pointerId);
    if (pixel) choose(view, pixel);
  });
  canvas.addEventListener("pointercancel", (event) => held.delete(event.pointerId));
  canvas.addEventListener("pointerleave", () => !held.size && hover(view, null));
  dragByTouch(canvas);
}

/** The way that a held pointer went, also over the gap between panes. @param {View} view @param {MouseEvent} event
 * @param {number[]} before */
function besides(view, event, before) {
  const [x, y] = pointIn(view.canvas, event);
  const boxes = boxesOf(view).map(({ box }) => [y - box[1], x - box[0]]);
  return boxes.reduce((best, at) => (apart(at, before) < apart(best, before) ? at : best));
}

/** @param {number[]} one @param {number[]} other */
function apart(one, other) {
  return Math.hypot(one[0] - other[0], one[1] - other[1]);
}

/** @param {View} view @param {Acts} acts */
function onKeys(view, { look, choose, fly }) {
  view.canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = ARROWS[event.key];
    if (step) {
      const by = event.shiftKey ? 10 : 1;
      const next = view.pixel.map((at, axis) =>
        Math.min(view.shown.size[axis] - 1, Math.max(0, at + by * step[axis])));
      choose(view, next);
      look(view, showing(view.zoom, next));
    } else if (event.key in ZOOM_KEYS) {
      const grown = zoomedTo(view.zoom, view.zoom.times * ZOOM_KEYS[event.key], view.most, middleOf(view));
      look(view, grown);
    } else if (event.key === "Home") fly(view, 1);
    else if (event.key === "End") fly(view, view.most);
    else return;
    event.preventDefault();
  });
}

/** Where the chosen pixel is in the window, if it is there. @param {View} view */
function middleOf({ zoom, pixel }) {
  const near = showing(zoom, pixel);
  return near.centre.every((share, axis) => Math.abs(share - zoom.centre[axis]) < 1e-9) ? pointOf(zoom, pixel)
    : undefined;
}

/** @param {import("../../math/zoom.js").Zoom} zoom @param {number[]} pixel */
function pointOf(zoom, pixel) {
  const cell = zoom.times * Math.min(zoom.room[0] / zoom.size[0], zoom.room[1] / zoom.size[1]);
  return pixel.map((at, axis) => zoom.room[axis] / 2 + (at + 0.5 - zoom.centre[axis] * zoom.size[axis]) * cell);
}

/** @param {View} view @param {Acts} acts */
function onOverview(view, { look }) {
  const { overview } = view;
  const go = (/** @type {PointerEvent} */ event) => {
    const box = overview.getBoundingClientRect();
    const centre = /** @type {[number, number]} */ ([(event.clientY - box.top) / box.height,
      (event.clientX - box.left) / box.width]);
    look(view, moved({ ...view.zoom, centre }, [0, 0]));
  };
  overview.addEventListener("pointerdown", (event) => {
    overview.setPointerCapture(event.pointerId);
    go(event);
  });
  overview.addEventListener("pointermove", (event) => {
    if (overview.hasPointerCapture(event.pointerId)) go(event);
  });
  dragByTouch(overview);
}

// The photo as the network gets it. A click or a drag paints a part of it grey; a frame shows what one unit sees.

import { ARROWS, placeIn } from "../../kit/cells.js";
import { announce, component, PAUSE_MS } from "../../kit/component.js";
import { make } from "../../kit/elements.js";
import { fill } from "../../kit/format.js";
import { fitted, lay, outline, photoCanvas, unpackPhoto } from "../../kit/photo_and_map.js";
import { setAlt } from "../../kit/spoken.js";
import { dragByTouch } from "../../kit/touch.js";

/** @typedef {number[]} Edges top, left, bottom, right, px of the photo */
/**
 * What pages/feature_maps/components.py sends, with the photo.
 * @typedef {object} More
 * @property {Edges | null} field what a unit sees
 * @property {Edges | null} patch what is painted grey
 * @property {Record<"name" | "keys" | "hint" | "hint_touch" | "painted" | "remove" | "sees" | "grey", string>} words
 */
/** @typedef {import("../../kit/photo_and_map.js").PhotoAndMap & More} Data */
/** @typedef {{ data: Data, photo: HTMLCanvasElement }} State */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

/** @type {typeof ARROWS} */
const STEPS = { ...ARROWS, Enter: [0, 0] };

export default component({ build, listen, receive, redraw: draw });

/** @param {View} view @param {Uint8Array} data */
function receive(view, data) {
  view.data = unpackPhoto(data);
  view.photo = photoCanvas(view.data);
  if (performance.now() > view.waitUntil) view.own = null;
  view.remove.textContent = view.data.words.remove;
  draw(view);
}

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const canvas = make("canvas", "picture", card, { tabindex: 0, role: "application" });
  const foot = make("div", "foot", card);
  const [line, remove] = [make("span", "quiet", foot), make("button", "", foot)];
  return { card, canvas, line, remove, own: /** @type {Edges | null} */ (null),
    from: /** @type {number[] | null} */ (null) };
}

/** @param {View} view */
function listen(view) {
  view.remove.addEventListener("click", () => announce(view, "none", 0));
  view.canvas.addEventListener("keydown", (event) => pressed(view, event));
  onDrag(view);
}

/** @param {View} view */
function onDrag(view) {
  const { canvas } = view;
  /** @param {MouseEvent} event */
  const boxTo = (event) => boxBetween(view.data.photo, view.from ?? placeIn(canvas, event), placeIn(canvas, event));
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    view.from = placeIn(canvas, event);
  });
  canvas.addEventListener("pointermove", (event) => view.from && dragged(view, boxTo(event)));
  canvas.addEventListener("pointerup", (event) => {
    if (view.from) paint(view, boxTo(event), 0);
    view.from = null;
  });
  canvas.addEventListener("pointercancel", () => {
    [view.from, view.own] = [null, null];
    draw(view);
  });
  dragByTouch(canvas);
}

/** @param {View} view */
function draw(view) {
  const { data, canvas } = view;
  const [height, width] = data.photo;
  const context = fitted(canvas, data.photo);
  const [x, y] = [canvas.width / width, canvas.height / height];
  /** @type {(edges: Edges, dash: number[]) => void} */
  const framed = ([top, left, bottom, right], dash) =>
    outline(context, [left * x, top * y, (right - left) * x, (bottom - top) * y], dash);
  lay(context, view.photo);
  if (data.field) framed(data.field, [6, 4]);
  const patch = view.own ?? data.patch;
  if (patch) framed(patch, []);
  const touched = matchMedia("(pointer: coarse)").matches;
  view.line.textContent = data.patch ? data.words.painted : data.words[touched ? "hint_touch" : "hint"];
  view.remove.hidden = !data.patch;
  const { name, sees, grey, keys } = data.words;
  const seen = data.field ? rowsAndColumns(sees, data.field) : "";
  setAlt(canvas, name, seen, patch ? rowsAndColumns(grey, patch) : "", keys);
}

/** @param {string} template @param {Edges} edges */
function rowsAndColumns(template, [top, left, bottom, right]) {
  return fill(template, { top: top + 1, bottom, left: left + 1, right });
}

/**
 * A click without a drag paints a quarter of each side.
 * @param {number[]} sides @param {number[]} from @param {number[]} to
 */
function boxBetween(sides, from, to) {
  const small = from.every((share, axis) => Math.abs(to[axis] - share) < 0.03);
  const ends = sides.map((side, axis) => {
    const [low, high] = small
      ? [from[axis] - 0.125, from[axis] + 0.125]
      : [Math.min(from[axis], to[axis]), Math.max(from[axis], to[axis])];
    const first = Math.min(side - 1, Math.max(0, Math.round(low * side)));
    return [first, Math.min(side, Math.max(first + 1, Math.round(high * side)))];
  });
  return [ends[0][0], ends[1][0], ends[0][1], ends[1][1]];
}

/** @param {View} view @param {Edges} box */
function dragged(view, box) {
  view.own = box;
  draw(view);
}

/** @param {View} view @param {Edges} box @param {number} wait */
function paint(view, box, wait) {
  dragged(view, box);
  announce(view, box.join(","), wait);
}

/** @param {View} view @param {KeyboardEvent} event */
function pressed(view, event) {
  const { photo: sides, patch } = view.data;
  const step = STEPS[event.key];
  if (event.key === "Delete" || event.key === "Backspace") announce(view, "none", 0);
  else if (step) {
    const at = view.own ?? patch;
    const start = at ? [(at[0] + at[2]) / 2 / sides[0], (at[1] + at[3]) / 2 / sides[1]] : [0.5, 0.5];
    const moved = start.map((share, axis) => Math.min(0.9, Math.max(0.1, share + (at ? 0.1 * step[axis] : 0))));
    paint(view, boxBetween(sides, moved, moved), PAUSE_MS);
  } else return;
  event.preventDefault();
}

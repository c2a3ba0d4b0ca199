// One map over the photo. Opacity and the value under the pointer are the browser's own affair; a click tells the
// server which cell to look at more closely.

import { cellBeside, onPointer } from "../../kit/cells.js";
import { announce, component, PAUSE_MS } from "../../kit/component.js";
import { make } from "../../kit/elements.js";
import { cellText, numberOr } from "../../kit/format.js";
import {
  fitted, lay, layMap, mapCellAt, mapDrawn, opacitySlider, outline, photoCanvas, unpackPhoto,
} from "../../kit/photo_and_map.js";
import { setAlt, extentText, heard } from "../../kit/spoken.js";
import { seenBy } from "../../math/fields.js";

/** @typedef {import("../../kit/cells.js").Cell} Cell */
/** @typedef {import("../../math/fields.js").FieldNumbers} FieldNumbers */
/**
 * What pages/feature_maps/components.py sends, with photo and map.
 * @typedef {object} More
 * @property {string} title
 * @property {string} facts
 * @property {string} layer
 * @property {FieldNumbers[] | null} fields per axis; null: all units see the same
 * @property {Cell | null} cell the one looked at
 * @property {Record<"opacity" | "cell" | "not_finite" | "keys" | "extent", string>} words
 */
/** @typedef {import("../../kit/photo_and_map.js").PhotoAndMap & More} Data */
/** @typedef {{ data: Data, photo: HTMLCanvasElement, map: import("../../kit/photo_and_map.js").MapDrawn }} State */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

export default component({ build, listen, receive, redraw: draw });

/** @param {View} view @param {Uint8Array} data */
function receive(view, data) {
  view.data = unpackPhoto(data);
  view.photo = photoCanvas(view.data);
  view.map = mapDrawn(view.data);
  view.point = null;
  describe(view);
  draw(view);
}

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const head = make("div", "head", card);
  const title = make("span", "title", head);
  const canvas = make("canvas", "picture", card, { tabindex: 0, role: "application" });
  const line = make("div", "line quiet", card);
  const label = make("label", "opacity", card);
  const [name, share] = [make("span", "quiet", label), make("output", "", label)];
  const slider = opacitySlider(label, 55);
  return { card, title, canvas, line, name, share, slider, point: /** @type {Cell | null} */ (null) };
}

/** @param {View} view */
function listen(view) {
  const { canvas, slider } = view;
  slider.addEventListener("input", () => draw(view));
  onPointer(canvas, (event) => mapCellAt(view, event), (cell) => look(view, cell), (cell) => pin(view, cell, 0));
  canvas.addEventListener("keydown", (event) => pressed(view, event));
  heard(canvas, view.line);
}

/** @param {View} view */
function describe(view) {
  const { words, title, facts } = view.data;
  view.title.textContent = title;
  view.name.textContent = words.opacity;
  view.slider.setAttribute("aria-label", words.opacity);
  setAlt(view.canvas, `${view.data.layer}, ${title}: ${facts}`, extentText(words.extent, view.data), words.keys);
}

/** @param {View} view */
function draw(view) {
  const { data, canvas, slider } = view;
  view.share.textContent = `${slider.value} %`;
  const context = fitted(canvas, data.photo);
  lay(context, view.photo);
  layMap(context, view.map, Number(slider.value) / 100);
  const cell = view.point ?? data.cell;
  if (cell) mark(context, data, cell);
  tell(view, cell);
}

/** @param {CanvasRenderingContext2D} context @param {Data} data @param {Cell} cell */
function mark(context, { map: [rows, columns], photo: [height, width], fields }, [row, column]) {
  const { width: wide, height: tall } = context.canvas;
  const [x, y] = [wide / width, tall / height];
  const [top, bottom] = partSeen(fields?.[0], row, height);
  const [left, right] = partSeen(fields?.[1], column, width);
  outline(context, [left * x, top * y, (right - left) * x, (bottom - top) * y], [6, 4]);
  if (rows * columns === 1) return;
  outline(context, [(column * wide) / columns, (row * tall) / rows, wide / columns, tall / rows]);
}

/**
 * First and last edge of what a unit sees, px of the photo, cut off at its border.
 * @param {FieldNumbers | undefined} field @param {number} unit @param {number} side
 */
function partSeen(field, unit, side) {
  return field ? seenBy(field, unit).map((edge) => Math.min(side, Math.max(0, edge))) : [0, side];
}

/** @param {View} view @param {Cell | null} cell */
function tell(view, cell) {
  const { words, facts, map: [, columns], values } = view.data;
  view.line.textContent = !cell ? facts
    : cellText(words.cell, cell, { value: numberOr(values[cell[0] * columns + cell[1]], words.not_finite) });
}

/** @param {View} view @param {Cell | null} cell */
function look(view, cell) {
  view.point = cell;
  draw(view);
}

/** @param {View} view @param {Cell} cell @param {number} wait */
function pin(view, cell, wait) {
  view.data.cell = cell;
  draw(view);
  announce(view, cell[0] * view.data.map[1] + cell[1], wait);
}

/** @param {View} view @param {KeyboardEvent} event */
function pressed(view, event) {
  const next = cellBeside(event.key, view.data.cell ?? [0, 0], view.data.map);
  if (!next) return;
  view.point = null;
  pin(view, next, PAUSE_MS);
  event.preventDefault();
}

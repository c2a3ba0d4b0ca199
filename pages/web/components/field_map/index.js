// The map of a layer, whose cells are its units. Pointing at one shows what it sees; a click or an arrow key pins it.

import { cellBeside, onPointer } from "../../kit/cells.js";
import { component, PAUSE_MS } from "../../kit/component.js";
import { make } from "../../kit/elements.js";
import { cellText, numberOr } from "../../kit/format.js";
import { fitted, layMap, mapCellAt, mapDrawn, outline, unpackPhoto } from "../../kit/photo_and_map.js";
import { density, growth } from "../../kit/pixels.js";
import { setAlt, extentText, heard } from "../../kit/spoken.js";
import { indexOf, receiveUnit, unitsOf } from "../../kit/signal_unit.js";

/** @typedef {import("../../kit/cells.js").Cell} Cell */
/**
 * What pages/ui/components/field_views.py sends, with the map.
 * @typedef {object} More
 * @property {string} title
 * @property {string} note
 * @property {Cell} cell the pinned unit
 * @property {Record<"cell" | "not_finite" | "keys" | "extent", string>} words
 */
/** @typedef {import("../../kit/photo_and_map.js").PhotoAndMap & More} Data */
/** @typedef {{ data: Data, map: import("../../kit/photo_and_map.js").MapDrawn, pinned: Cell }} State */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

/** @type {ReturnType<typeof unitsOf<View>>} */
const units = unitsOf(draw);

export default component({ build, listen, receive, redraw: draw });

/** @param {View} view @param {Uint8Array} data */
function receive(view, data) {
  receiveUnit(view, unpackPhoto(data));
  view.map = mapDrawn(view.data);
  const { title, note, words } = view.data;
  view.title.textContent = title;
  view.note.textContent = note;
  setAlt(view.canvas, title, extentText(words.extent, view.data), words.keys);
  draw(view);
}

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const head = make("div", "head", card);
  const [title, note] = [make("span", "title", head), make("span", "quiet", head)];
  const canvas = make("canvas", "picture", card, { tabindex: 0, role: "application" });
  return { card, title, note, canvas, line: make("div", "line quiet", card), point: /** @type {Cell | null} */ (null) };
}

/** @param {View} view */
function listen(view) {
  const { canvas } = view;
  const find = (/** @type {MouseEvent} */ event) => mapCellAt(view, event);
  onPointer(canvas, find, (cell) => units.look(view, cell), (cell) => units.pin(view, cell));
  canvas.addEventListener("keydown", (event) => pressed(view, event));
  units.hear(view);
  heard(canvas, view.line);
}

/** @param {View} view @param {KeyboardEvent} event */
function pressed(view, event) {
  const next = cellBeside(event.key, view.pinned, view.data.map);
  if (!next) return;
  view.point = null;
  units.pin(view, next, PAUSE_MS);
  event.preventDefault();
}

/** @param {View} view */
function draw(view) {
  const { data, canvas } = view;
  const context = fitted(canvas, data.map);
  layMap(context, view.map);
  const cell = view.point ?? view.pinned;
  mark(context, data.map, view.pinned, []);
  if (view.point) mark(context, data.map, view.point, [3, 3]);
  const value = numberOr(data.values[indexOf(data, cell)], data.words.not_finite);
  view.line.textContent = cellText(data.words.cell, cell, { value });
}

/**
 * Cells of a large map are only a pixel or two; their mark is never smaller than can be seen.
 * @param {CanvasRenderingContext2D} context @param {number[]} sides @param {Cell} cell @param {number[]} dash
 */
function mark(context, [rows, columns], [row, column], dash) {
  const { width, height } = context.canvas;
  const least = 7 * density() * growth();
  const [wide, tall] = [Math.max(least, width / columns), Math.max(least, height / rows)];
  const [left, top] = [((column + 0.5) * width) / columns - wide / 2, ((row + 0.5) * height) / rows - tall / 2];
  outline(context, [left, top, wide, tall], dash);
}

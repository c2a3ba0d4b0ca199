// A photo with the field of one unit on it. Theory: the frame, with the padding around the photo. Gradient: a heat map.
// Pointing at the photo finds the unit whose field has its centre there; a click pins it.

import { onPointer, placeIn } from "../../kit/cells.js";
import { component } from "../../kit/component.js";
import { childrenOf, make } from "../../kit/elements.js";
import { number, percent } from "../../kit/format.js";
import {
  fitted, layMap, mapDrawn, opacitySlider, outline, photoCanvas, stroke, unpackPhoto,
} from "../../kit/photo_and_map.js";
import { colourOf, density, growth, hatch, paintScale } from "../../kit/pixels.js";
import { setAlt, extentText } from "../../kit/spoken.js";
import { receiveUnit, unitsOf } from "../../kit/signal_unit.js";
import { pixelsSeenBy, unitNear } from "../../math/fields.js";

/** @typedef {import("../../kit/cells.js").Cell} Cell */
/** @typedef {import("../../kit/pixels.js").Box} Box */
/** @typedef {import("../../math/fields.js").FieldNumbers} FieldNumbers */
/** @typedef {[top: number, left: number, bottom: number, right: number]} Edges px of the photo */
/**
 * What pages/ui/components/field_views.py sends, with photo and map.
 * @typedef {object} More
 * @property {string} title
 * @property {Edges} box what the pinned unit sees
 * @property {Cell} cell the pinned unit
 * @property {[number, number]} grid how many units there are
 * @property {FieldNumbers[] | null} fields per axis; null: all units see the same
 * @property {{ box: Edges, fields: FieldNumbers[] }} [windows] the same through windows alone, where a branch sees all
 * @property {Edges} margin room around the photo, px
 * @property {Edges} [inner] a frame within the field
 * @property {[row: number, column: number, radius: number] | null} [circle]
 * @property {[string, string][]} [facts] otherwise what theory says
 * @property {Partial<Record<"size" | "share" | "padding" | "whole" | "alone" | "opacity" | "scale" | "extent",
 *   string>>} words
 */
/** @typedef {import("../../kit/photo_and_map.js").PhotoAndMap & More} Data */
/** @typedef {import("../../kit/photo_and_map.js").MapDrawn} Heat */
/** @typedef {{ data: Data, photo: HTMLCanvasElement, heat: Heat | null, pinned: Cell }} State */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

const HATCH = 7; // px between the lines of the padding

/** @type {ReturnType<typeof unitsOf<View>>} */
const units = unitsOf(draw);

export default component({ build, listen, receive, redraw: draw });

/** @param {View} view @param {Uint8Array} data */
function receive(view, data) {
  receiveUnit(view, unpackPhoto(data));
  view.photo = photoCanvas(view.data);
  view.heat = view.data.map[0] ? mapDrawn(view.data) : null;
  describe(view);
  draw(view);
}

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const head = make("div", "head", card);
  const [title, scale] = [make("span", "title", head), make("span", "scale quiet", head)];
  const [low, bar, high] = [make("span", "", scale), make("canvas", "bar", scale), make("span", "", scale)];
  const canvas = make("canvas", "picture", card, { role: "img" });
  const facts = make("dl", "facts", card);
  const label = make("label", "opacity", card);
  const [name, slider] = [make("span", "quiet", label), opacitySlider(label, 70)];
  return { card, title, scale, low, bar, high, canvas, facts, label, name, slider,
    point: /** @type {Cell | null} */ (null) };
}

/** @param {View} view */
function listen(view) {
  const { canvas, slider } = view;
  slider.addEventListener("input", () => draw(view));
  onPointer(canvas, (event) => unitAt(view, event), (cell) => units.look(view, cell), (cell) => units.pin(view, cell));
  units.hear(view);
}

/** @param {View} view */
function describe(view) {
  const { words, title, high } = view.data;
  view.title.textContent = title;
  view.scale.hidden = !view.heat;
  view.label.hidden = !words.opacity;
  view.name.textContent = words.opacity ?? "";
  view.slider.setAttribute("aria-label", words.opacity ?? "");
  view.low.textContent = "0";
  view.high.textContent = words.scale ? `${number(high, 2)} · ${words.scale}` : "";
  if (view.heat) paintScale(view.bar, view.data.colours, 255);
}

/** @param {View} view */
function draw(view) {
  const { data, canvas } = view;
  const [height, width] = data.photo;
  const [top, left, bottom, right] = data.margin;
  const context = fitted(canvas, [height + top + bottom, width + left + right]);
  const unit = canvas.width / (width + left + right); // px of the canvas per px of the photo
  const cell = view.heat ? data.cell : (view.point ?? view.pinned);
  const box = boxOf(data, cell);
  if (top + left + bottom + right) drawPadding(view, context);
  context.drawImage(view.photo, left * unit, top * unit, width * unit, height * unit);
  if (view.heat) layMap(context, view.heat, view.label.hidden ? 1 : Number(view.slider.value) / 100);
  else shade(context, [left * unit, top * unit, width * unit, height * unit], placed(data, box, unit));
  if (view.heat && data.inner) outline(context, placed(data, data.inner, unit), [2, 4]);
  outline(context, placed(data, box, unit), view.heat ? [8, 5] : []);
  const alone = data.windows && boxOf({ cell: data.cell, ...data.windows }, cell);
  if (alone) outline(context, placed(data, alone, unit), [8, 5]);
  if (data.circle) ring(context, data.circle.map((length) => length * unit));
  tell(view, box, alone);
}

/**
 * Zeros around the photo: hatched, so that nobody takes them for a part of it.
 * @param {View} view @param {CanvasRenderingContext2D} context
 */
function drawPadding({ card }, context) {
  const { width, height } = context.canvas;
  context.fillStyle = colourOf(card, "--st-secondary-background-color");
  context.fillRect(0, 0, width, height);
  const colour = colourOf(card, "--activation");
  hatch(context, [0, 0, width, height], { colour, gap: HATCH * density() * growth(), line: density() * growth() });
}

/**
 * What the unit does not see of the photo is darkened.
 * @param {CanvasRenderingContext2D} context @param {Box} whole @param {Box} seen
 */
function shade(context, [x, y, width, height], [left, top, wide, tall]) {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.rect(left, top, wide, tall);
  context.clip("evenodd");
  context.fillStyle = "rgb(16 21 31 / 55%)";
  context.fillRect(x, y, width, height);
  context.restore();
}

/** @param {CanvasRenderingContext2D} context @param {number[]} circle */
function ring(context, [y, x, radius]) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  stroke(context, () => context.stroke());
}

/**
 * What a unit sees: the server's answer for the one that it knows.
 * @param {Pick<Data, "cell" | "box" | "fields">} data @param {Cell} cell @returns {Edges}
 */
function boxOf({ cell: known, box, fields }, cell) {
  if (!fields || String(known) === String(cell)) return box;
  const [[top, bottom], [left, right]] = fields.map((field, axis) => pixelsSeenBy(field, cell[axis]));
  return [top, left, bottom, right];
}

/** @param {Data} data @param {Edges} edges @param {number} unit @returns {Box} */
function placed({ margin }, [top, left, bottom, right], unit) {
  return [(left + margin[1]) * unit, (top + margin[0]) * unit, (right - left) * unit, (bottom - top) * unit];
}

/** @param {View} view @param {Edges} box @param {Edges} [alone] what the unit sees through windows alone */
function tell(view, box, alone) {
  const rows = view.data.facts ?? (alone ? wholly(view.data, alone) : theory(view.data, box));
  childrenOf(view.facts, rows.length, () => newFact(view.facts)).forEach(({ children: [name, told] }, index) => {
    [name.textContent, told.textContent] = rows[index];
  });
  const { title, words } = view.data;
  setAlt(view.canvas, title, ...rows.map((row) => row.join(": ")), extentText(words.extent ?? "", view.data));
}

/** @param {Element} list */
function newFact(list) {
  const row = make("div", "", list);
  make("dt", "quiet", row);
  make("dd", "", row);
  return row;
}

/** @param {Data} data @param {Edges} edges */
function theory({ words, photo: [height, width] }, [top, left, bottom, right]) {
  const shared = [Math.min(height, bottom) - Math.max(0, top), Math.min(width, right) - Math.max(0, left)];
  const inside = Math.max(0, shared[0]) * Math.max(0, shared[1]);
  const whole = (bottom - top) * (right - left);
  return [
    [words.size ?? "", `${bottom - top} × ${right - left} px`],
    [words.share ?? "", percent(inside / (height * width))],
    [words.padding ?? "", percent((whole - inside) / (whole || 1))],
  ];
}

/** @param {Data} data @param {Edges} edges @returns {[string, string][]} */
function wholly({ words }, [top, left, bottom, right]) {
  return [[words.size ?? "", words.whole ?? ""], [words.alone ?? "", `${bottom - top} × ${right - left} px`]];
}

/** @param {View} view @param {MouseEvent} event */
function unitAt({ data, canvas }, event) {
  const { photo, margin, grid } = data;
  const fields = data.windows?.fields ?? data.fields;
  if (!fields) return data.cell;
  const shares = placeIn(canvas, event);
  return shares.map((share, axis) => {
    const at = share * (photo[axis] + margin[axis] + margin[axis + 2]) - margin[axis] - 0.5;
    return unitNear(fields[axis], at, grid[axis]);
  });
}

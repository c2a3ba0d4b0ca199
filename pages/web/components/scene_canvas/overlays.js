// What lies over the picture: boxes with labels, a grid, maps, points, and the handles of the thing in hand.

import { bytesOf, growth, inkOn, opaque, painted, palette, rgbOf } from "../../kit/pixels.js";

/** @typedef {import("./view.js").Overlay} Overlay */
/** @typedef {CanvasRenderingContext2D} Pen */

const DASHES = { solid: [], dashed: [9, 6], dotted: [2, 4] };
const HANDLE = 7; // px, radius
export const KNOB = 22; // px from the rim of a thing to the knob that turns it

/** @type {WeakMap<Overlay, HTMLCanvasElement>} */
const maps = new WeakMap();

/** @param {Pen} pen @param {number} side px @param {Overlay[]} overlays */
export function drawOverlays(pen, side, overlays) {
  for (const overlay of overlays) {
    pen.save();
    if (overlay.kind === "boxes") overlay.boxes.forEach((box) => drawBox(pen, side, box));
    else if (overlay.kind === "grid") drawGrid(pen, side, overlay);
    else if (overlay.kind === "points") overlay.points.forEach((point) => drawPoint(pen, side, point));
    else drawMap(pen, side, overlay);
    pen.restore();
  }
  for (const overlay of overlays) if (overlay.kind === "boxes") labelsOf(pen, side, overlay.boxes);
}

/** @param {Pen} pen @param {number} side @param {import("./view.js").Box} box */
function drawBox(pen, side, { box, colour, line, width, fill }) {
  const [left, top, right, bottom] = box.map((share) => share * side);
  if (fill) {
    Object.assign(pen, { globalAlpha: fill, fillStyle: colour });
    pen.fillRect(left, top, right - left, bottom - top);
    pen.globalAlpha = 1;
  }
  if (!width) return;
  for (const [style, more] of /** @type {[string, number][]} */ ([[inkOn(colour), 2], [colour, 0]])) {
    Object.assign(pen, { strokeStyle: style, lineWidth: width + more, globalAlpha: more ? 0.5 : 1 });
    pen.setLineDash(DASHES[line]);
    pen.strokeRect(left, top, right - left, bottom - top);
  }
}

/** Labels stand over all boxes, above their own or within it. @param {Pen} pen @param {number} side
 * @param {import("./view.js").Box[]} boxes */
function labelsOf(pen, side, boxes) {
  const letter = 12 * growth();
  const high = letter * 1.4;
  pen.font = `600 ${letter}px system-ui, sans-serif`;
  pen.textBaseline = "middle";
  /** @type {number[][]} */
  const taken = [];
  for (const { box, label, colour } of boxes) {
    if (!label) continue;
    const wide = pen.measureText(label).width + 8;
    const left = Math.max(0, Math.min(box[0] * side - 1, side - wide));
    let top = box[1] * side - high < 0 ? Math.max(0, box[1] * side) : box[1] * side - high;
    while (top + 2 * high < side && taken.some(([x, y, w]) => Math.abs(y - top) < high - 1 && x < left + wide
      && left < x + w)) top += high;
    taken.push([left, top, wide]);
    pen.fillStyle = colour;
    pen.fillRect(left, top, wide, high);
    pen.fillStyle = inkOn(colour);
    pen.fillText(label, left + 4, top + high / 2 + 0.5);
  }
}

/** @param {Pen} pen @param {number} side @param {import("./view.js").Grid} grid */
function drawGrid(pen, side, { rows, columns, colour, chosen }) {
  const [wide, tall] = [side / columns, side / rows];
  pen.beginPath();
  for (let at = 1; at < columns; at++) lineTo(pen, at * wide, 0, at * wide, side);
  for (let at = 1; at < rows; at++) lineTo(pen, 0, at * tall, side, at * tall);
  for (const [style, width] of /** @type {[string, number][]} */ ([[inkOn(colour), 2], [colour, 1]])) {
    Object.assign(pen, { strokeStyle: style, lineWidth: width, globalAlpha: width === 2 ? 0.35 : 0.9 });
    pen.stroke();
  }
  if (!chosen) return;
  const [row, column] = chosen;
  Object.assign(pen, { globalAlpha: 0.25, fillStyle: colour });
  pen.fillRect(column * wide, row * tall, wide, tall);
  for (const [style, width] of /** @type {[string, number][]} */ ([[inkOn(colour), 5], [colour, 3]])) {
    Object.assign(pen, { globalAlpha: 1, strokeStyle: style, lineWidth: width });
    pen.strokeRect(column * wide, row * tall, wide, tall);
  }
}

/** @param {Pen} pen @param {...number} ends */
function lineTo(pen, ...[x1, y1, x2, y2]) {
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
}

/** @param {Pen} pen @param {number} side @param {import("./view.js").Points["points"][0]} point */
function drawPoint(pen, side, { x, y, label, colour }) {
  disc(pen, x * side, y * side, 5, colour, inkOn(colour));
  if (!label) return;
  Object.assign(pen, { font: `600 ${12 * growth()}px system-ui, sans-serif`, lineWidth: 3, strokeStyle: inkOn(colour),
    fillStyle: colour, textBaseline: "middle" });
  pen.strokeText(label, x * side + 9, y * side);
  pen.fillText(label, x * side + 9, y * side);
}

/** @param {Pen} pen @param {number} side @param {import("./view.js").Classes | import("./view.js").Heat} map */
function drawMap(pen, side, map) {
  const made = maps.get(map) ?? painted(map.rows, map.columns, (pixels) => pixels.set(coloursOf(map)));
  maps.set(map, made);
  pen.imageSmoothingEnabled = false;
  pen.globalAlpha = map.opacity;
  pen.drawImage(made, 0, 0, side, side);
}

/** The colour of each cell, as a number of four bytes.
 * @param {import("./view.js").Classes | import("./view.js").Heat} map */
export function coloursOf(map) {
  const levels = map.kind === "heat" ? palette(bytesOf(map.palette))
    : Uint32Array.from(map.colours, (colour) => (colour ? opaque(...threeOf(colour)) : 0));
  return Uint32Array.from(bytesOf(map.values), (value) => levels[Math.min(value, levels.length - 1)]);
}

/** @param {string} colour @returns {[number, number, number]} */
function threeOf(colour) {
  const [red, green, blue] = rgbOf(colour);
  return [red, green, blue];
}

/**
 * Where the handles of a thing are, px: one at its lower right that makes it larger, one beyond its tip that turns it.
 * @param {import("../../math/scene.js").Thing} thing @param {number} side
 * @returns {{ size: [number, number], turn: [number, number] }}
 */
export function handlesOf(thing, side) {
  const [x, y, radius, turn] = [thing.x * side, thing.y * side, (thing.size * side) / 2, (thing.angle * Math.PI) / 180];
  const within = (/** @type {number} */ at) => Math.min(side - HANDLE - 2, Math.max(HANDLE + 2, at));
  const far = radius + KNOB;
  return { size: [within(x + radius * Math.SQRT1_2), within(y + radius * Math.SQRT1_2)],
    turn: [within(x + far * Math.sin(turn)), within(y - far * Math.cos(turn))] };
}

/** @param {Pen} pen @param {number} side @param {import("../../math/scene.js").Thing} thing @param {string} colour */
export function drawHandles(pen, side, thing, colour) {
  const { size, turn } = handlesOf(thing, side);
  pen.save();
  pen.beginPath();
  pen.arc(thing.x * side, thing.y * side, (thing.size * side) / 2, 0, 2 * Math.PI);
  lineTo(pen, thing.x * side, thing.y * side, ...turn);
  for (const [style, width] of /** @type {[string, number][]} */ ([["#ffffff", 3], [colour, 1.5]])) {
    Object.assign(pen, { strokeStyle: style, lineWidth: width });
    pen.stroke();
  }
  Object.assign(pen, { fillStyle: "#ffffff", strokeStyle: colour, lineWidth: 2 });
  pen.fillRect(size[0] - HANDLE, size[1] - HANDLE, 2 * HANDLE, 2 * HANDLE);
  pen.strokeRect(size[0] - HANDLE, size[1] - HANDLE, 2 * HANDLE, 2 * HANDLE);
  disc(pen, ...turn, HANDLE + 1, "#ffffff", colour);
  pen.restore();
}

/** @param {Pen} pen @param {number} x @param {number} y @param {number} radius @param {string} fill
 * @param {string} stroke */
function disc(pen, x, y, radius, fill, stroke) {
  Object.assign(pen, { fillStyle: fill, strokeStyle: stroke, lineWidth: 2 });
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fill();
  pen.stroke();
}

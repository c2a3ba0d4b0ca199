// Curves that draw themselves: what both cells answered to each bar that was shown, by its direction or its place.

import { colourOf, growth, surface } from "../../kit/pixels.js";
import { dot, frameOf, lettered, line } from "../../kit/plotting.js";

/** @typedef {[number, number]} Answers of the simple and of the complex cell, 0 to 1 */
/**
 * @typedef {object} Trace
 * @property {string} name of all that stays the same along it; with another name it begins anew
 * @property {Map<number, Answers>} points by direction or place
 * @property {Map<number, Answers>} before the curve before, if it was more than a few points
 */

const [TALL, FEW, FAINT] = [150, 5, 0.25];
export const COLOURS = ["--convolution", "--pooling"];

/** @returns {Trace} */
export function newTrace() {
  return { name: "", points: new Map(), before: new Map() };
}

/** Add what was just answered. @param {Trace} trace @param {string} name @param {number} at @param {Answers} answers */
export function traced(trace, name, at, answers) {
  if (trace.name !== name) {
    if (trace.points.size > FEW) trace.before = trace.points;
    trace.name = name;
    trace.points = new Map();
  }
  trace.points.set(at, answers);
}

/**
 * The points of one cell in pieces: neighbours that lie near each other are joined.
 * @param {Map<number, Answers>} points @param {number} cell @param {number} gap widest that is joined
 * @returns {[number, number][][]}
 */
export function pieces(points, cell, gap) {
  /** @type {[number, number][][]} */
  const found = [];
  for (const at of [...points.keys()].sort((one, other) => one - other)) {
    const piece = found[found.length - 1];
    const value = /** @type {Answers} */ (points.get(at))[cell];
    if (piece && at - piece[piece.length - 1][0] <= gap) piece.push([at, value]);
    else found.push([[at, value]]);
  }
  return found;
}

/**
 * @param {HTMLCanvasElement} canvas @param {Trace} trace @param {number} at where the bar is now
 * @param {{ card: Element, least: number, most: number, gap: number, unit: string }} how
 */
export function drawTuning(canvas, trace, at, { card, least, most, gap, unit }) {
  const [wide, tall] = [canvas.parentElement?.clientWidth || 300, TALL * growth()];
  const pen = surface(canvas, wide, tall);
  const [left, top, width, height] = frameOf(wide, tall);
  const x = (/** @type {number} */ place) => left + (width * (place - least)) / (most - least);
  const y = (/** @type {number} */ value) => top + height * (1 - value);
  pen.clearRect(0, 0, wide, tall);
  lettered(pen, card);
  for (const value of [0, 0.5, 1]) {
    pen.textAlign = "right";
    pen.fillText(`${100 * value} %`, left - 6, y(value));
    Object.assign(pen, { strokeStyle: colourOf(card, "--st-border-color"), lineWidth: 1 });
    line(pen, [[left, y(value)], [left + width, y(value)]]);
  }
  for (const share of [0, 0.5, 1]) {
    pen.textAlign = share === 0 ? "left" : share === 1 ? "right" : "center";
    const place = least + share * (most - least);
    pen.fillText(`${String(place).replace("-", "−")}${unit}`, x(place), top + height + 13);
  }
  COLOURS.forEach((name, cell) => {
    const colour = colourOf(card, name);
    Object.assign(pen, { strokeStyle: colour, lineWidth: 2.5 * growth(), lineJoin: "round", lineCap: "round" });
    for (const points of [trace.before, trace.points]) {
      pen.globalAlpha = points === trace.before ? FAINT : 1;
      for (const piece of pieces(points, cell, gap)) {
        const places = piece.map(([place, value]) => [x(place), y(value)]);
        line(pen, places.length > 1 ? places : [...places, ...places]);
      }
    }
    const now = trace.points.get(at);
    if (now) dot(pen, [x(at), y(now[cell])], colour);
  });
}

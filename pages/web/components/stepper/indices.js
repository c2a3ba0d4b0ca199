// Which input cell meets which kernel cell, as the lectures write it: i' = i s + u. Counted from 0, padding included.

import { make } from "../../kit/elements.js";
import { formula, mathml } from "../../kit/formula.js";
import { termsOf, unravel } from "../../math/convolution.js";
import { focusedCell, kernelAt } from "./light.js";

/** @typedef {import("./view.js").View} View */
/** @typedef {import("./view.js").Model} Model */
/** @typedef {{ out: number, stride: number, gap: number, tap: number, place: number }} Index along one axis */

const OUT = ["", "i", "ij", "hij"]; // letters by number of axes
const TAPS = ["", "u", "uv", "tuv"];

/**
 * Per axis where the output cell and the kernel cell stand, and which place of the input they meet at.
 * @param {Model} model @param {number} cell @param {number[]} tap @returns {Index[]}
 */
export function indicesOf({ outputShape, axes, formula: sizes }, cell, tap) {
  const [, ...at] = unravel(cell, outputShape);
  return at.map((out, axis) => ({ out, stride: Number(sizes[axis].s), gap: Number(sizes[axis].d), tap: tap[axis],
    place: axes[axis].places[out][tap[axis]] }));
}

/**
 * The term of the sum told that goes through the kernel cell pointed at, or undefined.
 * @param {View} view
 */
export function pointedTerm(view) {
  const { hover, model, mode } = view;
  if (hover?.block !== "kernel" || mode === "scatter" || model.transposed) return undefined;
  const weight = kernelAt(view, hover.cell);
  return termsOf(model, focusedCell(view)).find(({ kernel }) => kernel === weight);
}

/** @param {View} view */
export function writeIndices(view) {
  const { indices, model, words } = view;
  indices.textContent = "";
  if (model.transposed) return;
  make("div", "small quiet", indices).textContent = words.indices;
  const term = pointedTerm(view);
  const [, channel, ...tap] = term ? unravel(term.kernel, model.weightShape) : [0, 0, ...model.axes.map(() => 0)];
  indicesOf(model, focusedCell(view), tap).forEach((index, axis) => {
    make("div", "line", indices).appendChild(line(index, axis, model.dims, Boolean(term)));
  });
  if (model.groupIn > 1) {
    const own = make("div", "line", indices);
    own.appendChild(formula([dashed("k"), "=", term ? channel : "…"]));
  }
}

/** @param {string} letter */
function dashed(letter) {
  return mathml("mi", [`${letter}′`]);
}

/**
 * @param {Index} index @param {number} axis @param {number} dims
 * @param {boolean} known whether a kernel cell is meant
 */
function line({ out, stride, gap, tap, place }, axis, dims, known) {
  const [letter, other] = [OUT[dims][axis], TAPS[dims][axis]];
  const spread = (/** @type {string | number} */ of) => (gap > 1 ? [of, "·", known ? gap : "d"] : [of]);
  const letters = [dashed(letter), "=", letter, "·", "s", "+", ...(gap > 1 ? [other, "·", "d"] : [other])];
  const values = ["=", out, "·", stride, "+", ...spread(known ? tap : other)];
  return formula([...letters, ...values, ...(known ? ["=", place] : [])]);
}

// What a step or a pointed-at cell lights up in the three blocks, and which cell of the model a drawn cell is.

import { number, withSign } from "../../kit/format.js";
import { ravel, stampsOf, termsOf, unravel } from "../../math/convolution.js";

/** @typedef {import("./view.js").View} View */
/** @typedef {Map<number, string>} Lit the small text in each cell that is lit */
/**
 * @typedef {Record<import("./view.js").BlockName, Lit> & { strong: import("./view.js").Slot, cell?: number }} Light
 *   `strong`: the one cell that is meant
 */

/** @param {View} view */
export function lightOf(view) {
  const { model, hover, mode } = view;
  if (hover?.block === "input" && sourceAt(view, hover.cell) >= 0) return reachLight(view, hover.cell);
  if (mode === "scatter" && hover?.block !== "output") return stampLight(view, view.step);
  return windowLight(view, focusedCell(view), model);
}

/** @param {View} view @param {number} cell @param {import("./view.js").Model} model @returns {Light} */
function windowLight(view, cell, model) {
  const scattered = view.mode !== "gather" && model.transposed;
  /** @type {[Lit, Lit]} */
  const [input, kernel] = [new Map(), new Map()];
  for (const term of termsOf(model, cell)) {
    const place = scattered ? term.source : term.place;
    if (place < 0) continue;
    input.set(place, `×${number(term.weight, 2)}`);
    kernel.set(kernelPlace(view, term.kernel), "");
  }
  return { input, kernel, output: new Map(), strong: { block: "output", cell: drawnCell(view, cell) }, cell };
}

/** @param {View} view @param {number} at @returns {Light} */
function reachLight(view, at) {
  /** @type {Lit} */
  const output = new Map(stampsOf(view.model, sourceAt(view, at)).map(({ cell, weight }) =>
    [drawnCell(view, cell), view.model.transposed ? "" : `×${number(weight, 2)}`]));
    return { input: new Map(), kernel: new Map(), output, strong: { block: "input", cell: at } };
}

/** @param {View} view @param {number} source @returns {Light} */
function stampLight(view, source) {
  const stamps = stampsOf(view.model, source);
  /** @type {Lit} */
  const output = new Map(stamps.map(({ cell, product }) => [drawnCell(view, cell), withSign(product, 3)]));
  /** @type {Lit} */
  const kernel = new Map(stamps.map((stamp) => [kernelPlace(view, stamp.kernel), ""]));
  return { input: new Map(), kernel, output, strong: { block: "input", cell: source } };
}

/**
 * Place of an output cell in the drawn output, which in the scattered view has the cut-off rim around it.
 * @param {View} view @param {number} cell
 */
function drawnCell(view, cell) {
  const { crops = [], shape } = view.plan.blocks[2];
  const [channel, ...at] = unravel(cell, view.model.outputShape);
  return ravel([channel, ...at.map((place, axis) => place + crops[axis][0])], shape);
}

/** The output cell at a place of the drawn output, or -1 in the rim. @param {View} view @param {number} place */
export function outputAt(view, place) {
  const { crops = [], shape } = view.plan.blocks[2];
  const [channel, ...at] = unravel(place, shape);
  const own = at.map((spot, axis) => spot - crops[axis][0]);
  const inside = own.every((spot, axis) => spot >= 0 && spot < view.model.outputShape[axis + 1]);
  return inside ? ravel([channel, ...own], view.model.outputShape) : -1;
}

/** Place of a kernel cell in the slices now shown, and back. @param {View} view @param {number} flat */
function kernelPlace(view, flat) {
  const [first, second, ...tap] = unravel(flat, view.model.weightShape);
  return ravel([kernelsAreFirst(view) ? first % view.model.groupIn : second, ...tap], view.plan.blocks[1].shape);
}

/** @param {View} view @param {number} place */
export function kernelAt(view, place) {
  const { model } = view;
  const [row, ...tap] = unravel(place, view.plan.blocks[1].shape);
  if (view.mode === "scatter") return ravel([unravel(view.step, model.inputShape)[0], row, ...tap], model.weightShape);
  const channel = unravel(focusedCell(view), model.outputShape)[0];
  const first = Math.floor(channel / model.groupOut) * model.groupIn;
  const lead = model.transposed ? [first + row, channel % model.weightShape[1]] : [channel, row];
  return ravel([...lead, ...tap], model.weightShape);
}

/**
 * In the gathered view of a transposed convolution the kernels of one filter lie along the weight's first axis.
 * @param {View} view
 */
function kernelsAreFirst({ model, mode }) {
  return model.transposed && mode !== "scatter";
}

/** @param {View} view @param {number} place */
export function sourceAt(view, place) {
  return view.plan.blocks[0].shape === view.model.laidShape || view.mode === "gather" || !view.model.transposed
    ? view.model.laidSource[place] : place;
}

/** The output cell whose sum is told: the one pointed at, or the one of this step. @param {View} view */
export function focusedCell(view) {
  const pointed = view.hover?.block === "output" ? outputAt(view, view.hover.cell) : -1;
  return pointed >= 0 ? pointed : view.mode === "scatter" ? 0 : view.step;
}

/**
 * Whether a place holds the input cell itself, not a repetition that padding made of it.
 * @param {View} view @param {number} flat
 */
export function isOwn(view, flat) {
  const { model } = view;
  if (model.transposed) return true;
  return unravel(flat, model.laidShape).slice(1)
    .every((at, axis) => at >= model.before[axis] && at < model.before[axis] + model.inputShape[axis + 1]);
}

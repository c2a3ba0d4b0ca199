// What stands behind the pixel that is pointed at: the patch, the kernels and what they make.

import { cellIn } from "../../kit/cells.js";
import { number } from "../../kit/format.js";
import { dot } from "../../math/filters.js";

/**
 * @typedef {object} Work
 * @property {number} row of the result
 * @property {number} column
 * @property {number[][]} window the patch
 * @property {number[][][]} kernels
 * @property {boolean[][]} beyond whether padding made a value up
 * @property {number} low of the patch's colours
 * @property {number} high
 * @property {string} sums of both kernels, where there are two
 * @property {string} told the result
 */

/**
 * @param {import("./data.js").Picture} photo
 * @param {import("./data.js").Panel & { at: import("../../math/filters.js").Evaluator }} panel
 * @param {{ at: number[], channel: number }} pointed shares of the sides
 * @returns {Work}
 */
export function workOf(photo, panel, pointed) {
  const [row, column] = cellIn(panel.size.slice(0, 2), pointed.at);
  const last = panel.steps.length - 1;
  const step = panel.steps[last];
  const direction = step.name === "direction";
  const depth = last ? panel.steps[last - 1].size[2] : photo.size[2];
  const channel = direction ? panel.at.strongest(last, row, column) : Math.min(pointed.channel, depth - 1);
  const { values, down, across } = panel.at.windowOf(last, row, column, channel, step.kernels[0]);
  const value = panel.at.value(last, row, column, direction ? 0 : channel);
  const sums = step.kernels.map((kernel) => number(tidy(dot(values, kernel))));
  const flat = values.flat();
  const [low, high] = last ? [Math.min(...flat, 0), Math.max(...flat, 1)] : [0, 255];
  return {
    row, column, low, high, window: values, kernels: step.kernels,
    beyond: down.map((y) => across.map((x) => y.beyond || x.beyond)),
    sums: sums.length > 1 ? `Gx ${sums[0]}, Gy ${sums[1]}` : "",
    told: direction ? `${number(Math.round((value * 180) / Math.PI))}°` : number(tidy(value)),
  };
}

/** Without what adding up in another order leaves behind the sixth decimal. @param {number} value */
export function tidy(value) {
  return Math.round(value * 1e6) / 1e6;
}

// What the component knows of a run: the bytes of the server as steps, and what follows from one of them.

import { bytesOf } from "../../kit/pixels.js";
import { correlated, times, velocities } from "../../math/descent.js";

/**
 * A run, as pages/ui/learned_kernel/descent_data.py sends it with the page and as an answer.
 * @typedef {object} Sent
 * @property {number} steps
 * @property {string} numbers base64 of float32: weights of each step, losses, slopes
 * @property {string} firsts base64 of uint16: three cells of each step's batch
 * @property {number} batch cells that each step looks at
 * @property {number} limit the largest rate that goes down
 * @property {number} exploded step with ten times the first loss; -1: none
 * @property {string[]} lines what is said of it
 */
/**
 * @typedef {object} Task
 * @property {[number, number]} sides of the picture
 * @property {[number, number]} shape of the kernel
 * @property {boolean} summed errors are added up; else their mean is taken
 * @property {Float32Array} picture
 * @property {Float32Array} target
 * @property {Float32Array} wanted what the target gives
 * @property {Float32Array} curvature of the loss
 */
/**
 * @typedef {object} Run
 * @property {number} steps
 * @property {Float32Array[]} weights at the start and after each step
 * @property {Float32Array} losses
 * @property {Float32Array[]} slopes that each step was made from
 * @property {number[][]} moves of each step, before the rate
 * @property {number[][]} firsts
 * @property {number} batch
 * @property {number} limit
 * @property {number} exploded
 * @property {string[]} lines
 */

const FIRSTS = 3;

/** @param {Sent} sent @param {number} count weights of the kernel @param {number} momentum @returns {Run} */
export function runOf(sent, count, momentum) {
  const { steps } = sent;
  const numbers = new Float32Array(bytesOf(sent.numbers).buffer);
  const firsts = new Uint16Array(bytesOf(sent.firsts).buffer);
  const part = (/** @type {number} */ from, /** @type {number} */ many) =>
    Array.from({ length: many }, (_, at) => numbers.subarray(from + at * count, from + (at + 1) * count));
  const losses = (steps + 1) * count;
  const slopes = part(losses + steps + 1, steps);
  return { ...sent, weights: part(0, steps + 1), losses: numbers.subarray(losses, losses + steps + 1), slopes,
    moves: velocities(slopes, momentum),
    firsts: slopes.map((_, at) => [...firsts.subarray(FIRSTS * at, FIRSTS * (at + 1))]) };
}

/**
 * What a kernel gives on the picture, and how far that is from what is wanted.
 * @param {Task} task @param {Float32Array} kernel
 */
export function given({ picture, sides, shape, wanted }, kernel) {
  const result = correlated(picture, sides, kernel, shape);
  return { result, errors: result.map((value, at) => value - wanted[at]) };
}

/** How far weights are from the target. @param {Task} task @param {Float32Array} weights */
export function awayFrom({ target }, weights) {
  return Array.from(weights, (value, at) => value - target[at]);
}

/**
 * The slope of the loss along each weight at a step: what the step is made from; at the end, over all cells.
 * @param {Task} task @param {Run} run @param {number} at
 */
export function slopeAt(task, run, at) {
  return at < run.steps ? run.slopes[at] : times(task.curvature, awayFrom(task, run.weights[at]));
}

/** The shape of what comes out. @param {Task} task @returns {[number, number]} */
export function resultShape({ sides, shape }) {
  return [sides[0] - shape[0] + 1, sides[1] - shape[1] + 1];
}

// The slope of the loss along one weight, and the step that follows from it, with all numbers.

import { bracketed, number } from "../../kit/format.js";
import { formula, mathml, row, written } from "../../kit/formula.js";
import { readBy } from "../../math/descent.js";
import { given, slopeAt } from "./model.js";

/** @typedef {import("./model.js").Task} Task */
/** @typedef {import("./model.js").Run} Run */
/** @typedef {import("../../kit/formula.js").Part} Part */

/** A weight by its row and column, counted from 1. @param {Task} task @param {number} weight */
export function nameOf({ shape: [, columns] }, weight) {
  return `w${subscript(Math.floor(weight / columns) + 1)}${subscript((weight % columns) + 1)}`;
}

/** @param {number} digit */
function subscript(digit) {
  return String.fromCharCode(0x2080 + digit);
}

/** @param {Task} task @param {number} weight */
function letter({ shape: [, columns] }, weight) {
  const at = `${Math.floor(weight / columns) + 1}${(weight % columns) + 1}`;
  return mathml("msub", [mathml("mi", ["w"]), mathml("mn", [at])]);
}

/** @param {Part} above @param {Part} below */
function fraction(above, below) {
  return mathml("mfrac", [row([above]), row([below])]);
}

/**
 * Errors times what the weight reads, of the first cells of the batch.
 * @param {Task} task @param {Run} run @param {number} at @param {number} weight
 */
export function firstTerms(task, run, at, weight) {
  const { errors } = given(task, run.weights[at]);
  const cells = at < run.steps ? run.firsts[at] : [0, 1, 2];
  return cells.slice(0, run.batch).map((cell) =>
    [errors[cell], task.picture[readBy(cell, weight, task.sides, task.shape)]]);
}

/**
 * ∂L/∂w = 2/N Σ e·x = 2/N (e₁·x₁ + … ) = slope.
 * @param {Task} task @param {Run} run @param {number} at @param {number} weight
 */
export function slopeFormula(task, run, at, weight) {
  const slope = slopeAt(task, run, at)[weight];
  const cells = at < run.steps ? run.batch : task.wanted.length;
  const terms = firstTerms(task, run, at, weight).flatMap(([error, value], place) =>
    [...(place ? ["+"] : []), written(bracketed(error, 2)), "·", written(bracketed(value, 2))]);
  const before = () => (task.summed ? /** @type {Part} */ (2) : fraction(2, written(cells.toLocaleString("en"))));
  const sum = task.summed ? slope / 2 : (slope * cells) / 2;
  const partial = fraction(row(["∂", mathml("mi", ["L"])]), row(["∂", letter(task, weight)]));
  const general = mathml("munder", [mathml("mo", ["∑"]), written(cells.toLocaleString("en"))]);
  return formula([partial, "=", before(), general, "e", "·", "x", "=", before(), "(", ...terms,
    ...(cells > terms.length / 3 ? ["+", "…"] : []), ")", "=", before(), "·", written(bracketed(sum)), "=",
    written(number(slope), "result")]);
}

/**
 * w ← w − η v, v = β v + slope.
 * @param {Task} task @param {Run} run @param {number} at @param {number} weight
 * @param {{ rate: number, momentum: number }} how
 */
export function stepFormula(task, run, at, weight, { rate, momentum }) {
  if (at >= run.steps) return null;
  const [slope, move, now] = [run.slopes[at][weight], run.moves[at][weight], run.weights[at][weight]];
  const old = at ? run.moves[at - 1][weight] : 0;
  const velocity = momentum ? ["v", "=", "β", "v", "+", fraction(row(["∂", mathml("mi", ["L"])]),
    row(["∂", letter(task, weight)])), "=", written(number(momentum)), "·", written(bracketed(old)), "+",
    written(bracketed(slope)), "=", written(number(move)), ","] : [];
  return formula([...velocity, letter(task, weight), "←", letter(task, weight), "−", "η",
    momentum ? "v" : fraction(row(["∂", mathml("mi", ["L"])]), row(["∂", letter(task, weight)])), "=",
    written(number(now)), "−", written(number(rate)), "·", written(bracketed(move)), "=",
    written(number(run.weights[at + 1][weight]), "result")]);
}

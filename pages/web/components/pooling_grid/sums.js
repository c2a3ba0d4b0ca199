// How the result of one window comes about.

import { make } from "../../kit/elements.js";
import { bracketed, fill, number } from "../../kit/format.js";
import { formula, joined, mathml, row, written } from "../../kit/formula.js";

const MOST_TERMS = 16;

/** @param {import("./view.js").View} view @param {import("./view.js").Kind} kind @param {number} stop the window */
export function sum(view, kind, stop) {
  const { sums, results, data: { words, starts, kernel } } = view;
  const line = sums[kind];
  const result = results[stop];
  line.replaceChildren();
  if (!result) return;
  const across = starts[1].length;
  const place = { row: Math.floor(stop / across) + 1, column: (stop % across) + 1 };
  make("span", "label", line).textContent = fill(kind === "max" ? words.maxAt : words.averageAt, place);
  const parts = kind === "max" ? largest(result) : mean(result);
  line.append(formula([...parts, "=", written(number(result[kind]), "result")], { displaystyle: "true" }));
  const pads = kernel ** 2 - result.values.length;
  const outside = { pads, counted: result.divisor - result.values.length };
  if (pads) make("span", "label", line).textContent = fill(kind === "max" ? words.maxPads : words.averagePads, outside);
}

/** @param {import("../../math/pooling.js").Pooled} result */
function largest({ values, max }) {
  const best = values.indexOf(max);
  const terms = values.map((value, index) => written(number(value), index === best ? "best" : ""));
  return [mathml("mi", ["max"], { mathvariant: "normal" }), "(", ...joined(terms, ",", MOST_TERMS), ")"];
}

/** @param {import("../../math/pooling.js").Pooled} result */
function mean({ values, divisor }) {
  const terms = values.map((value) => written(bracketed(value)));
  return [mathml("mfrac", [row(joined(terms, "+", MOST_TERMS)), written(String(divisor))])];
}

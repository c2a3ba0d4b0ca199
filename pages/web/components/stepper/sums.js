// The arithmetic under the picture: the current cell's sum with its values, and the formula of the output size.

import { make } from "../../kit/elements.js";
import { bracketed, fill, number } from "../../kit/format.js";
import { formula } from "../../kit/formula.js";
import { biasOf, stampsOf, termsOf, unravel } from "../../math/convolution.js";
import { focusedCell, sourceAt } from "./light.js";

/** @typedef {import("./view.js").View} View */
/** @typedef {import("./view.js").Sizes} Sizes */

const MOST_TERMS = 64;

/** @param {View} view */
export function tell(view) {
  const { hover, mode } = view;
  const pointed = hover?.block === "input" ? sourceAt(view, hover.cell) : -1;
  view.sum.textContent = "";
  if (pointed >= 0) tellReach(view, pointed);
  else if (mode === "scatter" && hover?.block !== "output") tellStamp(view, view.step);
  else if (mode === "overlaps") tellOverlaps(view, focusedCell(view));
  else tellSum(view, focusedCell(view));
}

/** @param {View} view @param {number[]} shape @param {number} flat @param {string[]} lead */
function cellName({ words }, shape, flat, lead) {
  const [channel, ...at] = unravel(flat, shape);
  const [slice, row, column] = [0, 0, 0, ...at].slice(-3).map((place) => place + 1);
  const place = fill(words.places[at.length - 1], { slice, row, column });
  return shape[0] > 1 ? `${lead[channel]}, ${place}` : place;
}

/** @param {View} view @param {number} cell */
function tellSum(view, cell) {
  const { model, words } = view;
  view.sumTitle.textContent = fill(words.outputCell, { cell: cellName(view, model.outputShape, cell, words.maps) });
  const terms = termsOf(model, cell);
  const perChannel = terms.length / model.groupIn;
  const shown = Math.max(1, Math.floor(MOST_TERMS / model.groupIn));
  const first = Math.floor(unravel(cell, model.outputShape)[0] / model.groupOut) * model.groupIn;
  /** @type {number[]} */
  const sums = [];
  for (let channel = 0; channel < model.groupIn; channel++) {
    const all = terms.slice(channel * perChannel, (channel + 1) * perChannel);
    const own = model.transposed ? all.filter((term) => term.source >= 0) : all;
    const line = make("div", "line", view.sum);
    if (model.groupIn > 1) make("span", "channel", line).textContent = words.channels[first + channel];
    writeTerms(line, own.slice(0, shown));
    if (own.length > shown) word(line, ` + ${fill(words.more, { count: own.length - shown })}`);
    if (!own.length) word(line, words.nothing);
    sums.push(all.reduce((sum, term) => sum + term.value * term.weight, 0));
    if (model.groupIn > 1) result(line, sums[channel]);
  }
  total(view, cell, sums);
}

/** @param {View} view @param {number} cell @param {number[]} sums */
function total(view, cell, sums) {
  const { model } = view;
  const several = model.groupIn > 1;
  const line = several ? make("div", "line", view.sum) : view.sum.children[0];
  if (several) {
    make("span", "channel", line).textContent = view.words.together;
    word(line, sums.map((sum) => bracketed(sum)).join(" + "));
  }
  if (model.bias) {
    word(line, " + ");
    make("span", "bias", line).textContent = bracketed(biasOf(model, cell));
  }
  result(line, model.output[cell], true);
}

/** @param {Element} line @param {import("../../math/convolution.js").Term[]} terms */
function writeTerms(line, terms) {
  terms.forEach(({ value, weight, source }, at) => {
    if (at) word(line, " + ");
    const term = make("span", source < 0 ? "term padded" : "term", line);
    word(term, `${bracketed(value)}·`);
    make("b", "", term).textContent = bracketed(weight);
  });
}

/** @param {Element} line @param {string} text */
function word(line, text) {
  line.append(text);
}

/** @param {Element} line @param {number} value @param {boolean} [last] */
function result(line, value, last = false) {
  word(line, " = ");
  make("span", last ? "result" : "", line).textContent = number(value);
}

/** @param {View} view @param {number} source */
function tellStamp(view, source) {
  const { model, words } = view;
  view.sumTitle.textContent = fill(words.stamp, { cell: cellName(view, model.inputShape, source, words.channels) });
  const line = make("div", "line", view.sum);
  const value = model.input[source];
  const reached = stampsOf(model, source);
  reached.slice(0, MOST_TERMS / 2).forEach(({ weight, product }, at) => {
    if (at) word(line, ",  ");
    const term = make("span", "term", line);
    word(term, `${bracketed(value)}·`);
    make("b", "", term).textContent = bracketed(weight);
    word(term, ` = ${number(product)}`);
  });
}

/** @param {View} view @param {number} source */
function tellReach(view, source) {
  const { model, words } = view;
  const cells = new Set(stampsOf(model, source).map((stamp) => stamp.cell)).size;
  view.sumTitle.textContent = fill(words.inputCell, { cell: cellName(view, model.inputShape, source, words.channels) });
  word(make("div", "line plain", view.sum), fill(cells === 1 ? words.reachesOne : words.reaches, { count: cells }));
}

/** @param {View} view @param {number} cell */
function tellOverlaps(view, cell) {
  const { model, words } = view;
  view.sumTitle.textContent = fill(words.outputCell, { cell: cellName(view, model.outputShape, cell, words.maps) });
  const [least, most] = [Math.min(...view.overlaps), Math.max(...view.overlaps)];
  const told = view.overlaps[cell] === 1 ? words.overlapsOne : words.overlaps;
  word(make("div", "line plain", view.sum), fill(told, { count: view.overlaps[cell], least, most }));
}

/** o = floor((i + 2p - d(k - 1) - 1) / s) + 1 per axis, and the transposed one, as MathML. @param {View} view */
export function writeFormula(view) {
  view.formula.textContent = "";
  const { model, words } = view;
  const equal = model.formula.every((axis) => JSON.stringify(axis) === JSON.stringify(model.formula[0]));
  (equal ? model.formula.slice(0, 1) : model.formula).forEach((axis, at) => {
    const line = make("div", "line", view.formula);
    if (!equal) make("span", "channel", line).textContent = words.axes[at];
    line.appendChild(model.transposed ? transposedSize(axis) : plainSize(axis));
  });
  const letters = make("div", "line quiet", view.formula);
  letters.appendChild(model.transposed ? transposedSize(LETTERS) : plainSize(LETTERS));
}

const LETTERS = { i: "i", p: "p", d: "d", k: "k", s: "s", e: "e", o: "o" };

/** @param {Sizes} sizes */
function plainSize({ i, p, d, k, s, o }) {
  const room = ["(", i, "+", 2, "·", p, "−", d, "·", "(", k, "−", 1, ")", "−", 1, ")"];
  return formula(["⌊", ...room, "/", s, "⌋", "+", 1, "=", o]);
}

/** @param {Sizes} sizes */
function transposedSize({ i, p, d, k, s, e, o }) {
  const stamps = ["(", i, "−", 1, ")", "·", s, "−", 2, "·", p, "+", d, "·", "(", k, "−", 1, ")"];
  return formula([...stamps, "+", e, "+", 1, "=", o]);
}

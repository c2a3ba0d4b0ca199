// The arithmetic under the picture: the current cell's sum with its values, and the formula of the output size.

import { make } from "../../kit/elements.js";
import { bracketed, clean, fill, number } from "../../kit/format.js";
import { formula } from "../../kit/formula.js";
import { biasOf, stampsOf, termsOf, unravel } from "../../math/convolution.js";
import { focusedCell, sourceAt } from "./light.js";

/** @typedef {import("./view.js").View} View */
/** @typedef {import("./view.js").Sizes} Sizes */

const MOST_TERMS = 64;

/** @typedef {{ sum: number, reach: number }} Part the products of a channel, and what their sizes add up to */

/** @param {View} view */
export function tell(view) {
  const { hover, mode } = view;
  const pointed = hover?.block === "input" ? sourceAt(view, hover.cell) : -1;
  view.sum.textContent = view.answerSum.textContent = "";
  if (mode === "scatter" && hover?.block !== "output") tellStamp(view, view.step);
  else tellSum(view, focusedCell(view));
  if (pointed >= 0) tellReach(view, pointed);
  else if (mode === "overlaps") tellOverlaps(view, focusedCell(view));
}

/** @param {View} view @param {number[]} shape @param {number} flat @param {string[]} lead */
function cellName({ words }, shape, flat, lead) {
  const [channel, ...at] = unravel(flat, shape);
  const [slice, row, column] = [0, 0, 0, ...at].slice(-3).map((place) => place + 1);
  const place = fill(words.places[at.length - 1], { slice, row, column });
  return shape[0] > 1 ? `${lead[channel]}, ${place}` : place;
}

/**
 * What it comes to stands first, above the picture; how it adds up, below it.
 * @param {View} view @param {number} cell
 */
function tellSum(view, cell) {
  const { model, words } = view;
  const value = number(model.output[cell]);
  view.answerTitle.textContent = fill(words.outputCell, { cell: cellName(view, model.outputShape, cell, words.maps) });
  view.sumTitle.textContent = fill(words.whyValue, { value });
  const terms = termsOf(model, cell);
  const perChannel = terms.length / model.groupIn;
  const first = Math.floor(unravel(cell, model.outputShape)[0] / model.groupOut) * model.groupIn;
  const parts = Array.from({ length: model.groupIn }, (_, channel) => {
    const own = terms.slice(channel * perChannel, (channel + 1) * perChannel);
    const line = make("div", "line", view.sum);
    if (model.groupIn > 1) make("span", "channel", line).textContent = words.channels[first + channel];
    writeProducts(view, line, model.transposed ? own.filter((term) => term.source >= 0) : own);
    const part = partOf(own);
    if (model.groupIn > 1) result(line, number(part.sum, 4, part.reach));
    return part;
  });
  writeAnswer(view, cell, parts, words.channels.slice(first));
}

/** @param {import("../../math/convolution.js").Term[]} terms @returns {Part} */
function partOf(terms) {
  const products = terms.map(({ value, weight }) => value * weight);
  return { sum: products.reduce((sum, product) => sum + product, 0),
    reach: products.reduce((sum, product) => sum + Math.abs(product), 0) };
}

/** @param {View} view @param {Element} line @param {import("../../math/convolution.js").Term[]} own */
function writeProducts({ model, words }, line, own) {
  const shown = Math.max(1, Math.floor(MOST_TERMS / model.groupIn));
  writeTerms(line, own.slice(0, shown));
  if (own.length > shown) word(line, ` + ${fill(words.more, { count: own.length - shown })}`);
  if (!own.length) word(line, words.nothing);
}

/**
 * The channels' sums and the bias, and what they come to.
 * @param {View} view @param {number} cell @param {Part[]} parts @param {string[]} channels
 */
function writeAnswer(view, cell, parts, channels) {
  const { model, words, answerSum } = view;
  const named = parts.length > 1 ? parts : [];
  named.forEach(({ sum, reach }, at) => addend(answerSum, channels[at], bracketed(clean(sum, reach))));
  if (model.bias) {
    const bias = bracketed(biasOf(model, cell));
    if (named.length) addend(answerSum, words.bias, bias);
    else {
      const line = view.sum.children[0];
      word(line, " + ");
      make("span", "bias", line).textContent = bias;
    }
  }
  result(answerSum, number(model.output[cell]), true);
  if (!named.length) result(view.sum.children[0], number(model.output[cell]));
}

/** @param {Element} line @param {string} name @param {string} text */
function addend(line, name, text) {
  if (line.childElementCount) word(line, " + ");
  const part = make("span", "term", line);
  make("span", "name", part).textContent = `${name} `;
  word(part, text);
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

/** @param {Element} line @param {string} text @param {boolean} [last] */
function result(line, text, last = false) {
  word(line, " = ");
  make("span", last ? "result" : "", line).textContent = text;
}

/**
 * Say a sentence above the picture; below it stays what adds up.
 * @param {View} view @param {string} title @param {string} text
 */
function say({ answerTitle, answerSum }, title, text) {
  answerTitle.textContent = title;
  answerSum.textContent = "";
  make("span", "plain", answerSum).textContent = text;
}

/** @param {View} view @param {number} source */
function tellStamp(view, source) {
  const { model, words } = view;
  say(view, fill(words.inputCell, { cell: cellName(view, model.inputShape, source, words.channels) }), words.stamp);
  view.sumTitle.textContent = words.stamped;
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
  say(view, fill(words.inputCell, { cell: cellName(view, model.inputShape, source, words.channels) }),
    fill(cells === 1 ? words.reachesOne : words.reaches, { count: cells }));
}

/** @param {View} view @param {number} cell */
function tellOverlaps(view, cell) {
  const { model, words } = view;
  const [least, most] = [Math.min(...view.overlaps), Math.max(...view.overlaps)];
  const told = view.overlaps[cell] === 1 ? words.overlapsOne : words.overlaps;
  say(view, fill(words.outputCell, { cell: cellName(view, model.outputShape, cell, words.maps) }),
    fill(told, { count: view.overlaps[cell], least, most }));
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

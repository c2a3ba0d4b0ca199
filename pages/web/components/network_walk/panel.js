// The sum of one unit: a window of a map before it, its kernel, what they make, and the lines that follow; all numbers
// are the server's.

import { childrenOf, make, setClass, setStyle, setText } from "../../kit/elements.js";
import { fill, number, shorter, withSign } from "../../kit/format.js";
import { formula, mathml, written } from "../../kit/formula.js";
import { inkOn } from "../../kit/pixels.js";
import { floatsOf } from "./data.js";

/** @typedef {import("./index.js").View} View */
/** @typedef {[string, string | any[]]} Tree of MathML, from pages/ui/mathml.py */
/**
 * @typedef {object} Read
 * @property {string} source
 * @property {[number, number]} maps first and, not included, last
 * @property {[number, number]} corner
 * @property {[number, number]} spread
 * @property {[number, number]} size
 * @property {string} sums of all maps, floats in base64
 * @property {number[]} shown those whose windows are here
 * @property {string} values
 * @property {string | null} weights
 * @property {number[]} outside
 */
/**
 * @typedef {object} Answer
 * @property {string} layer
 * @property {number[]} at
 * @property {string} kind
 * @property {number} value
 * @property {number} total
 * @property {number | null} bias
 * @property {Read[]} reads
 * @property {{ title: string, tree: Tree }[]} lines
 */

const MOST_BARS = 16;
const MOST_CELLS = 81; // of a window that is shown cell by cell

/** @param {HTMLElement} card */
export function buildPanel(card) {
  const panel = make("div", "panel", card);
  const bars = make("div", "bars", panel, { role: "group" });
  const sum = make("div", "sum", panel);
  const grids = [0, 1].map(() => {
    const box = make("figure", "", sum);
    return { title: make("figcaption", "quiet", box), cells: make("div", "cells", box, { role: "group" }) };
  });
  const told = make("div", "told", sum);
  const lines = make("div", "lines", panel);
  return { panel, bars, sum, grids, told, lines };
}

/**
 * @param {View} view @param {(read: number, map: number) => void} choose another window
 */
export function drawPanel(view, choose) {
  const { answer, parts: { panel, bars, sum, lines } } = view;
  setClass(panel, ["panel", !answer && "empty"]);
  if (!answer) return;
  const maps = mapsOf(answer);
  const one = maps.find((map) => map.read === view.window[0] && map.place === view.window[1]) ?? maps[0];
  sum.toggleAttribute("hidden", !one);
  bars.toggleAttribute("hidden", maps.length < 2);
  drawBars(view, maps, one, choose);
  if (one) drawWindow(view, answer.reads[one.read], one);
  const rows = childrenOf(lines, answer.lines.length, () => {
    const line = make("div", "line", lines);
    make("span", "quiet", line);
    make("div", "math", line);
    return line;
  });
  answer.lines.forEach(({ title, tree }, at) => {
    setText(rows[at].children[0], title);
    const key = JSON.stringify(tree);
    if (rows[at].dataset.key === key) return;
    rows[at].dataset.key = key;
    rows[at].children[1].replaceChildren(grown(tree));
  });
}

/** The windows that are here, the largest sum first. @param {Answer} answer */
function mapsOf({ reads }) {
  const found = reads.flatMap((read, at) => {
    const sums = floatsOf(read.sums);
    return read.shown.map((map, place) => ({ read: at, place, map: read.maps[0] + map, sum: sums[map] }));
  });
  return found.sort((one, other) => Math.abs(other.sum) - Math.abs(one.sum));
}

/** @typedef {ReturnType<typeof mapsOf>[number]} MapSum */

/** @param {View} view @param {MapSum[]} maps @param {MapSum} chosen
 * @param {(read: number, map: number) => void} choose */
function drawBars({ head, parts: { bars }, answer }, maps, chosen, choose) {
  const shown = maps.slice(0, MOST_BARS);
  const most = Math.max(...shown.map(({ sum }) => Math.abs(sum)), 1e-9);
  bars.setAttribute("aria-label", head.words.paid);
  bars.title = head.words.paid;
  const rows = childrenOf(bars, shown.length, () => {
    const button = make("button", "", bars, { type: "button" });
    make("span", "name", button);
    make("span", "bar", make("span", "track", button));
    make("span", "sum-of", button);
    return button;
  });
  shown.forEach((one, at) => {
    const [name, track, sum] = rows[at].children;
    setText(name, fill(head.words.window, { source: answer?.reads[one.read].source ?? "", map: one.map + 1 }));
    const bar = /** @type {HTMLElement} */ (track.children[0]);
    setStyle(bar, "width", `${(50 * Math.abs(one.sum)) / most}%`);
    setClass(bar, ["bar", one.sum < 0 && "below"]);
    setText(sum, withSign(one.sum, 3));
    rows[at].setAttribute("aria-pressed", String(one === chosen));
    rows[at].onclick = () => choose(one.read, one.place);
  });
}

/** @param {View} view @param {Read} read @param {MapSum} one */
function drawWindow(view, read, one) {
  const { head, parts: { grids } } = view;
  const cells = read.size[0] * read.size[1];
  const part = (/** @type {string} */ text) => floatsOf(text).subarray(one.place * cells, (one.place + 1) * cells);
  const [values, weights] = [part(read.values), read.weights ? part(read.weights) : null];
  const fits = cells <= MOST_CELLS;
  setText(grids[0].title, fill(head.words.window, { source: read.source, map: one.map + 1 }));
  setText(grids[1].title, weights ? head.words.times : "");
  drawGrid(view, 0, read, fits ? values : new Float32Array());
  drawGrid(view, 1, read, weights && fits ? weights : new Float32Array());
  tellCell(view, values, weights, one);
}

/** @param {View} view @param {0 | 1} which @param {Read} read @param {Float32Array} values */
function drawGrid(view, which, read, values) {
  const { cells } = view.parts.grids[which];
  setStyle(cells, "grid-template-columns", `repeat(${read.size[1]}, minmax(0, 2.9rem))`);
  const most = values.reduce((found, value) => Math.max(found, Math.abs(value)), 1e-9);
  const shown = childrenOf(cells, values.length, (at) => {
    const cell = make("button", "", cells, { type: "button" });
    for (const name of ["pointerenter", "focus", "click"]) {
      cell.addEventListener(name, () => {
        view.cell = at;
        view.drawPanel();
      });
    }
    return cell;
  });
  shown.forEach((cell, at) => {
    const outside = Boolean(read.outside[at]);
    const share = values[at] / most;
    const colour = which ? signed(share) : `rgb(${[36, 87, 197].map((part) => Math.round(255 - (255 - part) * 0.75
      * Math.max(0, Math.min(1, Math.abs(share))))).join(" ")})`;
    setStyle(cell, "background", outside && !which ? "transparent" : colour);
    setStyle(cell, "color", outside && !which ? "var(--quiet)" : inkOn(colour.replaceAll(" ", ", ")));
    const short = shorter(values[at]).find((text) => text.length <= 5) ?? number(values[at], 2);
    setText(cell, outside && !which ? "·" : short);
    setClass(cell, [at === view.cell && "lit"]);
    cell.setAttribute("aria-label", `${fill(view.head.words.cell, { row: Math.floor(at / read.size[1]) + 1,
      column: (at % read.size[1]) + 1 })}: ${outside && !which ? view.head.words.padding : number(values[at])}`);
  });
}

/** Blue below 0, red above, as maps with signs are. @param {number} share -1 to 1 */
function signed(share) {
  const end = share < 0 ? [67, 147, 195] : [214, 96, 77];
  return `rgb(${end.map((part) => Math.round(247 - (247 - part) * Math.min(1, Math.abs(share)))).join(" ")})`;
}

/**
 * The product that is pointed at, and the sum of the window, as mathematics.
 * @param {View} view @param {Float32Array} values @param {Float32Array | null} weights @param {MapSum} one
 */
function tellCell(view, values, weights, one) {
  const { told } = view.parts;
  const at = Math.min(view.cell, values.length - 1);
  const bracket = (/** @type {number} */ value) => (value < 0 ? `(${number(value, 3)})` : number(value, 3));
  /** @type {Element[]} */
  const parts = [];
  if (weights && at >= 0) {
    parts.push(formula([mathml("mi", ["x"]), "·", mathml("mi", ["w"]), "=", written(bracket(values[at]), "value"), "·",
      written(bracket(weights[at]), "weight"), "=", written(number(values[at] * weights[at], 3))]));
  }
  if (weights) parts.push(formula([mathml("mo", ["∑"]), "x", "·", "w", "=", written(number(one.sum, 4))]));
  const rest = view.answer ? view.answer.reads.reduce((count, { maps }) => count + maps[1] - maps[0], 0) - 1 : 0;
  told.replaceChildren(...parts);
  if (weights && rest > 0) make("div", "quiet", told).textContent = fill(view.head.words.others, { count: rest });
}

/** @param {Tree} tree @returns {Element} */
function grown([tag, inside]) {
  return mathml(tag, typeof inside === "string" ? [inside] : inside.map((branch) => grown(branch)));
}

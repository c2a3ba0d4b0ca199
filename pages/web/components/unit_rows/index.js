// Two rows of units and the lines between them. A line has the colour of its weight, so that weights which are shared
// are one colour everywhere; pointing at a line lights its copies, pointing at a unit all that it reads or is read by.

import { component } from "../../kit/component.js";
import { around, childrenOf, make, makeSvg, setAll, setText } from "../../kit/elements.js";
import { fill } from "../../kit/format.js";

/**
 * What pages/pixels/connections.py sends.
 * @typedef {object} Data
 * @property {number} inputs units of the lower row
 * @property {number} outputs units of the upper row
 * @property {[number, number, number][]} lines from, to, weight; all counted from 0
 * @property {string[]} colours of the weights
 * @property {Record<"name" | "hint" | "line" | "once" | "output" | "input", string>} words
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & { data: Data, lit: Lit }} View */
/** @typedef {{ row: "line" | "output" | "input", place: number } | null} Lit `place`: of a weight, or of a unit */

const [WIDE, TALL, EDGE, RADIUS] = [880, 330, 40, 16];
const STEP = /** @type {Record<string, number>} */ ({ ArrowLeft: -1, ArrowRight: 1 });

/** For the tests, which have no browser around it. */
export const unitRows = { build, listen, receive, redraw: draw };

export default component(unitRows);

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const scroller = make("div", "scroller", card);
  const picture = makeSvg("svg", scroller, { viewBox: `0 0 ${WIDE} ${TALL}`, tabindex: 0, role: "application" });
  const lines = makeSvg("g", picture, { class: "lines" });
  const units = makeSvg("g", picture, { class: "units" });
  const read = make("div", "read", card, { "aria-live": "polite" });
  return { card, picture, lines, units, read };
}

/** @param {View} view */
function listen(view) {
  view.lit = null;
  view.picture.addEventListener("pointermove", (event) => light(view, underPointer(event)));
  view.picture.addEventListener("pointerdown", (event) => light(view, underPointer(event)));
  view.picture.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse") light(view, null); // what a finger chose stays
  });
  view.picture.addEventListener("keydown", (event) => pressed(view, event));
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  view.data = data;
  view.lit = null;
  setAll(view.picture, { "aria-label": data.words.name });
  draw(view);
}

/** @param {number} count @param {number} place */
function across(count, place) {
  return EDGE + ((WIDE - 2 * EDGE) * (place + 0.5)) / count;
}

/** @param {View} view */
function draw(view) {
  const { data, lines, units } = view;
  const [low, high] = [TALL - EDGE, EDGE];
  const shift = (data.inputs - data.outputs) / 2; // outputs stand over the middles of what they read
  const above = (/** @type {number} */ place) => across(data.inputs, place + shift);
  childrenOf(lines, data.lines.length, () => makeSvg("line", lines)).forEach((line, place) => {
    const [source, target, weight] = data.lines[place];
    setAll(line, { x1: across(data.inputs, source), y1: low - RADIUS, x2: above(target), y2: high + RADIUS,
      stroke: data.colours[weight], "data-row": "line", "data-place": weight });
  });
  const rows = [...Array(data.inputs).keys()].map((at) => ({ row: "input", at, x: across(data.inputs, at), y: low }))
    .concat([...Array(data.outputs).keys()].map((at) => ({ row: "output", at, x: above(at), y: high })));
  childrenOf(units, rows.length, () => makeSvg("circle", units)).forEach((unit, place) => {
    const { row, at, x, y } = rows[place];
    setAll(unit, { cx: x, cy: y, r: RADIUS, class: row, "data-row": row, "data-place": at });
  });
  light(view, view.lit);
}

/** @param {Event} event @returns {Lit} */
function underPointer(event) {
  const found = around(event, "[data-row]");
  const row = found?.getAttribute("data-row");
  if (row !== "line" && row !== "output" && row !== "input") return null;
  return { row, place: Number(found?.getAttribute("data-place")) };
}

/** @param {View} view @param {Lit} lit */
function light(view, lit) {
  view.lit = lit;
  const { data, lines, units } = view;
  const place = { line: 2, input: 0, output: 1 };
  const on = data.lines.map((line) => !lit || line[place[lit.row]] === lit.place);
  [...lines.children].forEach((line, at) => setAll(line, { class: lit ? (on[at] ? "lit" : "dim") : "" }));
  const ends = new Set(data.lines.flatMap(([source, target], at) => (on[at] ? [source, data.inputs + target] : [])));
  [...units.children].forEach((unit, at) => {
    const row = at < data.inputs ? "input" : "output";
    setAll(unit, { class: `${row} ${lit && ends.has(at) ? "lit" : ""}` });
  });
  const count = on.filter(Boolean).length;
  const word = lit && (lit.row === "line" && count === 1 ? "once" : lit.row);
  setText(view.read, lit && word ? fill(data.words[word], { number: lit.place + 1, count }) : data.words.hint);
}

/** Left and right go through the weights, Escape lets go. @param {View} view @param {KeyboardEvent} event */
function pressed(view, event) {
  const step = STEP[event.key];
  if (event.key === "Escape") light(view, null);
  if (!step) return;
  event.preventDefault();
  const count = view.data.colours.length;
  const from = view.lit?.row === "line" ? view.lit.place + step : step > 0 ? 0 : count - 1;
  light(view, { row: "line", place: (from + count) % count });
}

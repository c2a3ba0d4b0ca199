// Activation functions over their slopes, with a point that follows the pointer, its tangent, and what a gradient is
// multiplied by there. Python sends all values, at inputs in even steps; the point goes from one to the next.

import { announce, awaits, component } from "../../kit/component.js";
import { childrenOf, make, makeSvg, setAll, setStyle, setText } from "../../kit/elements.js";
import { fill, number } from "../../kit/format.js";
import { axisLines, clamped, pathOf, scaleOf } from "./plot.js";

/**
 * @typedef {object} Line
 * @property {string} title
 * @property {string} colour
 * @property {number[]} values one per input
 * @property {number[]} slopes
 * @property {[number, number]} steepest input with the largest slope, and that slope
 */
/**
 * What pages/layers/activations.py sends.
 * @typedef {object} Data
 * @property {number[]} x the inputs, in even steps
 * @property {Line[]} lines the first has the point
 * @property {number} at place of the point among the inputs
 * @property {number} layers how many in a row the last column is about
 * @property {Record<"name" | "value" | "slope" | "steepest" | "function" | "row" | "many" | "hint" | "told",
 *   string>} words
 */
/**
 * @typedef {object} State
 * @property {Data} data
 * @property {number} at
 * @property {import("./plot.js").Frame[]} frames of values and of slopes
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

const SEND_MS = 350;
const [LEFT, RIGHT, UNDER] = [38, 10, 22];
const HEIGHTS = [250, 140];
const RANGES = [[-1.5, 3.5], [-0.25, 1.35]];
const TICKS = [[-1, 0, 1, 2, 3], [0, 0.25, 0.5, 1]];
const [NARROW, PAGE] = [420, 20];
const TANGENT = 1.6; // half its length, in inputs
const KEYS = /** @type {Record<string, number>} */ ({ ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1,
  PageDown: -PAGE, PageUp: PAGE, Home: -Infinity, End: Infinity });

/** For the tests, which have no browser around it. */
export const activationCurve = { build, listen, receive, redraw };

export default component(activationCurve);

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const picture = makeSvg("svg", card, { tabindex: 0, role: "slider" });
  const plots = HEIGHTS.map(() => {
    const group = makeSvg("g", picture, { class: "plot" });
    const axes = makeSvg("g", group, { class: "axes" });
    const area = makeSvg("svg", group); // cuts off what leaves the frame
    return { axes, lines: makeSvg("g", area),
      tangent: makeSvg("line", area, { class: "tangent" }), top: makeSvg("circle", area, { class: "top", r: 5 }),
      told: makeSvg("text", group, { class: "told" }), title: makeSvg("text", group, { class: "title" }),
      guide: makeSvg("line", area, { class: "guide" }), area,
      point: makeSvg("circle", area, { class: "point", r: 8 }) };
  });
  const table = make("table", "", make("div", "scroller", card));
  const head = make("tr", "", make("thead", "", table));
  return { card, picture, plots, head, body: make("tbody", "", table), hint: make("div", "hint", card) };
}

/** @param {View} view */
function listen(view) {
  const { picture } = view;
  let held = false;
  picture.addEventListener("pointerdown", (event) => {
    held = true;
    picture.setPointerCapture(event.pointerId);
    follow(view, event);
  });
  picture.addEventListener("pointermove", (event) => held && follow(view, event));
  for (const end of ["pointerup", "pointercancel"]) picture.addEventListener(end, () => { held = false; });
  picture.addEventListener("keydown", (event) => {
    const step = KEYS[event.key];
    if (!step) return;
    event.preventDefault();
    move(view, view.at + step);
  });
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  view.data = data;
  if (!awaits(view, data.at)) view.at = data.at;
  view.selected = view.at;
  const { words, x } = data;
  setAll(view.picture, { "aria-label": words.name, "aria-valuemin": x[0], "aria-valuemax": x[x.length - 1] });
  setText(view.hint, words.hint);
  const heads = [words.function, words.value, words.slope, words.many, words.steepest];
  childrenOf(view.head, heads.length, () => make("th", "", view.head, { scope: "col" }))
    .forEach((cell, place) => setText(cell, heads[place]));
  redraw(view);
}

/** @param {View} view */
function redraw(view) {
  const { data, picture, plots } = view;
  const wide = Math.max(view.card.clientWidth - 34, 200);
  const tall = HEIGHTS.reduce((sum, height) => sum + height + UNDER, 0);
  setAll(picture, { viewBox: `0 0 ${wide} ${tall}`, width: wide, height: tall });
  let top = 0;
  view.frames = HEIGHTS.map((height, place) => {
    const frame = { left: LEFT, right: wide - RIGHT, top: top + 4, bottom: top + height,
      x: [data.x[0], data.x[data.x.length - 1]], y: RANGES[place] };
    top += height + UNDER;
    return frame;
  });
  plots.forEach((plot, place) => {
    const frame = view.frames[place];
    axisLines(plot.axes, frame, TICKS[place], wide < NARROW ? 2 : 1);
    const [width, height] = [frame.right - frame.left, frame.bottom - frame.top];
    setAll(plot.area, { x: frame.left, y: frame.top, width, height,
      viewBox: `${frame.left} ${frame.top} ${width} ${height}` });
    setAll(plot.title, { x: frame.left + 8, y: frame.top + 14 });
    setText(plot.title, place ? data.words.slope : data.words.value);
    const paths = childrenOf(plot.lines, data.lines.length, () => makeSvg("path", plot.lines));
    data.lines.forEach((line, at) => setAll(paths[data.lines.length - 1 - at], {
      d: pathOf(frame, data.x, place ? line.slopes : line.values), stroke: line.colour,
      class: at ? "other" : "chosen" }));
  });
  steepest(view);
  draw(view);
}

/** Mark where the slope is largest. @param {View} view */
function steepest({ data, plots, frames }) {
  const [{ x, y }, [at, slope]] = [scaleOf(frames[1]), data.lines[0].steepest];
  setAll(plots[0].top, { visibility: "hidden" });
  setAll(plots[1].top, { cx: x(at), cy: y(slope), stroke: data.lines[0].colour });
  const above = y(slope) - 10;
  setAll(plots[1].told, { x: clamped(x(at), frames[1].left + 70, frames[1].right - 70), y: above });
  setText(plots[1].told, fill(data.words.told, { slope: number(slope, 5) }));
}

/** @param {View} view */
function draw(view) {
  const { data, plots, frames, at } = view;
  const [input, [chosen]] = [data.x[at], data.lines];
  const numbers = [chosen.values[at], chosen.slopes[at]];
  plots.forEach((plot, place) => {
    const { x, y } = scaleOf(frames[place]);
    setAll(plot.guide, { x1: x(input), x2: x(input), y1: frames[place].top, y2: frames[place].bottom });
    setAll(plot.point, { cx: x(input), cy: y(numbers[place]), fill: chosen.colour });
    if (place) setAll(plot.tangent, { visibility: "hidden" });
    else {
      const ends = [-TANGENT, TANGENT].map((step) => [x(input + step), y(numbers[0] + step * numbers[1])]);
      setAll(plot.tangent, { x1: ends[0][0], y1: ends[0][1], x2: ends[1][0], y2: ends[1][1] });
    }
  });
  rows(view);
  setAll(view.picture, { "aria-valuenow": input, "aria-valuetext": fill(data.words.row, { name: chosen.title,
    input: number(input), value: number(numbers[0]), slope: number(numbers[1]) }) });
}

/** @param {View} view */
function rows({ data, body, at }) {
  childrenOf(body, data.lines.length, () => {
    const row = make("tr", "", body);
    make("th", "", row, { scope: "row" });
    for (let cell = 0; cell < 4; cell++) make("td", "", row);
    return row;
  }).forEach((row, place) => {
    const line = data.lines[place];
    const many = line.slopes[at] ** data.layers;
    const texts = [line.title, ...[line.values[at], line.slopes[at], many].map((value) => number(value)),
      number(line.steepest[1], 5)];
    texts.forEach((text, cell) => setText(row.children[cell], text));
    setStyle(/** @type {HTMLElement} */ (row.children[0]), "border-left-color", line.colour);
  });
}

/** @param {View} view @param {PointerEvent} event */
function follow(view, event) {
  const { left, right } = view.frames[0];
  const box = view.picture.getBoundingClientRect();
  const across = ((event.clientX - box.left) / box.width) * Number(view.picture.getAttribute("width"));
  move(view, Math.round(((across - left) / (right - left)) * (view.data.x.length - 1)));
}

/** @param {View} view @param {number} wanted place among the inputs */
function move(view, wanted) {
  const at = clamped(wanted, 0, view.data.x.length - 1);
  if (at === view.at) return;
  view.at = at;
  view.selected = at;
  draw(view);
  announce(view, at, SEND_MS);
}

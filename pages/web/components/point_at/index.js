// A cell of a grid, or a pixel of a picture, is pointed at: with a pointer, a finger that drags, or the arrow keys. The
// same picture then shows where all pointed.

import { cellBeside, cellIn, onPointer, placeIn } from "../../kit/cells.js";
import { announce, component, PAUSE_MS } from "../../kit/component.js";
import { make, setClass, setIcon, setStyle, setText } from "../../kit/elements.js";
import { cellText, fill, number } from "../../kit/format.js";
import { heard, setAlt } from "../../kit/spoken.js";
import { drawGround, drawLens, frameCell, newDrawing } from "./drawing.js";

/**
 * What pages/ui/components/point_at.py sends.
 * @typedef {object} More
 * @property {string} about what the question is: another one lets go what was pointed at and not sent
 * @property {string} chosen row and column from 0 that the server holds, such as "3.4", or ""
 * @property {string} right the cell to be marked as right, or ""
 * @property {boolean} locked whether nothing can be chosen
 * @property {Record<Sentence, string>} words those of an empty `send` tell each choice at once
 */
/**
 * @typedef {"name" | "keys" | "nothing" | "cell" | "value" | "one" | "many" | "isRight" | "send" | "sent" | "up" |
 *   "down" | "left" | "right"} Sentence
 */
/** @typedef {import("./drawing.js").Ground & More} Data */
/** @typedef {{ data: Data, hover: number[] | null }} State */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

/** @type {Record<string, ["up" | "down" | "left" | "right", string]>} keys, what their buttons say and show */
const STEPS = {
  ArrowLeft: ["left", "M15 5l-7 7 7 7"], ArrowUp: ["up", "M5 15l7-7 7 7"], ArrowDown: ["down", "M5 9l7 7 7-7"],
  ArrowRight: ["right", "M9 5l7 7-7 7"],
};
const FEW = 12; // cells along a side, each large enough for a finger

/** For the tests, which have no browser around it. */
export const pointAt = { build, listen, receive };

export default component(pointAt);

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const drawing = newDrawing(card);
  const told = make("div", "told-line", card);
  const foot = make("div", "foot", card);
  const steps = make("div", "steps", foot);
  const buttons = Object.keys(STEPS).map(() => make("button", "step", steps, { type: "button" }));
  return { card, drawing, told, foot, steps, buttons, submit: make("button", "submit", foot, { type: "button" }),
    draft: "" };
}

/** @param {View} view */
function listen(view) {
  const { drawing: { svg }, buttons, submit, told } = view;
  const find = (/** @type {MouseEvent} */ event) => cellIn([view.data.rows, view.data.columns], placeIn(svg, event));
  const element = /** @type {HTMLElement} */ (/** @type {unknown} */ (svg));
  onPointer(element, find, (cell) => point(view, cell), (cell) => choose(view, cell));
  svg.addEventListener("keydown", (event) => pressed(view, event));
  Object.keys(STEPS).forEach((key, at) => buttons[at].addEventListener("click", () => move(view, key)));
  submit.addEventListener("click", () => hand(view));
  heard(element, told);
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  const another = view.data?.about !== data.about;
  const late = !data.words.send && performance.now() > view.waitUntil;
  view.data = data;
  if (another || late || data.locked || data.chosen === view.draft) view.draft = "";
  if (another) view.hover = null;
  setStyle(view.drawing.svg, "max-width", `calc(64vh * ${data.columns / data.rows})`);
  setClass(view.card, ["card", data.locked && "locked"]);
  drawGround(view.drawing, data);
  view.steps.toggleAttribute("hidden", Math.max(data.rows, data.columns) <= FEW);
  view.foot.toggleAttribute("hidden", data.locked);
  Object.values(STEPS).forEach(([name, path], at) => setIcon(view.buttons[at], path, data.words[name]));
  mark(view);
}

/** @param {string} text @returns {number[] | null} */
function cellOf(text) {
  return text ? text.split(".").map(Number) : null;
}

/** The cell that is chosen, sent or not. @param {View} view */
function chosen({ draft, data }) {
  return cellOf(draft || data.chosen);
}

/** @param {View} view */
function mark(view) {
  const { data, drawing, hover, submit, told } = view;
  const own = chosen(view);
  frameCell(drawing.own, data, own);
  frameCell(drawing.right, data, cellOf(data.right));
  frameCell(drawing.hover, data, data.locked ? null : hover);
  drawLens(drawing, data, hover ?? (data.locked ? null : own));
  setClass(told, ["told-line", hover !== null && "hovered"]);
  const at = hover ?? own;
  setText(told, at ? says(data, at) : data.words.nothing);
  submit.hidden = !data.words.send;
  submit.disabled = !view.draft;
  setText(submit, data.chosen && !view.draft ? data.words.sent : data.words.send);
  setAlt(drawing.svg, data.words.name, told.textContent ?? "", data.locked ? "" : data.words.keys);
}

/**
 * What is told of a cell: where it is, its number, how many pointed at it, whether it is right.
 * @param {Data} data @param {number[]} cell
 */
function says({ columns, numbers, heat, right, words }, cell) {
  const at = cell[0] * columns + cell[1];
  const count = heat.find((one) => one.cell === at)?.count ?? 0;
  return [numbers.length ? cellText(words.value, cell, { value: number(numbers[at]) }) : cellText(words.cell, cell, {}),
    heat.length ? fill(count === 1 ? words.one : words.many, { count }) : "",
    right === cell.join(".") ? words.isRight : ""].filter(Boolean).join(" · ");
}

/** @param {View} view @param {number[] | null} cell */
function point(view, cell) {
  if (String(cell) === String(view.hover)) return;
  view.hover = cell;
  mark(view);
}

/** @param {View} view @param {number[]} cell */
function choose(view, cell) {
  if (view.data.locked) return;
  const text = cell.join(".");
  view.draft = text === view.data.chosen ? "" : text;
  if (!view.data.words.send) announce(view, text, PAUSE_MS);
  mark(view);
}

/** Hand in what is chosen. @param {View} view */
function hand(view) {
  if (view.draft) announce(view, view.draft, 0);
}

/** @param {View} view @param {string} key @returns {boolean} whether it leads anywhere */
function move(view, key) {
  const { rows, columns, locked } = view.data;
  const middle = [rows, columns].map((side) => Math.floor((side - 1) / 2));
  const now = chosen(view);
  const to = now ? cellBeside(key, now, [rows, columns]) : STEPS[key] && middle;
  if (!to || locked) return false;
  view.hover = null;
  choose(view, to);
  return true;
}

/** @param {View} view @param {KeyboardEvent} event */
function pressed(view, event) {
  if (event.key === "Enter") hand(view);
  else if (!move(view, event.key)) return;
  event.preventDefault();
}

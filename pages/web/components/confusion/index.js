// One cell per pair of classes, coloured by its share of the row. Counts stand in the cells while they fit.

import { ARROWS, cellBeside, onPointer, pointIn } from "../../kit/cells.js";
import { announce, awaits, component, PAUSE_MS } from "../../kit/component.js";
import { make } from "../../kit/elements.js";
import { fill } from "../../kit/format.js";
import { colourOf, growth, inkOn, penOf, surface } from "../../kit/pixels.js";
import { setAlt } from "../../kit/spoken.js";

/**
 * What pages/ui/components/confusion.py sends.
 * @typedef {object} Data
 * @property {number[]} counts true class by answer, row by row
 * @property {string[]} categories
 * @property {number | null} selected cell
 * @property {string[]} colours from 0 to all
 * @property {Record<"name" | "rows" | "columns" | "hint" | "right" | "wrong" | "scale" | "told" | "keys",
 *   string>} words
 */
/**
 * @typedef {{ count: number, side: number, left: number, top: number, font: string, named: boolean, scale: number
 *   }} Plan lengths in px, before all is drawn `scale` times as large
 */
/** @typedef {CanvasRenderingContext2D} Pen */
/** @typedef {{ data: Data, at: Plan, sums: number[] }} State sums of the rows */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

const LARGEST = 46; // px, side of a cell
const NUMBERED = 22; // px, smallest side that holds a number
const NAMED = 11; // px, smallest side that holds a line of text
const GUTTER = 120; // px, most that names may take

export default component({ build, listen, receive, redraw: layOut });

/** @param {View} view @param {Data} data */
function receive(view, data) {
  view.data = data;
  if (!awaits(view, data.selected)) view.selected = data.selected;
  layOut(view);
}

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const head = make("div", "head", card);
  const title = make("span", "title", head);
  const scale = make("span", "scale", head);
  const scaleText = make("span", "", scale);
  const low = make("span", "", scale);
  const bar = make("span", "bar", scale);
  const high = make("span", "", scale);
  low.textContent = "0 %";
  high.textContent = "100 %";
  const matrix = make("canvas", "matrix", card, { tabindex: 0, role: "application" });
  const read = make("div", "read", card, { "aria-live": "polite" });
  return { card, title, scaleText, bar, matrix, read, hovered: /** @type {number | null} */ (null) };
}

/** @param {View} view */
function listen(view) {
  const { matrix } = view;
  onPointer(matrix, (event) => cellAt(view, event), (cell) => point(view, cell), (cell) => choose(view, cell));
  matrix.addEventListener("keydown", (event) => pressed(view, event));
}

/** @param {View} view */
function layOut(view) {
  const { card, matrix, data } = view;
  const count = data.categories.length;
  const pen = penOf(matrix);
  const font = getComputedStyle(card).fontFamily;
  pen.font = `12px ${font}`;
  const longest = Math.max(...data.categories.map((name) => pen.measureText(name).width));
  const scale = growth();
  const width = Math.max(160, card.clientWidth / scale);
  const fits = (/** @type {number} */ gutter) => Math.min(LARGEST, (width - gutter - 22) / count);
  const named = fits(Math.min(longest, GUTTER) + 8) >= NAMED;
  const gutter = named ? Math.min(longest, GUTTER) + 8 : 0;
  const side = Math.max(1, Math.floor(fits(gutter)));
  view.at = { count, side, left: gutter + 20, top: gutter + 20, font, named, scale };
  surface(matrix, view.at.left + side * count + 2, view.at.top + side * count + 2, scale);
  view.title.textContent = data.words.name;
  view.scaleText.textContent = data.words.scale;
  view.bar.style.background = `linear-gradient(to right, ${data.colours.filter((_, i) => i % 7 === 0).join(", ")})`;
  setAlt(matrix, data.words.name, data.words.told, data.words.keys);
  view.sums = Array.from({ length: count }, (_, row) =>
    data.counts.slice(row * count, (row + 1) * count).reduce((sum, value) => sum + value, 0));
  draw(view);
  say(view);
}

/** @param {View} view */
function draw(view) {
  const { matrix, data, at, card } = view;
  const pen = penOf(matrix);
  pen.clearRect(0, 0, matrix.width, matrix.height);
  data.counts.forEach((value, cell) => drawCell(pen, view, cell, value));
  pen.fillStyle = colourOf(card, "--quiet");
  drawNames(pen, at, data);
  if (view.selected !== null) {
    outline(pen, at, view.selected, colourOf(card, "--selection"), 3);
    outline(pen, at, view.selected, "#ffffff", 1);
  }
  if (view.hovered !== null) outline(pen, at, view.hovered, colourOf(card, "--text"), 1);
}

/** @param {Pen} pen @param {View} view @param {number} cell @param {number} value */
function drawCell(pen, view, cell, value) {
  const { data, at, sums } = view;
  const [row, column] = [Math.floor(cell / at.count), cell % at.count];
  const share = sums[row] ? value / sums[row] : 0;
  const gap = at.side > 6 ? 1 : 0;
  const colour = data.colours[Math.round(share * (data.colours.length - 1))];
  pen.fillStyle = colour;
  pen.fillRect(at.left + column * at.side, at.top + row * at.side, at.side - gap, at.side - gap);
  if (at.side < NUMBERED || !value) return;
  pen.fillStyle = inkOn(colour);
  pen.font = `${value > 999 ? 10 : 12}px ${at.font}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(String(value), at.left + (column + 0.5) * at.side, at.top + (row + 0.5) * at.side);
}

/** @param {Pen} pen @param {Plan} at @param {Data} data */
function drawNames(pen, at, data) {
  pen.font = `12px ${at.font}`;
  pen.textBaseline = "middle";
  pen.textAlign = "center";
  const middle = (at.count * at.side) / 2;
  pen.fillText(`${data.words.columns} →`, at.left + middle, 8);
  turned(pen, 8, at.top + middle, () => pen.fillText(`← ${data.words.rows}`, 0, 0));
  if (!at.named) return;
  data.categories.forEach((name, index) => {
    const place = (index + 0.5) * at.side;
    pen.textAlign = "right";
    pen.fillText(shortened(pen, name), at.left - 6, at.top + place);
    pen.textAlign = "left";
    turned(pen, at.left + place, at.top - 6, () => pen.fillText(shortened(pen, name), 0, 0));
  });
}

/** @param {Pen} pen @param {number} x @param {number} y @param {() => void} paint */
function turned(pen, x, y, paint) {
  pen.save();
  pen.translate(x, y);
  pen.rotate(-Math.PI / 2);
  paint();
  pen.restore();
}

/** @param {Pen} pen @param {string} name */
function shortened(pen, name) {
  let text = name;
  while (text.length > 1 && pen.measureText(text).width > GUTTER) text = `${text.slice(0, -2)}…`;
  return text;
}

/** @param {Pen} pen @param {Plan} at @param {number} cell @param {string} colour @param {number} width */
function outline(pen, at, cell, colour, width) {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.strokeRect(at.left + (cell % at.count) * at.side, at.top + Math.floor(cell / at.count) * at.side,
    at.side - 1, at.side - 1);
}

/** @param {View} view @param {MouseEvent} event */
function cellAt(view, event) {
  const { left, top, side, count, scale } = view.at;
  const [x, y] = pointIn(view.matrix, event).map((at) => at / scale);
  const [row, column] = [Math.floor((y - top) / side), Math.floor((x - left) / side)];
  const inside = row >= 0 && column >= 0 && row < count && column < count;
  return inside ? row * count + column : null;
}

/** @param {View} view @param {number | null} cell */
function point(view, cell) {
  if (cell === view.hovered) return;
  view.hovered = cell;
  draw(view);
  say(view);
}

/** @param {View} view @param {number | null} cell @param {number} [wait] */
function choose(view, cell, wait = 0) {
  if (cell === null) return;
  view.selected = cell;
  draw(view);
  say(view);
  announce(view, cell, wait);
}

/** @param {View} view @param {KeyboardEvent} event */
function pressed(view, event) {
  const { count } = view.at;
  const { selected } = view;
  const from = selected === null ? null : [Math.floor(selected / count), selected % count];
  const to = from ? cellBeside(event.key, from, [count, count]) : event.key in ARROWS && [0, 0];
  if (!to) return;
  event.preventDefault();
  const next = to[0] * count + to[1];
  if (next !== selected) choose(view, next, PAUSE_MS);
}

/** @param {View} view */
function say(view) {
  const cell = view.hovered ?? view.selected;
  const { data, at, sums } = view;
  if (cell === null) {
    view.read.textContent = data.words.hint;
    return;
  }
  const [row, column] = [Math.floor(cell / at.count), cell % at.count];
  view.read.textContent = fill(row === column ? data.words.right : data.words.wrong, { count: data.counts[cell],
    total: sums[row], truth: data.categories[row], answer: data.categories[column] });
}

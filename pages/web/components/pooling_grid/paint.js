// How grid and results look: sizes, numbers, and what the pointer or the step lights up.

import { isFocused, setText } from "../../kit/elements.js";
import { fill, number } from "../../kit/format.js";
import { growth, inkOn } from "../../kit/pixels.js";
import { setAlt } from "../../kit/spoken.js";
import { sum } from "./sums.js";
import { KINDS } from "./view.js";

/** @typedef {import("./view.js").View} View */
/** @typedef {import("./view.js").Board} Board */

const LARGEST_PX = 46;
const SMALLEST_PX = 24;

/** @param {View} view */
export function fit(view) {
  const { lanes, starts, heat } = view.data;
  if (heat) return fitCompact(view);
  const scale = growth();
  const wide = view.areas.clientWidth - 8 * scale;
  if (wide <= 0) return;
  const stacked = wide < 560 * scale;
  const gap = (stacked ? 16 : 30) * scale;
  const [inTall, inWide, outTall, outWide] = [lanes[0].length, lanes[1].length, starts[0].length, starts[1].length];
  const room = 290 * scale;
  const within = (/** @type {number[]} */ ...sizes) =>
    Math.max(SMALLEST_PX, Math.floor(Math.min(LARGEST_PX * scale, ...sizes)));
  const input = stacked
    ? within((wide - 4) / inWide, room / inTall)
    : within((wide - 2 * gap) / (inWide + 2 * Math.max(outWide, 3)), room / inTall);
  const output = stacked ? within(input, (wide - gap - 4) / 2 / outWide, (180 * scale) / outTall)
    : within(input, room / Math.max(outTall, 1));
  view.card.classList.toggle("stacked", stacked);
  view.card.style.setProperty("--room", `${room}px`);
  resize(view.boards.input, input, inTall, inWide);
  KINDS.forEach((kind) => resize(view.boards[kind], output, outTall, outWide));
  paint(view);
}

/** Input at the left, both outputs over each other at the right. @param {View} view */
function fitCompact(view) {
  const { lanes, starts } = view.data;
  const wide = view.areas.clientWidth;
  if (wide <= 0) return;
  const [tall, across, most] = [lanes[0].length, lanes[1].length, Math.max(starts[0].length, starts[1].length)];
  const scale = growth();
  const room = [(wide - 12 * scale) / (across * 1.5 + 1), (wide - 120 * scale) / across];
  const input = Math.max(13, Math.floor(Math.min(24 * scale, ...room)));
  resize(view.boards.input, input, tall, across);
  const output = Math.floor((input * 5.5) / most);
  KINDS.forEach((kind) => resize(view.boards[kind], output, starts[0].length, starts[1].length));
  paint(view);
}

/** @param {Board} board @param {number} cell @param {number} tall @param {number} wide */
function resize(board, cell, tall, wide) {
  board.px = cell;
  board.board.style.setProperty("--cell", `${cell}px`);
  board.board.style.gridTemplate = `repeat(${tall}, ${cell}px) / repeat(${wide}, ${cell}px)`;
}

/** @param {View} view */
export function paint(view) {
  const { data, results, boards } = view;
  const shown = view.hover ?? view.stop;
  const winners = new Set(results.map(({ winner }) => String(winner)));
  const now = results[shown];
  const inside = new Set((view.windows[shown] ?? []).map(String));
  view.values.forEach((row, y) => row.forEach((value, x) => {
    const cell = boards.input.cells[y][x];
    const key = String([y, x]);
    write(cell, value, boards.input.px, data);
    cell.classList.toggle("inside", inside.has(key));
    cell.classList.toggle("winner", winners.has(key));
    cell.classList.toggle("best", now !== undefined && String(now.winner) === key);
    cell.classList.toggle("pointed", view.reach !== null && String(view.reach) === key);
  }));
  const { reach } = view;
  const reached = results.map((_, stop) => reach !== null && view.windows[stop].some((at) => same(at, reach)));
  KINDS.forEach((kind) => boards[kind].cells.flat().forEach((cell, stop) => {
    write(cell, results[stop][kind], boards[kind].px, data);
    cell.classList.toggle("now", stop === shown && view.reach === null);
    cell.classList.toggle("reached", reached[stop]);
    const won = kind === "max" && reach !== null && reached[stop] && same(results[stop].winner, reach);
    cell.classList.toggle("won", won);
  }));
  frame(view, now ? shown : null);
  view.player.show(shown, now ? fill(data.words.at, { at: shown + 1, all: results.length }) : "");
  const rows = (/** @type {HTMLElement[][]} */ cells) =>
    cells.map((row) => row.map((cell) => cell.textContent).join(", ")).join("; ");
  KINDS.forEach((kind) => {
    sum(view, kind, shown);
    setAlt(boards[kind].board, `${boards[kind].title.textContent}: ${rows(boards[kind].cells)}`, data.words.keys);
  });
}

/** @param {number[]} one @param {number[]} other */
function same([row, column], [otherRow, otherColumn]) {
  return row === otherRow && column === otherColumn;
}

/** @param {View} view @param {number | null} stop */
function frame(view, stop) {
  const { data, boards } = view;
  const { frame: box, px } = boards.input;
  box.hidden = stop === null || view.reach !== null;
  if (stop === null) return;
  const [down, across] = data.starts;
  const [top, left] = [down[Math.floor(stop / across.length)] * px, across[stop % across.length] * px];
  Object.assign(box.style, { top: `${top}px`, left: `${left}px`, width: `${data.kernel * px}px`,
    height: `${data.kernel * px}px` });
}

/** @param {HTMLElement} cell @param {number} value @param {number} px @param {import("./view.js").Data} data */
function write(cell, value, px, data) {
  const field = cell instanceof HTMLInputElement;
  const text = number(value, data.heat ? 2 : field ? 6 : 3);
  if (field && isFocused(cell) && cell.dataset.typing) return;
  if (!field) setText(cell, text);
  else if (cell.value !== text) cell.value = text;
  const size = `${Math.max(7, Math.min(15 * growth(), px * 0.42, (px * 1.55) / text.length))}px`;
  if (cell.dataset.size !== size) cell.style.fontSize = cell.dataset.size = size;
  if (!data.heat) return;
  const [low, high] = data.range ?? [0, 1];
  const level = Math.round(((value - low) / (high - low)) * (data.heat.length - 1));
  const colour = data.heat[Math.min(data.heat.length - 1, Math.max(0, level))];
  cell.style.background = colour;
  cell.style.color = inkOn(colour);
}

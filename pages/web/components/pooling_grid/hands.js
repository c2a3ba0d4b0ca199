// What a reader does to the grid: pointing, typing, stepping, playing.

import { ARROWS, strideOf } from "../../kit/cells.js";
import { announce } from "../../kit/component.js";
import { fill, number } from "../../kit/format.js";
import { paint } from "./paint.js";
import { compute, KINDS, note, stops } from "./view.js";

/** @typedef {import("./view.js").View} View */

const EDIT_PAUSE_MS = 500;
const LARGEST_NUMBER = 1e9;

/** @param {View} view */
export function listen(view) {
  const { boards, player } = view;
  const grid = boards.input.board;
  grid.addEventListener("pointerover", (event) => point(view, event.target));
  grid.addEventListener("pointerleave", () => point(view, null));
  grid.addEventListener("focusin", (event) => point(view, event.target));
  grid.addEventListener("focusout", (event) => onField(event, (cell) => leave(view, cell)));
  grid.addEventListener("input", (event) => onField(event, (cell) => edit(view, cell)));
  grid.addEventListener("keydown", (event) => onField(event, (cell) => moved(view, cell, event)));
  for (const { board } of KINDS.map((kind) => boards[kind])) {
    board.addEventListener("pointerover", (event) => hover(view, stopOf(event)));
    board.addEventListener("pointerleave", () => hover(view, null));
    board.addEventListener("click", (event) => {
      const stop = stopOf(event);
      if (stop !== null) player.jump(stop);
    });
    board.addEventListener("keydown", (event) => pressed(view, event));
  }
  player.drive({ steps: () => stops(view), at: () => view.stop, go: (stop) => go(view, stop) }, view.gone);
}

/** @param {Event} event @param {(cell: HTMLInputElement) => void} act on the field that it is about */
function onField(event, act) {
  if (event.target instanceof HTMLInputElement) act(event.target);
}

/** The window that a cell of a result stands for. @param {Event} event */
function stopOf(event) {
  const { stop } = event.target instanceof HTMLElement ? event.target.dataset : {};
  return stop === undefined ? null : Number(stop);
}

/** @param {View} view @param {number | null} stop */
function hover(view, stop) {
  view.hover = stop;
  paint(view);
}

/** @param {View} view @param {EventTarget | null} target */
function point(view, target) {
  const { row, column } = target instanceof HTMLElement ? target.dataset : {};
  view.reach = row === undefined ? null : [Number(row), Number(column)];
  paint(view);
}

/** @param {View} view @param {HTMLInputElement} cell */
function edit(view, cell) {
  const value = parsed(cell.value);
  const [row, column] = [Number(cell.dataset.row), Number(cell.dataset.column)];
  cell.dataset.typing = "yes";
  cell.classList.toggle("unreadable", value === null);
  if (value === null) {
    const { unreadable, empty } = view.data.words;
    const kept = number(view.values[row][column]);
    return note(view, fill(cell.value.trim() ? unreadable : empty,
      { row: row + 1, column: column + 1, text: cell.value.slice(0, 20), kept }));
  }
  note(view, "");
  view.values[row][column] = value;
  compute(view);
  paint(view);
  announce(view, view.values.map((cells) => cells.join("_")).join("~"), EDIT_PAUSE_MS);
}

/** @param {string} text */
function parsed(text) {
  const plain = text.trim().replace("−", "-").replace(",", ".");
  const value = Number(plain);
  const reads = /^[-+]?[\d.]+(e[-+]?\d+)?$/i.test(plain) && Math.abs(value) <= LARGEST_NUMBER;
  return reads ? value : null;
}

/** @param {View} view @param {HTMLInputElement} cell */
function leave(view, cell) {
  if (cell.classList.contains("unreadable")) note(view, "");
  cell.classList.remove("unreadable");
  delete cell.dataset.typing;
  point(view, null);
}

/** @type {typeof ARROWS} */
const WAYS = { ...ARROWS, Enter: [1, 0] };

/**
 * Between cells as in a spreadsheet; left and right move inside a text that is being typed.
 * @param {View} view @param {HTMLInputElement} cell @param {KeyboardEvent} event
 */
function moved(view, cell, event) {
  const [row, column] = [Number(cell.dataset.row), Number(cell.dataset.column)];
  if (event.key === "Escape") {
    cell.value = number(view.data.values[row][column]);
    return edit(view, cell);
  }
  const way = WAYS[event.key];
  if (!way || (cell.dataset.typing && way[1])) return;
  const next = view.boards.input.cells[row + way[0]]?.[column + way[1]];
  event.preventDefault();
  if (!(next instanceof HTMLInputElement)) return;
  cell.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
  next.select();
}

/** @param {View} view @param {KeyboardEvent} event */
function pressed(view, event) {
  const step = strideOf(event.key, view.data.starts[1].length);
  if (step !== undefined) view.player.jump(view.stop + step);
  else if (event.key === " ") view.player.toggle();
  else return;
  event.preventDefault();
}

/** @param {View} view @param {number} stop */
function go(view, stop) {
  view.stop = stop;
  view.hover = null;
  paint(view);
}

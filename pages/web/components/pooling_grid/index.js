// Max and average pooling of a small grid. Where the windows stop comes from explorer/convolution; what they keep is
// worked out here, so that an edit or a step needs no answer from the server.

import { component } from "../../kit/component.js";
import { make } from "../../kit/elements.js";
import { fill } from "../../kit/format.js";
import { listen } from "./hands.js";
import { fit } from "./paint.js";
import { build, compute, KINDS, note, stops } from "./view.js";

/** @typedef {import("./view.js").View} View */
/** @typedef {import("./view.js").Data} Data */

export default component({ build, listen, receive, redraw: fit });

/** @param {View} view @param {Data} data */
function receive(view, data) {
  const fresh = view.version !== data.version;
  view.data = data;
  if (fresh) view.values = data.values.map((row) => [...row]);
  view.version = data.version;
  const shape = JSON.stringify([data.lanes, data.starts, data.kernel, data.heat]);
  if (shape !== view.shape) lay(view);
  view.shape = shape;
  const last = Math.max(0, stops(view) - 1);
  if (view.stop > last) view.stop = 0;
  describe(view);
  compute(view);
  fit(view);
}

/** @param {View} view */
function describe(view) {
  const { words: said, heat, starts, values, wrong } = view.data;
  const { player } = view;
  view.card.classList.toggle("compact", heat !== null);
  view.card.classList.toggle("wrong", Boolean(wrong));
  view.sorry.textContent = wrong ?? "";
  const side = (/** @type {number} */ rows, /** @type {number} */ columns) => `${rows} × ${columns}`;
  view.boards.input.title.textContent = fill(said.input, { side: side(values.length, values[0].length) });
  KINDS.forEach((kind) => {
    const told = wrong ? "–" : side(starts[0].length, starts[1].length);
    view.boards[kind].title.textContent = fill(said[kind], { side: told });
  });
  player.name(said);
  note(view, "");
}

/** The cells of all three boards; they stay until the geometry changes. @param {View} view */
function lay(view) {
  const { lanes, starts, heat, words: said } = view.data;
  const { input } = view.boards;
  for (const { board } of Object.values(view.boards)) board.querySelectorAll(".cell").forEach((cell) => cell.remove());
  input.cells = view.data.values.map(() => []);
  const unread = view.data.unread.map((places) => new Set(places));
  lanes[0].forEach((row, y) => lanes[1].forEach((column, x) => {
    const inside = row >= 0 && column >= 0;
    const cell = make(inside && !heat ? "input" : "div", "cell", input.board);
    cell.style.gridArea = `${y + 1} / ${x + 1}`;
    if (inside) input.cells[row][column] = cell;
    dress(cell, row, column, unread, said);
  }));
  KINDS.forEach((kind) => {
    const board = view.boards[kind];
    board.cells = (starts[0] ?? []).map((_, y) => (starts[1] ?? []).map((__, x) => {
      const cell = make("div", "cell", board.board);
      cell.style.gridArea = `${y + 1} / ${x + 1}`;
      cell.dataset.stop = String(y * starts[1].length + x);
      return cell;
    }));
  });
}

/**
 * @param {HTMLElement} cell @param {number} row @param {number} column @param {Set<number>[]} unread
 * @param {Data["words"]} said
 */
function dress(cell, row, column, unread, said) {
  if (row >= 0 && column >= 0) {
    Object.assign(cell.dataset, { row, column });
    if (unread[0].has(row) || unread[1].has(column)) cell.classList.add("unread");
    if (cell instanceof HTMLInputElement) {
      Object.assign(cell, { type: "text", inputMode: "text", autocomplete: "off", spellcheck: false });
      cell.setAttribute("aria-label", fill(said.cell, { row: row + 1, column: column + 1 }));
      cell.tabIndex = row === 0 && column === 0 ? 0 : -1;
    }
    return;
  }
  const beyond = row === -3 || column === -3;
  cell.classList.add("pad", beyond ? "beyond" : "padding");
  cell.title = beyond ? said.beyond : said.padding;
}

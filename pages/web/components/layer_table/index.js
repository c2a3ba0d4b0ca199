// A table of layers in which every number can be picked. Cells keep their elements from one call to the next, so that
// a changed number changes only its own text and nothing moves.

import { ARROWS } from "../../kit/cells.js";
import { component } from "../../kit/component.js";
import { around, childrenOf, make, setClass, setStyle, setText } from "../../kit/elements.js";
import { setWord } from "../../kit/word.js";

/**
 * @typedef {object} Row
 * @property {string} name of the layer
 * @property {string} kind
 * @property {boolean} known whether it was computed
 * @property {boolean} wrong
 * @property {string[]} cells
 * @property {Record<string, number>} shares of all, 0 to 1, by column
 * @property {Record<string, string>} [told] tooltips, by column
 */
/**
 * What pages/ui/components/layer_table.py sends.
 * @typedef {object} Data
 * @property {{ name: string }} words
 * @property {{ id: string, title: string, help: string }[]} columns
 * @property {Row[]} rows
 * @property {{ label: string, value: string, help: string, than?: string }[]} totals `than`: against another network
 * @property {string} selected layer
 * @property {string} picked column
 */
/**
 * @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & {
 *   data: Data, sent?: boolean, late: number[], timer?: number }} View
 * `late`: rows out of sight that are not written yet
 */

const LATE_MS = 120;

/** For components that draw it as a part of theirs. */
export const layerTable = { build, listen, receive, redraw: fade };

export default component(layerTable);

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const totals = make("dl", "totals", card);
  const frame = make("div", "frame", card);
  const scroller = make("div", "scroller", frame);
  const table = make("table", "", scroller, { role: "grid" });
  const head = make("tr", "", make("thead", "", table));
  const body = make("tbody", "", table);
  return { card, totals, frame, scroller, table, head, body };
}

/** @param {View} view */
function listen(view) {
  const { scroller, body } = view;
  view.late = [];
  scroller.addEventListener("scroll", () => { drawLate(view); fade(view); }, { passive: true });
  body.addEventListener("click", (event) => pick(view, cellAround(event)));
  body.addEventListener("keydown", (event) => pressed(view, event));
}

/** @param {Event} event */
function cellAround(event) {
  return /** @type {HTMLTableCellElement | null} */ (around(event, "td, th"));
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  const late = outOfSight(view, data); // asked before anything is written, or the browser would lay out the page twice
  view.data = data;
  if (view.table.getAttribute("aria-label") !== data.words.name) view.table.setAttribute("aria-label", data.words.name);
  drawTotals(view.totals, data.totals);
  elements(view.head, data.columns.length, () => "th").forEach((cell, index) => {
    setWord(cell, data.columns[index].title, data.columns[index].help);
    cell.scope = "col";
  });
  elements(view.body, data.rows.length, () => "tr").forEach((row, index) => {
    if (!late.has(index)) drawRow(view, row, data.rows[index]);
  });
  view.late = [...late];
  clearTimeout(view.timer);
  if (late.size) view.timer = setTimeout(() => drawLate(view), LATE_MS);
  const fromOutside = view.selected !== data.selected;
  view.selected = data.selected;
  if (fromOutside && !view.sent) reveal(view);
  view.sent = false;
  // Not at once: the browser would lay out the page twice.
  requestAnimationFrame(() => fade(view));
}

/**
 * Where only numbers change, the rows that are scrolled away can wait: a browser lays out and paints them all, and of
 * a deep network's hundreds a reader sees twenty.
 * @param {View} view @param {Data} data @returns {Set<number>}
 */
function outOfSight({ data: before, selected, scroller, body }, data) {
  const same = selected === data.selected && before?.rows.length === data.rows.length &&
    before.rows.every((row, index) => row.name === data.rows[index].name);
  if (!same) return new Set();
  const { scrollTop, clientHeight } = scroller;
  return new Set([...body.rows].flatMap(({ offsetTop, offsetHeight }, index) => (
    offsetTop > scrollTop + clientHeight || offsetTop + offsetHeight < scrollTop ? [index] : [])));
}

/** @param {View} view */
function drawLate(view) {
  for (const index of view.late.splice(0)) drawRow(view, view.body.rows[index], view.data.rows[index]);
}

/** An edge behind which the table goes on is faded. @param {View} view */
function fade({ frame, scroller }) {
  const { scrollTop, scrollLeft, clientHeight, clientWidth, scrollHeight, scrollWidth } = scroller;
  frame.classList.toggle("below", scrollTop + clientHeight < scrollHeight - 2);
  frame.classList.toggle("wide", scrollWidth > clientWidth + 2);
  frame.classList.toggle("beyond", scrollLeft + clientWidth < scrollWidth - 2);
}

/** @param {HTMLElement} list @param {Data["totals"]} totals */
function drawTotals(list, totals) {
  elements(list, totals.length, () => "div").forEach((pair, index) => {
    const { label, value, help, than } = totals[index];
    const [name, told, other] = elements(pair, than ? 3 : 2, (place) => (place ? "dd" : "dt"));
    setWord(name, label, help);
    setText(told, value);
    if (than) setText(other, than);
  });
}

/** @param {View} view @param {HTMLTableRowElement} element @param {Row} row */
function drawRow(view, element, row) {
  const { columns, picked, selected } = view.data;
  const named = row.name === selected;
  const open = named ? columns.findIndex((column, index) => column.id === picked && canOpen(row, index)) : null;
  const marks = [named && "selected", row.wrong && "wrong", !row.known && "unknown"];
  setClass(element, [row.kind, ...marks]);
  elements(element, columns.length, (index) => (index ? "td" : "th")).forEach((cell, index) => {
    const column = columns[index];
    setText(cell, row.cells[index]);
    const on = open === index;
    const share = row.shares[column.id] ?? 0;
    // As finely as can be seen: when one layer changes, all shares do, and few of the others' bars.
    setStyle(cell, "--share", `${Math.round(200 * share) / 2}%`);
    setClass(cell, [column.id === "name" && "dot", share > 0 && "bar", on && "picked"]);
    const place = on || (open === -1 && index === 0) ? 0 : -1;
    if (cell.tabIndex !== place || !cell.hasAttribute("tabindex")) cell.tabIndex = place;
    if (cell.dataset.place !== String(index)) cell.dataset.place = String(index);
    if (cell.getAttribute("aria-selected") !== String(on)) cell.setAttribute("aria-selected", String(on));
    const told = row.told?.[column.id] ?? (index ? "" : row.cells[0]);
    if (cell.title !== told) cell.title = told;
  });
  if (element.cells[0].scope !== "row") element.cells[0].scope = "row";
}

/**
 * Behind an empty cell, or a layer that could not be computed, there is no working to open.
 * @param {Row} row @param {number} index
 */
function canOpen(row, index) {
  return row.known && row.cells[index] !== "";
}

/** @param {View} view @param {HTMLTableCellElement | null} cell */
function pick(view, cell) {
  const line = cell?.closest("tr");
  if (!cell || !line) return;
  const row = view.data.rows[line.sectionRowIndex];
  const column = view.data.columns[Number(cell.dataset.place)];
  view.sent = true;
  view.body.querySelector(".picked")?.classList.remove("picked");
  if (column.id !== "name" && canOpen(row, Number(cell.dataset.place))) cell.classList.add("picked");
  for (const other of view.body.children) other.classList.toggle("selected", other === line);
  view.send(`${row.name}|${column.id}`);
}

/** @param {View} view @param {KeyboardEvent} event */
function pressed(view, event) {
  const cell = cellAround(event);
  const step = ARROWS[event.key];
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    pick(view, cell);
  } else if (step && cell) {
    event.preventDefault();
    const at = cell.closest("tr")?.sectionRowIndex ?? 0;
    const next = view.body.rows[at + step[0]]?.cells[Number(cell.dataset.place) + step[1]];
    if (!next) return;
    cell.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
}

/** @param {View} view */
function reveal(view) {
  const row = view.body.querySelector(".selected");
  if (!(row instanceof HTMLElement)) return;
  const top = row.offsetTop - view.head.offsetHeight;
  const { scrollTop, clientHeight } = view.scroller;
  if (top < scrollTop || row.offsetTop + row.offsetHeight > scrollTop + clientHeight) {
    view.scroller.scrollTop = Math.max(0, top - clientHeight / 3);
  }
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {HTMLElement} parent @param {number} count @param {(index: number) => Tag} tagAt
 */
function elements(parent, count, tagAt) {
  return childrenOf(parent, count, (index) => make(tagAt(index), "", parent));
}

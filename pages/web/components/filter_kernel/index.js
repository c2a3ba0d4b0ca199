// The kernel as a grid of fields: change one, or paste a whole grid; the server reads the text and says what is wrong.

import { announce, component } from "../../kit/component.js";
import { isFocused, make } from "../../kit/elements.js";
import { cellText } from "../../kit/format.js";

/**
 * What pages/classic_filters/kernel.py sends.
 * @typedef {object} Data
 * @property {string[][]} cells as they are shown
 * @property {string[][]} full with all digits
 * @property {number[][]} shades -1 to 1
 * @property {boolean} fixed
 * @property {number} version another one takes back what is being typed
 * @property {Record<"name" | "cell", string>} words
 */
/**
 * @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & { data: Data, version: number }} View
 */

const COMMIT_MS = 350;
/** @type {Record<string, number>} rows that a key leads down */
const STEPS = { ArrowUp: -1, ArrowDown: 1, Enter: 1 };

export default component({ build, listen, receive });

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const table = make("div", "table", card, { role: "group" });
  return { card, table, fields: /** @type {HTMLInputElement[][]} */ ([]), shape: "" };
}

/** @param {View} view */
function listen(view) {
  const { table } = view;
  table.addEventListener("input", (event) => {
    if (event.target instanceof HTMLInputElement) event.target.classList.add("touched");
    commit(view, COMMIT_MS);
  });
  table.addEventListener("keydown", (event) => pressed(view, event));
  table.addEventListener("paste", (event) => pasted(view, event));
  table.addEventListener("focusin", (event) => event.target instanceof HTMLInputElement && event.target.select());
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  view.data = data;
  const [rows, columns] = [data.cells.length, data.cells[0].length];
  if (view.shape !== `${rows}x${columns}`) lay(view, rows, columns);
  view.table.setAttribute("aria-label", data.words.name);
  view.table.classList.toggle("small", columns > 7);
  view.fields.forEach((row, y) => row.forEach((field, x) => show(view, field, y, x)));
  view.version = data.version;
}

/** @param {View} view @param {number} rows @param {number} columns */
function lay(view, rows, columns) {
  view.shape = `${rows}x${columns}`;
  view.table.style.gridTemplateColumns = `repeat(${columns}, ${columns > 7 ? "minmax(24px, 1fr)" : "minmax(0, 62px)"})`;
  view.table.replaceChildren();
  view.fields = Array.from({ length: rows }, () => Array.from({ length: columns }, () =>
    make("input", "", view.table, { inputmode: "text", autocomplete: "off" })));
}

/** What the reader is typing stays until the server has read it. @param {View} view @param {HTMLInputElement} field */
function show(view, field, y = 0, x = 0) {
  const [text, shade] = [view.data.cells[y][x], view.data.shades[y][x]];
  const typing = isFocused(field) && field.classList.contains("touched");
  if (!typing || view.version !== view.data.version) {
    field.value = text;
    field.classList.remove("touched");
  }
  const side = shade < 0 ? "--cool" : "--warm";
  const depth = Math.round(42 * Math.abs(shade));
  field.style.background = shade ? `color-mix(in srgb, var(${side}) ${depth}%, transparent)` : "";
  field.readOnly = view.data.fixed;
  field.setAttribute("aria-label", cellText(view.data.words.cell, [y, x], {}));
}

/**
 * Fields show few digits; those that were not touched go back with all of theirs.
 * @param {View} view @param {number} wait
 */
function commit(view, wait) {
  /** @type {(field: HTMLInputElement, y: number, x: number) => string} */
  const told = (field, y, x) =>
    (field.classList.contains("touched") ? field.value.trim() || "0" : view.data.full[y][x]);
  const text = view.fields.map((row, y) => row.map((field, x) => told(field, y, x)).join("\t")).join("\n");
  announce(view, text, wait);
}

/** @param {View} view @param {ClipboardEvent} event */
function pasted(view, event) {
  const text = event.clipboardData?.getData("text") ?? "";
  if (!/[\t\n;]|\d[ ,]+[-\d]/.test(text.trim()) || view.data.fixed) return;
  event.preventDefault();
  announce(view, text, 0);
}

/** @param {View} view @param {KeyboardEvent} event */
function pressed(view, event) {
  const { target, key } = event;
  const at = view.fields.findIndex((row) => row.some((field) => field === target));
  if (at < 0 || !(key in STEPS)) return;
  const column = view.fields[at].findIndex((field) => field === target);
  if (key === "Enter") commit(view, 0);
  view.fields[at + STEPS[key]]?.[column]?.focus();
  event.preventDefault();
}

// What is done to the digit before the network reads it, and back to nothing.

import { childrenOf, make, setAll, setText } from "../../kit/elements.js";
import { number } from "../../kit/format.js";

/** @typedef {import("./index.js").View} View */
/** @typedef {import("./index.js").Changes} Changes */
/** @typedef {import("./index.js").Data["sliders"][number]} Slider */

/** @param {HTMLElement} parent */
export function buildSliders(parent) {
  const group = make("div", "changes", parent, { role: "group" });
  const rows = make("div", "rows", group);
  const foot = make("div", "foot", group);
  const label = make("label", "invert", foot);
  const invert = make("input", "", label, { type: "checkbox" });
  const invertWord = make("span", "", label);
  const reset = make("button", "reset", foot, { type: "button" });
  return { group, rows, invert, invertWord, reset };
}

/** @param {View} view @param {(view: View, some: Partial<Changes>) => void} change */
export function listenSliders(view, change) {
  const { rows, invert, reset } = view.sliders;
  rows.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLInputElement) change(view, { [String(target.dataset.name)]: Number(target.value) });
  });
  invert.addEventListener("change", () => change(view, { invert: Number(invert.checked) }));
  reset.addEventListener("click", () => change(view, { right: 0, down: 0, turn: 0, thicken: 0, noise: 0, invert: 0 }));
}

/** @param {View} view */
export function drawSliders({ sliders, data, changes }) {
  const { words } = data;
  setAll(sliders.group, { "aria-label": words.changes });
  const rows = childrenOf(sliders.rows, data.sliders.length, () => addRow(sliders.rows));
  data.sliders.forEach((slider, place) => drawRow(rows[place], slider, changes[slider.id]));
  sliders.invert.checked = Boolean(changes.invert);
  setText(sliders.invertWord, words.invert);
  setText(sliders.reset, words.reset);
  sliders.reset.disabled = Object.values(changes).every((value) => !value);
}

/** @param {HTMLElement} parent */
function addRow(parent) {
  const row = make("label", "row", parent);
  make("span", "name", row);
  make("input", "", row, { type: "range", step: 1 });
  make("output", "", row);
  return row;
}

/** @param {HTMLElement} row @param {Slider} slider @param {number} value */
function drawRow(row, { id, title, least, most, unit, per }, value) {
  const [label, input, output] = /** @type {[HTMLElement, HTMLInputElement, HTMLElement]} */ ([...row.children]);
  setText(label, title);
  if (input.dataset.name !== id) {
    input.dataset.name = id;
    setAll(input, { min: least, max: most });
  }
  const told = `${number(value / per)} ${unit}`.trim();
  if (input.value !== String(value)) input.value = String(value);
  setAll(input, { "aria-valuetext": told });
  setText(output, told);
}

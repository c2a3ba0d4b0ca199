// Buttons of the pad: back, empty it, and a sample of each digit.

import { make, setAll, setIcon, setText } from "../../kit/elements.js";
import { fill } from "../../kit/format.js";

/** @typedef {import("./index.js").View} View */
/**
 * @typedef {object} Acts
 * @property {(view: View) => void} undo
 * @property {(view: View) => void} clear
 * @property {(view: View, digit: number) => void} sample
 */

const ICONS = {
  undo: "M12.5 8c-2.6 0-5 1-6.9 2.6L2 7v9h9l-3.6-3.6a8 8 0 0 1 12.7 3.1l2.3-.8A10.5 10.5 0 0 0 12.5 8z",
  clear: "M7 21a2 2 0 0 1-2-2V6H4V4h5V3h6v1h5v2h-1v13a2 2 0 0 1-2 2zM9 8v10h2V8zm4 0v10h2V8z",
};

/** @param {HTMLElement} parent */
export function buildTools(parent) {
  const bar = make("div", "tools", parent, { role: "toolbar" });
  const [undo, clear] = ["undo", "clear"].map((name) => make("button", name, bar, { type: "button" }));
  const title = make("span", "title", bar);
  const group = make("span", "samples", bar, { role: "group" });
  const samples = Array.from({ length: 10 }, () => make("button", "sample", group, { type: "button" }));
  samples.forEach((button, digit) => setText(button, String(digit)));
  return { bar, undo, clear, title, group, samples };
}

/** @param {View} view @param {Acts} acts */
export function listenTools(view, acts) {
  const { undo, clear, samples } = view.tools;
  undo.addEventListener("click", () => acts.undo(view));
  clear.addEventListener("click", () => acts.clear(view));
  samples.forEach((button, digit) => button.addEventListener("click", () => acts.sample(view, digit)));
}

/** @param {View} view */
export function drawTools({ tools, data, before, drawing, stroke }) {
  const { words } = data;
  setAll(tools.bar, { "aria-label": words.label });
  setIcon(tools.undo, ICONS.undo, words.undo);
  setIcon(tools.clear, ICONS.clear, words.clear);
  setText(tools.title, words.samples);
  setAll(tools.group, { "aria-label": words.samples });
  tools.samples.forEach((button, digit) => {
    const label = fill(words.sample, { digit });
    setAll(button, { "aria-label": label, title: label });
  });
  tools.undo.disabled = !before.length;
  tools.clear.disabled = !drawing.strokes.length && !stroke;
}

// Buttons over a scene: one per shape to add, and what can be done with the thing in hand.

import { make, setIcon, setAll } from "../../kit/elements.js";
import { fill } from "../../kit/format.js";
import { KINDS, MOST_THINGS } from "../../math/scene.js";

/** @typedef {import("./index.js").View} View */
/** @typedef {import("../../math/scene.js").Kind} Kind */
/**
 * @typedef {object} Acts
 * @property {(view: View, kind: Kind) => void} add
 * @property {(view: View) => void} remove
 * @property {(view: View) => void} undo
 * @property {(view: View) => void} look
 * @property {(view: View) => void} front
 * @property {(view: View) => void} recolour
 */

const SHAPES = {
  circle: "M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16z",
  square: "M5 5h14v14H5z",
  triangle: "M12 3l9 16H3z",
  star: "M12 2l2.6 6.9 7.4.4-5.8 4.6 2 7.1L12 17l-6.2 4 2-7.1L2 9.3l7.4-.4z",
  ring: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zm0 4a5 5 0 1 1 0 10a5 5 0 1 1 0-10z",
  cross: "M9 3h6v6h6v6h-6v6H9v-6H3V9h6z",
};
const ICONS = {
  remove: "M7 21a2 2 0 0 1-2-2V6H4V4h5V3h6v1h5v2h-1v13a2 2 0 0 1-2 2zM9 8v10h2V8zm4 0v10h2V8z",
  undo: "M12.5 8c-2.6 0-5 1-6.9 2.6L2 7v9h9l-3.6-3.6a8 8 0 0 1 12.7 3.1l2.3-.8A10.5 10.5 0 0 0 12.5 8z",
  front: "M3 3h12v4h6v14H9v-4H3zm2 2v10h4V7h4V5z",
  colour: "M12 3a9 9 0 0 0 0 18c1 0 1.6-.8 1.3-1.8-.4-1.2.4-2.2 1.6-2.2H17a4 4 0 0 0 4-4c0-5.5-4-10-9-10zM6.5 13"
    + "a1.5 1.5 0 1 1 0-3 1.5 1.5 0 0 1 0 3zm3-4a1.5 1.5 0 1 1 0-3 1.5 1.5 0 0 1 0 3z"
    + "m5 0a1.5 1.5 0 1 1 0-3 1.5 1.5 0 0 1 0 3z",
  small: "M3 3h7v7H3zm11 0h7v7h-7zM3 14h7v7H3zm11 0h7v7h-7z",
};

/** @param {HTMLElement} card */
export function buildTools(card) {
  const bar = make("div", "tools", card, { role: "toolbar" });
  const button = (/** @type {string} */ name) => make("button", name, bar, { type: "button" });
  const shapes = KINDS.map((kind) => button(`shape ${kind}`));
  const [remove, front, colour, undo, small] = ["remove", "front", "colour", "undo", "small"].map(button);
  return { bar, shapes, remove, front, colour, undo, small };
}

/** @param {View} view @param {Acts} acts */
export function listenTools(view, acts) {
  const { tools } = view;
  tools.shapes.forEach((button, place) => button.addEventListener("click", () => acts.add(view, KINDS[place])));
  tools.remove.addEventListener("click", () => acts.remove(view));
  tools.front.addEventListener("click", () => acts.front(view));
  tools.colour.addEventListener("click", () => acts.recolour(view));
  tools.undo.addEventListener("click", () => acts.undo(view));
  tools.small.addEventListener("click", () => acts.look(view));
}

/** @param {View} view */
export function drawTools({ tools, data, scene, chosen, small }) {
  const { words, kinds } = data;
  const now = [scene.things.length, chosen, small, data.undo, words.label].join();
  if (tools.bar.dataset.drawn === now) return; // a picture a frame, and its buttons as they were
  tools.bar.dataset.drawn = now;
  const isFull = scene.things.length >= MOST_THINGS;
  tools.bar.setAttribute("aria-label", words.label);
  tools.shapes.forEach((button, place) => {
    setIcon(button, SHAPES[KINDS[place]], isFull ? words.full : fill(words.add, { kind: kinds[KINDS[place]] }));
    button.disabled = isFull;
  });
  for (const name of /** @type {const} */ (["remove", "front", "colour", "undo", "small"])) {
    setIcon(tools[name], ICONS[name], words[name]);
  }
  for (const name of /** @type {const} */ (["remove", "front", "colour"])) tools[name].disabled = !scene.things[chosen];
  tools.undo.disabled = !data.undo;
  setAll(tools.small, { "aria-pressed": small });
}

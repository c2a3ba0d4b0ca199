// Pictures and kernels of a run: what goes in, the weights on their way, what they give, and how far off that is.

import { childrenOf, make, setAll, setClass, setStyle, setText } from "../../kit/elements.js";
import { cellText, number, shorter } from "../../kit/format.js";
import { fitted, layMap, mapDrawn } from "../../kit/photo_and_map.js";
import { inkOn, opaque, painted } from "../../kit/pixels.js";

/** @typedef {import("./model.js").Task} Task */
/** @typedef {Task & { diverging: Uint8Array, hatched: boolean }} Look */

const [MIDDLE, REACH] = [127, 127];
const NARROW = 44; // px of a cell in which two decimals have no room

/** The picture in greys, its least value black. @param {HTMLCanvasElement} canvas @param {Task} task */
export function drawPicture(canvas, { sides: [height, width], picture }) {
  const [low, high] = picture.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity]);
  const grey = painted(height, width, (pixels) => picture.forEach((value, cell) => {
    const level = Math.round((255 * (value - low)) / (high - low || 1));
    pixels[cell] = opaque(level, level, level);
  }));
  const pen = fitted(canvas, [height, width]);
  pen.drawImage(grey, 0, 0, canvas.width, canvas.height);
}

/**
 * Values with their signs, 0 in the middle of the colours.
 * @param {HTMLCanvasElement} canvas @param {Look} look @param {ArrayLike<number>} values
 * @param {[number, number]} shape @param {number} high at the end of the colours
 */
export function drawSigned(canvas, { diverging: colours, hatched }, values, shape, high) {
  const map = /** @type {any} */ ({ map: shape, values, colours, high, signed: true, hatched });
  const pen = fitted(canvas, shape);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  layMap(pen, mapDrawn(map));
}

/** The largest size of values, or 1 where all are 0. @param {ArrayLike<number>} values */
export function sizeOf(values) {
  return Array.from(values, Math.abs).reduce((most, value) => Math.max(most, value), 0) || 1;
}

/** The colour of a value, as `#rrggbb`. @param {Uint8Array} colours @param {number} value @param {number} high */
export function colourFor(colours, value, high) {
  const level = Math.min(254, Math.max(0, Math.round(MIDDLE + (REACH * value) / high) || 0));
  return `#${[0, 1, 2].map((part) => colours[3 * level + part].toString(16).padStart(2, "0")).join("")}`;
}

/**
 * The weights on their way, each a button that chooses it.
 * @param {HTMLElement} grid @param {Look} look @param {Float32Array} weights
 * @param {{ pair: [number, number], high: number, words: Record<"cell", string>,
 *   choose: (weight: number) => void }} how
 */
export function drawWeights(grid, look, weights, { pair, high, words, choose }) {
  const columns = look.shape[1];
  const decimals = grid.clientWidth < NARROW * columns ? 1 : 2;
  setStyle(grid, "grid-template-columns", `repeat(${columns}, minmax(0, 1fr))`);
  childrenOf(grid, weights.length, (place) => {
    const button = make("button", "", grid, { type: "button" });
    button.addEventListener("click", () => choose(place));
    return button;
  }).forEach((button, place) => {
    const colour = colourFor(look.diverging, weights[place], high);
    setStyle(button, "background", colour);
    setStyle(button, "color", inkOn(colour));
    const [across, up] = [place === pair[0], place === pair[1]];
    setClass(button, ["weight", across && "across", up && !across && "up"]);
    setText(button, shorter(Number(weights[place].toFixed(decimals))).find((text) => text.length < 7) ?? "");
    setAll(button, { "aria-pressed": across, title: cellText(words.cell, [Math.floor(place / columns), place % columns],
      { value: number(weights[place]), target: number(look.target[place]) }) });
    button.setAttribute("aria-label", button.title);
  });
}

/**
 * The weights that are wanted; where they may be changed, as fields.
 * @param {HTMLElement} grid @param {Look} look @param {boolean} fixed
 * @param {{ high: number, words: Record<"own", string>, change: (weight: number, value: number) => void }} how
 */
export function drawTarget(grid, look, fixed, { high, words, change }) {
  const columns = look.shape[1];
  setStyle(grid, "grid-template-columns", `repeat(${columns}, minmax(0, 1fr))`);
  childrenOf(grid, look.target.length, (place) => {
    const field = make("input", "weight", grid, { type: "text", inputmode: "decimal", autocomplete: "off" });
    field.addEventListener("focus", () => field.select());
    field.addEventListener("change", () => {
      const value = Number(field.value.trim().replace(",", ".").replace("−", "-") || Number.NaN);
      field.toggleAttribute("aria-invalid", !Number.isFinite(value));
      if (Number.isFinite(value)) change(place, value);
    });
    return field;
  }).forEach((field, place) => {
    const value = look.target[place];
    const colour = colourFor(look.diverging, value, high);
    setStyle(field, "background", colour);
    setStyle(field, "color", inkOn(colour));
    field.readOnly = fixed;
    if (field.dataset.value !== String(value)) field.value = number(value, 3);
    field.dataset.value = String(value);
    setAll(field, { "aria-label": cellText(words.own, [Math.floor(place / columns), place % columns], {}) });
  });
}

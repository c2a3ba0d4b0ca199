// An image that is moved by whole pixels, and three maps of it, which follow every pixel of a drag.

import { ARROWS } from "../../kit/cells.js";
import { announce, awaits, component } from "../../kit/component.js";
import { make, setAll } from "../../kit/elements.js";
import { fill, number, percent } from "../../kit/format.js";
import { bytesOf, colourOf, opaque, painted, penOf, rgbOf } from "../../kit/pixels.js";
import { setAlt } from "../../kit/spoken.js";
import { mapsOf, pixelAt, sideAfter } from "../../math/pooling.js";

/** @typedef {"max" | "average" | "convolution"} Kind */
/**
 * What pages/pooling/shift.py sends.
 * @typedef {object} Data
 * @property {string} source the image's pixels, one byte each, base64
 * @property {number} side of the image, its margins included, px
 * @property {number} margin farthest that it can be moved, px
 * @property {number} kernel
 * @property {number} stride
 * @property {number[][]} weights of the convolution
 * @property {string} shift "down_right", px
 * @property {boolean} follow whether cells are compared with where they moved to
 * @property {Record<Kind | "name" | "hint" | "kept" | "count" | "shift" | "left" | "right" | "up" | "down" | "home"
 *   | "whole" | "between" | "none" | "misfit", string>} words
 */
/**
 * @typedef {object} State
 * @property {Data} data
 * @property {import("../../math/pooling.js").Shifted} moving
 * @property {number} side of the image without its margins
 * @property {number} out side of the maps
 * @property {import("../../math/pooling.js").Maps} before the image was moved
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

/** @type {Kind[]} */
const MAPS = ["max", "average", "convolution"];
const SEND_MS = 350;
const TINT_SHARE = 0.62;
const HOME = [0, 0];
const SIGNS = /** @type {const} */ ([["left", "←"], ["right", "→"], ["up", "↑"], ["down", "↓"]]);
const STEPS = { left: [0, -1], right: [0, 1], up: [-1, 0], down: [1, 0] };

export default component({ build, listen, receive });

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const left = make("div", "image", card);
  const told = make("span", "", make("div", "title", left));
  const image = make("canvas", "picture", left, { tabindex: 0, role: "application" });
  const pad = make("div", "pad", left);
  const newMap = (/** @type {Kind} */ name) => {
    const area = make("div", `map ${name}`, card);
    return { title: make("div", "title", area), canvas: make("canvas", "picture", area, { role: "img" }),
      share: make("div", "share", area), count: make("div", "count", area) };
  };
  const maps = { max: newMap("max"), average: newMap("average"), convolution: newMap("convolution") };
  const line = make("div", "line", card, { role: "status" });
  const steps = SIGNS.map(([name, sign]) => {
    const button = make("button", name, pad, { type: "button" });
    button.textContent = sign;
    return { name, button };
  });
  const home = make("button", "home", pad, { type: "button" });
  return { card, told, image, maps, line, steps, home, shift: HOME };
}

/** @param {View} view */
function listen(view) {
  const { image, steps, home } = view;
  for (const { name, button } of steps) button.addEventListener("click", () => by(view, STEPS[name]));
  home.addEventListener("click", () => to(view, HOME));
  image.addEventListener("keydown", (event) => {
    const step = ARROWS[event.key];
    if (step) by(view, step);
    else if (event.key === "Home") to(view, HOME);
    else return;
    event.preventDefault();
  });
  onDrag(view);
}

/** @param {View} view */
function onDrag(view) {
  const { image } = view;
  /** @type {{ x: number, y: number, shift: number[] } | null} */
  let held = null;
  image.addEventListener("pointerdown", (event) => {
    held = { x: event.clientX, y: event.clientY, shift: view.shift };
    image.setPointerCapture(event.pointerId);
  });
  image.addEventListener("pointermove", (event) => {
    if (!held) return;
    const px = image.getBoundingClientRect().width / image.width;
    const moved = [(event.clientY - held.y) / px, (event.clientX - held.x) / px];
    const from = held.shift;
    to(view, moved.map((step, axis) => from[axis] + Math.round(step)));
  });
  for (const end of ["pointerup", "pointercancel"]) image.addEventListener(end, () => { held = null; });
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  view.data = data;
  const source = bytesOf(data.source);
  view.moving = { ...data, source };
  view.side = data.side - 2 * data.margin;
  view.out = sideAfter(view.side, data.kernel, data.stride);
  view.before = mapsOf(view.moving, HOME);
  if (!awaits(view, data.shift)) view.shift = data.shift.split("_").map(Number);
  view.selected = view.shift.join("_");
  describe(view);
  draw(view);
}

/** @param {View} view */
function describe({ data: { words }, image, steps, home, maps, out }) {
  image.title = words.hint;
  for (const { name, button } of [...steps, { name: /** @type {const} */ ("home"), button: home }]) {
    setAll(button, { "aria-label": words[name], title: words[name] });
  }
  home.textContent = words.home;
  const side = out ? `${out} × ${out}` : "–";
  for (const name of MAPS) maps[name].title.textContent = fill(words[name], { side });
}

/** @param {View} view @param {number[]} step down and right, px */
function by(view, step) {
  to(view, view.shift.map((at, axis) => at + step[axis]));
}

/** @param {View} view @param {number[]} wanted */
function to(view, wanted) {
  const { margin } = view.data;
  view.shift = wanted.map((step) => Math.min(margin, Math.max(-margin, step)));
  const text = view.shift.join("_");
  if (text === view.selected) return;
  view.selected = text;
  draw(view);
  announce(view, text, SEND_MS);
}

/** @param {View} view */
function draw(view) {
  const { data, side } = view;
  picture(view.image, side, (row, column) => Array(3).fill(pixelAt(view.moving, view.shift, row, column)));
  view.told.textContent = fill(data.words.shift, { down: number(view.shift[0]), right: number(view.shift[1]) });
  setAlt(view.image, data.words.name, view.told.textContent);
  const cells = view.shift.map((step) => Math.floor((2 * step + data.stride) / (2 * data.stride)));
  const whole = view.shift.every((step) => step % data.stride === 0);
  const still = view.shift.every((step) => step === 0);
  const place = { kernel: data.kernel, side, down: cells[0], right: cells[1] };
  view.line.textContent = fill(data.words[!view.out ? "misfit" : still ? "none" : whole ? "whole" : "between"], place);
  view.line.classList.toggle("problem", !view.out);
  compare(view, data.follow ? cells : [0, 0]);
}

/** Say how much is the same as before. @param {View} view @param {number[]} moves of the map's cells */
function compare(view, [moveDown, moveRight]) {
  const { before, out, maps, data } = view;
  const after = mapsOf(view.moving, view.shift);
  const partner = after.max.map((_, index) => {
    const [row, column] = [Math.floor(index / out) - moveDown, (index % out) - moveRight];
    return row < 0 || column < 0 || row >= out || column >= out ? -1 : row * out + column;
  });
  const counted = partner.map((was, index) => was >= 0 && (before.max[was] !== 0 || after.max[index] !== 0));
  const tint = rgbOf(colourOf(view.card, "--pooling"));
  MAPS.forEach((name) => {
    const [old, now] = [before[name], after[name]];
    let [cells, equal, change] = [0, 0, 0];
    now.forEach((value, index) => {
      if (!counted[index]) return;
      cells++;
      equal += value === old[partner[index]] ? 1 : 0;
      change += Math.abs(value - old[partner[index]]);
    });
    const span = old.length ? old.reduce((a, b) => Math.max(a, b)) - old.reduce((a, b) => Math.min(a, b)) : 0;
    const low = name === "convolution" ? -limit(old, now) : 0;
    const high = name === "convolution" ? -low : 255 * (name === "average" ? data.kernel ** 2 : 1);
    picture(maps[name].canvas, out, (row, column) => {
      const index = row * out + column;
      const grey = Math.round((255 * (now[index] - low)) / (high - low || 1));
      const kept = counted[index] && now[index] === old[partner[index]];
      return kept ? tint.map((part) => Math.round(grey + (part - grey) * TINT_SHARE)) : [grey, grey, grey];
    });
    const share = percent(cells ? equal / cells : 1);
    maps[name].share.textContent = out ? fill(data.words.kept, { share }) : "–";
    maps[name].count.textContent = out
      ? fill(data.words.count, { equal, cells, change: percent(cells && span ? change / cells / span : 0) }) : "";
    const { canvas, title, share: said, count } = maps[name];
    setAlt(canvas, `${title.textContent}: ${said.textContent}`, count.textContent ?? "");
  });
}

/** @param {number[][]} lists */
function limit(...lists) {
  return Math.max(1, ...lists.flat().map(Math.abs));
}

/**
 * One pixel per cell, enlarged by its styles.
 * @param {HTMLCanvasElement} canvas @param {number} side @param {(row: number, column: number) => number[]} colourAt
 */
function picture(canvas, side, colourAt) {
  [canvas.width, canvas.height] = [Math.max(1, side), Math.max(1, side)];
  if (!side) return;
  const made = painted(side, side, (pixels) => {
    for (let cell = 0; cell < side * side; cell++) {
      const [red, green, blue] = colourAt(Math.floor(cell / side), cell % side);
      pixels[cell] = opaque(red, green, blue);
    }
  });
  penOf(canvas).drawImage(made, 0, 0);
}

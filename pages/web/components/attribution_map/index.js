// One attribution over the photo: as a layer or as a mask, with its colour scale and the value under the pointer.
// Without a map it shows the photo, pale: that one has not been computed yet. Plain, it shows the photo as it is.

import { ARROWS, cellIn, placeIn } from "../../kit/cells.js";
import { component } from "../../kit/component.js";
import { make, setAll } from "../../kit/elements.js";
import { cellText, numberOr } from "../../kit/format.js";
import {
  fitted, lay, layMap, mapDrawn, outline, photoCanvas, pixelsOf, unpackCompact,
} from "../../kit/photo_and_map.js";
import { density, growth, opaque, painted } from "../../kit/pixels.js";
import { changeLook, look, onLook } from "../../kit/signal_look.js";
import { setAlt, extentText, heard } from "../../kit/spoken.js";
import { paintSigned } from "../../kit/stripes.js";
import { pointed } from "../../kit/touch.js";

/** @typedef {import("../../kit/cells.js").Cell} Cell */
/**
 * What pages/attribution/components.py sends, with photo and map.
 * @typedef {object} More
 * @property {boolean} plain whether the photo is shown as it is
 * @property {string[]} ends of the colour scale
 * @property {string} facts
 * @property {number} file_bytes how long the file of the photo is
 * @property {string} banner stands on the map
 * @property {[top: number, left: number, bottom: number, right: number]} [frame] of what is read, shares of the photo
 * @property {Record<"name" | "cell" | "not_finite" | "keys" | "extent", string>} words
 */
/** @typedef {import("../../kit/photo_and_map.js").PhotoAndMap & More} Data */
/**
 * @typedef {object} State
 * @property {Data} data
 * @property {HTMLCanvasElement} photo
 * @property {HTMLCanvasElement} grey
 * @property {import("../../kit/photo_and_map.js").MapDrawn | null} map
 * @property {Float32Array} sorted values
 * @property {{ kept: number, canvas: HTMLCanvasElement } | null} mask
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

const TALLEST = 280; // px, of a whole photo
const GHOST = 0.12; // of the photo outside a mask; explorer/figures/attribution.py

export default component({ build, listen, receive, redraw: draw });

/** @param {View} view @param {Uint8Array} data */
function receive(view, data) {
  const { file, ...told } = unpackCompact(data);
  /** @type {Data} */
  const now = { ...told, rgb: sameSize(view.data, told) ? view.data.rgb : told.rgb }; // nothing flickers meanwhile
  view.data = now;
  pixelsOf(file, now.photo).then((rgb) => {
    if (view.data !== now) return;
    now.rgb = rgb;
    paintPhoto(view);
    draw(view);
  });
  paintPhoto(view);
  view.map = isEmpty(view.data) ? null : mapDrawn(view.data);
  view.sorted = view.data.values.filter(Number.isFinite).sort();
  describe(view);
  draw(view);
}

/** @param {Data | undefined} before @param {Data} now */
function sameSize(before, now) {
  return before?.photo.join() === now.photo.join();
}

/** @param {View} view */
function paintPhoto(view) {
  view.photo = photoCanvas(view.data);
  view.grey = greyCanvas(view.data);
  view.mask = null;
}

/** Whether nothing was computed yet. @param {Data} data */
function isEmpty(data) {
  return data.values.length === 0;
}

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const stage = make("div", "stage", card);
  const canvas = make("canvas", "picture", stage);
  const banner = make("div", "banner", stage);
  const scale = make("canvas", "scale", card);
  const ends = make("div", "ends quiet", card);
  const marks = [0, 1, 2].map(() => make("span", "", ends));
  return { card, canvas, banner, scale, marks, line: make("div", "line quiet", card) };
}

/** @param {View} view */
function listen(view) {
  const { canvas } = view;
  pointed(canvas, (event) => changeLook({ point: event && within(view.data, placeIn(canvas, event)) }));
  canvas.addEventListener("blur", () => changeLook({ point: null }));
  canvas.addEventListener("keydown", (event) => pressed(view, event));
  onLook(view, draw);
  heard(canvas, view.line);
}

/** @param {View} view */
function describe(view) {
  const { words, ends, banner } = view.data;
  const empty = isEmpty(view.data);
  view.card.classList.toggle("waiting", empty);
  const read = empty ? [] : [extentText(words.extent, view.data), view.data.facts, words.keys];
  setAlt(view.canvas, words.name, banner, ...read);
  setAll(view.canvas, empty ? { role: "img", tabindex: -1 } : { role: "application", tabindex: 0 });
  const { photo: [height, width], frame } = view.data;
  view.canvas.style.maxWidth = frame ? `${(TALLEST * width) / height}px` : "";
  view.banner.textContent = banner;
  view.banner.hidden = !banner;
  view.marks.forEach((mark, index) => (mark.textContent = ends[index]));
  if (!empty) paintSigned(view.scale, view.data.colours, view.data.hatched);
}

/** @param {View} view */
function draw(view) {
  const { data, canvas } = view;
  const context = fitted(canvas, data.photo);
  context.clearRect(0, 0, canvas.width, canvas.height);
  const { mode, over, masked } = look;
  if (data.plain) lay(context, view.photo);
  else if (!view.map) lay(context, view.grey, 0.25);
  else if (mode === "masked") {
    lay(context, view.grey, GHOST);
    lay(context, maskOf(view, masked));
  } else {
    lay(context, view.grey);
    layMap(context, view.map, over / 100);
  }
  if (data.frame) framed(context, data.frame);
  const cell = cellOf(view.data);
  if (cell) cross(view, context, cell);
  tell(view, cell);
}

/**
 * What is not read is darkened, and what is read framed.
 * @param {CanvasRenderingContext2D} context @param {[number, number, number, number]} frame shares of the photo
 */
function framed(context, [top, left, bottom, right]) {
  const { width, height } = context.canvas;
  /** @type {import("../../kit/pixels.js").Box} */
  const box = [left * width, top * height, (right - left) * width, (bottom - top) * height];
  context.save();
  context.beginPath();
  context.rect(0, 0, width, height);
  context.rect(...box);
  context.clip("evenodd");
  context.fillStyle = "rgb(16 21 31 / 55%)";
  context.fillRect(0, 0, width, height);
  context.restore();
  if (box[2] < width - 1 || box[3] < height - 1) outline(context, box);
}

/**
 * A place in the photo as a place in what is read of it; null outside.
 * @param {Data} data @param {number[]} place shares
 */
function within({ frame }, place) {
  if (!frame) return place;
  const inside = [0, 1].map((axis) => (place[axis] - frame[axis]) / (frame[axis + 2] - frame[axis]));
  return Math.min(...inside) < 0 || Math.max(...inside) >= 1 ? null : inside;
}

/** @param {Data} data */
function greyCanvas({ photo: [height, width], rgb }) {
  return painted(height, width, (pixels) => {
    for (let cell = 0; cell < rgb.length / 3; cell++) {
      const [red, green, blue] = rgb.subarray(3 * cell, 3 * cell + 3);
      const grey = Math.round(0.299 * red + 0.587 * green + 0.114 * blue); // ITU-R BT.601
      pixels[cell] = opaque(grey, grey, grey);
    }
  });
}

/**
 * The photo where the map is largest; made anew only when the share to keep changes.
 * @param {View} view @param {number} kept
 */
function maskOf(view, kept) {
  if (view.mask?.kept === kept) return view.mask.canvas;
  const { sorted, data: { photo: [height, width], map: [rows, columns], values, rgb } } = view;
  const from = sorted[Math.min(sorted.length - 1, Math.ceil((1 - kept / 100) * (sorted.length - 1)))] ?? 0;
  const canvas = painted(height, width, (pixels) => {
    for (let cell = 0; cell < height * width; cell++) {
      const [row, column] = [Math.floor(cell / width), cell % width];
      const value = values[Math.floor((row * rows) / height) * columns + Math.floor((column * columns) / width)];
      if (rgb.length && value > 0 && value >= from) {
        pixels[cell] = opaque(rgb[3 * cell], rgb[3 * cell + 1], rgb[3 * cell + 2]);
      }
    }
  });
  view.mask = { kept, canvas };
  return canvas;
}

/** @param {View} view @param {CanvasRenderingContext2D} context @param {Cell} cell */
function cross({ canvas, data }, context, [row, column]) {
  const [rows, columns] = isEmpty(data) ? data.photo : data.map;
  const [x, y] = [canvas.width / columns, canvas.height / rows];
  const half = 5 * density() * growth();
  outline(context, [(column + 0.5) * x - half, (row + 0.5) * y - half, 2 * half, 2 * half]);
}

/** @param {View} view @param {Cell | null} cell */
function tell(view, cell) {
  const { words, facts, map: [, columns], values } = view.data;
  view.line.textContent = !cell || isEmpty(view.data) ? facts
    : cellText(words.cell, cell, { value: numberOr(values[cell[0] * columns + cell[1]], words.not_finite, 3) });
}

/** @param {Data} data */
function cellOf(data) {
  const { point } = look;
  const empty = isEmpty(data);
  if (!point || (empty && !data.plain)) return null;
  const { frame } = data;
  const place = frame ? [0, 1].map((axis) => frame[axis] + point[axis] * (frame[axis + 2] - frame[axis])) : point;
  return cellIn(empty ? data.photo : data.map, place);
}

/** @param {View} view @param {KeyboardEvent} event */
function pressed({ data: { map } }, event) {
  const steps = ARROWS[event.key];
  if (!steps || !map[0]) return;
  const from = look.point ?? [0.5, 0.5];
  const inside = (/** @type {number} */ share) => Math.min(0.999, Math.max(0, share));
  changeLook({ point: from.map((share, axis) => inside(share + steps[axis] / map[axis])) });
  event.preventDefault();
}

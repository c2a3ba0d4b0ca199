// A box on a photo is a kernel; beside it stands how much every place resembles what is in it. Box and map follow the
// finger; meanwhile the server searches a smaller photo, and the whole one once the finger is lifted.

import { ask, newAsking } from "../../kit/asking.js";
import { ARROWS, placeIn } from "../../kit/cells.js";
import { announce, awaits, component, outweigh, PAUSE_MS } from "../../kit/component.js";
import { make } from "../../kit/elements.js";
import { cellText, number } from "../../kit/format.js";
import { fitted, lay, mapDrawn, outline, photoCanvas, unpackPhoto } from "../../kit/photo_and_map.js";
import { bytesOf, paintScale } from "../../kit/pixels.js";
import { heard, setAlt } from "../../kit/spoken.js";
import { stripe } from "../../kit/stripes.js";
import { dragByTouch } from "../../kit/touch.js";
import { centred, dragged, moved, WHOLE } from "./box.js";

/** @typedef {import("./box.js").Shares} Shares */
/**
 * What pages/classic_filters/find.py sends, with photo and map.
 * @typedef {object} More
 * @property {string} shares the box in thousandths of the photo's sides, as it is sent back
 * @property {Shares} box the same in px
 * @property {[number, number, number][]} matches first row and column, and value, of the best places
 * @property {boolean} flat all pixels of the box are alike
 * @property {{ name: string, photo: object }} asks what a question holds beside the box
 * @property {Record<"flat" | "photo" | "map" | "cell" | "low" | "high" | "name" | "keys" | "hint", string>} words
 */
/** @typedef {import("../../kit/photo_and_map.js").PhotoAndMap & More} Data */
/**
 * @typedef {object} State
 * @property {Data} data
 * @property {HTMLCanvasElement} picture
 * @property {import("../../kit/photo_and_map.js").MapDrawn} map
 * @property {import("../../kit/asking.js").Asking} asking
 */
/**
 * What is found for a box: on which px, and what.
 * @typedef {object} Shown
 * @property {number} scale px of the photo for each of the map's
 * @property {[number, number]} sides of the map
 * @property {number[]} box rows and columns of the patch stand third and fourth
 * @property {[number, number, number][]} matches
 * @property {boolean} flat
 * @property {import("../../kit/photo_and_map.js").MapDrawn} map
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

export default component({ build, listen, receive, redraw: draw });

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const row = make("div", "row", card);
  const [left, right] = [make("figure", "", row), make("figure", "", row)];
  const leftTitle = make("div", "title", left);
  const rightTitle = make("div", "title", right);
  const photo = make("canvas", "picture photo", left, { tabindex: 0, role: "application" });
  const heat = make("canvas", "picture heat", right, { role: "img" });
  const below = make("div", "below quiet", card);
  const line = make("div", "line", below);
  const scale = make("span", "scale", below);
  const [low, bar, high] = [make("span", "", scale), make("canvas", "bar", scale), make("span", "", scale)];
  return { card, leftTitle, rightTitle, low, bar, high, photo, heat, line, box: /** @type {Shares} */ ([0, 0, 1, 1]),
    held: /** @type {import("./box.js").Hold | null} */ (null), live: /** @type {Shown | null} */ (null),
    point: /** @type {number[] | null} */ (null) };
}

/** @param {View} view */
function listen(view) {
  const { photo, heat, line } = view;
  photo.addEventListener("pointerdown", (event) => {
    const at = placeIn(photo, event).map((share) => share * WHOLE);
    view.held = { from: at, box: view.box };
    photo.setPointerCapture?.(event.pointerId);
  });
  photo.addEventListener("pointermove", (event) => {
    if (!view.held) return;
    view.box = dragged(view.held, placeIn(photo, event).map((share) => share * WHOLE));
    lookFor(view);
    draw(view);
  });
  const end = () => {
    if (view.held && String(view.held.box) !== String(view.box)) tellBox(view, 0);
    view.held = null;
  };
  for (const name of ["pointerup", "pointercancel"]) photo.addEventListener(name, end);
  dragByTouch(photo);
  photo.addEventListener("keydown", (event) => pressed(view, event));
  const look = (/** @type {MouseEvent | null} */ event) => {
    view.point = event && placeIn(heat, event);
    draw(view);
  };
  heat.addEventListener("pointermove", look);
  heat.addEventListener("pointerleave", () => look(null));
  heard(photo, line);
}

/** Ask what resembles the box as it is now, past the page. @param {View} view */
function lookFor(view) {
  const { asks, colours, hatched, photo } = view.data;
  ask(view.asking, { photo: asks.photo, box: view.box.join("_") }, {
    show: (found) => {
      if (!awaits(view, view.data.shares) && !view.held) return; // the page has said since what is
      const values = Float32Array.from(bytesOf(found.levels), (level) => level / 127 - 1);
      const map = mapDrawn(/** @type {any} */ ({ map: found.map, values, colours, high: 1, signed: true, hatched }));
      view.live = { ...found, map, scale: photo[1] / found.sides[1], sides: found.map };
      draw(view);
    },
    fail: () => {},
  });
}

/** @param {View} view @param {number} wait ms */
function tellBox(view, wait) {
  view.selected = view.box.join("_");
  outweigh(view);
  announce(view, view.selected, wait);
}

/** @param {View} view @param {KeyboardEvent} event */
function pressed(view, event) {
  const step = ARROWS[event.key];
  if (!step) return;
  view.box = moved(view.box, step, event.shiftKey);
  lookFor(view);
  draw(view);
  tellBox(view, PAUSE_MS);
  event.preventDefault();
}

/** @param {View} view @param {Uint8Array} data */
function receive(view, data) {
  view.data = unpackPhoto(data);
  view.picture = photoCanvas(view.data);
  view.map = mapDrawn(view.data);
  view.asking ??= newAsking(view.data.asks.name, view.gone);
  const box = /** @type {Shares} */ (view.data.shares.split("_").map(Number));
  if (!awaits(view, view.data.shares) && !view.held) [view.box, view.live] = [box, null];
  const { words, colours } = view.data;
  [view.leftTitle.textContent, view.rightTitle.textContent] = [words.photo, words.map];
  [view.low.textContent, view.high.textContent] = [words.low, words.high];
  paintScale(view.bar, colours, 255);
  draw(view);
}

/** @param {View} view */
function draw(view) {
  if (!view.data) return;
  const { data, photo, heat, picture, box, point } = view;
  const [tall, wide] = data.photo;
  const left = fitted(photo, data.photo);
  lay(left, picture);
  const scale = photo.width / wide;
  const px = (/** @type {number[]} */ [row, column, rows, columns]) =>
    /** @type {import("../../kit/pixels.js").Box} */ ([column * scale, row * scale, columns * scale, rows * scale]);
  outline(left, px([box[0] * tall, box[1] * wide, box[2] * tall, box[3] * wide].map((side) => side / WHOLE)));
  const [, , rows, columns] = data.box;
  const shown = view.live ?? { scale: 1, sides: data.map, box: data.box, matches: data.matches, flat: data.flat,
    map: view.map };
  const cell = view.live ? null : point && centred(data, point);
  if (cell) outline(left, px([...cell, rows, columns]), [4, 4]);
  drawMap(shown, fitted(heat, data.photo), px);
  const value = cell ? data.values[cell[0] * data.map[1] + cell[1]] : null;
  view.line.textContent = cell && value !== null
    ? cellText(data.words.cell, cell, { value: number(value, 2) }) : shown.flat ? data.words.flat : data.words.hint;
  tellBoth(view);
}

/** @param {View} view */
function tellBoth({ data: { words, box, matches }, photo, heat }) {
  setAlt(photo, words.name, cellText(words.cell, box, { value: `${box[2]} × ${box[3]}` }), words.keys);
  setAlt(heat, words.map, ...matches.map(([row, column, like]) =>
    cellText(words.cell, [row, column], { value: number(like, 2) })));
}

/**
 * Each value stands at the middle of its patch.
 * @param {Shown} shown @param {CanvasRenderingContext2D} context
 * @param {(box: number[]) => import("../../kit/pixels.js").Box} inPhoto
 */
function drawMap({ scale, sides, box, matches, map }, context, inPhoto) {
  const [, , rows, columns] = box;
  const px = (/** @type {number[]} */ found) => inPhoto(found.map((side) => side * scale));
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  const area = px([(rows - 1) / 2, (columns - 1) / 2, ...sides]);
  context.drawImage(map.colours, ...area);
  const { below } = map;
  if (below) stripe(context, (pen) => pen.drawImage(below, ...area));
  for (const [row, column] of matches) {
    const [x, y] = px([row + rows / 2, column + columns / 2, 0, 0]);
    const [, , arm] = inPhoto([0, 0, 0, 4]);
    outline(context, [x - arm, y, 2 * arm, 0]);
    outline(context, [x, y - arm, 0, 2 * arm]);
  }
}

// A photo and three ways to make it smaller, all drawn equally large and crisp. Pointing at a pixel of any of them
// shows which square of the photo it stands for.

import { cellBeside, cellIn, placeIn } from "../../kit/cells.js";
import { component } from "../../kit/component.js";
import { make } from "../../kit/elements.js";
import { cellText } from "../../kit/format.js";
import { heard } from "../../kit/spoken.js";
import { pointed } from "../../kit/touch.js";

/** @typedef {"original" | "max" | "average" | "every"} Name */
/**
 * What pages/pooling/photo.py sends.
 * @typedef {object} Data
 * @property {Record<Name, { source: string, title: string, facts: string }>} pictures
 * @property {[number, number]} size height and width of the photo, px
 * @property {[number, number]} out height and width of the results
 * @property {number} sees side of what a pixel of a result stands for, px of the photo
 * @property {number} jump from one to the next
 * @property {Record<"hint" | "pixel" | "keys", string>} words
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & { data: Data }} View */

/** @type {Name[]} */
const NAMES = ["original", "max", "average", "every"];

export default component({ build, listen, receive });

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const row = make("div", "row", card);
  const tiles = NAMES.map((name) => {
    const tile = make("figure", name, row);
    const title = make("figcaption", "title", tile);
    const frame = make("div", "frame", tile, { tabindex: 0, role: "application" });
    const image = make("img", "picture", frame);
    image.draggable = false;
    const box = make("div", "box", frame);
    const facts = make("div", "facts", tile);
    return { name, title, image, frame, box, facts };
  });
  return { card, tiles, line: make("div", "line", card), cell: /** @type {number[] | null} */ (null) };
}

/** @param {View} view */
function listen(view) {
  for (const { frame } of view.tiles) {
    pointed(frame, (event) => point(view, event && cellIn(view.data.out, placeIn(frame, event))));
    frame.addEventListener("blur", () => point(view, null));
    frame.addEventListener("keydown", (event) => pressed(view, event));
    heard(frame, view.line);
  }
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  view.data = data;
  view.tiles.forEach((tile) => {
    const shown = data.pictures[tile.name];
    if (tile.image.src !== shown.source) tile.image.src = shown.source;
    tile.image.alt = "";
    tile.frame.setAttribute("aria-label", `${shown.title}. ${shown.facts}. ${data.words.keys}`);
    tile.title.textContent = shown.title;
    tile.facts.textContent = shown.facts;
    tile.frame.style.aspectRatio = `${data.size[1]} / ${data.size[0]}`;
  });
  point(view, null);
}

/** @param {View} view @param {KeyboardEvent} event */
function pressed(view, event) {
  const middle = view.data.out.map((side) => Math.floor(side / 2));
  const next = cellBeside(event.key, view.cell ?? middle, view.data.out);
  if (!next) return;
  point(view, next);
  event.preventDefault();
}

/** @param {View} view @param {number[] | null} cell of a result */
function point(view, cell) {
  const { data, tiles, line } = view;
  view.cell = cell;
  if (!cell) {
    tiles.forEach(({ box }) => { box.hidden = true; });
    line.textContent = data.words.hint;
    return;
  }
  const [tall, wide] = data.out;
  const [row, column] = cell;
  const last = (/** @type {number} */ at, /** @type {number} */ side) => Math.min(side, at * data.jump + data.sees) - 1;
  tiles.forEach(({ name, box }) => {
    box.hidden = false;
    if (name === "original") {
      const [top, left] = [row * data.jump, column * data.jump];
      place(box, top / data.size[0], left / data.size[1], (last(row, data.size[0]) - top + 1) / data.size[0],
        (last(column, data.size[1]) - left + 1) / data.size[1]);
    } else place(box, row / tall, column / wide, 1 / tall, 1 / wide);
  });
  line.textContent = cellText(data.words.pixel, [row, column], { top: row * data.jump + 1, left: column * data.jump + 1,
    bottom: last(row, data.size[0]) + 1, right: last(column, data.size[1]) + 1 });
}

/**
 * Put a frame at shares of a picture's sides.
 * @param {HTMLElement} box @param {number[]} shares top, left, height, width
 */
function place(box, ...shares) {
  const [top, left, height, width] = shares.map((share) => `${100 * share}%`);
  Object.assign(box.style, { top, left, height, width });
}

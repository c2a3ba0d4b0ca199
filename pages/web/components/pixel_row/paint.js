// Draws the picture's channels and the long row, with the chosen value and its neighbours framed in both.

import { colourOf, density, growth, hatch, surface } from "../../kit/pixels.js";
import { countOf, drawnAt, indexOf, neighboursOf } from "../../math/flatten.js";
import { channelName, COLOURS } from "./data.js";

/** @typedef {import("./index.js").View} View */
/** @typedef {import("../../math/flatten.js").Place} Place */

const GAP = 14; // px between channels
const HEAD = 22; // px above them
const MOST_SIDE = 300; // px of a channel
const TALL = 30; // px of the row
const TICKS = 13; // px below it
const DIM = 0.2;
const ORIGINAL = 112; // px of the picture before it was shuffled

/** The chosen value and its neighbours, with their colours; the chosen one is last, drawn over the others.
 * @param {View} view @returns {{ place: Place, colour: string }[]} */
export function marked({ shown, chosen, hover, card }) {
  const place = hover ?? chosen;
  return [...neighboursOf(shown.flat, place).reverse(), { place, kind: /** @type {const} */ ("chosen") }]
    .map((one) => ({ place: one.place, colour: colourOf(card, COLOURS[one.kind]) }));
}

/** Where the channels are drawn: left edges, and the top and side of all, px. @param {View} view */
export function planesIn({ shown, room: { clientWidth: wide } }) {
  const scale = growth();
  const [channels, , width] = shown.shape;
  const room = (wide - (channels - 1) * GAP * scale) / channels;
  const cell = Math.max(1, Math.floor((Math.min(room, MOST_SIDE * scale) / width) * density()) / density());
  const side = cell * width;
  return { top: HEAD * scale, side, cell, lefts: Array.from({ length: channels }, (_, at) =>
    at * (side + GAP * scale)) };
}

/** The value that is drawn under a point of the canvas, as its place among the drawn ones, or null.
 * @param {View} view @param {number[]} point x and y */
export function drawnUnder(view, [x, y]) {
  const { top, side, cell, lefts } = planesIn(view);
  const channel = lefts.findIndex((left) => x >= left && x < left + side);
  const [row, column] = [Math.floor((y - top) / cell), Math.floor((x - lefts[channel]) / cell)];
  const inside = channel >= 0 && row >= 0 && row < view.shown.shape[1] && column < view.shown.shape[2];
  return inside ? /** @type {Place} */ ([channel, row, column]) : null;
}

/** @param {View} view */
export function paintPlanes(view) {
  const { shown, planes, taken, card } = view;
  const { top, side, cell, lefts } = planesIn(view);
  const context = surface(planes, (lefts.at(-1) ?? 0) + side + 2, top + side + 2);
  const style = getComputedStyle(card);
  context.clearRect(0, 0, planes.width, planes.height);
  context.imageSmoothingEnabled = false;
  context.font = `600 ${13 * growth()}px ${style.fontFamily}`;
  context.fillStyle = style.getPropertyValue("--text");
  const rows = shown.shape[1];
  lefts.forEach((left, channel) => {
    context.fillText(channelName(shown, channel), left, top - 7 * growth());
    context.drawImage(shown.planes[channel], left, top, side, side);
    const gone = Math.min(rows, Math.max(0, taken - channel * rows));
    if (taken === rows * lefts.length || !gone) return;
    context.globalAlpha = 1 - DIM;
    context.fillStyle = style.getPropertyValue("--st-background-color");
    context.fillRect(left, top, side, gone * cell);
    context.globalAlpha = 1;
    context.fillStyle = style.getPropertyValue("--text");
  });
  for (const { place, colour } of marked(view)) {
    const [channel, row, column] = drawnAt(shown.flat, place);
    framed(context, [lefts[channel] + column * cell, top + row * cell, Math.max(cell, 4), Math.max(cell, 4)], colour);
  }
}

/**
 * A frame with a light and a dark rim, seen on any colour.
 * @param {CanvasRenderingContext2D} context @param {import("../../kit/pixels.js").Box} box @param {string} colour
 */
function framed(context, box, colour) {
  for (const [ink, width] of /** @type {[string, number][]} */ ([["#10151f", 6], ["#ffffff", 4], [colour, 2.4]])) {
    Object.assign(context, { strokeStyle: ink, lineWidth: width * growth() });
    context.strokeRect(...box);
  }
}

/** The picture before it was shuffled, with the same values framed. @param {View} view */
export function paintOriginal(view) {
  const { shown, original } = view;
  original.hidden = !shown.shuffled;
  if (original.hidden) return;
  const cell = (ORIGINAL * growth()) / shown.shape[2];
  const context = surface(original, ORIGINAL * growth(), ORIGINAL * growth());
  context.imageSmoothingEnabled = false;
  context.drawImage(shown.picture, 0, 0, ORIGINAL * growth(), ORIGINAL * growth());
  for (const { place: [, row, column], colour } of marked(view)) {
    framed(context, [column * cell, row * cell, Math.max(cell, 4), Math.max(cell, 4)], colour);
  }
}

/** @param {View} view */
export function paintStrip(view) {
  const { shown, strip, wide, taken, card } = view;
  const [tall, ticks] = [TALL * growth(), TICKS * growth()];
  const context = surface(strip, wide, tall + ticks);
  const count = countOf(shown.flat);
  const done = Math.min(count, taken * shown.shape[2]);
  context.clearRect(0, 0, wide, tall + ticks);
  hatch(context, [0, 0, wide, tall], { colour: colourOf(card, "--quiet"), gap: 7, alpha: 0.35 });
  context.imageSmoothingEnabled = (wide * density()) / count < 1;
  if (done) context.drawImage(shown.row, 0, 0, done, 1, 0, 0, (wide * done) / count, tall);
  for (const { place, colour } of marked(view)) {
    const index = indexOf(shown.flat, place);
    const [left, width] = [(wide * index) / count, Math.max(2 * growth(), wide / count)];
    context.fillStyle = colour;
    context.beginPath();
    context.moveTo(left + width / 2, tall - 1);
    context.lineTo(left + width / 2 - ticks / 2, tall + ticks);
    context.lineTo(left + width / 2 + ticks / 2, tall + ticks);
    context.fill();
    context.fillRect(left, 0, width, tall);
  }
}

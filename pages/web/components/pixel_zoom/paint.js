// Draws the panes: the picture as large as it is zoomed, lines between pixels, and their numbers once they have room.

import { growth, inkOn, inside, surface } from "../../kit/pixels.js";
import { cellOf, cornerOf, visible } from "../../math/zoom.js";
import { ALL, bytesAt, canvasOf, drawnAs, greyOf, GREY, inRange, panesOf, decimals } from "./data.js";

/** @typedef {import("./index.js").View} View */
/** @typedef {import("./data.js").Pane} Pane */

export const GAP = 12; // px between panes
export const HEAD = 24; // px above panes that have names
const LINES_FROM = 9; // px; of a pixel that has a line around it
const LETTERS = [7.2, 15]; // px; smallest and largest

/** Left edges, tops, widths and heights of the panes on a stage of this size. @param {View} view */
export function boxesOf({ setup, shown, stage }) {
  const panes = panesOf(setup, shown.words);
  const [gap, head] = [GAP * growth(), panes.length > 1 ? HEAD * growth() : 0];
  const wide = (stage[1] - gap * (panes.length - 1)) / panes.length;
  return panes.map((pane, at) => ({ pane, box: /** @type {import("../../kit/pixels.js").Box} */ (
    [at * (wide + gap), head, wide, stage[0] - head]) }));
}

/** @param {View} view */
export function paint(view) {
  const { canvas, stage, card } = view;
  const context = surface(canvas, stage[1], stage[0]);
  const style = getComputedStyle(card);
  context.clearRect(0, 0, stage[1], stage[0]);
  for (const { pane, box } of boxesOf(view)) {
    if (pane.name) {
      context.font = `600 ${13 * growth()}px ${style.fontFamily}`;
      context.fillStyle = style.getPropertyValue("--text");
      context.textBaseline = "alphabetic";
      context.textAlign = "left";
      context.fillText(pane.name, box[0], box[1] - 8 * growth());
    }
    inside(context, box, () => paintPane(context, view, pane, box, style));
  }
}

/**
 * @param {CanvasRenderingContext2D} context @param {View} view @param {Pane} pane
 * @param {import("../../kit/pixels.js").Box} box @param {CSSStyleDeclaration} style
 */
function paintPane(context, view, pane, [left, top, wide, tall], style) {
  const { shown, setup, zoom } = view;
  context.fillStyle = style.getPropertyValue("--st-secondary-background-color");
  context.fillRect(left, top, wide, tall);
  const [down, across] = cornerOf(zoom);
  const cell = cellOf(zoom);
  context.imageSmoothingEnabled = cell < 1;
  context.drawImage(canvasOf(shown, setup, pane.channel), left + across, top + down, shown.size[1] * cell,
    shown.size[0] * cell);
  if (cell >= LINES_FROM) lines(context, view, [left + across, top + down], cell);
  numbers(context, view, pane, [left + across, top + down], [left, top, left + wide, top + tall], style.fontFamily);
  const pixel = view.hover ?? view.pixel;
  for (const [at, colour, width] of /** @type {[number[], string, number][]} */ ([
    [view.pixel, style.getPropertyValue("--pooling"), 3], [pixel, "#ffffff", 2]])) {
    if (at === pixel && pixel === view.pixel && colour === "#ffffff") continue;
    frame(context, [left + across + at[1] * cell, top + down + at[0] * cell], Math.max(cell, 5), colour, width);
  }
}

/**
 * A frame with a dark rim, seen on any colour.
 * @param {CanvasRenderingContext2D} context @param {number[]} corner @param {number} side @param {string} colour
 * @param {number} width
 */
function frame(context, [x, y], side, colour, width) {
  context.lineWidth = (width + 2) * growth();
  context.strokeStyle = "#10151f";
  context.strokeRect(x, y, side, side);
  context.lineWidth = width * growth();
  context.strokeStyle = colour;
  context.strokeRect(x, y, side, side);
}

/** @param {CanvasRenderingContext2D} context @param {View} view @param {number[]} corner @param {number} cell */
function lines(context, { zoom }, [left, top], cell) {
  const [[first, last], [from, to]] = [visible(zoom, 0), visible(zoom, 1)];
  context.globalAlpha = Math.min(0.3, (cell - LINES_FROM) / 60);
  context.fillStyle = "#7d8590";
  const [wide, tall] = [(to - from) * cell, (last - first) * cell];
  for (let row = first; row <= last; row++) context.fillRect(left + from * cell, top + row * cell, wide, 1);
  for (let at = from; at <= to; at++) context.fillRect(left + at * cell, top + first * cell, 1, tall);
  context.globalAlpha = 1;
}

/** How many letters the longest number of a range has in a cell. @param {View} view */
function widest({ setup }) {
  return { bytes: 3, unit: 4, normalised: 5.6 }[setup.values];
}

/**
 * The letters of a cell of this side, px, for so many lines; 0: no room.
 * @param {number} cell @param {number} letters @param {number} rows
 */
export function lettersIn(cell, letters, rows) {
  const size = Math.min(LETTERS[1] * growth(), (cell - 4) / (0.6 * letters), (cell - 4) / (1.16 * rows));
  return size < LETTERS[0] ? 0 : size;
}

/**
 * @param {CanvasRenderingContext2D} context @param {View} view @param {Pane} pane @param {number[]} corner
 * @param {number[]} edges of the pane, left, top, right, bottom: numbers that would be cut are left out
 * @param {string} font
 */
function numbers(context, view, pane, [left, top], edges, font) {
  const { zoom, shown, setup } = view;
  const cell = cellOf(zoom);
  const rows = pane.channel === ALL ? 3 : 1;
  const size = lettersIn(cell, widest(view), rows);
  if (!size) return;
  context.font = `${size}px ${font}`;
  Object.assign(context, { textAlign: "center", textBaseline: "middle" });
  context.globalAlpha = Math.min(1, 0.35 + (size - LETTERS[0]) / 2);
  const [[first, last], [from, to]] = [visible(zoom, 0), visible(zoom, 1)];
  const [wide, tall] = [0.3 * size * widest(view), 0.57 * size * rows];
  for (let row = first; row < last; row++) {
    for (let column = from; column < to; column++) {
      const [x, y] = [left + (column + 0.5) * cell, top + (row + 0.5) * cell];
      if (x - wide < edges[0] || y - tall < edges[1] || x + wide > edges[2] || y + tall > edges[3]) continue;
      const [red, green, blue] = drawnAs(shown, setup, pane.channel, [row, column]);
      context.fillStyle = inkOn(`rgb(${red}, ${green}, ${blue})`);
      textsOf(view, pane, [row, column]).forEach((text, line, all) =>
        context.fillText(text, x, y + (line - (all.length - 1) / 2) * size * 1.14));
    }
  }
  context.globalAlpha = 1;
}

/** What stands in a pixel of a pane. @param {View} view @param {Pane} pane @param {number[]} pixel */
export function textsOf({ shown, setup }, pane, pixel) {
  const bytes = bytesAt(shown, pixel);
  const all = pane.channel === GREY ? [greyOf(bytes, shown.weights[setup.grey])] : bytes;
  const told = inRange(shown, all, setup.values);
  const wanted = pane.channel >= 0 ? [told[pane.channel]] : told;
  return wanted.map((value) => (setup.values === "bytes" ? String(Math.round(value))
    : decimals(value, setup.values, 2)));
}

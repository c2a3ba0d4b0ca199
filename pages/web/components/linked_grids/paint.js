// Draws the grids, and what the cells that are looked at read.

import { shorter } from "../../kit/format.js";
import { hatch, inkOn } from "../../kit/pixels.js";
import { cornerOf } from "./layout.js";
import { focus, reached, size } from "./view.js";

/** @typedef {import("./view.js").View} View */
/** @typedef {import("./view.js").Panel} Panel */
/** @typedef {import("./view.js").Slot} Slot */

const SMALLEST_LETTERS = 8; // px
const SOFT = 0.2; // of the half of a scale

/** @param {View} view */
export function paint(view) {
  const { context, plan, colours, data } = view;
  context.fillStyle = colours.background;
  context.fillRect(0, 0, plan.width, plan.height);
  const lit = data.panels.map(() => /** @type {Set<number>} */ (new Set()));
  for (const slot of focus(view)) {
    for (const down of [true, false]) {
      reached(data, slot, down).forEach((cells, at) => cells.forEach((cell) => lit[at].add(cell)));
    }
  }
  data.panels.forEach((panel, at) => paintPanel(view, panel, at, lit[at]));
  focus(view).forEach((slot) => paintFocus(view, slot));
  Object.assign(context, { fillStyle: colours.quiet, font: `22px ${colours.font}`, textAlign: "center",
    textBaseline: "middle" });
  plan.signs.forEach(({ text, x, y }) => context.fillText(text, x, y));
}

/** @param {View} view @param {Panel} panel @param {number} at @param {Set<number>} lit */
function paintPanel(view, panel, at, lit) {
  const { context, plan, colours } = view;
  const { left, top, cell } = plan.places[at];
  Object.assign(context, { fillStyle: colours.text, font: `600 14px ${colours.font}`, textAlign: "left",
    textBaseline: "alphabetic" });
  const titleAt = top - 10 - (panel.columnNames.length ? 18 : 0);
  context.fillText(panel.title, panel.rowNames.length ? left - nameRoom(view, panel) : left, titleAt);
  Object.assign(context, { fillStyle: colours.quiet, font: `12px ${colours.font}`, textAlign: "center" });
  panel.columnNames.forEach((name, column) => context.fillText(name, left + (column + 0.5) * cell, top - 5, cell + 4));
  Object.assign(context, { textAlign: "right", textBaseline: "middle" });
  panel.rowNames.forEach((name, row) => context.fillText(name, left - 6, top + (row + 0.5) * cell));
  for (let flat = 0; flat < size(panel); flat++) paintCell(view, { panel: at, cell: flat }, lit.has(flat));
  frameAround(view, panel, at, lit);
}

/** @param {View} view @param {Panel} panel */
function nameRoom({ context, colours }, { rowNames }) {
  context.font = `12px ${colours.font}`;
  const widest = Math.max(...rowNames.map((name) => context.measureText(name).width)) + 6;
  context.font = `600 14px ${colours.font}`;
  return widest;
}

/** @param {View} view @param {Slot} slot @param {boolean} lit */
function paintCell(view, { panel: at, cell }, lit) {
  const { context, colours, data, plan } = view;
  const panel = data.panels[at];
  const { x, y, px } = cornerOf(data.panels, plan, { panel: at, cell });
  const pad = panel.pads.includes(cell);
  const hidden = panel.runs && !view.hover && cell > view.step;
  const shade = pad || hidden ? null : shadeOf(view, panel, panel.values[cell]);
  context.fillStyle = shade ?? (pad ? colours.padding : lit ? colours.lit : colours.background);
  context.fillRect(x, y, px, px);
  if (lit && (shade || pad)) {
    context.fillStyle = colours.litOver;
    context.fillRect(x, y, px, px);
  }
  if (panel.unread.includes(cell)) hatch(context, [x, y, px, px], { colour: colours.quiet, gap: 6, alpha: 0.5 });
  Object.assign(context, { strokeStyle: colours.line, lineWidth: 1 });
  context.strokeRect(Math.round(x) + 0.5, Math.round(y) + 0.5, px, px);
  if (lit && shade) outline(view, [x + 1, y + 1, px - 1, px - 1], 1.5);
  if (hidden) return;
  write(view, { x, y, px }, panel.values[cell], shade ? inkOn(shade) : pad ? colours.quiet : colours.text, lit);
}

/** @param {View} view @param {Panel} panel @param {number} value */
function shadeOf({ data }, { tone, range: [low, high] }, value) {
  if (tone === "plain") return null;
  const scale = data.tones[tone];
  const signed = 0.5 + (SOFT * value) / (Math.max(-low, high) || 1);
  const share = tone === "diverging" ? signed : (value - low) / (high - low || 1);
  return scale[Math.round(Math.min(1, Math.max(0, share)) * (scale.length - 1))];
}

/**
 * @param {View} view @param {{ x: number, y: number, px: number }} at @param {number} value @param {string} colour
 * @param {boolean} heavy
 */
function write({ context, colours }, { x, y, px }, value, colour, heavy) {
  const letters = Math.min(17, Math.max(10, px * 0.38));
  Object.assign(context, { font: `${heavy ? 600 : 400} ${letters}px ${colours.font}`, fillStyle: colour,
    textAlign: "center", textBaseline: "middle" });
  const fits = (/** @type {string} */ text) => (letters * (px - 3)) / context.measureText(text).width;
  const texts = shorter(value).filter((text) => !text.includes("e"));
  const text = texts.find((one) => fits(one) >= letters) ?? texts[texts.length - 1] ?? "";
  if (fits(text) < SMALLEST_LETTERS) return;
  context.fillText(text, x + px / 2, y + px / 2 + 0.5, px - 3);
}

/**
 * One frame around all that is lit, where that is a full rectangle.
 * @param {View} view @param {Panel} panel @param {number} at @param {Set<number>} lit
 */
function frameAround(view, panel, at, lit) {
  if (!lit.size) return;
  const [top, left, rows, columns] = extent(panel, lit);
  if (rows * columns !== lit.size) return;
  const { x, y, px } = cornerOf(view.data.panels, view.plan, { panel: at, cell: top * panel.columns + left });
  outline(view, [x, y, columns * px + 1, rows * px + 1], 2.5);
}

/** First row and column of cells, and how many of both. @param {Panel} panel @param {Set<number>} cells */
export function extent({ columns }, cells) {
  const down = [...cells].map((cell) => Math.floor(cell / columns));
  const across = [...cells].map((cell) => cell % columns);
  const [top, left] = [Math.min(...down), Math.min(...across)];
  return [top, left, Math.max(...down) - top + 1, Math.max(...across) - left + 1];
}

/** @param {View} view @param {[number, number, number, number]} box @param {number} width */
function outline({ context, colours }, [x, y, wide, tall], width) {
  Object.assign(context, { strokeStyle: colours.convolution, lineWidth: width });
  context.strokeRect(x, y, wide, tall);
}

/** @param {View} view @param {Slot} slot */
function paintFocus(view, slot) {
  const { context, colours, data, plan } = view;
  const { x, y, px } = cornerOf(data.panels, plan, slot);
  context.fillStyle = colours.convolution;
  context.fillRect(x, y, px + 1, px + 1);
  write(view, { x, y, px }, data.panels[slot.panel].values[slot.cell], inkOn(colours.convolution), true);
}

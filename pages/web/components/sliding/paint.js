// Draws both signals as bars on one axis, the area that both cover, their products as numbers, and the output below.

import { shorter } from "../../kit/format.js";

/** @typedef {import("./index.js").View} View */
/** @typedef {import("./index.js").Data} Data */
/**
 * @typedef {{ cell: number, left: number, first: number, columns: number, rows: Record<"bars" | "f" | "g" | "products"
 *   | "output" | "totals", number>, height: number }} Plan px; `first`: the place of f in the first column
 */

const [MOST_CELL, BARS, NUMBERS, NAMES, GAP] = [64, 120, 26, 86, 8]; // px
const SMALLEST_LETTERS = 8;

/** @param {Data} data @param {number} room px @returns {Plan} */
export function planOf({ f, g, shifts }, room) {
  const columns = f.length + 2 * (g.length - 1);
  const names = room > 560 ? NAMES : 0;
  const cell = Math.min(MOST_CELL, (room - names - 2) / columns);
  const top = 4;
  const [fRow, gRow] = [top + BARS + GAP, top + BARS + GAP + NUMBERS];
  const products = gRow + NUMBERS;
  const output = products + NUMBERS + GAP;
  const totals = output + BARS + GAP;
  return { cell, left: names, first: shifts[0], columns, height: totals + NUMBERS + 4,
    rows: { bars: top, f: fRow, g: gRow, products, output, totals } };
}

/** Where the column of a place of f begins, px. @param {Plan} plan @param {number} place */
export function columnOf({ left, cell, first }, place) {
  return left + (place - first) * cell;
}

/** Place of f under which the output of a step stands: the end of g. @param {Data} data @param {number} step */
export function outputPlace({ shifts, g }, step) {
  return shifts[step] + g.length - 1;
}

/** @param {View} view */
export function paint(view) {
  const { context, plan, colours, data, step } = view;
  context.fillStyle = colours.background;
  context.fillRect(0, 0, plan.left + plan.columns * plan.cell + 4, plan.height);
  const from = data.shifts[step];
  const products = data.products[step];
  const span = spanOf([...data.f, ...data.g, ...data.products.flat()]);
  bars(view, { values: data.f, at: 0, row: plan.rows.bars, span, colour: colours.f, alpha: 0.85, filled: true });
  bars(view, { values: products, at: 0, row: plan.rows.bars, span, colour: colours.g, alpha: 0.45, filled: true });
  bars(view, { values: data.g, at: from, row: plan.rows.bars, span, colour: colours.g, alpha: 1, filled: false });
  numbers(view, data.f, 0, plan.rows.f, colours.text);
  numbers(view, data.g, from, plan.rows.g, colours.g);
  const meets = (/** @type {number} */ at) => at >= from && at < from + data.g.length;
  data.f.forEach((_, at) => meets(at) && number(view, products[at], at, plan.rows.products, colours.selection, true));
  paintOutput(view);
  paintNames(view);
}

/** @param {View} view */
function paintOutput(view) {
  const { plan, colours, data, step } = view;
  const span = spanOf(data.totals);
  data.totals.forEach((total, at) => {
    const place = outputPlace(data, at);
    bars(view, { values: [total], at: place, row: plan.rows.output, span, colour: colours.output,
      alpha: at > step ? 0.15 : at === step ? 1 : 0.6, filled: at <= step });
    const now = at === step;
    if (at <= step) number(view, total, place, plan.rows.totals, now ? colours.selection : colours.text, now);
  });
}

/**
 * @typedef {{ values: number[], at: number, row: number, span: [number, number], colour: string, alpha: number,
 *   filled: boolean }} Bars
 */

/** The least and the largest of values and 0. @param {number[]} values @returns {[number, number]} */
export function spanOf(values) {
  return [Math.min(0, ...values), Math.max(0, ...values)];
}

/** @param {View} view @param {Bars} what */
function bars(view, { values, at, row, span: [low, high], colour, alpha, filled }) {
  const { context, plan } = view;
  const scale = (BARS - 6) / (high - low || 1);
  const zero = row + 3 + high * scale;
  Object.assign(context, { globalAlpha: alpha, fillStyle: colour, strokeStyle: colour, lineWidth: 2 });
  values.forEach((value, index) => {
    const x = columnOf(plan, at + index);
    const tall = value * scale;
    if (filled) context.fillRect(x + 1, zero - Math.max(tall, 0), plan.cell - 2, Math.abs(tall));
    else context.strokeRect(x + 1, zero - Math.max(tall, 0), plan.cell - 2, Math.abs(tall));
  });
  context.globalAlpha = 1;
  axis(view, zero);
}

/** The line of 0. @param {View} view @param {number} zero px */
function axis({ context, plan, colours }, zero) {
  Object.assign(context, { strokeStyle: colours.line, lineWidth: 1 });
  context.beginPath();
  context.moveTo(plan.left, Math.round(zero) + 0.5);
  context.lineTo(plan.left + plan.columns * plan.cell, Math.round(zero) + 0.5);
  context.stroke();
}

/** @param {View} view @param {number[]} values @param {number} at @param {number} row @param {string} colour */
function numbers(view, values, at, row, colour) {
  values.forEach((value, index) => number(view, value, at + index, row, colour));
}

/**
 * @param {View} view @param {number} value @param {number} place @param {number} row @param {string} colour
 * @param {boolean} [heavy]
 */
function number({ context, plan, colours }, value, place, row, colour, heavy = false) {
  const x = columnOf(plan, place);
  Object.assign(context, { strokeStyle: colours.line, lineWidth: 1 });
  context.strokeRect(Math.round(x) + 0.5, row + 0.5, plan.cell, NUMBERS);
  const letters = Math.min(15, plan.cell * 0.55);
  Object.assign(context, { fillStyle: colour, font: `${heavy ? 600 : 400} ${letters}px ${colours.font}`,
    textAlign: "center", textBaseline: "middle" });
  const texts = shorter(value).filter((text) => !text.includes("e"));
  const fits = (/** @type {string} */ text) => context.measureText(text).width <= plan.cell - 2;
  const text = texts.find(fits);
  if (text && letters >= SMALLEST_LETTERS) context.fillText(text, x + plan.cell / 2, row + NUMBERS / 2 + 1);
}

/** @param {View} view */
function paintNames({ context, plan, colours, data }) {
  if (!plan.left) return;
  Object.assign(context, { fillStyle: colours.quiet, font: `13px ${colours.font}`, textAlign: "left",
    textBaseline: "middle" });
  const { words } = data;
  /** @type {[string, number][]} */
  const named = [[words.f, plan.rows.f], [words.g, plan.rows.g], [words.products, plan.rows.products],
    [words.output, plan.rows.totals]];
  named.forEach(([name, row]) => context.fillText(name, 0, row + NUMBERS / 2 + 1, plan.left - 6));
}

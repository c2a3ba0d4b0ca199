// A pad to draw a digit on: with a finger, a mouse, or by keys that put samples there. Sliders say what is done to the
// digit before a network reads it. By itself it tells Python what was drawn once the reader pauses; as a part of another
// component it tells that at once, which then asks the server what comes of it.

import { announce, component, part, PAUSE_MS } from "../../kit/component.js";
import { make, setText } from "../../kit/elements.js";
import { fill } from "../../kit/format.js";
import { surface } from "../../kit/pixels.js";
import { heard, setAlt } from "../../kit/spoken.js";
import { countOf, drawingOf, MOST_POINTS, MOST_STROKES, PAD, simplified, textOf } from "../../math/strokes.js";
import { watch } from "./pen.js";
import { buildSliders, drawSliders, listenSliders } from "./sliders.js";
import { buildTools, drawTools, listenTools } from "./tools.js";

/** @typedef {import("../../math/strokes.js").Place} Place */
/** @typedef {import("../../math/strokes.js").Drawing} Drawing */
/** @typedef {Record<"right" | "down" | "turn" | "thicken" | "noise" | "invert", number>} Changes `invert`: 0 or 1 */
/**
 * What pages/ui/components/digit_pad.py sends.
 * @typedef {object} Data
 * @property {string} drawing
 * @property {Changes} changes
 * @property {{ name: keyof Changes, title: string, least: number, most: number, unit: string, per: number }[]} sliders
 * @property {string[][]} samples for each digit, in several hands
 * @property {number} pen thickness, px
 * @property {Record<"label" | "keys" | "hint" | "empty" | "drawn" | "undo" | "clear" | "sample" | "samples" | "changes"
 *   | "invert" | "reset" | "full", string>} words
 */
/**
 * @typedef {object} State
 * @property {Data} data
 * @property {Drawing} drawing
 * @property {Place[] | null} stroke that is being drawn
 * @property {Changes} changes
 * @property {number[]} turns for each digit, which hand comes next
 * @property {Drawing[]} before what undo goes back to
 * @property {string} told what was sent last
 * @property {(now: { drawing: string, changes: Changes }) => void} tell
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

const UNDOS = 60;

const ANSWER_MS = 3000; // how long what the reader drew outweighs what the server still believes

export default component({ build, redraw: paint, receive: show, listen: (/** @type {View} */ view) =>
  listen(view, (now) => announce(view, JSON.stringify(now), PAUSE_MS)) });

/** For those who draw a pad as a part of themselves: `mount` it once, in an element of the class `part-digit_pad`, and
 * `show` it the data of each run. */
export const digitPad = { mount, show };

/**
 * `tell` gets the text of the drawing, and the changes, with each step of the pen and of a slider.
 * @param {HTMLElement} parent @param {AbortSignal} gone
 * @param {(now: { drawing: string, changes: Changes }) => void} tell @returns {View}
 */
function mount(parent, gone, tell) {
  return part({ build, listen: (/** @type {View} */ view) => listen(view, tell) }, parent, gone, tell);
}

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card pad", parent);
  const stage = make("div", "stage", card);
  const paper = make("canvas", "paper", stage, { tabindex: 0, role: "application" });
  const hint = make("div", "hint", stage, { "aria-hidden": "true" });
  const side = make("div", "side", card);
  const tools = buildTools(side);
  const sliders = buildSliders(side);
  const line = make("div", "line", side);
  return { card, stage, paper, hint, tools, sliders, line };
}

/** @param {View} view @param {View["tell"]} tell */
function listen(view, tell) {
  Object.assign(view, { turns: Array.from({ length: 10 }, () => 0), before: [], stroke: null, told: "", tell });
  watch(view, { begin, draw, end, sample, undo, clear });
  listenTools(view, { undo, clear, sample });
  listenSliders(view, change);
  heard(view.paper, view.line);
}

/**
 * What the server says, unless it is what was told to it: the reader may have drawn on since.
 * @param {View} view @param {Data} data
 */
function show(view, data) {
  const isNew = !view.data || (`${data.drawing} ${JSON.stringify(data.changes)}` !== view.told && !view.stroke);
  view.data = data;
  if (isNew && (!view.drawing || performance.now() > view.waitUntil)) {
    if (!view.drawing || textOf(view.drawing) !== data.drawing) view.drawing = drawingOf(data.drawing, data.pen);
    view.changes = { ...data.changes };
  }
  paint(view);
}

/** @param {View} view */
function paint(view) {
  const { paper, data, drawing } = view;
  if (!data) return;
  const wide = paper.getBoundingClientRect().width || PAD;
  const pen = surface(paper, wide, wide);
  pen.fillStyle = "#000";
  pen.fillRect(0, 0, wide, wide);
  pen.scale(wide / PAD, wide / PAD);
  for (const stroke of strokesOf(view)) drawStroke(pen, stroke, drawing.pen);
  setText(view.hint, strokesOf(view).length ? "" : data.words.hint);
  setText(view.line, isFull(view) ? data.words.full : "");
  const count = strokesOf(view).length;
  setAlt(paper, data.words.label, count ? fill(data.words.drawn, { count }) : data.words.empty, data.words.keys);
  drawTools(view);
  drawSliders(view);
}

/** @param {View} view */
function strokesOf({ drawing, stroke }) {
  return stroke ? [...drawing.strokes, stroke] : drawing.strokes;
}

/** @param {CanvasRenderingContext2D} pen @param {Place[]} stroke @param {number} thick px of the pad */
function drawStroke(pen, stroke, thick) {
  Object.assign(pen, { strokeStyle: "#fff", lineWidth: thick, lineCap: "round", lineJoin: "round" });
  pen.beginPath();
  const [[x, y], ...rest] = stroke;
  pen.moveTo(x + 0.5, y + 0.5);
  if (!rest.length) pen.lineTo(x + 0.5, y + 0.5); // round caps make it a dot
  for (const [nextX, nextY] of rest) pen.lineTo(nextX + 0.5, nextY + 0.5);
  pen.stroke();
}

/** @param {View} view */
function isFull({ drawing, stroke }) {
  return drawing.strokes.length >= MOST_STROKES || countOf(drawing.strokes) + (stroke?.length ?? 0) >= MOST_POINTS;
}

/** @param {View} view @param {Place} place */
function begin(view, place) {
  if (isFull(view)) return;
  remember(view);
  view.stroke = [place];
  changed(view);
}

/** @param {View} view @param {Place} place */
function draw(view, place) {
  const [x, y] = view.stroke?.at(-1) ?? place;
  if (!view.stroke || isFull(view) || (x === place[0] && y === place[1])) return;
  view.stroke.push(place);
  changed(view);
}

/** @param {View} view */
function end(view) {
  if (!view.stroke) return;
  view.drawing = { ...view.drawing, strokes: [...view.drawing.strokes, simplified(view.stroke)] };
  view.stroke = null;
  changed(view);
}

/** Put a digit there, in another hand each time. @param {View} view @param {number} digit */
function sample(view, digit) {
  const hands = view.data.samples[digit];
  remember(view);
  view.drawing = drawingOf(hands[view.turns[digit] % hands.length], view.data.pen);
  view.turns[digit] += 1;
  changed(view);
}

/** @param {View} view */
function undo(view) {
  const last = view.before.pop();
  if (!last) return;
  [view.drawing, view.stroke] = [last, null];
  changed(view);
}

/** @param {View} view */
function clear(view) {
  if (!strokesOf(view).length) return;
  remember(view);
  view.drawing = { pen: view.data.pen, strokes: [] };
  changed(view);
}

/** @param {View} view */
function remember(view) {
  view.stroke = null;
  view.before = [...view.before, view.drawing].slice(-UNDOS);
}

/** @param {View} view @param {Partial<Changes>} some */
function change(view, some) {
  view.changes = { ...view.changes, ...some };
  changed(view);
}

/** @param {View} view */
function changed(view) {
  const now = { drawing: textOf({ ...view.drawing, strokes: strokesOf(view) }), changes: view.changes };
  view.told = `${now.drawing} ${JSON.stringify(now.changes)}`;
  view.waitUntil = performance.now() + ANSWER_MS;
  paint(view);
  view.tell(now);
}

// A pad to draw a digit on: with a finger, a mouse, or by keys that put samples there. Sliders say what is done to the
// digit before a network reads it. What the network says follows the pen; other pictures of the page hear what is drawn
// (kit/signal_drawing.js), and Python once the reader pauses.

import { ask, newAsking } from "../../kit/asking.js";
import { announce, awaits, component, PAUSE_MS } from "../../kit/component.js";
import { make, setText } from "../../kit/elements.js";
import { fill } from "../../kit/format.js";
import { surface } from "../../kit/pixels.js";
import { tellDrawing } from "../../kit/signal_drawing.js";
import { heard, setAlt } from "../../kit/spoken.js";
import { countOf, drawingOf, MOST_POINTS, MOST_STROKES, PAD, simplified, textOf } from "../../math/strokes.js";
import { watch } from "./pen.js";
import { buildSliders, drawSliders, listenSliders } from "./sliders.js";
import { buildTools, drawTools, listenTools } from "./tools.js";

/** @typedef {import("../../math/strokes.js").Place} Place */
/** @typedef {import("../../math/strokes.js").Drawing} Drawing */
/** @typedef {Record<"right" | "down" | "turn" | "thicken" | "noise" | "invert", number>} Changes `invert`: 0 or 1 */
/** @typedef {{ line: string, told: string }} Answer what the network says, and what is to be said of the drawing */
/**
 * What pages/ui/components/digit_pad.py sends.
 * @typedef {object} Data
 * @property {string} drawing
 * @property {Changes} changes
 * @property {Answer} answer
 * @property {{ name: string, language: string }} asks the preview
 * @property {{ id: keyof Changes, title: string, least: number, most: number, unit: string, per: number }[]} sliders
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
 * @property {Answer} answer
 * @property {import("../../kit/asking.js").Asking} asking
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

const UNDOS = 60;

export default component({ build, listen, receive, redraw: paint });

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card pad", parent);
  const stage = make("div", "stage", card);
  const paper = make("canvas", "paper", stage, { tabindex: 0, role: "application" });
  const hint = make("div", "hint", stage, { "aria-hidden": "true" });
  const tools = buildTools(card);
  const line = make("div", "line", card);
  const sliders = buildSliders(card);
  const note = make("div", "note", card, { role: "status" });
  return { card, stage, paper, hint, tools, sliders, line, note };
}

/** @param {View} view */
function listen(view) {
  Object.assign(view, { turns: Array.from({ length: 10 }, () => 0), before: [], stroke: null });
  watch(view, { begin, draw, end, sample, undo, clear });
  listenTools(view, { undo, clear, sample });
  listenSliders(view, change);
  heard(view.paper, view.line);
}

/**
 * What the server says, unless it is what was told to it: the reader may have drawn on since.
 * @param {View} view @param {Data} data
 */
function receive(view, data) {
  if (view.asking?.name !== data.asks.name) view.asking = newAsking(data.asks.name, view.gone);
  view.data = data;
  const said = JSON.stringify({ drawing: data.drawing, changes: data.changes });
  const isHeld = view.drawing && (awaits(view, said) || view.stroke);
  if (!isHeld) {
    if (!view.drawing || textOf(view.drawing) !== data.drawing) view.drawing = drawingOf(data.drawing, data.pen);
    view.changes = { ...data.changes };
    view.answer = data.answer;
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
  setText(view.line, view.answer.line);
  setText(view.note, isFull(view) ? data.words.full : view.answer.told);
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
  view.selected = JSON.stringify(now);
  paint(view);
  tellDrawing(now);
  ask(view.asking, { ...now, language: view.data.asks.language }, { show: (answer) => {
    view.answer = answer;
    paint(view);
  }, fail: () => undefined });
  announce(view, view.selected, PAUSE_MS);
}

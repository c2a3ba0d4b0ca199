// Curves of the cat experiment that draw themselves, as they are drawn; and the pictures beside them.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { expected } from "./numbers.js";
import { block, openCanvases, texts } from "./pens.js";

openCanvases();
const { make } = await import("../../pages/web/kit/elements.js");
const { COLOURS, drawTuning, newTrace, traced } = await import("../../pages/web/components/visual_cells/tuning.js");
const { default: experiment } = await import("../../pages/web/components/visual_cells/index.js");

/** @type {any} */
let parent;
beforeEach(() => { parent = openCanvases(); });
const HOW = { least: 0, most: 180, gap: 10, unit: "°" };

/** Lines that were drawn: their places, colour and how opaque they are; those of one point are given once. */
function lines(canvas) {
  /** @type {any[]} */
  const found = [];
  for (const { name, args, strokeStyle, globalAlpha } of canvas.getContext().calls) {
    if (name === "moveTo") found.push({ places: [args] });
    if (name === "lineTo") found.at(-1).places.push(args);
    if (name === "stroke" && found.length) Object.assign(found.at(-1), { colour: strokeStyle, alpha: globalAlpha });
  }
  return found.filter(({ colour }) => ["#2457c5", "--pooling", "#ffffff"].includes(colour));
}

function drawn(trace, at) {
  const canvas = make("canvas", "", make("div", "", parent));
  drawTuning(canvas, trace, at, { card: parent, ...HOW });
  return canvas;
}

test("axes go from nothing to all, and over half a turn", () => {
  const written = texts(drawn(newTrace(), 0), "clearRect");
  assert.deepEqual(written, ["0 %", "50 %", "100 %", "0°", "90°", "180°"]);
  const canvas = make("canvas", "", make("div", "", parent));
  drawTuning(canvas, newTrace(), 0, { card: parent, least: -16, most: 16, gap: 2, unit: " px" });
  assert.deepEqual(texts(canvas, "clearRect").slice(3), ["−16 px", "0 px", "16 px"]);
});

test("each cell has a line of its own, through all that was shown of it", () => {
  const trace = newTrace();
  for (const at of [10, 0, 5]) traced(trace, "a", at, [at / 10, 0.5]);
  const calls = drawn(trace, 99).getContext().calls.filter(({ name }) => name === "lineTo" || name === "moveTo");
  const own = calls.slice(6); // after the three lines of the axis
  assert.equal(own.length, 6);
  const [simple, complex] = [own.slice(0, 3), own.slice(3)].map((part) => part.map(({ args }) => args));
  assert.ok(simple[0][0] < simple[1][0] && simple[1][0] < simple[2][0]);
  assert.ok(simple[0][1] > simple[1][1] && simple[1][1] > simple[2][1]); // more is higher up
  assert.equal(new Set(complex.map(([, y]) => y)).size, 1);
  assert.equal(COLOURS.length, 2);
});

test("points stand where the bar is now, and only there", () => {
  const trace = newTrace();
  for (const at of [0, 5]) traced(trace, "a", at, [0.25, 1]);
  const dots = (at) => drawn(trace, at).getContext().calls.filter(({ name }) => name === "arc").length;
  assert.deepEqual([dots(5), dots(0), dots(7)], [2, 2, 0]);
});

test("the curve before stays, faint, behind the one that is begun", () => {
  const trace = newTrace();
  for (let at = 0; at < 60; at += 5) traced(trace, "a", at, [0.2, 0.3]);
  traced(trace, "b", 0, [0.9, 0.9]);
  const { calls } = drawn(trace, 90).getContext();
  const strokes = calls.filter(({ name, lineWidth }) => name === "stroke" && lineWidth > 2);
  assert.deepEqual(strokes.map(({ globalAlpha }) => globalAlpha), [0.25, 1, 0.25, 1]);
  assert.ok(lines(drawn(trace, 90)).length > 0);
});

test("the same bar once more changes its point, and makes no second one", () => {
  const trace = newTrace();
  traced(trace, "a", 5, [0.1, 0.1]);
  traced(trace, "a", 5, [0.4, 0.4]);
  assert.deepEqual([...trace.points], [[5, [0.4, 0.4]]]);
});

const { eye, weights } = expected.retina;
const WORDS = Object.fromEntries(["seen", "weights", "products", "ring", "sum", "simple", "complex", "silent", "turned",
  "moved", "turn", "move", "stop", "name", "keys", "told"].map((name) => [name, name]));
function shown(more = {}) {
  const head = { ...eye, farthest: 16, likes: 0, turn: 0, off: 0, thick: 3, dark: false, hatched: false, chosen: "",
    words: WORDS, ...more };
  experiment({ parentElement: parent, setTriggerValue: () => {}, data: block(head, Float32Array.from(weights[0].even),
    Float32Array.from(weights[0].odd), Uint8Array.from({ length: 768 }, (_, at) => Math.floor(at / 3))) });
}

/** The greys or levels of a picture as it was drawn last. */
function levels(name) {
  const { args } = parent.querySelector(name).getContext().calls.find((call) => call.name === "drawImage");
  const [{ data }] = args[0].getContext().calls.findLast((call) => call.name === "putImageData").args;
  return Array.from({ length: data.length / 4 }, (_, at) => data[4 * at]);
}

test("the retina is as light as the library draws it", () => {
  const [{ row }] = expected.retina.bars;
  shown();
  assert.deepEqual(levels(".seen").slice(32 * 64, 33 * 64), row.map((light) => Math.round(255 * light)));
});

test("a dark bar is the same in reverse", () => {
  shown();
  const light = levels(".seen");
  parent = openCanvases();
  shown({ dark: true });
  assert.ok(levels(".seen").every((level, at) => Math.abs(level + light[at] - 255) <= 1)); // halves are rounded up
});

test("where no light falls nothing is weighed, and under the bar the product is the weight", () => {
  shown();
  const [kernel, products] = [levels(".weights"), levels(".products")];
  for (let row = 0; row < 39; row++) {
    assert.equal(products[row * 39 + 19], kernel[row * 39 + 19]); // the middle of the bar
    assert.equal(products[row * 39 + 5], 127);
  }
  assert.ok(kernel.some((level) => level > 200) && kernel.some((level) => level < 90));
});

test("meters are as long as the cells fire, and a silent cell says so", () => {
  shown();
  const fills = () => parent.querySelectorAll(".fill").map((one) => parseFloat(one.style.getPropertyValue("width")));
  assert.ok(fills().every((wide) => Math.abs(wide - 100) < 0.5));
  parent = openCanvases();
  shown({ turn: 90 });
  assert.ok(fills().every((wide) => wide < 2));
  assert.equal(parent.querySelectorAll(".value")[0].textContent, "silent");
});

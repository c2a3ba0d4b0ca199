// The pad to draw digits on: pen, keys, samples, sliders, and what its owner is told.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { fire } from "./dom.js";
import { drawn, openCanvases } from "./pens.js";

openCanvases();
const { default: digitPad } = await import("../../pages/web/components/digit_pad/index.js");
const { onDrawing } = await import("../../pages/web/kit/signal_drawing.js");
const { drawingOf, textOf, MOST_STROKES } = await import("../../pages/web/math/strokes.js");

mock.timers.enable({ apis: ["setTimeout"] });

const NONE = { right: 0, down: 0, turn: 0, thicken: 0, noise: 0, invert: 0 };
const FIRST = "8.AKAUgqgqgq";
const SAMPLES = Array.from({ length: 10 }, (_, digit) => [`8.A${digit}AUgq`, `9.A${digit}AUqg`]);
const WORDS = { label: "Pad", keys: "Keys", hint: "Draw here", empty: "empty", drawn: "Strokes: {count}", undo: "Back",
  clear: "Empty it", samples: "Samples", sample: "Write a {digit}", changes: "Changes", invert: "Inverted",
  reset: "As drawn", full: "No more." };
const SLIDERS = [{ id: "turn", title: "Turn", least: -180, most: 180, unit: "°", per: 1 },
  { id: "thicken", title: "Thicken", least: -6, most: 12, unit: "px", per: 4 }];
const [WIDE, HIGH, PAD] = [1000, 200, 112]; // of all elements here, px; of the pad

const data = (more = {}) => ({ drawing: FIRST, changes: NONE, sliders: SLIDERS, samples: SAMPLES, pen: 8, words: WORDS,
  answer: { line: "It reads 3", told: "" }, asks: { name: "pad", language: "en" }, ...more });
/** @type {any} */
let parent;
/** @type {any} */
let end;
/** @type {AbortController} */
let hearing;
/** @type {any[]} what other pictures of the page hear */
let told = [];
/** @type {any[]} what Python is told */
let sent = [];
/** @type {any[]} what the server is asked meanwhile */
let questions = [];
const show = (more = {}) => {
  end = digitPad({ parentElement: parent, data: data(more), setTriggerValue: (_, value) => sent.push(JSON.parse(value)) });
};
const settled = () => new Promise((resolve) => { setImmediate(resolve); });

beforeEach(() => {
  parent = globalThis.document.createElement("div");
  [told, sent, questions, hearing] = [[], [], [], new AbortController()];
  onDrawing((now) => told.push(now), hearing.signal);
  mock.method(globalThis, "fetch", (address, { body }) => new Promise((resolve) => questions.push({
    address: String(address), asked: JSON.parse(body),
    answer: (found) => resolve({ ok: true, status: 200, json: async () => found }) })));
  show();
});
afterEach(() => {
  end();
  hearing.abort();
  mock.method(globalThis, "fetch").mock.restore();
});

const part = (selector) => parent.querySelector(selector);
const at = (x, y) => ({ clientX: ((x + 0.5) * WIDE) / PAD, clientY: ((y + 0.5) * HIGH) / PAD, pointerId: 1, button: 0,
  isPrimary: true });
const key = (name, more = {}) => fire(part(".paper"), "keydown", { key: name, ...more });
const stroke = (...places) => {
  fire(part(".paper"), "pointerdown", at(...places[0]));
  places.slice(1).forEach((place) => fire(part(".paper"), "pointermove", at(...place)));
  fire(part(".paper"), "pointerup", at(...places.at(-1)));
};
const last = () => told.at(-1);

test("what the server says is drawn, and told to those who do not see it", () => {
  assert.match(part(".paper").getAttribute("aria-label"), /^Pad. Strokes: 1. Keys$/);
  assert.ok(drawn(part(".paper")).some(({ name }) => name === "stroke"));
  assert.equal(part(".hint").textContent, "");
  assert.deepEqual(told, []);
});

test("every step of a stroke is told at once, and the stroke is straightened when the pen is lifted", () => {
  fire(part(".paper"), "pointerdown", at(10, 50));
  assert.deepEqual(drawingOf(last().drawing, 8).strokes[1], [[10, 50]]);
  fire(part(".paper"), "pointermove", at(20, 50));
  fire(part(".paper"), "pointermove", at(30, 50));
  assert.equal(drawingOf(last().drawing, 8).strokes[1].length, 3);
  fire(part(".paper"), "pointerup", at(30, 50));
  assert.deepEqual(drawingOf(last().drawing, 8).strokes[1], [[10, 50], [30, 50]]);
  assert.equal(told.length, 4);
});

test("a pen that rests tells nothing, and one that leaves the pad stays at its edge", () => {
  stroke([10, 50], [10, 50], [400, -30]);
  assert.deepEqual(drawingOf(last().drawing, 8).strokes[1].at(-1), [111, 0]);
  assert.equal(told.length, 3);
});

test("moves without a pen on the pad, second fingers and other buttons draw nothing", () => {
  fire(part(".paper"), "pointermove", at(10, 50));
  fire(part(".paper"), "pointerdown", { ...at(10, 50), button: 2 });
  fire(part(".paper"), "pointerdown", { ...at(10, 50), isPrimary: false });
  assert.deepEqual(told, []);
});

test("what the hand did between two frames is drawn as well", () => {
  fire(part(".paper"), "pointerdown", at(10, 50));
  fire(part(".paper"), "pointermove", { ...at(40, 20), getCoalescedEvents: () => [at(20, 60), at(30, 40)] });
  assert.deepEqual(drawingOf(last().drawing, 8).strokes[1], [[10, 50], [20, 60], [30, 40]]);
});

test("digit keys put samples there, in another hand each time", () => {
  key("3");
  assert.equal(last().drawing, SAMPLES[3][0]);
  key("3");
  assert.equal(last().drawing, SAMPLES[3][1]);
  key("3");
  assert.equal(last().drawing, SAMPLES[3][0]);
  fire(parent.querySelectorAll(".sample")[7], "click");
  assert.equal(last().drawing, SAMPLES[7][0]);
});

test("back goes through everything that was drawn, emptied or put there", () => {
  key("3");
  stroke([10, 50], [30, 90]);
  key("Delete");
  assert.equal(last().drawing, "");
  assert.equal(part(".hint").textContent, "Draw here");
  key("Backspace");
  assert.equal(drawingOf(last().drawing, 8).strokes.length, 2);
  key("z", { ctrlKey: true });
  assert.equal(last().drawing, SAMPLES[3][0]);
  fire(part(".undo"), "click");
  assert.equal(last().drawing, FIRST);
  assert.equal(part(".undo").disabled, true);
  key("Backspace");
  assert.equal(last().drawing, FIRST);
});

test("keys with Alt, and letters, are left to the browser", () => {
  key("3", { altKey: true });
  key("z");
  key("ArrowLeft");
  assert.deepEqual(told, []);
});

test("an empty pad cannot be emptied", () => {
  fire(part(".clear"), "click");
  assert.equal(part(".clear").disabled, true);
  const count = told.length;
  key("Delete");
  assert.equal(told.length, count);
});

test("a full pad takes no more, and says so", () => {
  const many = Array.from({ length: MOST_STROKES }, (_, place) => [[place, 10], [place, 20]]);
  show({ drawing: textOf({ pen: 8, strokes: many }) });
  stroke([10, 50], [30, 90]);
  assert.deepEqual(told, []);
  assert.equal(part(".note").textContent, "No more.");
});

test("sliders tell what they do in units, at once", () => {
  const [turn, thicken] = parent.querySelectorAll(".row");
  turn.children[1].value = "45";
  fire(part(".rows"), "input", { target: turn.children[1] });
  thicken.children[1].value = "-3";
  fire(part(".rows"), "input", { target: thicken.children[1] });
  assert.deepEqual(last(), { drawing: FIRST, changes: { ...NONE, turn: 45, thicken: -3 } });
  assert.deepEqual([turn, thicken].map((row) => row.children[2].textContent), ["45 °", "−0.75 px"]);
  assert.equal(turn.children[1].getAttribute("aria-valuetext"), "45 °");
});

test("inverted, and all changes taken back", () => {
  const invert = part(".invert input");
  invert.checked = true;
  fire(invert, "change");
  assert.equal(last().changes.invert, 1);
  fire(part(".reset"), "click");
  assert.deepEqual(last().changes, NONE);
  assert.equal(part(".reset").disabled, true);
});

test("the server is asked at each step, one question at a time, and its answer stands below", async () => {
  stroke([10, 50], [20, 60], [30, 90]);
  assert.match(questions[0].address, /preview\/pad$/);
  assert.deepEqual(questions.map(({ asked }) => asked), [{ ...told[0], language: "en" }]);
  questions[0].answer({ line: "It reads 7", told: "A dot." });
  await settled();
  await settled();
  assert.deepEqual([part(".line").textContent, part(".note").textContent], ["It reads 7", "A dot."]);
  assert.deepEqual(questions[1].asked, { ...last(), language: "en" });
});

test("Python is told once, when the pen rests", () => {
  stroke([10, 50], [20, 60], [30, 90]);
  assert.deepEqual(sent, []);
  mock.timers.tick(500);
  assert.deepEqual(sent, [last()]);
});

test("an older answer of Python's does not take back what was drawn since", () => {
  stroke([10, 50], [30, 90]);
  show();
  mock.timers.tick(500);
  assert.equal(drawingOf(sent.at(-1).drawing, 8).strokes.length, 2);
  show({ drawing: last().drawing, answer: { line: "It reads 1", told: "" } });
  assert.equal(part(".line").textContent, "It reads 1");
  key("Backspace");
  assert.equal(last().drawing, FIRST);
});

test("another drawing of Python's, as from a link, replaces what is there", () => {
  show({ drawing: SAMPLES[5][0], changes: { ...NONE, turn: 9 } });
  key("1");
  key("Backspace");
  assert.deepEqual(last(), { drawing: SAMPLES[5][0], changes: { ...NONE, turn: 9 } });
});

test("an answer that comes while the pen is down leaves the stroke alone", () => {
  fire(part(".paper"), "pointerdown", at(10, 50));
  show({ drawing: SAMPLES[5][0] });
  fire(part(".paper"), "pointermove", at(30, 50));
  assert.equal(drawingOf(last().drawing, 8).strokes.length, 2);
});

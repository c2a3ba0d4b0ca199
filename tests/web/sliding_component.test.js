// Two sliding signals as a reader has them: dragged, played, walked with keys; sums against numpy.convolve's example.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { fire } from "./dom.js";
import { drawn, openCanvases, texts } from "./pens.js";

openCanvases();
const { default: sliding } = await import("../../pages/web/components/sliding/index.js");
const { columnOf, planOf } = await import("../../pages/web/components/sliding/paint.js");
mock.timers.enable({ apis: ["setTimeout", "setInterval"] });

const WORDS = { f: "f", g: "g, flipped", products: "Products", output: "Output", name: "Two signals", keys: "Arrows.",
  hint: "Drag.", back: "Back", next: "Next", play: "Play", pause: "Pause", line: "Timeline", speed: "Speed",
  rate: "{rate} per second" };
/** numpy.convolve([1, 2, 3], [0, 1, 0.5]) is [0, 1, 2.5, 4, 1.5]; g is turned round. */
const DATA = { f: [1, 2, 3], g: [0.5, 1, 0], shifts: [-2, -1, 0, 1, 2], totals: [0, 1, 2.5, 4, 1.5], clock: 0,
  products: [[0, 0, 0], [1, 0, 0], [0.5, 2, 0], [0, 1, 3], [0, 0, 1.5]], words: WORDS };

/** @type {any} */
let parent;
/** @type {any} */
let sent;
/** @type {any} */
let end;
function show(more = {}) {
  end = sliding({ parentElement: parent, data: { ...DATA, ...more },
    setTriggerValue: (_, value) => sent.push(value) });
}

const part = (selector) => parent.querySelector(selector);
const canvas = () => part("canvas");
const sum = () => part(".equation").textContent;
function told() {
  mock.timers.tick(1000);
  return sent.splice(0);
}

beforeEach(() => {
  end?.();
  parent = globalThis.document.createElement("div");
  sent = [];
});

for (const [clock, text] of [[0, "1·0 = 0"], [1, "1·1 + 2·0 = 1"], [2, "1·0.5 + 2·1 + 3·0 = 2.5"],
  [3, "2·0.5 + 3·1 = 4"], [4, "3·0.5 = 1.5"]]) {
  test(`at step ${clock} the sum is ${text}`, () => {
    show({ clock });
    assert.equal(sum(), text);
    assert.equal(part(".quiet").textContent, `Output ${clock}`);
    assert.equal(part(".told").textContent, `${clock + 1} / 5`);
  });
}

test("what is below 0 stands in brackets, with a true minus", () => {
  show({ f: [-1, 2, 3], g: [0.5, -1, 0], totals: [0, 1, -2.5, 4, 1.5], clock: 2 });
  assert.equal(sum(), "(−1)·0.5 + 2·(−1) + 3·0 = −2.5");
});

test("numbers of both signals, products where they meet, and the output so far are written", () => {
  show({ clock: 3 });
  const written = texts(canvas());
  assert.deepEqual(written.slice(0, 8), ["1", "2", "3", "0.5", "1", "0", "1", "3"]);
  assert.deepEqual(written.slice(8, 12), ["0", "1", "2.5", "4"]); // 1.5 has not come yet
  assert.deepEqual(written.slice(12), ["f", "g, flipped", "Products", "Output"]);
});

test("each number of g stands under the value of f that it meets", () => {
  show({ clock: 3 });
  const plan = planOf(DATA, 1000);
  const [first, second] = drawn(canvas()).filter(({ name }) => name === "fillText").slice(3, 5);
  assert.deepEqual([first.args[1], second.args[1]], [1, 2].map((place) => columnOf(plan, place) + plan.cell / 2));
});

test("output that has not come is pale and empty, the one that comes now is full", () => {
  show({ clock: 2 });
  const alphas = drawn(canvas()).filter(({ fillStyle, name }) => fillStyle === "--linear" && name.endsWith("Rect"))
    .filter(({ globalAlpha }) => [0.15, 0.6, 1].includes(globalAlpha)).map(({ globalAlpha }) => globalAlpha);
  assert.ok(alphas.includes(0.15) && alphas.includes(0.6) && alphas.includes(1));
});

for (const [key, step] of [["ArrowRight", 3], ["ArrowLeft", 1], ["Home", 0], ["End", 4]]) {
  test(`${key} leads from step 2 to step ${step}`, () => {
    show({ clock: 2 });
    assert.ok(fire(canvas(), "keydown", { key }).defaultPrevented);
    assert.equal(part(".told").textContent, `${step + 1} / 5`);
    assert.deepEqual(told(), [`t.${step}`]);
  });
}

test("keys stop at both ends, and other keys are the browser's", () => {
  show({ clock: 4 });
  fire(canvas(), "keydown", { key: "ArrowRight" });
  assert.equal(part(".told").textContent, "5 / 5");
  for (const key of ["Tab", "ArrowUp", "PageDown", "x"]) {
    assert.equal(fire(canvas(), "keydown", { key }).defaultPrevented, false);
  }
});

test("g stays under the finger that drags it, also beyond the ends", () => {
  show({ clock: 1 });
  const { cell } = planOf(DATA, 1000);
  const at = (cells) => ({ clientX: 500 + cells * cell, clientY: 50, pointerId: 1 });
  fire(canvas(), "pointermove", at(3)); // nothing is held
  assert.equal(part(".told").textContent, "2 / 5");
  fire(canvas(), "pointerdown", at(0));
  for (const [cells, step] of [[0.4, 1], [0.6, 2], [2.1, 3], [90, 4], [-90, 0], [1, 2]]) {
    fire(canvas(), "pointermove", at(cells));
    assert.equal(part(".told").textContent, `${step + 1} / 5`);
  }
  fire(canvas(), "pointerup");
  fire(canvas(), "pointermove", at(3));
  assert.deepEqual(told(), ["t.2"]);
});

test("space plays, one step each half second, and the end is told", () => {
  show({ clock: 2 });
  fire(canvas(), "keydown", { key: " " });
  assert.deepEqual([part(".told").textContent, part(".play").title], ["4 / 5", "Pause"]);
  mock.timers.tick(500);
  assert.deepEqual([part(".told").textContent, part(".play").title], ["5 / 5", "Play"]);
  assert.deepEqual(told(), ["t.4"]);
});

test("other signals start where the server says, and the same ones stay where the reader went", () => {
  show();
  fire(canvas(), "keydown", { key: "End" });
  show(); // the answer to something older
  assert.equal(part(".told").textContent, "5 / 5");
  show({ f: [1, 2], shifts: [-2, -1, 0, 1], totals: [0, 1, 2.5, 1], products: [[0, 0], [1, 0], [0.5, 2], [0, 1]],
    clock: 2 });
  assert.equal(part(".told").textContent, "3 / 4");
  show({ clock: 999 });
  assert.equal(part(".told").textContent, "5 / 5");
});

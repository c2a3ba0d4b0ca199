// The slope of a loss along one weight, and the step that follows, written with all numbers; and the sliders above them.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fire } from "./dom.js";
import { openCanvases } from "./pens.js";

openCanvases();
const { make } = await import("../../pages/web/kit/elements.js");
const { BATCHES, drawDials, newDials } = await import("../../pages/web/components/kernel_descent/dials.js");
const { firstTerms, nameOf, slopeFormula, stepFormula } = await import(
  "../../pages/web/components/kernel_descent/sums.js");

const task = (more = {}) => /** @type {any} */ ({ sides: [1, 5], shape: [1, 2], summed: false,
  picture: Float32Array.from([1, 2, 3, 4, 5]), target: Float32Array.from([0, 0]), wanted: new Float32Array(4),
  curvature: Float32Array.from([15, 20, 20, 27]), ...more });
const run = (more = {}) => /** @type {any} */ ({ steps: 1, batch: 4, weights: [[1, 0], [0.5, 0]], slopes: [[15, 20]],
  moves: [[15, 20]], firsts: [[0, 1, 2]], ...more });
const text = (made) => made.textContent;

for (const [shape, weight, name] of /** @type {[number[], number, string][]} */ ([[[3, 3], 0, "w₁₁"], [[3, 3], 8, "w₃₃"],
  [[3, 3], 5, "w₂₃"], [[1, 2], 1, "w₁₂"], [[2, 4], 6, "w₂₃"]])) {
  test(`weight ${weight} of ${shape.join(" × ")} is called ${name}`, () => {
    assert.equal(nameOf(/** @type {any} */ ({ shape }), weight), name);
  });
}

test("errors stand beside what the weight reads, for the first cells of the batch", () => {
  assert.deepEqual(firstTerms(task(), run(), 0, 0), [[1, 1], [2, 2], [3, 3]]); // the kernel (1, 0) copies the picture
  assert.deepEqual(firstTerms(task(), run(), 0, 1), [[1, 2], [2, 3], [3, 4]]);
  assert.deepEqual(firstTerms(task(), run({ firsts: [[3, 0, 1]] }), 0, 0), [[4, 4], [1, 1], [2, 2]]);
  assert.deepEqual(firstTerms(task(), run({ batch: 1, firsts: [[2, 2, 2]] }), 0, 1), [[3, 4]]);
});

test("a mean of squares: two by the cells, times the sum", () => {
  // 2 / 4 · (1·1 + 2·2 + 3·3 + 4·4) = 15
  assert.equal(text(slopeFormula(task(), run(), 0, 0)), "∂L∂w11=24∑4e·x=24(1·1+2·2+3·3+…)=24·30=15");
});

test("a sum of squares: two times the sum", () => {
  const summed = task({ summed: true, curvature: Float32Array.from([60, 80, 80, 108]) });
  assert.equal(text(slopeFormula(summed, run({ slopes: [[60, 80]] }), 0, 1)),
    "∂L∂w12=2∑4e·x=2(1·2+2·3+3·4+…)=2·40=80");
});

test("a batch of few cells is written in full", () => {
  const few = run({ batch: 2, firsts: [[1, 3, 1]], slopes: [[20, 26]] });
  // 2 / 2 · (2·2 + 4·4) = 20
  assert.equal(text(slopeFormula(task(), few, 0, 0)), "∂L∂w11=22∑2e·x=22(2·2+4·4)=22·20=20");
});

test("at the end the slope is that of all cells, whatever the batch was", () => {
  const few = run({ batch: 2 });
  // The kernel (0.5, 0): errors are half of what is read, 2 / 4 · 15 = 7.5
  assert.match(text(slopeFormula(task(), few, 1, 0)), /^∂L∂w11=24∑4e·x=24\(0\.5·1\+1·2.*=7\.5$/);
});

test("negative numbers stand in brackets", () => {
  const below = run({ weights: [[-1, 0], [0, 0]], slopes: [[-15, -20]], moves: [[-15, -20]] });
  assert.match(text(slopeFormula(task(), below, 0, 0)), /\(\(−1\)·1\+\(−2\)·2\+\(−3\)·3\+…\)=24·\(−30\)=−15$/);
  assert.equal(text(stepFormula(task(), below, 0, 0, { rate: 0.1, momentum: 0 })), "w11←w11−η∂L∂w11=−1−0.1·(−15)=0");
});

test("without momentum a step goes against the slope", () => {
  const after = run({ weights: [[1, 0], [-0.5, -2]] });
  assert.equal(text(stepFormula(task(), after, 0, 0, { rate: 0.1, momentum: 0 })), "w11←w11−η∂L∂w11=1−0.1·15=−0.5");
  assert.equal(text(stepFormula(task(), after, 0, 1, { rate: 0.1, momentum: 0 })), "w12←w12−η∂L∂w12=0−0.1·20=−2");
});

test("with momentum a share of the step before is kept", () => {
  const third = run({ steps: 2, weights: [[0, 0], [2, 0], [-1, 0]], slopes: [[4, 0], [8, 0]], moves: [[4, 0], [10, 0]],
    firsts: [[0, 1, 2], [0, 1, 2]] });
  assert.equal(text(stepFormula(task(), third, 1, 0, { rate: 0.3, momentum: 0.5 })),
    "v=βv+∂L∂w11=0.5·4+8=10,w11←w11−ηv=2−0.3·10=−1");
  assert.match(text(stepFormula(task(), third, 0, 0, { rate: 0.3, momentum: 0.5 })), /^v=βv\+∂L∂w11=0\.5·0\+4=4,/);
});

test("after the last step there is none", () => {
  assert.equal(stepFormula(task(), run(), 1, 0, { rate: 0.1, momentum: 0 }), null);
});

const WORDS = { eta: "η {value}", batch: "batch {value}", momentum: "β {value}", all: "all {cells}", limit: "to {limit}" };
/** @type {any} */
let parent;
/** @type {any[]} */
let set;
/** @type {any} */
let dials;
beforeEach(() => {
  parent = openCanvases();
  set = [];
  dials = newDials(make("div", "", parent), (...all) => set.push(all));
});
const draw = (dialled, limit = 0.2, batch = 100) => drawDials(dials, dialled, { limit, batch }, WORDS);

test("sliders say what they are set to, and stand there", () => {
  draw({ rate: 0.1, batch: 16, momentum: 0.5 });
  assert.deepEqual(["rate", "batch", "momentum"].map((name) => dials[name].told.textContent), ["η 0.1", "batch 16",
    "β 0.5"]);
  assert.deepEqual(["rate", "batch", "momentum"].map((name) => Number(dials[name].slider.value)), [50, 2, 0.5]);
  draw({ rate: 0.001, batch: 0, momentum: 0 }, 0.2, 2542);
  assert.equal(dials.batch.told.textContent, "batch all 2,542");
  assert.equal(Number(dials.batch.slider.value), BATCHES.length - 1);
});

for (const [rate, limit, over] of /** @type {[number, number, boolean][]} */ ([[0.1, 0.2, false], [0.2, 0.2, false],
  [0.21, 0.2, true], [10, 0.0333, true]])) {
  test(`a rate of ${rate} under a limit of ${limit} is ${over ? "" : "not "}marked as too large`, () => {
    draw({ rate, batch: 0, momentum: 0 }, limit);
    assert.equal(dials.rate.label.hasAttribute("data-over"), over);
    assert.match(dials.rate.mark.title, /^to 0\.\d+$/);
  });
}

test("the mark stands on the slider where the limit lies", () => {
  draw({ rate: 0.1, batch: 0, momentum: 0 }, 0.1);
  assert.equal(Math.round(parseFloat(dials.rate.mark.style.getPropertyValue("left"))), 50);
  draw({ rate: 0.1, batch: 0, momentum: 0 }, 1e9);
  assert.equal(dials.rate.mark.style.getPropertyValue("left"), "100%");
});

for (const [name, at, value] of [["rate", "0", 0.001], ["rate", "37", 0.03], ["rate", "100", 10], ["batch", "0", 1],
  ["batch", "5", 0], ["momentum", "0.9", 0.9]]) {
  test(`the slider of ${name} at ${at} means ${value}`, () => {
    const { slider } = dials[/** @type {string} */ (name)];
    slider.value = at;
    fire(slider, "input");
    assert.deepEqual(set, [[name, value]]);
  });
}

// A kernel that learns as a reader has it: played, stepped, seen weight by weight, with another rate or target.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { fire } from "./dom.js";
import { block, openCanvases } from "./pens.js";

openCanvases();
const { default: descent } = await import("../../pages/web/components/kernel_descent/index.js");
mock.timers.enable({ apis: ["setTimeout", "setInterval"] });

const WORDS = Object.fromEntries(["back", "next", "play", "pause", "line", "speed", "again", "learn", "picture",
  "kernel", "result", "error", "target", "wanted", "steps", "curve", "others", "keys"].map((name) => [name, name]));
Object.assign(WORDS, { rate: "{rate}/s", eta: "η {value}", batch: "batch {value}", momentum: "β {value}",
  all: "all {cells}", limit: "from {limit}", cell: "r{row} c{column} {value} of {target}", own: "own r{row} c{column}",
  bowl: "{one} {two} {low} {high}", told: "{step} of {steps}: {loss}", exploded: "BOOM {step} {loss}",
  formula: "{weight} {away}" });
const base64 = (values) => Buffer.from(values.buffer).toString("base64");
const WEIGHTS = [[0, 0], [0.5, -0.5], [1, -1]];

function sent(more = {}) {
  const numbers = new Float32Array([...WEIGHTS.flat(), 4, 1, 0, -2, 2, -1, 1]);
  return { steps: 2, numbers: base64(numbers), firsts: base64(new Uint16Array([0, 1, 2, 0, 1, 2])), batch: 3,
    limit: 0.5, exploded: -1, lines: ["why"], ...more };
}

function data(more = {}) {
  const head = { sides: [1, 4], shape: [1, 2], summed: false, hatched: true, fixed: false, rate: 0.1, batch: 0,
    momentum: 0, seed: 3, at: 0, pair: [0, 1], chosen: "chosen", run: sent(), words: WORDS,
    asks: { name: "kernel_descent", language: "en", settings: { learn_on: "bits" }, photo: null }, ...more };
  return block(head, new Float32Array([1, 0, 0, 1]), new Float32Array([1, -1]), new Float32Array([1, 0, -1]),
    new Float32Array([2, 0, 0, 2]), new Uint8Array(768), new Uint8Array(768));
}

/** @type {any} */
let parent;
/** @type {any[]} */
let told;
/** @type {any} */
let end;
/** @type {any[]} */
let asked;

function show(what = data()) {
  end = descent({ parentElement: parent, data: what, setTriggerValue: (_, value) => told.push(value) });
}
const find = (selector) => parent.querySelector(selector);
const weights = () => find(".tile-kernel").querySelectorAll("button").map((one) => one.textContent);
const said = () => Object.fromEntries(new URLSearchParams(told.at(-1)));

beforeEach(() => {
  end?.();
  parent = openCanvases();
  [told, asked] = [[], []];
  globalThis.fetch = /** @type {any} */ (async (address, { body }) => {
    asked.push({ address: String(address), ...JSON.parse(body) });
    return { ok: true, json: async () => sent({ limit: 0.02, exploded: 1, lines: ["too large"] }) };
  });
  show();
});

test("the start is shown, with its loss, its sum and its step", () => {
  assert.deepEqual(weights(), ["0", "0"]);
  assert.equal(find(".told").textContent, "0 of 2: 4");
  assert.equal(find(".told-line").textContent, "w₁₁ 1");
  const [slope, step] = parent.querySelectorAll(".formula").map((one) => one.textContent);
  assert.match(slope, /∂L∂w11=23∑3e·x=23\(\(−1\)·1\+0·0\+1·0\)=23·\(−3\)=−2/);
  assert.match(step, /w11←w11−η∂L∂w11=0−0\.1·\(−2\)=0\.5/);
  assert.deepEqual(find(".lines").children.map((one) => one.textContent), ["why"]);
});

test("Learn plays to the end, pauses, and begins anew", () => {
  fire(find(".learn"), "click");
  assert.equal(find(".learn").textContent, "pause");
  assert.deepEqual(weights(), ["0.5", "−0.5"]);
  mock.timers.tick(1000);
  assert.deepEqual(weights(), ["1", "−1"]);
  assert.equal(find(".learn").textContent, "learn");
  assert.equal(parent.querySelectorAll(".formula")[1].textContent, "");
  fire(find(".learn"), "click");
  assert.deepEqual(weights(), ["0", "0"]);
  fire(find(".learn"), "click");
  mock.timers.tick(5000);
  assert.equal(said().learn_at, "0");
});

test("arrow keys and the curve lead to a step, and the page hears of it", () => {
  fire(find(".curve"), "keydown", { key: "End" });
  assert.deepEqual(weights(), ["1", "−1"]);
  mock.timers.tick(300);
  assert.deepEqual(said(), { learn_rate: "0.1", learn_batch: "0", learn_momentum: "0", learn_seed: "3", learn_at: "2",
    learn_pair: "0_1" });
  fire(find(".curve"), "pointermove", { clientX: 0, clientY: 0, buttons: 0 });
  assert.deepEqual(weights(), ["1", "−1"]);
  fire(find(".curve"), "pointerdown", { clientX: 0, clientY: 0, buttons: 1 });
  assert.deepEqual(weights(), ["0", "0"]);
});

test("a weight that is clicked has the sum, and the one before is the other of the bowl", () => {
  fire(find(".tile-kernel").querySelectorAll("button")[1], "click");
  assert.match(find(".told-line").textContent, /^w₁₂/);
  assert.match(find(".plots").children[2].textContent, /^w₁₂ w₁₁/);
  mock.timers.tick(300);
  assert.equal(said().learn_pair, "1_0");
});

test("another rate asks past the page, and the answer is shown", async () => {
  const slider = find(".rate").querySelector(".slider");
  slider.value = "75";
  fire(slider, "input");
  assert.equal(find(".rate").textContent, "η 1");
  await new Promise((done) => { setImmediate(done); });
  assert.equal(asked.length, 1);
  assert.match(asked[0].address, /preview\/kernel_descent$/);
  assert.deepEqual(asked[0].settings, { learn_on: "bits", learn_rate: "1", learn_batch: "0", learn_momentum: "0" });
  assert.ok(find(".rate").hasAttribute("data-over"));
  assert.deepEqual(find(".lines").children.map((one) => one.textContent), ["too large"]);
  fire(find(".curve"), "keydown", { key: "ArrowRight" });
  assert.equal(find(".told-line").textContent, "BOOM 1 1");
  fire(slider, "change");
  mock.timers.tick(1);
  assert.equal(said().learn_rate, "1");
  show(data({ rate: 0.1 })); // what the server still believes
  assert.equal(find(".rate").textContent, "η 1");
});

test("batch and momentum go along their sliders", () => {
  const [batch, momentum] = ["batch", "momentum"].map((name) => find(`.${name}`).querySelector(".slider"));
  batch.value = "1";
  fire(batch, "input");
  momentum.value = "0.9";
  fire(momentum, "input");
  assert.deepEqual([find(".batch").textContent, find(".momentum").textContent], ["batch 4", "β 0.9"]);
  mock.timers.tick(400);
  assert.deepEqual([said().learn_batch, said().learn_momentum], ["4", "0.9"]);
});

test("another start is another seed, from step 0", () => {
  fire(find(".curve"), "keydown", { key: "End" });
  fire(find(".again"), "click");
  mock.timers.tick(1);
  assert.deepEqual([said().learn_seed, said().learn_at], ["4", "0"]);
  show(data({ seed: 4 }));
  assert.deepEqual(weights(), ["0", "0"]);
});

test("a weight of the target can be written, and what is no number is not taken", () => {
  const [first] = find(".tile-target").querySelectorAll("input");
  first.value = "x";
  fire(first, "change");
  mock.timers.tick(1);
  assert.equal(told.length, 0);
  assert.ok(first.hasAttribute("aria-invalid"));
  first.value = "−2,5";
  fire(first, "change");
  mock.timers.tick(1);
  assert.equal(said().learn_own, "-250_-100");
  show(data({ fixed: true }));
  assert.ok(find(".tile-target").querySelectorAll("input").every((field) => field.readOnly));
});

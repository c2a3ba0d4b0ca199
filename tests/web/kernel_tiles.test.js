// Pictures and kernels of a kernel that learns: colours to the pixel, numbers that fit, weights that can be chosen.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fire } from "./dom.js";
import { openCanvases } from "./pens.js";

openCanvases();
const { make } = await import("../../pages/web/kit/elements.js");
const { colourFor, drawPicture, drawSigned, drawTarget, drawWeights, sizeOf } = await import(
  "../../pages/web/components/kernel_descent/tiles.js");

// As many levels as the server sends: the red of each is its number, blue the rest.
const COLOURS = Uint8Array.from({ length: 768 }, (_, at) => [Math.floor(at / 3), 10, 255 - Math.floor(at / 3)][at % 3]);
const look = (more = {}) => /** @type {any} */ ({ sides: [2, 3], shape: [2, 2], summed: false, hatched: false,
  picture: Float32Array.from([-1, 0, 1, 3, 3, -1]), target: Float32Array.from([1, -2, 0, 0.5]), diverging: COLOURS,
  ...more });

/** @type {any} */
let parent;
beforeEach(() => { parent = openCanvases(); });

/** Red, green and blue of the picture that was drawn on a canvas last, pixel by pixel. */
function pixelsOn(canvas) {
  const { args } = canvas.getContext().calls.findLast(({ name }) => name === "drawImage");
  const [{ data }] = args[0].getContext().calls.findLast(({ name }) => name === "putImageData").args;
  return Array.from({ length: data.length / 4 }, (_, at) => [...data.slice(4 * at, 4 * at + 3)]);
}

test("the picture goes from black at its least to white at its most", () => {
  const canvas = make("canvas", "", parent);
  drawPicture(canvas, look());
  assert.deepEqual(pixelsOn(canvas).map(([red]) => red), [0, 64, 128, 255, 255, 0]);
  assert.ok(pixelsOn(canvas).every(([red, green, blue]) => red === green && green === blue));
});

test("a picture of one grey is black, and nothing is divided by 0", () => {
  const canvas = make("canvas", "", parent);
  drawPicture(canvas, look({ picture: new Float32Array(6).fill(7) }));
  assert.deepEqual(pixelsOn(canvas).map(([red]) => red), [0, 0, 0, 0, 0, 0]);
});

test("signs have 0 in the middle of the colours, and what is too large has those of the ends", () => {
  const canvas = make("canvas", "", parent);
  drawSigned(canvas, look(), [0, 2, -2, 1, -9, 9], [2, 3], 2);
  assert.deepEqual(pixelsOn(canvas).map(([red]) => red), [127, 254, 0, 191, 0, 254]);
});

test("what is no number has the colour of missing values", () => {
  const canvas = make("canvas", "", parent);
  drawSigned(canvas, look(), [NaN, Infinity, 0], [1, 3], 1);
  assert.deepEqual(pixelsOn(canvas).map(([red]) => red), [255, 255, 127]);
});

test("stripes lie on what is below 0, where the reader wants them", () => {
  const [plain, striped] = [make("canvas", "", parent), make("canvas", "", parent)];
  drawSigned(plain, look(), [-1, 1], [1, 2], 1);
  drawSigned(striped, look({ hatched: true }), [-1, 1], [1, 2], 1);
  const drawn = (canvas) => canvas.getContext().calls.filter(({ name }) => name === "drawImage").length;
  assert.ok(drawn(striped) > drawn(plain));
});

for (const [values, size] of /** @type {[number[], number][]} */ ([[[1, -3, 2], 3], [[0.25], 0.25], [[0, 0], 1],
  [[], 1]])) {
  test(`the largest size of [${values}] is ${size}`, () => assert.equal(sizeOf(values), size));
}

for (const [value, level] of [[0, 127], [1, 254], [-1, 0], [0.5, 191], [-0.5, 64], [40, 254], [-40, 0], [NaN, 0]]) {
  test(`${value} of 1 has the colour of level ${level}`, () => {
    const hex = (part) => part.toString(16).padStart(2, "0");
    assert.equal(colourFor(COLOURS, value, 1), `#${hex(level)}0a${hex(255 - level)}`);
  });
}

const WORDS = { cell: "r{row} c{column} {value} of {target}", own: "own r{row} c{column}" };
/** @type {number[]} */
const chosen = [];
const weightsOf = (grid, values, pair = [1, 2]) => {
  drawWeights(grid, look(), Float32Array.from(values), { pair: /** @type {any} */ (pair), high: 2, words: WORDS,
    choose: (weight) => chosen.push(weight) });
  return grid.querySelectorAll("button");
};

test("weights stand in rows as the kernel has them, each said with its target", () => {
  const buttons = weightsOf(make("div", "", parent), [0.123, -1.5, 1e-9, 12345]);
  assert.deepEqual(buttons.map((one) => one.textContent), ["0.12", "−1.5", "0", "12345"]);
  assert.deepEqual(buttons.map((one) => one.getAttribute("aria-label")), ["r1 c1 0.123 of 1", "r1 c2 −1.5 of −2",
    "r2 c1 1.00e−9 of 0", "r2 c2 12345 of 0.5"]);
  assert.equal(parent.children[0].style.getPropertyValue("grid-template-columns"), "repeat(2, minmax(0, 1fr))");
});

test("the weight of the sum and the other one of the bowl are marked, and only the first counts as pressed", () => {
  const buttons = weightsOf(make("div", "", parent), [0, 0, 0, 0], [3, 0]);
  assert.deepEqual(buttons.map((one) => one.className), ["weight up", "weight", "weight", "weight across"]);
  assert.deepEqual(buttons.map((one) => one.getAttribute("aria-pressed")), ["false", "false", "false", "true"]);
});

test("a click tells which weight it was, also after the weights moved on", () => {
  const grid = make("div", "", parent);
  weightsOf(grid, [0, 0, 0, 0]);
  const buttons = weightsOf(grid, [1, 1, 1, 1]);
  fire(buttons[2], "click");
  fire(buttons[0], "click");
  assert.deepEqual(chosen.splice(0), [2, 0]);
});

test("in narrow cells one decimal is left, and a weight that exploded still fits", () => {
  const grid = make("div", "", parent);
  grid.clientWidth = 60;
  assert.deepEqual(weightsOf(grid, [0.123, -2.24, 0, 9]).map((one) => one.textContent), ["0.1", "−2.2", "0", "9"]);
  for (const value of [1e5, -123456.7, 4.2e12, -9e30]) {
    const text = weightsOf(grid, [value, 0, 0, 0])[0].textContent;
    assert.ok(text && text.length < 7, text);
  }
});

test("ink is read on every colour", () => {
  const buttons = weightsOf(make("div", "", parent), [2, -2, 0, 1]);
  for (const button of buttons) {
    assert.match(button.style.getPropertyValue("background"), /^#[0-9a-f]{6}$/);
    assert.match(button.style.getPropertyValue("color"), /^#(000000|ffffff)$/);
  }
});

/** @type {[number, number][]} */
const changes = [];
const targetOf = (grid, more = {}, fixed = false) => {
  drawTarget(grid, look(more), fixed, { high: 2, words: WORDS, change: (...all) => changes.push(all) });
  return grid.querySelectorAll("input");
};

test("the target stands in fields, which are read only where it is fixed", () => {
  const grid = make("div", "", parent);
  assert.deepEqual(targetOf(grid).map(({ value }) => value), ["1", "−2", "0", "0.5"]);
  assert.deepEqual(targetOf(grid, {}, true).map(({ readOnly }) => readOnly), [true, true, true, true]);
  assert.equal(targetOf(grid)[3].getAttribute("aria-label"), "own r2 c2");
});

for (const [text, value] of [["3", 3], ["-1.25", -1.25], ["−4", -4], [" 0,5 ", 0.5], ["1e1", 10]]) {
  test(`“${text}” in a field of the target is ${value}`, () => {
    const field = targetOf(make("div", "", parent))[1];
    field.value = text;
    fire(field, "change");
    assert.deepEqual(changes.splice(0), [[1, value]]);
    assert.equal(field.hasAttribute("aria-invalid"), false);
  });
}

for (const text of ["", "a", "1/2", "NaN", "Infinity", "1 2"]) {
  test(`“${text}” in a field of the target is nothing, and is marked`, () => {
    const field = targetOf(make("div", "", parent))[0];
    field.value = text;
    fire(field, "change");
    assert.deepEqual(changes.splice(0), []);
    assert.ok(field.hasAttribute("aria-invalid"));
  });
}

test("what is being typed stays while the target is as it was, and goes when the target changes", () => {
  const grid = make("div", "", parent);
  targetOf(grid)[0].value = "12";
  assert.equal(targetOf(grid)[0].value, "12");
  assert.equal(targetOf(grid, { target: Float32Array.from([4, 0, 0, 0]) })[0].value, "4");
});

// A window that slides over a picture: places in numbers, and the component as a reader has it.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { cellsAt, nearest, numberOf, placeOf, windowAt } from "../../pages/web/components/score_windows/places.js";
import { fire } from "./dom.js";
import { block, openCanvases } from "./pens.js";

openCanvases();
const { default: scoreWindows } = await import("../../pages/web/components/score_windows/index.js");
mock.timers.enable({ apis: ["setTimeout", "setInterval"] });

const SLIDE = { sides: [20, 100], map: [3, 12], window: 10, stride: 5 };
const NAMES = ["circle", "square", "ground"];
const WORDS = { picture: "Picture", map: "Map of {name}", crop: "Given", name: "Picture with the window",
  told: "{number} of {count}, x {x} to {right}, y {y} to {bottom}: {name} {share}", keys: "Arrows.",
  show: "Show {name}", hint: "Each cell is a window.", back: "Back", next: "On", play: "Slide", pause: "Pause",
  line: "Window", speed: "Speed", rate: "{rate} a second" };

/** The class likeliest at a place is its row; its share 0.7, that of the others 0.15. */
function data(more = {}) {
  const [rows, columns] = SLIDE.map;
  const shares = Float32Array.from({ length: 3 * rows * columns }, (_, at) =>
    Math.floor(at / (rows * columns)) === Math.floor((at % (rows * columns)) / columns) ? 0.7 : 0.15);
  const head = { ...SLIDE, photo: [40, 200], place: [1, 2], shown: 0, chosen: "1_2_0", names: NAMES, words: WORDS,
    ...more };
  return block(head, shares, new Uint8Array(768), new Uint8Array(3 * 40 * 200), new Uint8Array(3 * 20 * 100));
}

/** @type {any} */
let parent;
/** @type {any} */
let sent;
/** @type {any} */
let end;
function show(what = data()) {
  end = scoreWindows({ parentElement: parent, data: what, setTriggerValue: (_, value) => sent.push(value) });
}
function told(wait = 300) {
  mock.timers.tick(wait);
  return sent.splice(0);
}

const picture = () => parent.querySelectorAll("canvas")[0];
const heat = () => parent.querySelectorAll("canvas")[1];
const line = () => parent.querySelector(".told-line").textContent.replace(/\s/g, " ");
const classes = () => parent.querySelectorAll(".class");
const at = (down, across) => ({ clientX: 1000 * across, clientY: 200 * down });
/** The frame that was drawn last in white, in px that the network is given: left, top, width, height. */
function frame(canvas) {
  const { args } = canvas.getContext().calls.findLast(({ name, strokeStyle }) =>
    name === "strokeRect" && strokeStyle === "#ffffff");
  return args.map((side) => Math.round(side / 10));
}

beforeEach(() => {
  end?.();
  parent = globalThis.document.createElement("div");
  sent = [];
  show();
});

for (const [share, place] of [[[0, 0], [0, 0]], [[0.25, 0.05], [0, 0]], [[0.5, 0.5], [1, 9]], [[1, 1], [2, 11]],
  [[-3, 9], [0, 11]], [[0.62, 0.12], [1, 1]]]) {
  test(`at ${share} of the sides stands the window ${place}`, () => assert.deepEqual(nearest(SLIDE, share), place));
}

test("a place has a window, a cell in its middle, and a number", () => {
  assert.deepEqual(windowAt(SLIDE, [1, 2]), [10, 5, 10, 10]);
  const [x, y, wide, tall] = cellsAt(SLIDE, [1, 2], 1, 1);
  assert.deepEqual([x + wide / 2, y + tall / 2], [15, 10]); // as the middle of the window
  for (let number = 0; number < 36; number++) assert.equal(numberOf(SLIDE, placeOf(SLIDE, number)), number);
});

test("cells lie side by side, as far apart as windows", () => {
  const [x, y, wide, tall] = cellsAt(SLIDE, [0, 0], 3, 12);
  assert.deepEqual([x, y, wide, tall], [2.5, 2.5, 60, 15]);
});

test("the window stands where the server put it, and its classes are told", () => {
  assert.deepEqual(frame(picture()), [10, 5, 10, 10]);
  assert.equal(line(), "15 of 36, x 10 to 20, y 5 to 15: square 70.0 %");
  assert.deepEqual(classes().map((one) => one.children[2].textContent.slice(0, 2)), ["15", "70", "15"]);
  assert.deepEqual(classes().map((one) => one.getAttribute("aria-pressed")), ["true", "false", "false"]);
  assert.equal(picture().getAttribute("aria-label").startsWith("Picture with the window. 15 of 36"), true);
});

test("the window follows the pointer, and goes back when it leaves", () => {
  fire(picture(), "pointermove", at(0.99, 0.99));
  assert.deepEqual(frame(picture()), [55, 10, 10, 10]);
  assert.equal(line().endsWith("ground 70.0 %"), true);
  fire(picture(), "pointerleave");
  assert.deepEqual(frame(picture()), [10, 5, 10, 10]);
  assert.deepEqual(told(), []);
});

test("a click on picture or map makes the window stay, and the server is told", () => {
  fire(heat(), "click", at(0, 0));
  assert.deepEqual(frame(picture()), [0, 0, 10, 10]);
  assert.deepEqual(told(0), ["0_0_0"]);
});

test("arrow keys move it, held down they become one message", () => {
  for (const key of ["ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown"]) fire(picture(), "keydown", { key });
  assert.deepEqual(told(), ["2_4_0"]);
  fire(picture(), "keydown", { key: "Tab" });
  assert.deepEqual(told(), []);
});

test("a class that is clicked has its map shown", () => {
  fire(classes()[2], "click");
  assert.equal(parent.querySelectorAll(".title")[1].textContent, "Map of ground");
  assert.deepEqual(told(0), ["1_2_2"]);
});

test("played, the map grows window by window up to the last one, and then the server is told", () => {
  show(data({ place: [2, 10], chosen: "2_10_0" }));
  fire(parent.querySelector(".play"), "click");
  assert.deepEqual(frame(picture()), [55, 10, 10, 10]);
  const parts = heat().getContext().calls.filter(({ name, args }) => name === "drawImage" && args.length === 9);
  assert.deepEqual(parts.slice(-2).map(({ args }) => args.slice(1, 5)), [[0, 0, 12, 2], [0, 2, 12, 1]]);
  mock.timers.tick(100); // the last step is over
  assert.deepEqual(told(2000), ["2_11_0"]);
});

test("what the reader chose outweighs an older answer of the server", () => {
  fire(picture(), "click", at(0, 0));
  told(0);
  show();
  assert.deepEqual(frame(picture()), [0, 0, 10, 10]);
  show(data({ place: [0, 0], chosen: "0_0_0" }));
  show(data({ place: [2, 3], chosen: "2_3_0" }));
  assert.deepEqual(frame(picture()), [15, 10, 10, 10]);
});

test("a picture with fewer windows keeps the window on it", () => {
  show(data({ place: [9, 40], chosen: "9_40_0" }));
  assert.deepEqual(frame(picture()), [55, 10, 10, 10]);
});

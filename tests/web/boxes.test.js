// Two boxes: their arithmetic as torchvision has it, and how they follow finger, keys and typed numbers.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { fire, openPage } from "./dom.js";
import { expected } from "./numbers.js";

const parent = openPage();
const { boxPair } = await import("../../pages/web/components/box_pair/index.js");
const { divisor, fitOf, moved, upright, within } = await import("../../pages/web/math/boxes.js");
const { heldAt, placeOf } = await import("../../pages/web/components/box_pair/picture.js");
mock.timers.enable({ apis: ["setTimeout"] });

const WORDS = { name: "Boxes", ours: "A", theirs: "B", box: "{box}: {x1} {y1} {x2} {y2}", keys: "Keys.",
  numbers: "Corners of {box}", whole: "Whole", values: "IoU {iou} GIoU {giou}", right: "right from {threshold}",
  wrong: "wrong below {threshold}", threshold: "Limit", turned: "turned", outside: "cut at {width} {height}",
  legend: "Legend", apart: "apart", touching: "touching", overlapping: "overlapping", inside: "inside", same: "same",
  empty: "empty" };
const data = (/** @type {object} */ more = {}) => ({ size: [24, 16], ours: [4, 4, 10, 10], theirs: [7, 7, 13, 13],
  threshold: 0.5, words: WORDS, ...more });

/** @type {any} */
let view;
/** @type {string[]} */
let sent;
beforeEach(() => {
  mock.timers.tick(1000);
  parent.replaceChildren();
  sent = [];
  view = { ...boxPair.build(parent), waitUntil: 0, send: (/** @type {string} */ one) => sent.push(one) };
  boxPair.listen(view);
  boxPair.receive(view, data());
});

/** Where a pointer is over a point of the picture. */
const at = (/** @type {number} */ x, /** @type {number} */ y) => {
  const [clientX, clientY] = placeOf([x, y], view.scale);
  return { clientX, clientY, pointerId: 1 };
};
const drag = (/** @type {number[]} */ from, /** @type {number[][]} */ ...ways) => {
  fire(view.svg, "pointerdown", at(from[0], from[1]));
  for (const [x, y] of ways) fire(view.svg, "pointermove", at(x, y));
  fire(view.svg, "pointerup");
};
const told = () => { mock.timers.tick(1000); return sent.splice(0); };
const lines = () => view.working.children.map((/** @type {any} */ line) => line.textContent);
const type = (/** @type {number} */ row, /** @type {number} */ field, /** @type {string} */ value) => {
  const input = view.rows[row].fields[field];
  input.value = value;
  fire(input, "input");
  fire(input, "change");
};

test("IoU and GIoU are torchvision's", () => {
  expected.boxes.forEach(({ one, other, iou, giou }) => {
    const fit = fitOf(one, other);
    assert.ok(Math.abs(fit.iou - iou) < 1e-12 && Math.abs(fit.giou - giou) < 1e-12);
  });
});

for (const [one, other, meeting, iou, giou] of /** @type {[any, any, string, number, number][]} */ ([
  [[0, 0, 2, 2], [1, 1, 3, 3], "overlapping", 1 / 7, 1 / 7 - 2 / 9],
  [[0, 0, 10, 10], [5, 0, 15, 10], "overlapping", 1 / 3, 1 / 3],
  [[0, 0, 4, 4], [1, 1, 3, 3], "inside", 1 / 4, 1 / 4], [[0, 0, 4, 4], [0, 0, 4, 4], "same", 1, 1],
  [[0, 0, 2, 2], [2, 0, 4, 2], "touching", 0, 0], [[0, 0, 2, 2], [6, 0, 8, 2], "apart", 0, -0.5],
  [[1, 1, 1, 5], [0, 0, 2, 2], "empty", 0, -0.6], [[1, 1, 1, 1], [1, 1, 1, 1], "empty", 0, 0]])) {
  test(`${one} and ${other}: ${meeting}`, () => {
    const fit = fitOf(one, other);
    assert.equal(fit.meeting, meeting);
    assert.ok(Math.abs(fit.iou - iou) < 1e-12 && Math.abs(fit.giou - giou) < 1e-12);
  });
}

test("boxes stay in the picture, upright, and fractions are shortened", () => {
  assert.deepEqual(upright([5, 1, 2, 3]), [2, 1, 5, 3]);
  assert.deepEqual(within([-3, 99, 30, 2], [24, 16]), [0, 2, 24, 16]);
  assert.deepEqual(moved([1, 1, 4, 4], [-9, 99], [24, 16]), [0, 13, 3, 16]);
  assert.deepEqual([divisor(9, 63), divisor(7, 5), divisor(4, 4)], [9, 1, 4]);
});

test("the working of the first pair is written out", () => {
  assert.deepEqual(lines().slice(0, 4), ["w=min(10,13)−max(4,7)=3", "h=min(10,13)−max(4,7)=3", "I=w·h=3·3=9",
    "U=A+B−I=36+36−9=63"]);
  assert.equal(lines()[4], "IoU=IU=963=17=0.1429");
  assert.equal(lines()[6], "GIoU=IoU−C−UC=0.1429−81−6381=−0.07937");
  assert.equal(view.values.iou.textContent, "IoU 0.1429 GIoU −0.07937");
});

test("a box follows the pointer, in whole pixels, and the server is told once", () => {
  drag([5, 5], [6.2, 5.1], [8.2, 8.4]);
  assert.deepEqual(view.boxes.ours, [7, 7, 13, 13]);
  assert.equal(view.said.textContent, "same");
  assert.equal(view.values.verdict.textContent, "right from 0.5");
  assert.deepEqual(told(), ["ours=7_7_13_13&theirs=7_7_13_13&threshold=0.5"]);
  assert.deepEqual(view.rows[0].fields.map((/** @type {any} */ one) => one.value), ["7", "7", "13", "13"]);
});

test("without whole pixels it follows in tenths", () => {
  fire(view.snap, "click");
  assert.equal(view.snap.getAttribute("aria-pressed"), "false");
  drag([5, 5], [6.24, 5]);
  assert.deepEqual(view.boxes.ours, [5.2, 4, 11.2, 10]);
});

test("a corner is pulled past the opposite one, and the box stays upright", () => {
  drag([10, 10], [2, 1]);
  assert.deepEqual(view.boxes.ours, [2, 1, 4, 4]);
  drag([2, 4], [4, 4]);
  assert.deepEqual(view.boxes.ours, [4, 1, 4, 4]);
  assert.equal(view.said.textContent, "empty");
});

test("of two boxes over each other the active one is held; beside both nothing is", () => {
  assert.deepEqual(heldAt(view, [8.5, 8.5]), { name: "ours", corner: null });
  view.active = "theirs";
  assert.deepEqual(heldAt(view, [8.5, 8.5]), { name: "theirs", corner: null });
  assert.deepEqual(heldAt(view, [4.1, 4.1]), { name: "ours", corner: 0 });
  assert.equal(heldAt(view, [20, 2]), null);
  drag([20, 2], [10, 10]);
  assert.deepEqual(told(), []);
});

test("arrows move a box, with Shift its corner; Ctrl and other keys are left alone", () => {
  const [ours, theirs] = view.picture.boxes.map((/** @type {any} */ one) => one.group);
  assert.ok(fire(ours, "keydown", { key: "ArrowRight" }).defaultPrevented);
  fire(ours, "keydown", { key: "ArrowUp" });
  assert.deepEqual(view.boxes.ours, [5, 3, 11, 9]);
  fire(theirs, "keydown", { key: "ArrowLeft", shiftKey: true });
  fire(theirs, "keydown", { key: "ArrowDown", shiftKey: true });
  assert.deepEqual(view.boxes.theirs, [7, 7, 12, 14]);
  for (let step = 0; step < 9; step++) fire(theirs, "keydown", { key: "ArrowUp", shiftKey: true });
  assert.deepEqual(view.boxes.theirs, [7, 7, 12, 7]);
  assert.ok(!fire(ours, "keydown", { key: "ArrowLeft", ctrlKey: true }).defaultPrevented);
  assert.ok(!fire(ours, "keydown", { key: "a" }).defaultPrevented);
  assert.equal(ours.getAttribute("aria-label"), "A: 5 3 11 9. Keys");
  assert.equal(told().length, 1);
});

test("numbers are typed; upside down or outside is put right and said", () => {
  type(0, 2, "12");
  assert.deepEqual([view.boxes.ours, view.note.textContent], [[4, 4, 12, 10], ""]);
  type(0, 0, "20");
  assert.deepEqual([view.boxes.ours, view.note.textContent], [[12, 4, 20, 10], "turned"]);
  type(1, 3, "99");
  assert.deepEqual([view.boxes.theirs, view.note.textContent], [[7, 7, 13, 16], "cut at 24 16"]);
  type(1, 3, "none");
  assert.deepEqual(view.boxes.theirs, [7, 7, 13, 16]);
  assert.equal(view.rows[1].fields[3].value, "16");
  fire(view.picture.boxes[0].group, "keydown", { key: "ArrowLeft" });
  assert.equal(view.note.textContent, "");
});

test("the threshold decides what counts as right", () => {
  view.threshold.line.value = "0.1";
  fire(view.threshold.line, "input");
  assert.equal(view.values.verdict.textContent, "right from 0.1");
  assert.deepEqual(told(), ["ours=4_4_10_10&theirs=7_7_13_13&threshold=0.1"]);
  boxPair.receive(view, data({ ours: [4, 4, 16, 12], theirs: [8, 4, 20, 12] })); // an old answer takes nothing back
  assert.deepEqual(view.boxes.ours, [4, 4, 10, 10]);
  view.waitUntil = 0;
  boxPair.receive(view, data({ ours: [4, 4, 16, 12], theirs: [8, 4, 20, 12] }));
  assert.equal(view.values.verdict.textContent, "right from 0.5"); // exactly 1/2
});

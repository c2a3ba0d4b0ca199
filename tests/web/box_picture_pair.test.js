// Two boxes as they are drawn and worked out: places on the paper, what a pointer holds, and each line of the working.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { openPage } from "./dom.js";

const parent = openPage();
const { boxPair } = await import("../../pages/web/components/box_pair/index.js");
const { cornerOf, heldAt, placeOf, pointOf, scaleFor } = await import("../../pages/web/components/box_pair/picture.js");
const { linesOf } = await import("../../pages/web/components/box_pair/sums.js");
const { area, fitOf } = await import("../../pages/web/math/boxes.js");

const NAMES = ["name", "ours", "theirs", "box", "keys", "numbers", "whole", "values", "right", "wrong", "threshold",
  "turned", "outside", "legend", "apart", "touching", "overlapping", "inside", "same", "empty"];
const WORDS = Object.fromEntries(NAMES.map((name) => [name, name]));

/** @type {any} */
let view;
beforeEach(() => {
  parent.replaceChildren();
  view = { ...boxPair.build(parent), waitUntil: 0, send: () => {} };
  boxPair.listen(view);
  boxPair.receive(view, /** @type {any} */ ({ size: [24, 16], ours: [4, 4, 10, 10], theirs: [7, 7, 13, 13],
    threshold: 0.5, words: WORDS }));
});

const numbers = (/** @type {any} */ element, /** @type {string[]} */ ...names) =>
  names.map((name) => Number(element.getAttribute(name)));
const rect = (/** @type {any} */ element) => numbers(element, "x", "y", "width", "height");
const working = (/** @type {any} */ one, /** @type {any} */ other) =>
  linesOf(one, other, fitOf(one, other)).map((line) => line.textContent);

test("the paper is as wide as its room, and never smaller than 4 px a pixel", () => {
  assert.equal(scaleFor([24, 16], 636), 25);
  assert.equal(scaleFor([24, 16], 10), 4);
});

test("a point of the paper is found again under the pointer", () => {
  for (const point of [[0, 0], [24, 16], [3.5, 11.25]]) {
    const [clientX, clientY] = placeOf(point, view.scale);
    const found = pointOf(view, { clientX, clientY });
    assert.ok(found.every((value, axis) => Math.abs(value - point[axis]) < 1e-9), String(found));
  }
});

test("corners go round from the upper left", () => {
  assert.deepEqual([0, 1, 2, 3].map((at) => cornerOf([1, 2, 3, 4], at)), [[1, 2], [3, 2], [3, 4], [1, 4]]);
});

test("boxes, what both cover, and the box around both stand where they belong", () => {
  const { picture, scale } = view;
  const drawn = (/** @type {number[]} */ [x1, y1, x2, y2]) =>
    [...placeOf([x1, y1], scale), (x2 - x1) * scale, (y2 - y1) * scale];
  assert.deepEqual(rect(picture.boxes[0].body), drawn([4, 4, 10, 10]));
  assert.deepEqual(rect(picture.boxes[1].body), drawn([7, 7, 13, 13]));
  assert.deepEqual(rect(picture.shared), drawn([7, 7, 10, 10]));
  assert.deepEqual(rect(picture.hull), drawn([4, 4, 13, 13]));
  assert.equal(picture.shared.getAttribute("visibility"), "visible");
});

test("where nothing is shared nothing is tinted", () => {
  boxPair.receive(view, /** @type {any} */ ({ ...view.data, ours: [0, 0, 2, 2], theirs: [5, 5, 9, 9] }));
  assert.equal(view.picture.shared.getAttribute("visibility"), "hidden");
  assert.equal(view.said.textContent, "apart");
});

test("each corner of both boxes can be caught, from a little beside it, too", () => {
  const near = 12 / view.scale;
  view.active = "ours";
  [[4, 4], [10, 4], [10, 10], [4, 10]].forEach(([x, y], corner) => {
    assert.deepEqual(heldAt(view, [x + near * 0.6, y]), { name: "ours", corner });
  });
  [[7, 7], [13, 7], [13, 13], [7, 13]].forEach(([x, y], corner) => {
    assert.deepEqual(heldAt(view, [x, y - near * 0.6]), { name: "theirs", corner });
  });
  assert.equal(heldAt(view, [4 - 3 * near, 4 - 3 * near]), null);
});

test("every fourth line has its number, px from the upper left", () => {
  const texts = view.picture.grid.children.filter((/** @type {any} */ one) => one.localName === "text");
  const told = texts.map((/** @type {any} */ one) => one.textContent).filter(Boolean);
  assert.deepEqual(told, ["0", "4", "8", "12", "16", "20", "24", "0", "4", "8", "12", "16"]);
});

test("lines are as many as the paper has pixels, and one more", () => {
  const lines = view.picture.grid.children.filter((/** @type {any} */ one) => one.localName === "line");
  assert.equal(lines.length, 25 + 17);
});

for (const [one, other, found] of /** @type {[number[], number[], string[]][]} */ ([
  [[0, 0, 2, 2], [1, 1, 3, 3], ["w=min(2,3)−max(0,1)=1", "h=min(2,3)−max(0,1)=1", "I=w·h=1·1=1", "U=A+B−I=4+4−1=7",
    "IoU=IU=17=0.1429", "C=3·3=9", "GIoU=IoU−C−UC=0.1429−9−79=−0.07937"]],
  [[0, 0, 10, 10], [5, 0, 15, 10], ["w=min(10,15)−max(0,5)=5", "h=min(10,10)−max(0,0)=10", "I=w·h=5·10=50",
    "U=A+B−I=100+100−50=150", "IoU=IU=50150=13=0.3333", "C=15·10=150", "GIoU=IoU−C−UC=0.3333−150−150150=0.3333"]],
  [[0, 0, 2, 2], [5, 0, 8, 2], ["w=min(2,8)−max(0,5)=−3→0", "h=min(2,2)−max(0,0)=2", "I=w·h=0·2=0", "U=A+B−I=4+6−0=10",
    "IoU=IU=010=0", "C=8·2=16", "GIoU=IoU−C−UC=0−16−1016=−0.375"]],
  [[0, 0, 4, 4], [0, 0, 4, 4], ["w=min(4,4)−max(0,0)=4", "h=min(4,4)−max(0,0)=4", "I=w·h=4·4=16", "U=A+B−I=16+16−16=16",
    "IoU=IU=1616=1", "C=4·4=16", "GIoU=IoU−C−UC=1−16−1616=1"]],
  [[1, 1, 1, 1], [1, 1, 1, 1], ["w=min(1,1)−max(1,1)=0", "h=min(1,1)−max(1,1)=0", "I=w·h=0·0=0", "U=A+B−I=0+0−0=0",
    "IoU=IU=00", "C=0·0=0", "GIoU=IoU−C−UC=00"]],
])) {
  test(`the working of ${one} and ${other}`, () => assert.deepEqual(working(one, other), found));
}

test("tenths leave no rounding behind, and their fractions are not shortened", () => {
  const lines = working([0, 0, 0.3, 1], [0.1, 0, 0.4, 1]);
  assert.equal(lines[0], "w=min(0.3,0.4)−max(0,0.1)=0.2");
  assert.equal(lines[4], "IoU=IU=0.20.4=0.5");
});

test("areas are products of sides", () => {
  assert.deepEqual([area([0, 0, 2, 3]), area([1, 1, 1, 9]), area([2, 2, 5, 4])], [6, 0, 6]);
});

test("an answer of the server that is as old as the picture changes nothing, a new one does", () => {
  const data = { ...view.data, ours: [0, 0, 1, 1] };
  boxPair.receive(view, /** @type {any} */ (data));
  assert.deepEqual(view.boxes.ours, [0, 0, 1, 1]);
  assert.deepEqual(view.rows[0].fields.map((/** @type {any} */ one) => one.value), ["0", "0", "1", "1"]);
  const most = view.rows[0].fields.map((/** @type {any} */ one) => one.getAttribute("max"));
  assert.deepEqual(most, ["24", "16", "24", "16"]);
});

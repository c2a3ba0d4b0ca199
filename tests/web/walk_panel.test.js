// The sum of a unit, as the panel shows it: signs, paddings, many maps, and what has no kernel.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fire } from "./dom.js";
import { begin, key, now, part, settled, show, UNIT } from "./walked.js";

beforeEach(begin);

const numbers = (values) => Buffer.from(Float32Array.from(values).buffer).toString("base64");
const read = (maps, size, more = {}) => {
  const cells = size[0] * size[1];
  return { source: "conv", maps: [0, maps], corner: [0, 0], spread: [1, 1], size,
    sums: numbers(Array.from({ length: maps }, (_, at) => at + 1)),
    shown: Array.from({ length: maps }, (_, at) => maps - 1 - at),
    values: numbers(Array.from({ length: maps * cells }, (_, at) => at)), weights: null,
    outside: Array.from({ length: cells }, () => 0), ...more };
};
const grids = () => now.parent.querySelectorAll(".cells");
async function opened(reads, more = {}) {
  now.answers.unit = ({ layer, at: unit }) => ({ ...UNIT, ...more, reads, layer, at: unit });
  show({ place: { layer: "first", at: [0, 2, 2] } });
  await settled();
}

test("nothing is shown before a unit is looked at", () => {
  show();
  assert.ok(part(".panel").className.includes("empty"));
});

test("one map needs no bars", async () => {
  await opened([read(1, [2, 2])]);
  assert.ok(part(".bars").hasAttribute("hidden"));
  assert.ok(!part(".sum").hasAttribute("hidden"));
});

for (const [maps, bars] of [[2, 2], [16, 16], [40, 16]]) {
  test(`of ${maps} maps ${bars} are told, the largest sum first`, async () => {
    await opened([read(maps, [1, 1])]);
    const rows = [...part(".bars").children];
    assert.equal(rows.length, bars);
    assert.equal(rows[0].children[0].textContent, `conv, map ${maps}`);
    assert.equal(rows[0].children[2].textContent, `+${maps}`);
    assert.equal(rows[0].children[1].children[0].style.getPropertyValue("width"), "50%");
    assert.equal(rows[0].getAttribute("aria-pressed"), "true");
  });
}

test("bars below 0 go the other way", async () => {
  await opened([read(2, [1, 1], { sums: numbers([-3, 1]), shown: [0, 1] })]);
  const classes = [...part(".bars").children].map((row) => row.children[1].children[0].className);
  assert.deepEqual(classes, ["bar below", "bar"]);
});

test("two branches are told by their names", async () => {
  await opened([read(1, [1, 1]), read(1, [1, 1], { source: "first", sums: numbers([9]) })]);
  assert.deepEqual([...part(".bars").children].map((row) => row.children[0].textContent),
    ["first, map 1", "conv, map 1"]);
});

test("without a kernel there is a window and no products", async () => {
  await opened([read(1, [2, 2])]);
  assert.deepEqual(grids().map((grid) => grid.children.length), [4, 0]);
  assert.equal(part(".told").textContent, "");
});

test("a window of many cells is not taken apart cell by cell", async () => {
  await opened([read(2, [10, 10], { weights: numbers(Array.from({ length: 200 }, () => 1)) })]);
  assert.deepEqual(grids().map((grid) => grid.children.length), [0, 0]);
  assert.match(part(".told").textContent, /∑x·w=2/);
});

test("each cell can be pointed at, focused and touched, in both grids", async () => {
  await opened([read(1, [1, 3], { weights: numbers([2, -3, 4]) })]);
  for (const [grid, cell, event, said] of [[0, 1, "pointerenter", "1·(−3)=−3"], [1, 2, "focus", "2·4=8"],
    [0, 0, "click", "0·2=0"]]) {
    fire(grids()[grid].children[cell], event);
    assert.ok(part(".told").textContent.includes(said), part(".told").textContent);
    assert.deepEqual(grids().map((one) => one.children[cell].className), ["lit", "lit"]);
    assert.equal(now.parent.querySelectorAll(".lit").length, 2);
  }
});

test("cells are told to those who do not see them, with row and column from 1", async () => {
  await opened([read(1, [2, 2], { weights: numbers([1, 2, 3, 4]), outside: [0, 1, 0, 0] })]);
  const told = (grid) => [...grids()[grid].children].map((cell) => cell.getAttribute("aria-label"));
  assert.deepEqual(told(0), ["Row 1, column 1: 0", "Row 1, column 2: padding", "Row 2, column 1: 2",
    "Row 2, column 2: 3"]);
  assert.deepEqual(told(1), ["Row 1, column 1: 1", "Row 1, column 2: 2", "Row 2, column 1: 3", "Row 2, column 2: 4"]);
});

test("kernels are white at 0, blue below and red above", async () => {
  await opened([read(1, [1, 3], { weights: numbers([-2, 0, 2]) })]);
  const grounds = [...grids()[1].children].map((cell) => cell.style.getPropertyValue("background"));
  assert.deepEqual(grounds, ["rgb(67 147 195)", "rgb(247 247 247)", "rgb(214 96 77)"]);
});

test("lines are set as mathematics, and set anew only where they change", async () => {
  await opened([read(1, [1, 1])]);
  const math = part(".lines").children[0].children[1].children[0];
  assert.equal(math.localName, "math");
  assert.deepEqual([...math.children].map((one) => one.localName), ["mi", "mo", "mn"]);
  now.answers.unit = ({ layer, at: unit }) => ({ ...UNIT, reads: [read(1, [1, 1])], layer, at: unit });
  key("ArrowRight");
  await settled();
  assert.equal(part(".lines").children[0].children[1].children[0], math);
});

test("what is only given has lines and no window", async () => {
  await opened([], { kind: "given" });
  assert.ok(part(".sum").hasAttribute("hidden"));
  assert.equal(part(".lines").children.length, 1);
});

test("another unit begins with its own largest window", async () => {
  await opened([read(3, [1, 1])]);
  fire(part(".bars").children[2], "click");
  assert.equal(part(".bars").children[2].getAttribute("aria-pressed"), "true");
  key("ArrowDown");
  await settled();
  assert.equal(part(".bars").children[0].getAttribute("aria-pressed"), "true");
});

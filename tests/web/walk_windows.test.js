// The panel of one unit's sum: bars of windows, cells of a window and its kernel, and products that add up.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fire, openPage } from "./dom.js";

let card = openPage();
const { buildPanel, drawPanel } = await import("../../pages/web/components/network_walk/panel.js");

const WORDS = { window: "{source}, map {map}", times: "kernel", others: "+ {count} more", padding: "padding",
  cell: "Row {row}, column {column}", paid: "Paid" };
const floats = (values) => Buffer.from(Float32Array.from(values).buffer).toString("base64");
let [view, chosen] = [null, []];

beforeEach(() => {
  card = globalThis.document.createElement("div");
  chosen = [];
  view = { head: { words: WORDS }, answer: null, window: [0, 0], cell: 0, parts: buildPanel(card) };
  view.drawPanel = () => drawPanel(view, (read, place) => chosen.push([read, place]));
});

/** A way into a unit: windows of `size`, one for each of `sums`. */
const readOf = (sums, size, more = {}) => ({ source: "conv", maps: [0, sums.length], corner: [0, 0], spread: [1, 1],
  size, sums: floats(sums), shown: sums.map((_, at) => at), weights: null,
  values: floats(new Array(sums.length * size[0] * size[1]).fill(1)), outside: new Array(size[0] * size[1]).fill(0),
  ...more });
const show = (reads, more = {}) => {
  view.answer = { layer: "next", at: [0, 0, 0], kind: "weighted", value: 0, total: 0, bias: null, reads, lines: [],
    ...more };
  view.drawPanel();
};
const part = (selector) => card.querySelector(selector);
const bars = () => [...part(".bars").children];
const grids = () => card.querySelectorAll(".cells").map((grid) => [...grid.children]);
const width = (bar) => Number.parseFloat(bar.querySelector(".bar").style.getPropertyValue("width"));
const colour = (cell) => cell.style.getPropertyValue("background").match(/\d+/g).map(Number);

test("without an answer the panel is empty, with one it is not", () => {
  view.drawPanel();
  assert.equal(part(".panel").className, "panel empty");
  show([readOf([1], [1, 1])]);
  assert.equal(part(".panel").className, "panel");
});

test("of many windows the sixteen with the largest sums have bars, the largest first", () => {
  const sums = Array.from({ length: 40 }, (_, at) => ((at * 7) % 40) - 20); // each of -20 to 19 once
  show([readOf(sums, [1, 1])]);
  const sizes = bars().map((bar) => Math.abs(Number(bar.children[2].textContent.replace("−", "-"))));
  assert.deepEqual(sizes, [20, 19, 19, 18, 18, 17, 17, 16, 16, 15, 15, 14, 14, 13, 13, 12]);
});

test("bars are as long as their sums, to the right of the middle or to the left", () => {
  show([readOf([2, -8, 4], [1, 1])]);
  assert.deepEqual(bars().map(width), [50, 25, 12.5]);
  assert.deepEqual(bars().map((bar) => bar.querySelector(".bar").className), ["bar below", "bar", "bar"]);
  assert.deepEqual(bars().map((bar) => bar.children[0].textContent), [2, 3, 1].map((map) => `conv, map ${map}`));
});

test("where all sums are 0 no bar has a length", () => {
  show([readOf([0, 0], [1, 1])]);
  assert.deepEqual(bars().map(width), [0, 0]);
});

test("maps of a group are counted from the first map of the layer", () => {
  show([readOf([1, 2], [1, 1], { maps: [6, 8] })]);
  assert.deepEqual(bars().map((bar) => bar.children[0].textContent), ["conv, map 8", "conv, map 7"]);
});

test("a click on a bar chooses its way and its place among what was sent", () => {
  show([readOf([1, 3], [1, 1]), readOf([2, 9], [1, 1], { shown: [1, 0] })]);
  bars().forEach((bar) => fire(bar, "click"));
  assert.deepEqual(chosen, [[1, 0], [0, 1], [1, 1], [0, 0]]); // 9, 3, 2, 1
});

test("one window alone needs no bars, none at all no window", () => {
  show([readOf([1], [2, 2])]);
  assert.deepEqual(["bars", "sum"].map((name) => part(`.${name}`).hasAttribute("hidden")), [true, false]);
  show([]);
  assert.deepEqual(["bars", "sum"].map((name) => part(`.${name}`).hasAttribute("hidden")), [true, true]);
});

const VALUES = [3, -1, 0, 2, 0.5, -4];
const WEIGHTS = [-2, 0.5, 9, 0, 4, -1];
const PRODUCTS = VALUES.map((value, at) => value * WEIGHTS[at]);
const SUM = PRODUCTS.reduce((sum, one) => sum + one, 0);

test("the products of the cells, each as it is told, add up to the sum that is told", () => {
  show([readOf([SUM], [2, 3], { values: floats(VALUES), weights: floats(WEIGHTS) })]);
  const told = grids()[1].map((cell) => {
    fire(cell, "pointerenter");
    const [product, sum] = part(".told").children.map(({ textContent }) => textContent.split("=").at(-1));
    assert.equal(Number(sum.replace("−", "-")), SUM);
    return Number(product.replace("−", "-"));
  });
  assert.deepEqual(told, PRODUCTS.map((one) => one + 0));
  assert.equal(told.reduce((sum, one) => sum + one, 0), SUM);
});

test("factors below 0 stand in brackets", () => {
  show([readOf([SUM], [2, 3], { values: floats(VALUES), weights: floats(WEIGHTS) })]);
  assert.match(part(".told").textContent, /3·\(−2\)=−6/);
  fire(grids()[0][5], "focus");
  assert.match(part(".told").textContent, /\(−4\)·\(−1\)=4/);
  assert.deepEqual(grids().map((cells) => cells.findIndex((cell) => cell.className === "lit")), [5, 5]);
});

test("cells stand in the rows of their window, and say where", () => {
  show([readOf([SUM], [2, 3], { values: floats(VALUES), weights: floats(WEIGHTS) })]);
  assert.match(part(".cells").style.getPropertyValue("grid-template-columns"), /^repeat\(3,/);
  assert.equal(grids()[0][4].getAttribute("aria-label"), "Row 2, column 2: 0.5");
  assert.equal(grids()[1][3].getAttribute("aria-label"), "Row 2, column 1: 0");
});

test("each window that is chosen shows its own cells", () => {
  const [values, weights] = [[1, 2, 3, 4], [5, 6, 7, 8]].map(floats);
  const read = readOf([1, 2], [1, 2], { values, weights });
  view.window = [0, 1];
  show([read]);
  assert.deepEqual(grids().map((cells) => cells.map((cell) => cell.textContent)), [["3", "4"], ["7", "8"]]);
  view.window = [0, 0];
  view.drawPanel();
  assert.deepEqual(grids().map((cells) => cells.map((cell) => cell.textContent)), [["1", "2"], ["5", "6"]]);
  assert.equal(part("figcaption").textContent, "conv, map 1");
});

for (const [size, cells] of [[[9, 9], 81], [[10, 9], 0], [[1, 82], 0]]) {
  test(`a window of ${size.join(" x ")} is ${cells ? "shown cell by cell" : "only summed up"}`, () => {
    const ones = floats(new Array(size[0] * size[1]).fill(1));
    show([readOf([90], size, { weights: ones })]);
    assert.deepEqual(grids().map(({ length }) => length), [cells, cells]);
    assert.match(part(".told").textContent, /=90$/);
  });
}

test("a pooling has no kernel and no products", () => {
  show([readOf([4, 1], [2, 2])]);
  assert.deepEqual(grids().map(({ length }) => length), [4, 0]);
  assert.equal(part(".told").textContent, "");
  assert.deepEqual(card.querySelectorAll("figcaption").map(({ textContent }) => textContent), ["conv, map 1", ""]);
});

test("how many maps more there are counts all ways into the unit, also windows that were not sent", () => {
  const read = readOf([1], [1, 1], { weights: floats([1]) });
  show([{ ...read, maps: [0, 64] }, { ...read, maps: [8, 16] }]);
  assert.match(part(".told").textContent, /\+ 71 more$/); // 64 + 8 - 1
  show([read]);
  assert.doesNotMatch(part(".told").textContent, /more/);
});

test("weights are red above 0 and blue below, and white at 0; the largest ones are as strong on both sides", () => {
  show([readOf([1], [1, 4], { weights: floats([-3, 0, 1, 3]) })]);
  const [below, none, some, above] = grids()[1].map(colour);
  assert.ok(below[2] > below[0] && above[0] > above[2]);
  assert.ok(Math.max(...none) - Math.min(...none) === 0 && none[0] > 240);
  some.forEach((one, at) => assert.ok(Math.abs(one - (none[at] + (above[at] - none[at]) / 3)) <= 1));
});

test("what lies in the padding is told as that, in the window and not in the kernel", () => {
  show([readOf([1], [1, 2], { values: floats([0, 5]), weights: floats([2, 3]), outside: [1, 0] })]);
  const [[outside, inside], [weight]] = grids();
  assert.deepEqual([outside, inside, weight].map((cell) => cell.textContent), ["·", "5", "2"]);
  assert.equal(outside.style.getPropertyValue("background"), "transparent");
  assert.equal(outside.getAttribute("aria-label"), "Row 1, column 1: padding");
  assert.equal(weight.getAttribute("aria-label"), "Row 1, column 1: 2");
});

test("a line of mathematics that stays is left alone, another one is written anew", () => {
  const line = (text) => ({ title: "Sum", tree: ["math", [["mi", "z"], ["mo", "="], ["mn", text]]] });
  show([], { lines: [line("1"), line("2")] });
  const [first, second] = part(".lines").children.map((one) => one.children[1].children[0]);
  show([], { lines: [line("1"), line("3")] });
  const after = part(".lines").children.map((one) => one.children[1].children[0]);
  assert.ok(after[0] === first && after[1] !== second);
  assert.equal(part(".lines").textContent, "Sumz=1Sumz=3");
  show([], { lines: [line("1")] });
  assert.equal(part(".lines").children.length, 1);
});

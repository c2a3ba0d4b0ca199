// Two rows of units: lines in the colours of their weights, and what lights up when one points at a line or a unit.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fire, openPage } from "./dom.js";

const parent = openPage();
const { unitRows } = await import("../../pages/web/components/unit_rows/index.js");

const WORDS = { name: "Two rows", hint: "Point at a line.", line: "Weight {number} is used {count} times.",
  once: "Weight {number} is used once.", output: "Output {number} reads {count} units.",
  input: "Unit {number} is read by {count} outputs." };

/** A convolution with a kernel of 2 over 4 units, or the same units with a weight for each line. @param {boolean} own */
function rows(own) {
  /** @type {[number, number, number][]} */
  const lines = [0, 1, 2].flatMap((to) => [0, 1].map((step) => (
    /** @type {[number, number, number]} */ ([to + step, to, own ? 2 * to + step : step]))));
  return { inputs: 4, outputs: 3, lines, words: WORDS,
    colours: own ? ["#1", "#2", "#3", "#4", "#5", "#6"] : ["#1", "#2"] };
}

/** @type {any} */
let view;
beforeEach(() => {
  parent.replaceChildren();
  view = { ...unitRows.build(parent), send: () => {} };
  unitRows.listen(view);
  unitRows.receive(view, rows(false));
});

/** @param {string} name */
const lines = (name) => view.lines.children.filter((/** @type {any} */ line) => line.getAttribute("class") === name).length;
const litUnits = () => view.units.children.filter((/** @type {any} */ unit) => (
  unit.getAttribute("class").includes("lit"))).length;

test("there is a line for each connection, and lines of one weight have one colour", () => {
  assert.deepEqual(view.lines.children.map((/** @type {any} */ line) => line.getAttribute("stroke")),
    ["#1", "#2", "#1", "#2", "#1", "#2"]);
  assert.equal(view.units.children.length, 7);
  assert.equal(view.read.textContent, WORDS.hint);
});

test("an output stands over the middle of what it reads", () => {
  const x = (/** @type {number} */ at) => Number(view.units.children[at].getAttribute("cx"));
  for (const output of [0, 1, 2]) assert.ok(Math.abs(x(4 + output) - (x(output) + x(output + 1)) / 2) < 1e-9);
});

for (const [what, on, lit, said, units] of /** @type {[string, () => any, number, string, number][]} */ ([
  ["a line", () => view.lines.children[1], 3, "Weight 2 is used 3 times.", 6],
  ["an output", () => view.units.children[4], 2, "Output 1 reads 2 units.", 3],
  ["a unit in the middle", () => view.units.children[1], 2, "Unit 2 is read by 2 outputs.", 3],
])) {
  test(`pointing at ${what} lights what belongs to it`, () => {
    fire(on(), "pointermove", { pointerType: "mouse" });
    assert.deepEqual([lines("lit"), lines("dim"), view.read.textContent, litUnits()], [lit, 6 - lit, said, units]);
    fire(view.picture, "pointerleave", { pointerType: "mouse" });
    assert.deepEqual([lines("lit"), lines("dim"), view.read.textContent, litUnits()], [0, 0, WORDS.hint, 0]);
  });
}

test("a weight of its own is used once, and what a finger chose stays", () => {
  unitRows.receive(view, rows(true));
  fire(view.lines.children[3], "pointerdown", { pointerType: "touch" });
  fire(view.picture, "pointerleave", { pointerType: "touch" });
  assert.deepEqual([lines("lit"), view.read.textContent], [1, "Weight 4 is used once."]);
});

test("arrow keys go through the weights and around, Escape lets go", () => {
  const said = ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "Escape", "ArrowLeft"].map((key) => {
    const event = fire(view.picture, "keydown", { key });
    assert.equal(event.defaultPrevented, key !== "Escape");
    return view.read.textContent.slice(0, 8);
  });
  assert.deepEqual(said, ["Weight 1", "Weight 2", "Weight 1", "Weight 2", "Point at", "Weight 2"]);
});

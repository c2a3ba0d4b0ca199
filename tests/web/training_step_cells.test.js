// The cells of a training step: where they stand, and formulas that come as trees.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "./dom.js";

const parent = openPage();
const { COLUMNS, ROWS, shownAt } = await import("../../pages/web/components/training_step/cells.js");
const { make } = await import("../../pages/web/kit/elements.js");
const { setFormula, steps } = await import("../../pages/web/kit/formula_tree.js");

const column = (/** @type {string} */ id) => COLUMNS.find((one) => one.id === id) ?? COLUMNS[0];
const line = () => make("div", "", parent);
const math = (/** @type {any[]} */ ...parts) => ["math", [["mrow", parts]]];

test("columns stand in the order in which a picture goes through them", () => {
  assert.deepEqual(COLUMNS.map(({ id }) => id), ["x", "k", "z", "a", "v", "y"]);
  assert.deepEqual(ROWS.map(({ id, before }) => [id, before]), [["forth", ""], ["by", "d"], ["new", "n"]]);
});

for (const [id, first, last, count] of /** @type {[string, string, string, number][]} */ ([["x", "x11", "x33", 9],
  ["k", "k11", "b", 5], ["z", "z11", "z22", 4], ["a", "a11", "a22", 4], ["v", "v11", "c", 5], ["y", "y", "L", 3]])) {
  test(`column ${id} goes row by row from ${first} to ${last}`, () => {
    const { forth } = column(id);
    assert.deepEqual([forth[0], forth[forth.length - 1], forth.length], [first, last, count]);
  });
}

test("what is learned has slopes and new numbers, what passes through has slopes, the picture neither", () => {
  for (const id of ["k", "v"]) {
    assert.deepEqual(column(id).by, column(id).forth);
    assert.deepEqual(column(id).new, column(id).forth);
  }
  for (const id of ["z", "a"]) assert.deepEqual([column(id).by, column(id).new], [column(id).forth, undefined]);
  assert.deepEqual([column("x").by, column("x").new], [undefined, undefined]);
});

test("cells of a square fill it: as many side by side as it is wide", () => {
  for (const { forth, wide } of COLUMNS.filter(({ id }) => id === "x" || id === "z" || id === "a")) {
    assert.equal(forth.length, wide * wide);
  }
});

for (const [step, there, missing] of /** @type {[number, string[], string[]]} */ ([[0, ["x11", "b", "t"], ["z11", "y"]],
  [1, ["z11"], ["dy", "y"]], [2, ["z11", "dy"], ["nk11"]], [9, ["z11", "dy", "nk11"], ["L"]]])) {
  test(`at moment ${step} there are ${there} and not yet ${missing}`, () => {
    const shown = shownAt([{ writes: [] }, { writes: ["z11"] }, { writes: ["dy"] }, { writes: ["nk11"] }], step);
    assert.ok(there.every((name) => shown.has(name)));
    assert.ok(!missing.some((name) => shown.has(name)));
  });
}

test("a formula is broken before each sign of equality but the first", () => {
  const found = steps(math(["mi", "y"], ["mo", "="], ["mn", "2"], ["mo", "="], ["mn", "3"]));
  assert.deepEqual(found, [math(["mi", "y"]), math(["mo", "="], ["mn", "2"]), math(["mo", "="], ["mn", "3"])]);
  assert.equal(steps(math(["mo", "="], ["mn", "2"])).length, 1);
});

test("what is no row of parts stays whole", () => {
  for (const tree of [["math", "x"], ["mrow", [["mi", "x"]]], ["math", [["mi", "x"], ["mi", "y"]]]]) {
    assert.deepEqual(steps(tree), [tree]);
  }
});

test("fractions and indices become elements, and what is no part of a formula a row", () => {
  const at = line();
  setFormula(at, math(["mfrac", [["mi", "L"], ["msub", [["mi", "k"], ["mn", "11"]]]]], ["script", "alert(1)"]));
  const names = [];
  for (const queue = [...at.children]; queue.length;) {
    const one = /** @type {Element} */ (queue.shift());
    names.push(one.localName);
    queue.push(...one.children);
  }
  assert.ok(names.includes("mfrac") && names.includes("msub") && !names.includes("script"));
});

test("a formula that is there already is left alone, another takes its place", () => {
  const at = line();
  setFormula(at, math(["mi", "y"]));
  const [before] = at.children;
  setFormula(at, math(["mi", "y"]));
  assert.equal(at.children[0], before);
  setFormula(at, math(["mi", "z"]));
  assert.notEqual(at.children[0], before);
  assert.equal(at.textContent.trim(), "z");
});

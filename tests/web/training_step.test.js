// One training step, played: which cells are there, which are lit, and what the page is told.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { fire, openPage } from "./dom.js";

const parent = openPage();
const { COLUMNS, ROWS, shownAt } = await import("../../pages/web/components/training_step/cells.js");
const { trainingStep } = await import("../../pages/web/components/training_step/index.js");
mock.timers.enable({ apis: ["setTimeout", "setInterval"] });

const LINE = ["math", [["mrow", [["mi", "y"], ["mo", "="], ["mn", "0.06"]]]]];
const MOMENTS = [
  { phase: "start", says: "All is there.", lines: [], reads: [], writes: [] },
  { phase: "forward", says: "The kernel lies on four cells.", lines: [LINE, LINE], reads: ["x11", "k11", "b"],
    writes: ["z11"] },
  { phase: "backward", says: "By the error.", lines: [LINE], reads: ["y", "t"], writes: ["dy"] },
  { phase: "update", says: "Against the slope.", lines: [LINE, LINE, LINE, LINE], reads: ["k11"], writes: ["nk11"] },
  { phase: "again", says: "The loss has fallen.", lines: [LINE], reads: [], writes: ["ny", "nL"] }];
const CELLS = Object.fromEntries(COLUMNS.flatMap((column) => ROWS.flatMap(({ id, before }) => (
  (column[id] ?? []).map((name) => [before + name, 0.25])))));
const WORDS = Object.fromEntries([..."xkzavy", "name", "keys", "change", "by", "new", "start", "forward", "backward",
  "update", "again", "back", "next", "play", "pause", "line", "speed"].map((name) => [name, `<${name}>`]));
const DATA = { cells: { ...CELLS, x11: 1, z11: -0.123456, nL: 1234567 }, moments: MOMENTS, step: 0,
  words: { ...WORDS, cell: "{cell} = {value}", rate: "{rate} / s" } };

/** @type {any} */
let view;
/** @type {any[]} */
let sent;
const show = (/** @type {any} */ more = {}) => trainingStep.receive(view, { ...structuredClone(DATA), ...more });
const cell = (/** @type {string} */ name) => view.columns.flatMap((/** @type {any} */ one) => (
  one.rows.flatMap((/** @type {any} */ row) => row.cells))).find((/** @type {any} */ one) => one.name === name).box;
const text = (/** @type {string} */ name) => cell(name).children[1].textContent;
beforeEach(() => {
  mock.timers.tick(5000); // what the test before was about to say
  parent.replaceChildren();
  sent = [];
  view = { ...trainingStep.build(parent), send: (/** @type {any} */ value) => sent.push(value), waitUntil: 0,
    gone: new AbortController().signal, selected: null };
  trainingStep.listen(view);
  show();
});

test("each number has a cell of its own: 30 forward, 19 slopes, 12 new", () => {
  const names = COLUMNS.flatMap((column) => ROWS.flatMap(({ id, before }) => (
    (column[id] ?? []).map((one) => before + one))));
  assert.equal(names.length, new Set(names).size);
  assert.deepEqual(ROWS.map(({ id }) => COLUMNS.flatMap((column) => column[id] ?? []).length), [30, 19, 12]);
});

test("what is given is there from the start, the rest once it was computed", () => {
  assert.equal(shownAt(MOMENTS, 0).size, 9 + 5 + 5 + 1);
  assert.deepEqual([shownAt(MOMENTS, 0).has("z11"), shownAt(MOMENTS, 1).has("z11"), shownAt(MOMENTS, 4).has("nL")],
    [false, true, true]);
  assert.deepEqual([text("x11"), text("z11"), text("dy")], ["1", "", ""]);
  show({ step: 2 });
  assert.deepEqual([text("z11"), text("dy"), text("nk11")], ["−0.123", "0.25", ""]);
});

test("what is read and what is written are lit", () => {
  show({ step: 1 });
  assert.equal(cell("x11").getAttribute("class"), "cell reads");
  assert.equal(cell("z11").getAttribute("class"), "cell writes");
  assert.equal(cell("a11").getAttribute("class"), "cell hidden");
  show({ step: 4 });
  assert.equal(cell("x11").getAttribute("class"), "cell");
});

test("a number that is too long for its cell gives way to a shorter one, and is read in full", () => {
  show({ step: 4 });
  assert.ok(text("nL").length <= 6, text("nL"));
  assert.equal(cell("nL").getAttribute("title"), "nL = 1.23e+6");
  assert.equal(cell("dk11").children[0].textContent, "k11");
});

test("rows of slopes and new numbers stand empty until there is one", () => {
  const row = (/** @type {number} */ place) => view.columns[1].rows[place].row.getAttribute("class");
  assert.deepEqual([row(0), row(1), row(2)], ["row forth", "row by empty", "row new empty"]);
  show({ step: 3 });
  assert.deepEqual([row(1), row(2)], ["row by empty", "row new"]);
});

for (const [step, phase, said, many] of /** @type {[number, string, string, boolean]} */ ([
  [0, "start", "All is there.", false], [1, "forward", "The kernel lies on four cells.", false],
  [3, "update", "Against the slope.", true]])) {
  test(`moment ${step} says its phase, its sentence and its formulas`, () => {
    show({ step });
    assert.equal(view.phase.textContent, `<${phase}>`);
    assert.equal(view.phase.getAttribute("class"), `phase ${phase}`);
    assert.equal(view.told.textContent, said);
    assert.equal(view.lines.children.length, MOMENTS[step].lines.length);
    assert.equal(view.lines.getAttribute("class"), many ? "lines many" : "lines");
    assert.equal(view.player.told.textContent, `${step + 1} / 5`);
  });
}

test("formulas are set as mathematics", () => {
  show({ step: 2 });
  const line = view.lines.children[0];
  assert.equal(line.children.length, 2, "broken before the sign of equality");
  assert.equal(line.textContent.replace(/\s/g, ""), "y=0.06");
});

test("a click on a cell of the picture tells the page, one on another does not", () => {
  fire(cell("x23"), "click");
  fire(cell("k11"), "click");
  assert.deepEqual(sent, ["x23"]);
});

test("keys go through the moments, and space on a cell of the picture presses it", () => {
  const moves = /** @type {[string, number][]} */ ([["ArrowRight", 1], ["End", 4], ["ArrowLeft", 3], ["Home", 0]]);
  for (const [key, step] of moves) {
    assert.ok(fire(view.net, "keydown", { key }).defaultPrevented);
    assert.equal(view.step, step);
  }
  assert.ok(!fire(cell("x11"), "keydown", { key: " " }).defaultPrevented);
  assert.ok(!view.player.playing);
});

test("it plays to the end, and the page is told of the last moment alone", () => {
  fire(view.player.play, "click");
  for (const wait of [20_000, 1000]) mock.timers.tick(wait);
  assert.equal(view.step, 4);
  assert.deepEqual(sent, ["t.4"]);
});

test("an older answer does not take the reader back, other numbers stop the player", () => {
  fire(view.net, "keydown", { key: "End" });
  show({ step: 0 });
  assert.equal(view.step, 4);
  fire(view.player.play, "click");
  show({ cells: { ...DATA.cells, x11: 0.5 } });
  assert.ok(!view.player.playing);
  assert.equal(text("x11"), "0.5");
});

test("a moment that there is none of is the last", () => {
  show({ step: 99 });
  assert.equal(view.step, 4);
});

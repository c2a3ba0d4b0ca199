// Suppression step by step: the lecture's three boxes (IoU 81/119 of the first two), and soft scores.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { fire, openPage } from "./dom.js";

const parent = openPage();
const { momentOf, stepsOf } = await import("../../pages/web/components/suppression_turns/turns.js");
const { suppressionTurns } = await import("../../pages/web/components/suppression_turns/index.js");
mock.timers.enable({ apis: ["setTimeout", "setInterval"] });

const IOU = 81 / 119;
const compared = (/** @type {number} */ place, /** @type {number} */ iou, /** @type {number} */ before,
  /** @type {number} */ after, /** @type {any} */ verdict) => ({ place, iou, before, after, verdict });
const HARD = [{ hand: 0, score: 0.9, rest: [compared(1, IOU, 0.8, 0, "falls"), compared(2, 0, 0.7, 0.7, "stays")] },
  { hand: 2, score: 0.7, rest: [] }];
const SOFT = [
  { hand: 0, score: 0.9, rest: [compared(1, IOU, 0.8, 0.8 * (1 - IOU), "weaker"), compared(2, 0, 0.7, 0.7, "stays")] },
  { hand: 2, score: 0.7, rest: [compared(1, 0, 0.8 * (1 - IOU), 0.8 * (1 - IOU), "stays")] },
  { hand: 1, score: 0.8 * (1 - IOU), rest: [] }];
const APART = [{ hand: 0, score: 0.9, rest: [compared(1, IOU, 0.8, 0.8, "apart"), compared(2, 0, 0.7, 0.7, "stays")] },
  { hand: 1, score: 0.8, rest: [compared(2, 0, 0.7, 0.7, "apart")] }, { hand: 2, score: 0.7, rest: [] }];
const SCORES = [0.9, 0.8, 0.7];
const WORDS = { name: "Boxes", keys: "Arrows.", list: "By score", start: "{boxes} boxes.",
  end: "{kept} of {boxes} stay.",
  hand: "{hand} ({score}) is kept.", falls: "{box} falls: {iou} > {threshold}.", stays: "{box} stays: {iou}.",
  weaker: "{box}: {before} to {after}.", apart: "another class", kept: "kept", fell: "fell to {hand}, {iou}",
  back: "Back", next: "Next", play: "Play", pause: "Pause", line: "Timeline", speed: "Speed", rate: "{rate} / s" };
const DATA = { picture: "", side: 32, step: 0, threshold: 0.5, words: WORDS, turns: HARD, boxes: [
  { box: [0, 0, 10, 10], colour: "#aa0000", name: "A", score: 0.9 },
  { box: [1, 1, 11, 11], colour: "#aa0000", name: "B", score: 0.8 },
  { box: [20, 20, 30, 30], colour: "#0000aa", name: "C", score: 0.7 }] };

/** @param {any[]} turns @param {number} step */
const at = (turns, step) => momentOf(turns, SCORES, stepsOf(turns)[step]);

test("a turn is the box in hand and then each comparison; boxes of other classes are none", () => {
  assert.deepEqual(stepsOf(HARD).map(({ turn, compared: one }) => [turn, one]),
    [[-1, -1], [0, -1], [0, 0], [0, 1], [1, -1], [2, -1]]);
  assert.deepEqual(stepsOf(APART).map(({ turn, compared: one }) => [turn, one]),
    [[-1, -1], [0, -1], [0, 1], [1, -1], [2, -1], [3, -1]]);
  assert.deepEqual(stepsOf([]), [{ turn: -1, compared: -1 }, { turn: 0, compared: -1 }]);
});

test("what falls falls when it is compared, and is no more in the list of the next turn", () => {
  assert.deepEqual([...at(HARD, 1).fallen.keys()], []);
  assert.deepEqual([...at(HARD, 2).fallen], [[1, { by: 0, iou: IOU }]]);
  assert.deepEqual(at(HARD, 2).looking?.place, 1);
  assert.deepEqual([at(HARD, 3).order, at(HARD, 4).order], [[0, 1, 2], [0, 2, 1]]);
  assert.deepEqual([at(HARD, 4).kept, at(HARD, 4).hand], [[0, 2], 2]);
  assert.deepEqual([at(HARD, 5).hand, at(HARD, 5).kept.length], [-1, 2]);
});

test("scores shrink when they are compared, and decide who is next", () => {
  assert.deepEqual(at(SOFT, 1).scores, SCORES);
  assert.deepEqual(at(SOFT, 2).scores, [0.9, 0.8 * (1 - IOU), 0.7]);
  assert.deepEqual(at(SOFT, 4).order, [0, 2, 1]);
  assert.deepEqual([...at(SOFT, stepsOf(SOFT).length - 1).kept], [0, 2, 1]);
});

test("boxes of another class are told apart", () => {
  assert.deepEqual([[...at(APART, 1).apart], [...at(APART, 3).apart]], [[1], [2]]);
});

/** @type {any} */
let view;
/** @type {any[]} */
let sent;
const show = (/** @type {any} */ more = {}) => suppressionTurns.receive(view, { ...structuredClone(DATA), ...more });
beforeEach(() => {
  parent.replaceChildren();
  sent = [];
  view = { ...suppressionTurns.build(parent), send: (/** @type {any} */ value) => sent.push(value), waitUntil: 0,
    gone: new AbortController().signal, selected: null };
  suppressionTurns.listen(view);
  show();
});
const looks = () => view.picture.boxes.children.map((/** @type {any} */ box) => box.getAttribute("class"));
const rows = () => view.list.children.map((/** @type {any} */ row) => (
  [row.children[1].textContent, row.children[3].textContent, row.children[4].textContent]));

for (const [step, said] of /** @type {[number, string][]} */ ([[0, "3 boxes."], [1, "A (0.900) is kept."],
  [2, "B falls: 0.681 > 0.5."], [3, "C stays: 0."], [4, "C (0.700) is kept."], [5, "2 of 3 stay."]])) {
  test(`at step ${step} it says: ${said}`, () => {
    show({ step });
    assert.equal(view.told.textContent, said);
    assert.equal(view.player.told.textContent, `${step + 1} / 6`);
  });
}

test("boxes look like what has become of them", () => {
  show({ step: 2 });
  assert.deepEqual(looks(), ["box hand", "box looked fallen", "box waits"]);
  show({ step: 5 });
  assert.deepEqual(looks(), ["box kept", "box fallen", "box kept"]);
});

test("what two boxes share is tinted while they are compared", () => {
  const sides = () => ["x", "y", "width", "height"].map((name) => Number(view.shared.getAttribute(name)));
  assert.deepEqual(sides(), [0, 0, 0, 0]);
  show({ step: 2 });
  assert.deepEqual(sides(), [15, 15, 135, 135]);
});

test("the list says what became of each, the kept ones first", () => {
  show({ step: 5 });
  assert.deepEqual(rows(), [["A", "0.900", "kept"], ["C", "0.700", "kept"], ["B", "0.800", "fell to A, 0.681"]]);
  show({ step: 2, turns: SOFT });
  assert.deepEqual([view.told.textContent, rows()[1]], ["B: 0.800 to 0.255.", ["B", "0.255", "IoU 0.681"]]);
  show({ step: 1, turns: APART });
  assert.deepEqual(rows()[1], ["B", "0.800", "another class"]);
});

test("it plays to the end, and the page is told of the last step alone", () => {
  fire(view.player.play, "click");
  for (const wait of [10_000, 1000]) mock.timers.tick(wait);
  assert.equal(view.step, 5);
  assert.deepEqual(sent, ["t.5"]);
});

test("keys go through the steps; other boxes begin where the server says", () => {
  for (const [key, step] of /** @type {[string, number][]} */ (
    [["ArrowRight", 1], ["End", 5], ["ArrowLeft", 4], ["Home", 0]])) {
    assert.ok(fire(view.picture.svg, "keydown", { key }).defaultPrevented);
    assert.equal(view.step, step);
  }
  fire(view.picture.svg, "keydown", { key: "End" });
  show({ step: 0 });
  assert.equal(view.step, 5, "an older answer does not take it back");
  show({ turns: SOFT, step: 1 });
  assert.equal(view.step, 1);
});

test("without boxes there is nothing to play", () => {
  show({ boxes: [], turns: [], step: 7 });
  assert.deepEqual([view.step, rows(), looks()], [1, [], []]);
  assert.equal(view.told.textContent, "0 of 0 stay.");
});

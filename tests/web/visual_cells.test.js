// A bar of light and the cells that answer to it, against scipy; and the experiment as a reader has it.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { answersOf, endsOf, lightOf, pixelAt, pulled, sumsOf, turnedTo } from "../../pages/web/math/visual_cells.js";
import { fire } from "./dom.js";
import { close, expected } from "./numbers.js";
import { block, openCanvases } from "./pens.js";

openCanvases();
const { default: experiment } = await import("../../pages/web/components/visual_cells/index.js");
const { newTrace, pieces, traced } = await import("../../pages/web/components/visual_cells/tuning.js");
mock.timers.enable({ apis: ["setTimeout", "setInterval"] });

const { eye, bars } = expected.retina;
const near = (found, wanted, least = 1e-6) => assert.ok(Math.abs(found - wanted) < least, `${found}, not ${wanted}`);

bars.forEach(({ bar, likes, total, row, even, odd, answers }) => {
  const name = JSON.stringify(bar);
  const cells = { ...eye, ...expected.retina.weights[likes] };

  test(`the light of ${name}`, () => {
    const light = lightOf(bar, eye);
    near(light.reduce((sum, value) => sum + value), total);
    close(light.slice(32 * 64, 33 * 64), row);
  });

  test(`both sums for ${name} are scipy's`, () => {
    const [first, second] = sumsOf(lightOf(bar, eye), cells);
    near(first, even);
    near(second, odd);
  });

  test(`both cells answer to ${name} as the library says`, () => {
    answersOf(bar, cells, likes).forEach((value, at) => near(value, answers[at]));
  });
});

test("the cells fire most for their direction, hardly across it, and one of them wherever the bar is", () => {
  const cells = { ...eye, ...expected.retina.weights[0] };
  const bar = { turn: 0, off: 0, thick: 3, dark: false };
  const all = Array.from({ length: 36 }, (_, at) => answersOf({ ...bar, turn: 5 * at }, cells, 0));
  for (const cell of [0, 1]) {
    assert.equal(all.map((one) => one[cell]).indexOf(Math.max(...all.map((one) => one[cell]))), 0);
    assert.ok(all[18][cell] < 0.02);
  }
  const [here, there] = [0, 2].map((off) => answersOf({ ...bar, off }, cells, 0));
  assert.ok(there[0] < 0.1 * here[0] && Math.abs(there[1] - here[1]) < 0.05 * here[1]);
});

test("a pixel of the field lies in the middle of the retina", () => {
  assert.equal(pixelAt(eye, 0), (32 - 19) * 64 + 32 - 19);
  assert.equal(pixelAt(eye, 39 * 19 + 19), 32 * 64 + 32);
});

for (const turn of [0, 30, 90, 135, 179]) {
  test(`a bar turned by ${turn}° is pulled across itself, and turned by its ends`, () => {
    const bar = { turn, off: 4, thick: 3, dark: false };
    const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
    near(pulled(bar, [3 * cos, 3 * sin]), 7);
    near(pulled(bar, [-5 * sin, 5 * cos]), 4); // along itself it stays
    for (const end of endsOf(bar, 18)) assert.equal(turnedTo(bar, end), turn);
    const [[x, y]] = endsOf({ ...bar, turn: turn + 20, off: 0 }, 18);
    assert.equal(turnedTo({ ...bar, off: 0 }, [x, y]), (turn + 20) % 180);
  });
}

test("a curve is drawn where the bar was, and begins anew when something else changes", () => {
  const trace = newTrace();
  for (const at of [0, 1, 2, 9]) traced(trace, "a", at, [at / 10, 1]);
  assert.deepEqual(pieces(trace.points, 0, 2), [[[0, 0], [1, 0.1], [2, 0.2]], [[9, 0.9]]]);
  traced(trace, "b", 5, [0, 0]);
  assert.deepEqual([[...trace.points.keys()], trace.before.size], [[5], 0]);
  for (const at of [1, 2, 3, 4, 6]) traced(trace, "b", at, [0, 0]);
  traced(trace, "c", 5, [0, 0]);
  assert.deepEqual([[...trace.points.keys()], [...trace.before.keys()]], [[5], [5, 1, 2, 3, 4, 6]]);
});

const WORDS = Object.fromEntries(["seen", "weights", "products", "ring", "sum", "simple", "complex", "silent", "turned",
  "moved", "turn", "move", "stop", "name", "keys"].map((name) => [name, name]));
const head = { ...eye, farthest: 16, likes: 0, turn: 0, off: 0, thick: 3, dark: false, hatched: true,
  chosen: "turn=0&off=0", words: { ...WORDS, told: "{turn} {off} {simple} {complex}" } };
const { even, odd } = expected.retina.weights[0];
const data = (more = {}) => block({ ...head, ...more }, Float32Array.from(even), Float32Array.from(odd),
  new Uint8Array(768));

/** @type {any} */
let parent;
/** @type {any[]} */
let told;
/** @type {any} */
let end;
function show(what = data()) {
  end = experiment({ parentElement: parent, data: what, setTriggerValue: (_, value) => told.push(value) });
}
const line = () => parent.querySelector(".line").textContent;
const seen = () => parent.querySelector(".seen");
// canvases of dom.js are 1000 px wide: px of the retina from its middle
const at = ([x, y]) => ({ clientX: ((x + 32.5) / 64) * 1000, clientY: ((y + 32.5) / 64) * 1000, pointerId: 1 });

beforeEach(() => {
  end?.();
  parent = openCanvases();
  told = [];
  show();
});

test("the bar is dragged: the meters follow, and the page hears of it in the end", () => {
  assert.equal(line(), "0 0 100 % 100 %");
  fire(seen(), "pointerdown", at([0, 3]));
  fire(seen(), "pointermove", at([4, 9]));
  assert.match(line(), /^0 4 0 % \d\d %$/);
  assert.deepEqual(parent.querySelectorAll(".value").map((one) => one.textContent)[0], "silent");
  fire(seen(), "pointermove", at([90, 9]));
  assert.match(line(), /^0 16 /);
  assert.deepEqual(told, []);
  fire(seen(), "pointerup");
  mock.timers.tick(1);
  assert.deepEqual(told, ["turn=0&off=16"]);
});

test("by its ring the bar is turned", () => {
  fire(seen(), "pointerdown", at([0, 18]));
  fire(seen(), "pointermove", at([-18, 0]));
  assert.match(line(), /^90 0 /);
  fire(seen(), "pointermove", at([-13, 13]));
  assert.match(line(), /^45 0 /);
  fire(seen(), "pointerup");
});

test("arrow keys turn and move it", () => {
  for (const key of ["ArrowLeft", "ArrowDown", "ArrowDown", "ArrowUp", "Enter"]) fire(seen(), "keydown", { key });
  assert.match(line(), /^175 1 /);
  mock.timers.tick(300);
  assert.deepEqual(told, ["turn=175&off=1"]);
  show(data({ turn: 20 })); // what the server still believes
  assert.match(line(), /^175 1 /);
});

test("it turns once, moves once, and stops when it is told to", () => {
  const [turn, move] = parent.querySelectorAll("button");
  fire(turn, "click");
  assert.equal(turn.textContent, "stop");
  mock.timers.tick(33 * 20);
  assert.match(line(), /^60 0 /);
  mock.timers.tick(33 * 60);
  assert.equal(turn.textContent, "turn");
  assert.match(line(), /^0 0 /);
  fire(move, "click");
  assert.match(line(), /^0 -16 /);
  mock.timers.tick(66 * 3);
  fire(move, "click");
  assert.equal(move.textContent, "move");
  mock.timers.tick(1000);
  assert.match(line(), /^0 -13 /);
});

// The line of the desk to the server: one request under way, the newest value next, nothing lost and nothing twice.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { hear, isBusy, newLine, newStep, say, stepNow, topicOf } from "../../pages/web/components/desk/line.js";
import { steps } from "../../pages/web/kit/formula_tree.js";
import { onPause } from "../../pages/web/kit/signal_follow.js";

/** @param {number} value @param {string} step */
const kernel = (value, step = "a") => ({ do: "set", layer: "conv1", argument: "kernel_size", step_of: step, value });

/** @type {any[]} */
let sent = [];
/** @type {AbortController} */
let gone;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  [sent, gone] = [[], new AbortController()];
});
afterEach(() => {
  gone.abort();
  mock.timers.reset();
});

function opened() {
  const line = newLine(gone.signal);
  line.send = (parcel) => sent.push(structuredClone(parcel));
  return line;
}

/** @param {import("../../pages/web/components/desk/line.js").Line} line */
const answer = (line) => hear(line, `${line.from} ${line.number}`);

test("one request is under way and the newest value is next", () => {
  const line = opened();
  for (const value of [4, 5, 6, 7]) say(line, kernel(value), false);
  assert.deepEqual(sent.map(({ all }) => all.map(({ value }) => value)), [[4]]);
  answer(line);
  assert.deepEqual(sent.map(({ all }) => all.map(({ value }) => value)), [[4], [7]]);
  answer(line);
  assert.equal(isBusy(line), false);
  assert.equal(sent.length, 2);
});

test("what is not a value is never dropped, and keeps its place", () => {
  const line = opened();
  say(line, kernel(4));
  for (const message of [kernel(5), { do: "copy", layer: "conv1" }, { do: "copy", layer: "conv1" }, kernel(6), kernel(7)]) {
    say(line, message);
  }
  answer(line);
  assert.deepEqual(sent[1].all.map(({ do: name, value }) => value ?? name), [5, "copy", "copy", 7]);
});

test("of clicks that choose, the last one counts", () => {
  const line = opened();
  for (const layer of ["conv1", "relu1", "pool1"]) say(line, { do: "select", layer });
  answer(line);
  assert.deepEqual(sent.map(({ all }) => all.map((message) => message.layer)), [["conv1"], ["pool1"]]);
});

test("two movements are two steps", () => {
  const before = stepNow();
  newStep();
  assert.notEqual(stepNow(), before);
  assert.notEqual(topicOf(kernel(4, "a")), topicOf(kernel(4, "b")));
  assert.equal(topicOf(kernel(4)), topicOf(kernel(9)));
});

test("a parcel without an answer is sent again, with its number", () => {
  const line = opened();
  say(line, kernel(4));
  mock.timers.tick(4000);
  assert.deepEqual(sent[1], sent[0]);
  hear(line, "somebody 1");
  hear(line, `${line.from} 0`);
  assert.equal(isBusy(line), true);
  answer(line);
  mock.timers.tick(20_000);
  assert.equal(sent.length, 2);
});

test("the rest of the page follows once, when all is answered and the reader pauses", () => {
  let followed = 0;
  onPause("stack", () => { followed += 1; }, gone.signal);
  const line = opened();
  say(line, kernel(4), false);
  mock.timers.tick(1000);
  assert.equal(followed, 0);
  answer(line);
  mock.timers.tick(299);
  assert.equal(followed, 0);
  mock.timers.tick(1);
  assert.equal(followed, 1);
  say(line, kernel(5), true);
  answer(line);
  mock.timers.tick(0);
  answer(line);
  mock.timers.tick(1000);
  assert.equal(followed, 2);
});

test("a line that is gone sends nothing more", () => {
  const line = opened();
  say(line, kernel(4));
  gone.abort();
  mock.timers.tick(20_000);
  assert.equal(sent.length, 1);
});

test("a formula is broken before its signs of equality, and nothing of it is lost", () => {
  const tree = ["math", [["mrow", [["mi", "H"], ["mo", "="], ["mi", "W"], ["mo", "="], ["mn", "10"]]]]];
  assert.deepEqual(steps(tree), [["math", [["mrow", [["mi", "H"]]]]],
    ["math", [["mrow", [["mo", "="], ["mi", "W"]]]]], ["math", [["mrow", [["mo", "="], ["mn", "10"]]]]]]);
  assert.deepEqual(steps(["math", [["mrow", [["mo", "="], ["mn", "1"]]]]]).length, 1);
  const odd = ["math", [["mfrac", [["mn", "1"], ["mn", "2"]]]]];
  assert.deepEqual(steps(odd), [odd]);
});

// Which volumes are lit while the order of computing is played.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { phase, turnsOf } from "../../pages/web/components/flow/turns.js";
import { fire, openPage } from "./dom.js";

const parent = openPage();
const { flow } = await import("../../pages/web/components/flow/index.js");
const { make } = await import("../../pages/web/kit/elements.js");
const { part } = await import("../../pages/web/kit/component.js");

const WAVES = [["input"], ["conv1", "relu1", "pool"], ["conv2"], ["cat"]];

test("every layer has the turn of its wave", () => {
  const turns = turnsOf(WAVES);
  assert.deepEqual([...turns], [["input", 0], ["conv1", 1], ["relu1", 1], ["pool", 1], ["conv2", 2], ["cat", 3]]);
});

test("at each step what was computed is done, one wave is being computed, the rest lies ahead", () => {
  const turns = turnsOf(WAVES);
  const shown = WAVES.map((_wave, step) => [...turns.values()].map((turn) => phase(turn, step)[0]).join(""));
  assert.deepEqual(shown, ["naaaaa", "dnnnaa", "ddddna", "dddddn"]);
});

test("what nobody knows of is never dim", () => {
  assert.equal(phase(undefined, 0), "done");
});

const NODE = { kind: "convolution", label: "conv", shape: "8 × 4 × 4", behind: 0, ghost: false, wrong: false,
  pale: false, times: 0, span: null, x: 0, y: 0, front: 9, tall: 9, across: 3, rise: 2, textX: 0, textY: 0 };
const WORDS = { back: "back", next: "next", play: "play", pause: "pause", line: "line", speed: "speed",
  rate: "{rate} per second", step: "{step} of {steps}" };
const nodes = ["input", "conv1", "relu1", "pool", "conv2", "cat"]
  .map((id) => ({ ...NODE, id, behind: id === "relu1" ? 1 : 0 }));
const DATA = {
  picture: { width: 100, height: 100, selected: null, lines: ["M0 0", "M1 0", "M2 0", "M3 0", "M4 0"], nodes,
    words: { name: "", missing: "", wrong: "", scale: "", note: "", folded: "" } },
  waves: WAVES, words: WORDS, told: ["the input", "first", "second", "last"],
  ends: [["input", "conv1"], ["input", "pool"], ["relu1", "conv2"], ["conv2", "cat"], ["pool", "cat"]],
};

/** @type {any} */
let view;
/** @type {AbortController} */
let gone;
const clock = () => /** @type {any} */ (view.player);
const lit = () => [...view.strip.nodes.values()].map(({ group }) => group.dataset.flow[0]).join("");
const lines = () => [...view.strip.lines.children].map((/** @type {any} */ line) => line.getAttribute("data-flow")[0])
  .join("");

beforeEach(() => {
  mock.timers.enable({ apis: ["setInterval", "setTimeout"] });
  gone = new AbortController();
  view = part(/** @type {any} */ (flow), make("div", "", parent), gone.signal, () => {});
  flow.receive(view, /** @type {any} */ (DATA));
});
afterEach(() => {
  gone.abort();
  mock.timers.reset();
});

test("a network stands there whole until it is played", () => {
  assert.equal(lit(), "dddddn");
  assert.equal(view.said.textContent, "last");
  assert.equal(clock().told.textContent, "4 of 4");
});

test("playing begins with the input, goes on each second, and ends with the output", () => {
  fire(clock().play, "click");
  assert.equal(lit(), "naaaaa");
  mock.timers.tick(1000);
  assert.equal(lit(), "dndnaa"); // the activation is a sheet of its volume, which has the outline
  assert.equal(view.said.textContent, "first");
  mock.timers.tick(2000);
  assert.equal(lit(), "dddddn");
  mock.timers.tick(5000);
  assert.equal(clock().playing, false);
  assert.equal(view.step, 3);
});

test("lines flow into what is being computed", () => {
  clock().jump(1);
  assert.equal(lines(), "nnaaa");
  clock().jump(3);
  assert.equal(lines(), "dddnn");
});

test("a click on a volume shows when it is computed", () => {
  fire(view.strip.nodes.get("conv2").group, "click");
  mock.timers.tick(500);
  assert.equal(view.step, 2);
  assert.equal(view.said.textContent, "second");
});

test("buttons go back and on, and nothing plays then", () => {
  fire(clock().play, "click");
  fire(clock().next, "click");
  assert.equal(view.step, 1);
  mock.timers.tick(5000);
  assert.equal(view.step, 1);
  fire(clock().back, "click");
  fire(clock().back, "click");
  assert.equal(view.step, 0);
});

test("other numbers keep the step, another network stands there whole", () => {
  clock().jump(1);
  flow.receive(view, /** @type {any} */ ({ ...DATA, told: ["a", "b", "c", "d"] }));
  assert.equal(view.step, 1);
  assert.equal(view.said.textContent, "b");
  flow.receive(view, /** @type {any} */ ({ ...DATA, waves: [["input"], ["conv1", "relu1", "pool", "conv2", "cat"]] }));
  assert.equal(view.step, 1);
  assert.equal(lit(), "dndnnn");
});

test("what is taken off the page plays no longer", () => {
  fire(clock().play, "click");
  gone.abort();
  mock.timers.tick(5000);
  assert.equal(view.step, 0);
});

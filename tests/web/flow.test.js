// Which volumes are lit while the order of computing is played.

import assert from "node:assert/strict";
import { test } from "node:test";

import { phase, turnsOf } from "../../pages/web/components/flow/turns.js";

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

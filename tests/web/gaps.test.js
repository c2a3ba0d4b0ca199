import assert from "node:assert/strict";
import { test } from "node:test";

import { between, fitting, nearestGap, spansOf, stepped } from "../../pages/web/components/strip/gaps.js";

const GAPS = [{ behind: "input", before: "conv1", x: 100, y: 80 }, { behind: "relu1", before: "add1", x: 200, y: 80 },
  { behind: "input", before: "add1", x: 200, y: 20 }, { behind: "add1", before: null, x: 300, y: 80 }];
const ORDER = ["input", "conv1", "relu1", "run:layer1.0.conv1", "fc"];
const NODES = ORDER.map((id) => ({ id, span: id.startsWith("run") ? ["layer1.0.conv1", "layer1.2.relu"] : null }));

test("what is dropped falls into the nearest gap, and nowhere if none is near", () => {
  assert.equal(nearestGap(GAPS, 120, 90, 110), GAPS[0]);
  assert.equal(nearestGap(GAPS, 190, 30, 110), GAPS[2]);
  assert.equal(nearestGap(GAPS, 1000, 80, 110), undefined);
  assert.equal(nearestGap([], 0, 0, 110), undefined);
});

test("a range goes from one to the other in either direction", () => {
  assert.deepEqual(between(ORDER, "relu1", "fc"), ORDER.slice(2));
  assert.deepEqual(between(ORDER, "fc", "relu1"), ORDER.slice(2));
  assert.deepEqual(between(ORDER, "conv1", "conv1"), ["conv1"]);
  assert.deepEqual(between(ORDER, "gone", "conv1"), ["conv1"]);
});

test("what is folded stands for its layers, and the input for none", () => {
  assert.deepEqual(spansOf(NODES, ["fc", "input", ORDER[3]]), [["layer1.0.conv1", "layer1.2.relu"], ["fc", "fc"]]);
});

test("all of a picture is seen when it fits, and never larger than it is meant", () => {
  assert.deepEqual([fitting(2000, 1000), fitting(500, 1000), fitting(0, 0)], [0.5, 1, 0.2]);
});

test("steps pass through the size that is meant, and end", () => {
  assert.equal(stepped(0.9, 1), 1);
  assert.equal(stepped(1.2, -1), 1);
  let zoom = 1;
  for (let step = 0; step < 50; step++) zoom = stepped(zoom, -1);
  assert.equal(zoom, 0.2);
  for (let step = 0; step < 50; step++) zoom = stepped(zoom, 1);
  assert.equal(zoom, 2.2);
});

// What the walk asks of the server and what it does with answers: late ones, wrong ones, and those of another network.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { begin, calls, key, line, now, part, settled, show, UNIT, where } from "./walked.js";

const { tellDrawing } = await import("../../pages/web/kit/signal_drawing.js");

beforeEach(begin);

const asked = (kind) => now.asked.filter(({ ask }) => ask === kind);
const isEmpty = () => part(".panel").className.split(" ").includes("empty");
const DRAWN = { drawing: "12", changes: {} };

/** Let answers of a kind wait until they are let go. */
function held(kind) {
  const answer = now.answers[kind];
  const waiting = [];
  now.answers[kind] = (question) => new Promise((resolve) => { waiting.push(() => resolve(answer(question))); });
  return async () => {
    waiting.splice(0).forEach((letGo) => letGo());
    await settled();
  };
}

test("a drawing whose answer comes once another network is shown changes nothing there", async () => {
  const letGo = held("live");
  show();
  tellDrawing(DRAWN);
  await settled();
  show({ title: "Other", token: "t9" });
  await letGo();
  assert.equal(line(), "4 steps: cat (70.0 %)");
  key("Enter");
  key("Enter");
  await settled();
  assert.equal(asked("map").at(-1).token, "t9");
});

test("one whose answer comes after the same network was sent again is taken", async () => {
  const letGo = held("live");
  show();
  tellDrawing(DRAWN);
  await settled();
  show();
  await letGo();
  assert.equal(line(), "4 steps: ship (66.7 %)");
});

test("of drawings that follow each other fast the last one is asked about after the first", async () => {
  const letGo = held("live");
  show();
  for (const drawing of ["1", "12", "123"]) tellDrawing({ drawing, changes: {} });
  await letGo();
  await letGo();
  assert.deepEqual(asked("live").map(({ drawing }) => drawing), ["1", "123"]);
});

for (const [answer, said] of [[() => ({ error: "No digit." }), "No digit."], [() => undefined, "Lost."],
  [() => null, "4 steps: cat (70.0 %)"], [() => { throw new TypeError("offline"); }, "Lost."]]) {
  test(`a drawing that is answered with ${answer} is told as ${said}, and the next one counts again`, async () => {
    const { live } = now.answers;
    now.answers.live = answer;
    show();
    tellDrawing(DRAWN);
    await settled();
    assert.equal(line(), said);
    assert.equal(part(".told-line").className.includes("failed"), !said.startsWith("4"));
    now.answers.live = live;
    tellDrawing(DRAWN);
    await settled();
    assert.equal(line(), "4 steps: ship (66.7 %)");
    assert.ok(!part(".told-line").className.includes("failed"));
  });
}

test("what is answered to a component that is off the page is drawn nowhere", async () => {
  const letGo = held("live");
  show();
  tellDrawing(DRAWN);
  await settled();
  const before = calls("drawImage").length;
  now.end();
  await letGo();
  assert.equal(calls("drawImage").length, before);
  assert.equal(line(), "4 steps: cat (70.0 %)");
});

test("the sum of a unit is gone once another network is shown", async () => {
  show({ place: { layer: "conv", at: [0, 0, 0] } });
  await settled();
  assert.ok(!isEmpty());
  show({ title: "Other", token: "t9" });
  assert.equal(where(), "Other");
  assert.ok(isEmpty());
});

test("it is gone once Python leads elsewhere, and stays where Python only says the same place again", async () => {
  show({ place: { layer: "conv", at: [0, 0, 0] } });
  await settled();
  show({ place: { layer: "conv", at: [0, 0, 0] } });
  assert.ok(!isEmpty());
  show({ place: { layer: "add", at: [] } });
  assert.ok(isEmpty());
});

test("a failure is not told of the network that follows", async () => {
  now.answers.unit = () => ({ error: "Busy." });
  show({ place: { layer: "conv", at: [0, 0, 0] } });
  await settled();
  assert.equal(line(), "Busy.");
  show({ title: "Other", token: "t9" });
  assert.equal(line(), "4 steps: cat (70.0 %)");
});

test("a map that was asked of another picture is not taken for one of this picture", async () => {
  const letGo = held("map");
  show({ place: { layer: "add", at: [2, 3, 3] } });
  await settled();
  const { map } = now.answers;
  show({ place: { layer: "add", at: [2, 3, 3] }, token: "t7" });
  await letGo();
  const written = () => calls("fillText").filter(({ args }) => args[0] === "0.844").length;
  assert.equal(written(), 0);
  assert.deepEqual(asked("map").map(({ token }) => token), ["t1", "t7"]);
  assert.equal(now.answers.map, map);
  await letGo();
  assert.equal(written(), 1);
});

test("of a place that nobody may ask about nothing is said to be wrong", async () => {
  now.answers.unit = () => null;
  show({ place: { layer: "conv", at: [0, 7, 7] } });
  await settled();
  assert.equal(line(), "conv map 1 (8, 8): 1.969 Reads."); // 63 / 32 of the map in full
  assert.ok(isEmpty());
});

test("thirteen maps are kept in full, and the one that was asked for first goes first", async () => {
  const visit = async (layer, map) => {
    show({ place: { layer, at: [map] } });
    await settled();
  };
  for (const layer of ["conv", "first", "add"]) for (const map of [0, 1, 2, 3]) await visit(layer, map);
  await visit("fc", 0);
  assert.equal(asked("map").length, 13);
  await visit("conv", 0);
  assert.equal(asked("map").length, 13);
  await visit("fc", 1);
  await visit("conv", 1);
  assert.equal(asked("map").length, 14);
  await visit("conv", 0);
  assert.equal(asked("map").length, 15);
});

test("maps of an unfolded block come once, but anew for another picture", async () => {
  show({ place: { layer: "first", at: [] } });
  await settled();
  show({ place: { layer: "first", at: [] } });
  await settled();
  assert.equal(asked("maps").length, 1);
  tellDrawing(DRAWN);
  await settled();
  assert.deepEqual(asked("maps").map(({ token, names }) => [token, ...names]), [["t1", "first"], ["t2", "first"]]);
});

test("the window with the largest sum is shown, of whatever way into the unit", async () => {
  const floats = (...values) => Buffer.from(Float32Array.from(values).buffer).toString("base64");
  const read = (source, sums, shown) => ({ ...UNIT.reads[0], source, maps: [0, sums.length], sums: floats(...sums),
    shown, size: [1, 1], values: floats(...sums.map((_, at) => at + 1)), weights: floats(...sums.map(() => 1)),
    outside: [0] });
  now.answers.unit = ({ layer, at }) => ({ ...UNIT, layer, at,
    reads: [read("first", [0.5, -1], [1, 0]), read("conv", [0, 0.25, -3], [2, 1, 0])] });
  show({ place: { layer: "add", at: [0, 0, 0] } });
  await settled();
  const bars = [...part(".bars").children];
  assert.deepEqual(bars.map((bar) => bar.textContent), ["conv, map 3−3", "first, map 2−1", "first, map 1+0.5",
    "conv, map 2+0.25", "conv, map 1+0"]);
  assert.deepEqual(bars.map((bar) => bar.getAttribute("aria-pressed")), ["true", "false", "false", "false", "false"]);
  assert.equal(part("figcaption").textContent, "conv, map 3");
});

// The walk as a reader has it: seen, pointed at, flown into, and gone about by keys, wheel and fingers.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fire } from "./dom.js";
import { begin, calls, canvas, click, key, line, now, part, settled, show, spot, told, wait, where } from
  "./walked.js";

beforeEach(begin);

test("the whole network is drawn, each layer with its name, and the answer is said", () => {
  show();
  assert.equal(line(), "4 steps: cat (70.0 %)");
  assert.equal(where(), "Net");
  assert.equal(calls("drawImage").length, 4); // picture, conv, the folded block, fc
  const written = calls("fillText").map(({ args }) => args[0]);
  for (const name of ["picture", "conv", "block", "fc", "cat", "70.0 %"]) assert.ok(written.includes(name), name);
  assert.ok(canvas().getAttribute("aria-label").startsWith("Network. Net"));
  assert.deepEqual(now.asked, []);
});

test("what is pointed at is said, and frames stand around what it reads and who reads it", () => {
  show();
  fire(canvas(), "pointermove", spot(3 - 1, 1, 2, 3));
  assert.equal(line(), "add map 2 (3, 4): about 0.606 Reads.");
  const dashes = calls("setLineDash").map(({ args }) => args[0].length);
  assert.ok(dashes.includes(2) && dashes.includes(0));
  assert.ok(calls("rect").length >= 4 + 3); // a window in each map of conv, the pixels, the classes
  assert.ok(calls("bezierCurveTo").length > 0);
  fire(canvas(), "pointerleave", { pointerType: "mouse" });
  assert.equal(calls("rect").length, 0);
});

test("a value behind the maps is said as one", () => {
  show();
  const at = spot(3, 1);
  fire(canvas(), "pointermove", at);
  assert.match(line(), /^fc value 2: about 1 /);
});

test("a click opens a layer, the next its map, the next a unit, and Python is told where one is", async () => {
  show();
  click(spot(0, 1));
  assert.equal(where(), "conv");
  assert.deepEqual(told(), [{ layer: "conv", at: "" }]);
  key("Enter");
  assert.equal(where(), "conv · 1");
  await settled();
  assert.deepEqual(now.asked.at(-1), { ask: "map", token: "t1", language: "en", layer: "conv", map: 0 });
  key("Enter");
  await settled();
  assert.deepEqual(now.asked.at(-1), { ask: "unit", token: "t1", language: "en", layer: "conv", at: [0, 7, 7] });
  assert.deepEqual(told(), [{ layer: "conv", at: "0_7_7" }]);
  assert.equal(line(), "conv map 1 (8, 8): 1.25 Reads.");
});

test("a block unfolds when it is flown into, and its maps are asked for once", async () => {
  show();
  click(spot(2, 0));
  await settled();
  assert.deepEqual(now.asked.map(({ ask, names }) => [ask, names]), [["maps", ["first"]]]);
  assert.ok(calls("fillText").some(({ args }) => args[0] === "first"));
  key("ArrowLeft");
  await settled();
  assert.equal(where(), "first");
  assert.equal(now.asked.length, 1);
});

for (const [from, keys, wanted] of [
  ["", ["ArrowRight"], "input"], ["", ["ArrowLeft"], "fc"], ["", ["Enter"], "conv"], ["conv", ["ArrowRight"], "first"],
  ["conv", ["ArrowDown", "ArrowDown"], "add"], ["fc", ["ArrowRight"], "fc"], ["conv", ["PageUp"], "input"],
  ["input", ["PageUp"], "input"], ["conv", ["Escape"], ""], ["add", ["Home"], ""]]) {
  test(`keys ${keys.join(", ")} lead from ${from || "the whole"} to ${wanted || "the whole"}`, () => {
    show({ place: { layer: from, at: [] } });
    for (const name of keys) key(name);
    assert.equal(told().at(-1).layer, wanted);
  });
}

for (const [at, name, wanted] of [
  [[1], "ArrowRight", "2"], [[0], "ArrowLeft", "0"], [[3], "ArrowRight", "3"], [[1, 2, 3], "ArrowRight", "1_2_4"],
  [[1, 2, 3], "ArrowUp", "1_1_3"], [[1, 0, 0], "ArrowUp", "1_0_0"], [[1, 7, 7], "ArrowDown", "1_7_7"],
  [[1, 2, 3], "Escape", "1"], [[1], "Escape", ""], [[3], "Enter", "3_7_6"]]) {
  test(`in a layer ${name} leads from ${at} to ${wanted || "all of it"}`, () => {
    show({ place: { layer: "add", at } });
    key(name);
    assert.deepEqual(told().at(-1), { layer: "add", at: wanted });
  });
}

test("the layer behind is entered at about the same place, the one of values at its value", () => {
  show({ place: { layer: "first", at: [2, 6, 1] } });
  key("PageDown");
  assert.deepEqual(told().at(-1), { layer: "add", at: "2_6_1" });
  key("PageDown");
  assert.deepEqual(told().at(-1), { layer: "fc", at: "2_0_0" });
});

test("keys of the browser stay its own", () => {
  show();
  for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }]) {
    assert.equal(key("ArrowRight", more).defaultPrevented, false);
  }
  assert.equal(key("x").defaultPrevented, false);
  assert.equal(key("Escape").defaultPrevented, false); // nothing to go out of
  assert.equal(key("+").defaultPrevented, true);
});

test("turning the wheel flies in, down to a unit, and out again until the page scrolls", () => {
  show();
  const at = spot(0, 1);
  fire(canvas(), "pointermove", at);
  assert.equal(fire(canvas(), "wheel", { ...at, deltaY: 60, deltaMode: 0 }).defaultPrevented, false);
  for (let turn = 0; turn < 30; turn++) {
    assert.equal(fire(canvas(), "wheel", { ...at, deltaY: -60, deltaMode: 0 }).defaultPrevented, true);
  }
  wait(200);
  assert.match(told().at(-1).at, /^1_4_4$/);
  for (let turn = 0; turn < 60; turn++) fire(canvas(), "wheel", { ...at, deltaY: 60, deltaMode: 0 });
  wait(200);
  assert.deepEqual(told().at(-1), { layer: "", at: "" });
});

test("two fingers fly in, and one then moves what is seen", () => {
  show();
  const at = spot(0, 1);
  const touch = (type, pointerId, dx) =>
    fire(canvas(), type, { ...at, clientX: at.clientX + dx, pointerId, pointerType: "touch" });
  touch("pointerdown", 1, -20);
  touch("pointerdown", 2, 20);
  for (let apart = 40; apart < 400; apart += 20) touch("pointermove", 2, apart);
  touch("pointerup", 1, -20);
  touch("pointerup", 2, 400);
  wait(200);
  assert.equal(told().at(-1).layer, "conv");
  const before = calls("drawImage")[0].args[1];
  touch("pointerdown", 3, 0);
  touch("pointermove", 3, 40);
  assert.equal(Math.round(calls("drawImage")[0].args[1] - before), 40);
});

test("buttons do what keys do, and going out of the whole is not offered", () => {
  show();
  const button = (name) => part(".top").querySelectorAll("button").find(
    (found) => found.getAttribute("aria-label") === name);
  assert.ok(button("Out").hasAttribute("disabled"));
  fire(button("Next"), "click");
  fire(button("Next"), "click");
  assert.deepEqual(told().at(-1), { layer: "conv", at: "" });
  assert.ok(!button("Out").hasAttribute("disabled"));
  fire(button("Closer"), "click");
  fire(button("Farther"), "click");
  fire(button("All"), "click");
  assert.deepEqual(told().at(-1), { layer: "", at: "" });
});

test("maps are drawn anew for one scale of all", () => {
  show();
  const own = part(".own");
  assert.equal(own.getAttribute("aria-pressed"), "true");
  const before = calls("drawImage")[1].args[0];
  fire(own, "click");
  assert.equal(own.getAttribute("aria-pressed"), "false");
  assert.notEqual(calls("drawImage")[1].args[0], before);
});

test("a click on a class asks about it", () => {
  show();
  const written = calls("fillText").find(({ args }) => args[0] === "dog").args;
  click({ clientX: written[1] + 5, clientY: written[2], pointerId: 1, pointerType: "mouse" });
  assert.deepEqual(now.sent, [{ class: 1 }]);
});


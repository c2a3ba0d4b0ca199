// What the walk says and asks: numbers in cells, the sum of a unit, and maps that follow the pen.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fire } from "./dom.js";
import { begin, calls, canvas, key, line, now, part, settled, show, UNIT, where } from "./walked.js";

const { tellDrawing } = await import("../../pages/web/kit/signal_drawing.js");

beforeEach(begin);

test("numbers stand in cells that are large enough, once the map is known", async () => {
  show({ place: { layer: "add", at: [2, 3, 3] } });
  assert.equal(calls("fillText").filter(({ args }) => args[0] === "0.844").length, 0);
  await settled();
  assert.equal(calls("fillText").filter(({ args }) => args[0] === "0.844").length, 1); // 27 / 32
});

for (const [place, said] of [
  [{ layer: "conv", at: [] }, "conv: 4 of 8 x 8. Does conv. Sees 3 x 3."],
  [{ layer: "fc", at: [] }, "fc: 3 values. Does fc."],
  [{ layer: "input", at: [] }, /^picture: 3 of 8 x 8/], [{ layer: "conv", at: [3] }, "conv map 4: all 0"],
  [{ layer: "conv", at: [0] }, /^conv map 1: 0 to 2 at 8, 8$/],
  [{ layer: "nothing", at: [] }, "4 steps: cat (70.0 %)"]]) {
  test(`at ${place.layer} ${place.at} the line says what is there`, () => {
    show({ place });
    if (said instanceof RegExp) assert.match(line(), said);
    else assert.equal(line(), said);
  });
}

test("without classes the number of steps is said, and no bar is drawn", () => {
  show({ classes: [] });
  assert.equal(line(), "4 steps");
  assert.ok(!calls("fillText").some(({ args }) => args[0] === "cat"));
});

test("the sum of a unit shows windows, kernels and lines, the largest window first", async () => {
  show({ place: { layer: "first", at: [1, 0, 0] } });
  await settled();
  const bars = part(".bars").children;
  assert.deepEqual([...bars].map((bar) => bar.children[2].textContent), ["−0.75", "+0.25"]);
  assert.equal(bars[0].children[0].textContent, "conv, map 2");
  const [values, weights] = now.parent.querySelectorAll(".cells");
  assert.deepEqual([values.children.length, weights.children.length], [9, 9]);
  assert.equal(values.children[0].textContent, "·"); // in the padding
  assert.match(values.children[0].getAttribute("aria-label"), /^Row 1, column 1: padding$/);
  fire(values.children[4], "pointerenter");
  assert.match(part(".told").textContent, /5·0.5=2.5/);
  assert.match(part(".told").textContent, /\+ 1 more/);
  assert.equal(part(".lines").textContent, "Sumz=1.25");
  fire(bars[1], "click");
  assert.equal(now.parent.querySelectorAll(".cells")[1].children[0].textContent, "−2");
  assert.equal(bars[1].getAttribute("aria-pressed"), "true");
});

test("all follows the pen, and what is asked next is asked of what was drawn", async () => {
  show({ place: { layer: "conv", at: [1] } });
  await settled();
  tellDrawing({ drawing: "12", changes: { right: 1 } });
  await settled();
  const live = now.asked.find(({ ask }) => ask === "live");
  assert.deepEqual(live, { ask: "live", source: "pad", token: "t1", language: "en", drawing: "12",
    changes: { right: 1 } });
  assert.equal(now.asked.at(-1).token, "t2");
  fire(canvas(), "keydown", { key: "Home" });
  assert.equal(line(), "4 steps: ship (66.7 %)");
});

test("what the server says is wrong is UNIT, and so is that it does not answer", async () => {
  now.answers.unit = () => ({ error: "Busy." });
  show({ place: { layer: "conv", at: [0, 0, 0] } });
  await settled();
  assert.equal(line(), "Busy.");
  assert.ok(part(".told-line").className.includes("failed"));
  now.answers.unit = () => undefined;
  key("ArrowRight");
  await settled();
  assert.equal(line(), "Lost.");
});

test("an answer that comes late, about another unit, is passed over", async () => {
  now.answers.unit = ({ layer }) => ({ ...UNIT, layer, at: [3, 3, 3] });
  show({ place: { layer: "conv", at: [0, 0, 0] } });
  await settled();
  assert.ok(part(".panel").className.includes("empty"));
});

test("another network begins as a whole, and the same one stays where its reader is", () => {
  show();
  key("Enter");
  show();
  assert.equal(where(), "conv"); // what the reader chose is still on its way
  show({ title: "Other", token: "t9" });
  assert.equal(where(), "Other");
});

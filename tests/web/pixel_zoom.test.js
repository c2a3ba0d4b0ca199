// A pixel's numbers as readers see them, and how they come about: as lectures print them, PyTorch and Pillow.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "./dom.js";

openPage();
const data = await import("../../pages/web/components/pixel_zoom/data.js");
const { lettersIn, textsOf } = await import("../../pages/web/components/pixel_zoom/paint.js");
const { workingOf } = await import("../../pages/web/components/pixel_zoom/panel.js");

const [MEAN, DEVIATION] = [[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]];
const unit = [1 / 255, 0];
const shown = {
  size: [1, 2], bits: 8, pixels: Uint8Array.from([100, 123, 147, 0, 0, 255]), canvases: new Map(),
  weights: { mean: [1 / 3, 1 / 3, 1 / 3], luma: [0.299, 0.587, 0.114] }, words: { red: "R", green: "G", blue: "B" },
  normal: { 1: [[0.449], [0.226]], 3: [MEAN, DEVIATION] },
  steps: { bytes: { 1: [[1, 0]], 3: [[1, 0], [1, 0], [1, 0]] }, unit: { 1: [unit], 3: [unit, unit, unit] },
    normalised: { 1: [[1 / 255 / 0.226, -0.449 / 0.226]],
      3: MEAN.map((mean, at) => [1 / 255 / DEVIATION[at], -mean / DEVIATION[at]]) } },
};
const FIRST = { show: "colour", tint: "colour", grey: "luma", values: "bytes", layout: "hwc", zoom: "100",
  centre: "5000_5000", at: "0_0" };
const plain = (lines) => lines.map((parts) => parts.map((part) => part.textContent ?? String(part)).join(""));

test("the slide's pixel is written as on the slide", () => {
  const told = data.inRange(shown, data.bytesAt(shown, [0, 0]), "unit").map((value) => data.decimals(value, "unit"));
  assert.deepEqual(told, ["0.392", "0.482", "0.576"]);
});

test("black and white, normalised, are what the book prints", () => {
  assert.equal(data.decimals(data.inRange(shown, [255, 0, 0], "normalised")[0], "normalised"), "2.249");
  assert.equal(data.decimals(data.inRange(shown, [0, 0, 0], "normalised")[0], "normalised"), "−2.118");
});

for (const [values, wanted] of Object.entries({ bytes: ["100", "123", "147"], unit: ["0.39", "0.48", "0.58"],
  normalised: ["−0.41", "0.12", "0.76"] })) {
  test(`a pixel's cell holds three numbers of ${values}; one of them where channels stand apart`, () => {
    const view = { shown, setup: { ...FIRST, values } };
    assert.deepEqual(textsOf(view, { name: "", channel: data.ALL }, [0, 0]), wanted);
    assert.deepEqual(textsOf(view, { name: "", channel: 1 }, [0, 0]), [wanted[1]]);
  });
}

test("grey is what Pillow's L says, 119, and the plain mean is 123", () => {
  const pane = { name: "", channel: data.GREY };
  const of = (grey) => textsOf({ shown, setup: { ...FIRST, show: "grey", grey } }, pane, [0, 0]);
  assert.deepEqual([of("luma"), of("mean")], [["119"], ["123"]]);
});

test("pure blue is darker than a third of white, as it looks", () => {
  assert.equal(Math.round(data.greyOf([0, 0, 255], shown.weights.luma)), 29);
  assert.equal(data.greyOf([0, 0, 255], shown.weights.mean), 85);
});

test("the working says each step, with the values in it", () => {
  const of = (change) => plain(workingOf({ shown, setup: { ...FIRST, ...change } }, [100, 123, 147]));
  assert.deepEqual(of({}), ["011001002→100", "011110112→123", "100100112→147"]);
  assert.deepEqual(of({ values: "unit" }), ["100/255=0.392", "123/255=0.482", "147/255=0.576"]);
  assert.deepEqual(of({ values: "normalised" })[0], "(0.392−0.485)/0.229=−0.405");
  assert.deepEqual(of({ show: "grey" }), ["0.299·100+0.587·123", "+0.114·147=118.9"]);
  assert.deepEqual(of({ show: "grey", grey: "mean", values: "unit" }), ["(100+123+147)/3=123.3", "123.3/255=0.484"]);
});

test("fewer bits are told in as many digits", () => {
  const few = { ...shown, bits: 2 };
  assert.deepEqual(plain(workingOf({ shown: few, setup: FIRST }, [0, 85, 255])), ["002→0", "012→85", "112→255"]);
});

test("a channel apart is drawn in its colour or as grey", () => {
  const of = (tint, channel) => data.drawnAs(shown, { ...FIRST, tint }, channel, [0, 0]);
  assert.deepEqual([of("colour", 2), of("grey", 2), of("grey", data.ALL)],
    [[0, 0, 147], [147, 147, 147], [100, 123, 147]]);
  assert.deepEqual(data.panesOf({ ...FIRST, show: "channels" }, shown.words).map(({ name }) => name), ["R", "G", "B"]);
});

test("numbers come once they have room, and never grow out of their cell", () => {
  assert.equal(lettersIn(12, 3, 3), 0);
  for (const cell of [30, 40, 76]) assert.ok(3 * 1.16 * lettersIn(cell, 3, 3) <= cell && lettersIn(cell, 3, 3) > 7);
});

test("what was set is told in one text, and nothing of minus nothing", () => {
  assert.equal(data.textOf(FIRST),
    "show=colour&tint=colour&grey=luma&values=bytes&layout=hwc&zoom=100&centre=5000_5000&at=0_0");
  assert.equal(data.decimals(-0.0001, "normalised"), "0.000");
  assert.equal(data.placeText([0.5, 1]), "5000_10000");
  assert.deepEqual(data.sharesOf("5000_10000"), [0.5, 1]);
});

// What lies over a scene: where lines, labels and handles are, and that none of them leaves the picture.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { drawn, openCanvases } from "./pens.js";

openCanvases();
const { drawHandles, drawOverlays, handlesOf, KNOB } = await import(
  "../../pages/web/components/scene_canvas/overlays.js");
const { bytesOf } = await import("../../pages/web/kit/pixels.js");
const { keptBytes } = await import("../../pages/web/components/scene_canvas/view.js");

const SIDE = 400;
/** @type {any} */
let canvas;
/** @type {any} */
let pen;
const of = (name) => drawn(canvas, "clearRect").filter((one) => one.name === name);
const thing = (more = {}) => ({ kind: "star", x: 0.5, y: 0.5, size: 0.4, angle: 0, colour: "ff0000", ...more });
const box = (place, label, more = {}) => ({ box: place, label, colour: "#0072b2", line: "solid", width: 2, fill: 0,
  pick: "", ...more });
const boxes = (...all) => drawOverlays(pen, SIDE, [{ kind: "boxes", boxes: all }]);
/** Where labels are: left, top, width, height. */
const plates = () => of("fillRect").map(({ args }) => args);

beforeEach(() => {
  canvas = globalThis.document.createElement("canvas");
  pen = canvas.getContext();
  pen.clearRect(0, 0, SIDE, SIDE);
});

test("the handles are on the circle around a thing and beyond its tip", () => {
  const { size, turn } = handlesOf(thing(), SIDE);
  assert.ok(Math.abs(Math.hypot(size[0] - 200, size[1] - 200) - 80) < 1e-9 && size[0] > 200 && size[1] > 200);
  assert.deepEqual(turn.map(Math.round), [200, 120 - KNOB]);
  assert.deepEqual(handlesOf(thing({ angle: 90 }), SIDE).turn.map(Math.round), [280 + KNOB, 200]);
});

for (const [x, y, angle] of [[0, 0, 0], [1, 0, 90], [1, 1, 180], [0, 1, 270], [0.5, 0.02, 10]]) {
  test(`handles of a thing at ${x}, ${y} can be reached`, () => {
    for (const place of Object.values(handlesOf(thing({ x, y, angle, size: 1.5 }), SIDE))) {
      assert.ok(place.every((at) => at >= 8 && at <= SIDE - 8), String(place));
    }
  });
}

test("handles are white, with a line of the selection's colour", () => {
  drawHandles(pen, SIDE, thing(), "#c2410c");
  const [plate] = of("fillRect");
  assert.equal(plate.fillStyle, "#ffffff");
  assert.equal(of("strokeRect").at(-1).strokeStyle, "#c2410c");
  assert.deepEqual(of("arc").map(({ args }) => Math.round(args[2])), [80, 8]);
});

test("a grid has one line less than rows and columns, and its chosen cell stands out", () => {
  drawOverlays(pen, SIDE, [{ kind: "grid", rows: 4, columns: 8, colour: "#ffffff", chosen: [3, 2] }]);
  const lines = of("lineTo").map(({ args }) => args);
  assert.deepEqual(lines, [...[50, 100, 150, 200, 250, 300, 350].map((x) => [x, SIDE]),
    ...[100, 200, 300].map((y) => [SIDE, y])]);
  assert.deepEqual(of("strokeRect").map(({ args }) => args), Array(2).fill([100, 300, 50, 100]));
});

test("a grid without a chosen cell has none", () => {
  drawOverlays(pen, SIDE, [{ kind: "grid", rows: 4, columns: 8, colour: "#ffffff", chosen: null }]);
  assert.deepEqual([of("strokeRect"), of("fillRect")], [[], []]);
});

test("a box has an edge in its colour and one around it that is seen on any ground", () => {
  boxes(box([0.25, 0.5, 0.5, 1], ""));
  const [around, own] = of("strokeRect");
  assert.deepEqual([own.args, own.strokeStyle, own.lineWidth], [[100, 200, 100, 200], "#0072b2", 2]);
  assert.deepEqual([around.strokeStyle, around.lineWidth, around.globalAlpha], ["#ffffff", 4, 0.5]);
});

test("a box can be filled alone, or be of no area", () => {
  boxes(box([0, 0, 0.5, 0.5], "", { width: 0, fill: 0.2 }));
  assert.deepEqual([of("strokeRect"), of("fillRect")[0].globalAlpha], [[], 0.2]);
  boxes(box([0.5, 0.5, 0.5, 0.5], ""));
  assert.deepEqual(of("strokeRect").at(-1).args, [200, 200, 0, 0]);
});

for (const [name, place] of [["the upper edge", [0.2, 0, 0.5, 0.3]], ["the right edge", [0.97, 0.5, 1, 0.6]],
  ["outside", [-0.4, -0.3, 0.1, 0.1]], ["below", [0.1, 0.95, 0.2, 1.4]]]) {
  test(`the label of a box at ${name} stays in the picture`, () => {
    boxes(box(place, "triangle 0.98"));
    const [[left, top, wide, high]] = plates();
    assert.ok(left >= 0 && top >= 0 && left + wide <= SIDE && top + high <= SIDE, String([left, top, wide, high]));
  });
}

test("labels of boxes that lie over each other do not", () => {
  boxes(box([0.3, 0.3, 0.6, 0.6], "star 0.98"), box([0.31, 0.3, 0.6, 0.62], "ring 0.40"),
    box([0.3, 0.31, 0.6, 0.6], "a"));
  const tops = plates().map(([, top]) => top).sort((one, other) => one - other);
  for (let at = 1; at < tops.length; at++) assert.ok(tops[at] - tops[at - 1] > 15, String(tops));
});

test("letters are read on any colour", () => {
  boxes(box([0, 0.5, 1, 1], "dark", { colour: "#0072b2" }), box([0, 0.2, 1, 1], "light", { colour: "#e69f00" }));
  assert.deepEqual(of("fillText").map(({ fillStyle }) => fillStyle), ["#ffffff", "#000000"]);
});

test("labels stand over all boxes and maps", () => {
  drawOverlays(pen, SIDE, [{ kind: "boxes", boxes: [box([0.1, 0.2, 0.5, 0.7], "cat")] },
    { kind: "heat", rows: 1, columns: 1, values: btoa("\x00"), palette: btoa("\x00\x00\x00"), opacity: 1 }]);
  const names = drawn(canvas, "clearRect").map(({ name }) => name);
  assert.ok(names.indexOf("drawImage") < names.indexOf("fillText"));
});

test("bytes are read once", () => {
  const view = { bytes: new Map() };
  const text = btoa("\x00\xff\x10");
  assert.deepEqual([...bytesOf(text)], [0, 255, 16]);
  assert.equal(keptBytes(view, text), keptBytes(view, text));
  for (let at = 0; at < 60; at++) keptBytes(view, btoa(String(at)));
  assert.ok(view.bytes.size <= 42);
});

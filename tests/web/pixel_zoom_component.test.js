// The zoomed photo as a reader has it: choices, keys and buttons, what the server is told, and what is written on it.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { fire } from "./dom.js";
import { block, openCanvases } from "./pens.js";

openCanvases();
const { default: pixelZoom } = await import("../../pages/web/components/pixel_zoom/index.js");
mock.timers.enable({ apis: ["setTimeout"] });

const SIDE = 16;
const WORDS = { label: "The photo", show: "Show", colour: "Colour", channels: "R, G, B", grey: "Grey", tint: "Tint",
  tintGrey: "as grey", tintColour: "in colour", weights: "Weights", mean: "Mean", luma: "Luma", values: "Range",
  bytes: "0–255", unit: "0–1", normalised: "Normalised", layout: "Layout", hwc: "H, W, C", chw: "C, H, W",
  nchw: "N, C, H, W", red: "Red", green: "Green", blue: "Blue", whole: "Whole photo", near: "Single pixels",
  zoom: "Zoom", larger: "Larger", smaller: "Smaller", scale: "{side} px for a pixel", pixel: "Row {row}, column {column}",
  part: "Rows {top} to {bottom}, columns {left} to {right}", keys: "Arrow keys.", count: "{numbers} numbers, {room}.",
  order_hwc: "Pixels.", order_chw: "Channels.", order_nchw: "A batch." };
const SETUP = { show: "colour", tint: "colour", grey: "luma", values: "bytes", layout: "hwc", zoom: "100",
  centre: "5000_5000", at: "5000_5000" };
const each = (make) => Object.fromEntries(["bytes", "unit", "normalised"].map((values) => [values, make(values)]));
const CODE = { shape: [SIDE, SIDE, 3], index: "{row}, {column}", numpy: ["x = 1"], torch: ["x = 2"] };

function data(setup = {}) {
  const steps = { 1: [[1, 0]], 3: [[1, 0], [1, 0], [1, 0]] };
  const code = each(() => ({ 1: CODE, 3: CODE }));
  const pixels = Uint8Array.from({ length: 3 * SIDE * SIDE }, (_, at) => [Math.floor(at / 3 / SIDE),
    Math.floor(at / 3) % SIDE, 200][at % 3]); // red says the row, green the column
  return block({ size: [SIDE, SIDE], bits: 8, setup: { ...SETUP, ...setup }, words: WORDS, steps: each(() => steps),
    weights: { mean: [1 / 3, 1 / 3, 1 / 3], luma: [0.299, 0.587, 0.114] }, normal: { 1: [[0], [1]],
      3: [[0, 0, 0], [1, 1, 1]] }, code: { hwc: code, chw: code, nchw: code }, room: { 1: "256 bytes",
      3: "768 bytes" } }, pixels);
}

/** @type {any} */
let parent;
/** @type {any} */
let sent;
/** @type {any} */
let end;
function show(setup) {
  end = pixelZoom({ parentElement: parent, data: data(setup), setTriggerValue: (_, value) => sent.push(value) });
}
function told() {
  mock.timers.tick(500);
  return sent.splice(0).map((text) => Object.fromEntries(new URLSearchParams(text)));
}

const part = (selector) => parent.querySelector(selector);
const stage = () => part(".stage");
const title = () => part(".title").textContent;
const scale = () => Number(part(".scale").textContent.match(/[\d.]+/)[0]);
const key = (name, more = {}) => fire(stage(), "keydown", { key: name, ...more });
const choice = (name) => part(`.${name}`).children.map((one) => [one.textContent, one.getAttribute("aria-pressed")]);

beforeEach(() => {
  end?.();
  parent = globalThis.document.createElement("div");
  sent = [];
});

test("all of the photo is seen at first, with its middle chosen", () => {
  show();
  assert.equal(scale(), 25); // 400 px for 16 rows
  assert.equal(title(), "Row 8, column 8");
  assert.equal(stage().getAttribute("aria-label"),
    "The photo. Rows 0 to 15, columns 0 to 15. Row 8, column 8. Arrow keys");
  assert.equal(part(".slider").value, "0");
});

test("choices say which one holds, and only those that matter are there", () => {
  show({ show: "grey" });
  assert.deepEqual(choice("show"), [["Colour", "false"], ["R, G, B", "false"], ["Grey", "true"]]);
  assert.deepEqual([part(".tint").hidden, part(".choice.grey").hidden], [true, false]);
  show();
  show({ show: "channels" });
  assert.deepEqual([part(".tint").hidden, part(".choice.grey").hidden], [false, true]);
});

for (const [where, place, field, value] of [["show", 1, "show", "channels"], ["values", 2, "values", "normalised"],
  ["show", 2, "show", "grey"]]) {
  test(`a press on ${value} is shown at once and told`, () => {
    show();
    fire(part(`.${where}`).children[place], "click");
    assert.equal(choice(where)[place][1], "true");
    assert.deepEqual(told(), [{ ...SETUP, [field]: value }]);
  });
}

test("the same choice again is not told again", () => {
  show();
  fire(part(".show").children[0], "click");
  assert.deepEqual(told(), []);
});

test("arrows choose a pixel and keep it in sight, many are one message", () => {
  show();
  for (const name of ["ArrowRight", "ArrowDown", "ArrowDown"]) key(name);
  key("ArrowLeft", { shiftKey: true });
  assert.equal(title(), "Row 10, column 0");
  const [message, ...more] = told();
  assert.deepEqual([message.at, more], [`${Math.round(1e4 * 10.5 / SIDE)}_${Math.round(1e4 * 0.5 / SIDE)}`, []]);
});

test("End goes to single pixels with the chosen one in the middle, Home to all of the photo", () => {
  show({ at: "3000_3000" });
  key("End");
  assert.equal(scale(), 76);
  assert.equal(part(".slider").value, "100");
  const near = told().at(-1);
  assert.equal(near.zoom, "304");
  key("Home");
  assert.equal(scale(), 25);
  assert.equal(told().at(-1).zoom, "100");
});

test("numbers are written on pixels that are large enough, of the chosen range and channel", () => {
  show();
  const written = () => stage().getContext().calls.splice(0).filter(({ name }) => name === "fillText")
    .map(({ args }) => args[0]);
  assert.ok(!written().includes("200")); // 25 px have no room for three numbers
  key("End");
  written();
  key("ArrowRight");
  const texts = written();
  assert.ok(texts.includes("200") && texts.includes("9"));
  fire(part(".show").children[2], "click");
  const grey = written();
  assert.ok(!grey.includes("200") && grey.includes("30")); // 0.299 · 8 + 0.587 · 8 + 0.114 · 200 = 29.9
});

test("buttons and the slider zoom, and say how large a pixel is", () => {
  show();
  const [whole, near] = parent.querySelectorAll(".zooming")[0].children.filter((one) => one.textContent.length > 1);
  fire(near, "click");
  assert.equal(scale(), 76);
  fire(whole, "click");
  assert.equal(scale(), 25);
  part(".slider").value = "50";
  fire(part(".slider"), "input");
  assert.ok(Math.abs(scale() - Math.sqrt(25 * 76)) < 0.1);
  assert.equal(part(".slider").getAttribute("aria-valuetext"), part(".scale").textContent);
});

test("the reader's own zoom is not taken back by an older answer, and a later link is", () => {
  show();
  key("End");
  const [mine] = told().slice(-1);
  show();
  assert.equal(scale(), 76);
  show(mine);
  show({ zoom: "200" });
  assert.equal(scale(), 50);
});

test("a pixel is as large in three panes as the link says, however narrow they are", () => {
  show({ show: "channels", zoom: "250" });
  assert.equal(scale(), 62.5);
});

test("a pixel that is pointed at is told, and the chosen one again afterwards", () => {
  show();
  fire(stage(), "pointermove", { clientX: 500, clientY: 30 });
  assert.equal(title(), "Row 1, column 8");
  fire(stage(), "pointerleave");
  assert.equal(title(), "Row 8, column 8");
  assert.deepEqual(told(), []);
});

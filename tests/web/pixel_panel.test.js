// What is told of a pixel, and of a value in the long row: tables, sums, lines of code, and the row around it.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { openPage } from "./dom.js";

const parent = openPage();
globalThis.getComputedStyle = () => ({ fontSize: "15px", getPropertyValue: () => "#2457c5" });
const zoomed = await import("../../pages/web/components/pixel_zoom/panel.js");
const flat = await import("../../pages/web/components/pixel_row/panel.js");
const { flatOf } = await import("../../pages/web/math/flatten.js");

beforeEach(() => parent.replaceChildren());

const one = (scale, shift = 0) => [scale, shift];
const WORDS = { red: "Red", green: "Green", blue: "Blue", grey: "Grey", bytes: "0–255", unit: "0–1",
  normalised: "Normalised", pixel: "Row {row}, column {column}", count: "{product} = {numbers} numbers, {room}.",
  order_hwc: "Pixels.", order_chw: "Channels.", order_nchw: "A batch." };
const LINES = { numpy: ["x = np.asarray(image)"], torch: ["x = torch.tensor(np.asarray(image))"] };
const CODE = (shape, index) => Object.fromEntries(["bytes", "unit", "normalised"].map((values) =>
  [values, { 1: { ...LINES, shape: shape.map((side) => (side === 3 ? 1 : side)), index },
    3: { ...LINES, shape, index } }]));
const SHOWN = {
  size: [1, 2], bits: 8, pixels: Uint8Array.from([100, 123, 147, 0, 0, 255]), words: WORDS,
  weights: { mean: [1 / 3, 1 / 3, 1 / 3], luma: [0.299, 0.587, 0.114] }, room: { 1: "2 bytes", 3: "6 bytes" },
  normal: { 1: [[0.449], [0.226]], 3: [[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]] },
  steps: { bytes: { 1: [one(1)], 3: [one(1), one(1), one(1)] },
    unit: { 1: [one(1 / 255)], 3: Array(3).fill(one(1 / 255)) },
    normalised: { 1: [one(1 / 255 / 0.226, -0.449 / 0.226)], 3: [one(1 / 255 / 0.229, -0.485 / 0.229),
      one(1 / 255 / 0.224, -0.456 / 0.224), one(1 / 255 / 0.225, -0.406 / 0.225)] } },
  code: { hwc: CODE([1, 2, 3], "{row}, {column}"), chw: CODE([3, 1, 2], ":, {row}, {column}"),
    nchw: CODE([1, 3, 1, 2], "0, :, {row}, {column}") },
};

function told(change = {}, pixel = [0, 0], hover = null) {
  const setup = { show: "colour", tint: "colour", grey: "luma", values: "bytes", layout: "hwc", ...change };
  const view = { shown: SHOWN, setup, panel: zoomed.newPanel(parent), code: zoomed.newCode(parent), pixel, hover };
  zoomed.tell(view);
  return view;
}

const rowsOf = ({ panel }) => panel.rows.map(({ name, cells }) =>
  [name.textContent, ...cells.map((cell) => cell.textContent)]);

test("all three ranges of a pixel stand beside each other", () => {
  assert.deepEqual(rowsOf(told()), [["Red", "100", "0.392", "−0.405"], ["Green", "123", "0.482", "0.118"],
    ["Blue", "147", "0.576", "0.758"]]);
});

test("grey is one row, and those of the channels are empty", () => {
  const [first, ...others] = rowsOf(told({ show: "grey" }));
  assert.deepEqual(first, ["Grey", "118.9", "0.466", "0.076"]);
  assert.deepEqual(others, [["", "", "", ""], ["", "", "", ""]]);
});

for (const values of ["bytes", "unit", "normalised"]) {
  test(`the column of ${values} is the one that is drawn`, () => {
    const { panel } = told({ values });
    const now = panel.heads.filter((head) => head.className === "now").map((head) => head.textContent);
    assert.deepEqual(now, [WORDS[values]]);
  });
}

test("what is pointed at is told before what is chosen", () => {
  assert.equal(told({}, [0, 0], [0, 1]).panel.title.textContent, "Row 0, column 1");
  assert.equal(told({}, [0, 0]).panel.title.textContent, "Row 0, column 0");
});

for (const [layout, shape, read] of [["hwc", "(1, 2, 3)", "x[0, 1]"], ["chw", "(3, 1, 2)", "x[:, 0, 1]"],
  ["nchw", "(1, 3, 1, 2)", "x[0, :, 0, 1]"]]) {
  test(`in ${layout} the pixel is read as ${read}`, () => {
    const { code } = told({ layout, values: "unit" }, [0, 1]);
    assert.equal(code.shape.textContent, shape);
    for (const box of code.boxes) {
      assert.equal(box.textContent.split("\n").at(-1), `${read}  # → [0.000, 0.000, 1.000]`);
    }
    assert.ok(code.told.textContent.endsWith("= 6 numbers, 6 bytes."));
  });
}

test("code has a minus that Python reads", () => {
  const { code } = told({ values: "normalised" });
  assert.ok(code.boxes[1].textContent.endsWith("[-0.405, 0.118, 0.758]"));
});

test("choices say which one holds, and keep their buttons", () => {
  const group = parent.appendChild(globalThis.document.createElement("div"));
  zoomed.showChoices(group, [["a", "First"], ["b", "Second"]], "a", "Which");
  const before = [...group.children];
  zoomed.showChoices(group, [["a", "First"], ["b", "Second"]], "b", "Which");
  assert.ok(before.every((button, at) => button === group.children[at]));
  assert.deepEqual(group.children.map((button) => button.getAttribute("aria-pressed")), ["false", "true"]);
  assert.equal(group.getAttribute("aria-label"), "Which");
});

const ROW_WORDS = { red: "Red", green: "Green", blue: "Blue", grey: "Grey", beside: "beside it", below: "below it",
  channel: "next channel", value: "{channel}, row {row}, column {column}: {value}", neighbour: "Neighbour",
  index: "stands at", apart: "apart", between: "{count} between", read: "Read" };

function laidOut(shape, chosen, order = null) {
  const area = shape[1] * shape[2];
  const made = flatOf(shape, order ?? Array.from({ length: area }, (_, at) => at));
  const shown = { shape, flat: made, shuffled: Boolean(order), words: ROW_WORDS,
    values: Uint8Array.from({ length: shape[0] * area }, (_, at) => at % 256) };
  const make = () => parent.appendChild(globalThis.document.createElement("div"));
  const view = { shown, chosen, hover: null, panel: flat.newPanel(make()), parts: make(), card: make() };
  flat.tell(view);
  flat.tellParts(view);
  return view;
}

const tableOf = ({ panel }) => panel.rows.filter(({ row }) => !row.hidden).map(({ name, cells }) =>
  [name.textContent, ...cells.map((cell) => cell.textContent)]);
const partsOf = ({ parts }) => parts.children.map((part) => (part.className === "gap" ? part.textContent
  : part.children.map((cell) => Number(cell.children[1].textContent))));

test("neighbours in 3 × 32 × 32 are 1, 32 and 1,024 apart", () => {
  assert.deepEqual(tableOf(laidOut([3, 32, 32], [1, 5, 7])),
    [["beside it", "1192", "1"], ["below it", "1223", "32"], ["next channel", "2215", "1024"]]);
});

test("a picture of one channel has no next one", () => {
  assert.deepEqual(tableOf(laidOut([1, 8, 8], [0, 7, 7])), [["beside it", "62", "1"], ["below it", "55", "8"]]);
});

test("the row is shown around all of them, with what lies between counted", () => {
  assert.deepEqual(partsOf(laidOut([3, 32, 32], [1, 5, 7])), [[1189, 1190, 1191, 1192, 1193, 1194], "26 between",
    [1221, 1222, 1223, 1224, 1225], "987 between", [2213, 2214, 2215, 2216, 2217]]);
});

test("each marked value is framed once, in the colour of what it is", () => {
  const { parts } = laidOut([3, 32, 32], [1, 5, 7]);
  const marks = parts.querySelectorAll(".cell").map((cell) => [cell.className.slice(5), cell.children[1].textContent])
    .filter(([kind]) => kind);
  assert.deepEqual(marks, [["chosen", "1191"], ["beside", "1192"], ["below", "1223"], ["channel", "2215"]]);
});

test("values stand in the order of the row: in another one, of other places", () => {
  const order = Array.from({ length: 64 }, (_, at) => (at * 19 + 5) % 64);
  const view = laidOut([1, 8, 8], [0, 0, 5], order);
  assert.equal(view.shown.flat.where[5], 0);
  const first = view.parts.querySelectorAll(".cell")[0];
  assert.deepEqual([first.children[0].textContent, first.children[1].textContent], ["5", "0"]);
});

for (const [order, line] of [[null, "x.flatten()[1191]  # 167"],
  [Array.from({ length: 1024 }, (_, at) => 1023 - at), "x.flatten(1)[:, order].flatten()[1880]  # 167"]]) {
  test(`the line of PyTorch reads the value: ${line}`, () => {
    const { panel } = laidOut([3, 32, 32], [1, 5, 7], order);
    assert.deepEqual(panel.read.textContent.split("\n"), ["x.shape  # (3, 32, 32)", line]);
    assert.equal(panel.title.textContent, "Green, row 5, column 7: 167");
  });
}

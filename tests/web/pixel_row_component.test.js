// A picture and its long row as a reader has them: pointed at, walked over with keys in both, laid out row by row.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { fire } from "./dom.js";
import { block, drawn, openCanvases } from "./pens.js";

openCanvases();
const { default: pixelRow } = await import("../../pages/web/components/pixel_row/index.js");
const { planesIn } = await import("../../pages/web/components/pixel_row/paint.js");
mock.timers.enable({ apis: ["setTimeout", "setInterval"] });

const WORDS = { label: "The picture", strip: "The row", red: "Red", green: "Green", blue: "Blue", grey: "Grey",
  value: "{channel}, row {row}, column {column}: {value}", beside: "beside", below: "below", channel: "channel",
  neighbour: "Neighbour", index: "stands at", apart: "apart", between: "{count} between", keys: "Arrow keys.",
  read: "Read", taken: "{taken} of {all} rows", back: "Back", next: "Next", play: "Play", pause: "Pause", line: "Rows",
  speed: "Speed", rate: "{rate} rows / s" };
const SIDE = 8;
const AREA = SIDE * SIDE;

function data(more = {}, order = Array.from({ length: AREA }, (_, at) => at)) {
  const head = { shape: [3, SIDE, SIDE], shuffled: false, at: "1_2_3", words: WORDS, ...more };
  const values = Uint8Array.from({ length: head.shape[0] * AREA }, (_, at) => at);
  return block(head, Float32Array.from(order), values);
}

/** @type {any} */
let parent;
/** @type {any} */
let sent;
/** @type {any} */
let end;
function show(what = data()) {
  end = pixelRow({ parentElement: parent, data: what, setTriggerValue: (_, value) => sent.push(value) });
}

const part = (selector) => parent.querySelector(selector);
const title = () => part(".title").textContent;
const key = (where, name) => fire(part(where), "keydown", { key: name });
function told() {
  mock.timers.tick(300);
  return sent.splice(0);
}
/** Where a pixel of a channel is drawn. */
function over(channel, row, column) {
  const { top, cell, lefts } = planesIn({ shown: { shape: [3, SIDE, SIDE] }, room: { clientWidth: 1000 } });
  return { clientX: lefts[channel] + (column + 0.5) * cell, clientY: top + (row + 0.5) * cell };
}

beforeEach(() => {
  end?.();
  parent = globalThis.document.createElement("div");
  sent = [];
});

test("the chosen value is told where it stands: 64 c + 8 r + x", () => {
  show();
  assert.equal(title(), "Green, row 2, column 3: 83");
  assert.equal(part(".read").textContent, "x.shape  # (3, 8, 8)\nx.flatten()[83]  # 83");
  assert.equal(part(".planes").getAttribute("aria-label"), "The picture. Green, row 2, column 3: 83. Arrow keys");
  assert.deepEqual(part(".ends").children.map(({ textContent }) => textContent), ["0", "96", "191"]);
});

test("a value that is pointed at in the picture is told, and let go again", () => {
  show();
  fire(part(".planes"), "pointermove", over(2, 7, 0));
  assert.equal(title(), "Blue, row 7, column 0: 184");
  fire(part(".planes"), "pointerleave");
  assert.equal(title(), "Green, row 2, column 3: 83");
  fire(part(".planes"), "pointermove", { clientX: over(0, 0, 7).clientX + 1000, clientY: 5 });
  assert.equal(title(), "Green, row 2, column 3: 83");
  assert.deepEqual(told(), []);
});

for (const [share, index] of [[0, 0], [0.5, 96], [0.9999, 191], [1, 191]]) {
  test(`at ${share} of the row stands value ${index}`, () => {
    show();
    fire(part(".strip"), "pointermove", { clientX: 1000 * share, clientY: 10 });
    assert.ok(title().endsWith(`: ${index}`));
  });
}

test("a click in either chooses, and the server is told what was chosen last", () => {
  show();
  fire(part(".planes"), "click", over(0, 1, 4));
  fire(part(".strip"), "click", { clientX: 1000, clientY: 10 });
  assert.equal(title(), "Blue, row 7, column 7: 191");
  show(); // an answer to something older
  assert.equal(title(), "Blue, row 7, column 7: 191");
  assert.deepEqual(told(), ["2_7_7"]);
});

for (const [name, place] of [["ArrowLeft", "1_2_2"], ["ArrowDown", "1_3_3"], ["PageUp", "0_2_3"],
  ["PageDown", "2_2_3"]]) {
  test(`in the picture ${name} leads to ${place}`, () => {
    show();
    assert.ok(key(".planes", name).defaultPrevented);
    assert.deepEqual(told(), [place]);
  });
}

for (const [name, place] of [["ArrowRight", "1_2_4"], ["ArrowUp", "1_1_3"], ["Home", "0_0_0"], ["End", "2_7_7"]]) {
  test(`in the row ${name} leads to ${place}`, () => {
    show();
    assert.ok(key(".strip", name).defaultPrevented);
    assert.deepEqual(told(), [place]);
  });
}

test("the row goes on over the ends of lines and channels, and stops at its own", () => {
  show(data({ at: "0_7_7" }));
  key(".strip", "ArrowRight");
  assert.deepEqual(told(), ["1_0_0"]);
  key(".strip", "End");
  key(".strip", "ArrowDown");
  assert.deepEqual(told(), ["2_7_7"]);
});

test("the picture's own arrows stop at its sides", () => {
  show(data({ at: "0_0_7" }));
  for (const name of ["ArrowRight", "ArrowUp", "PageUp"]) key(".planes", name);
  assert.deepEqual(told(), ["0_0_7"]);
});

test("other keys are the browser's", () => {
  show();
  for (const where of [".planes", ".strip"]) assert.equal(key(where, "Tab").defaultPrevented, false);
  assert.equal(key(".planes", "Home").defaultPrevented, false);
});

test("shuffled, arrows follow what is drawn, and the picture before stands beside it", () => {
  const order = Array.from({ length: AREA }, (_, at) => AREA - 1 - at);
  show(data({ shuffled: true, at: "0_0_0" }, order));
  assert.equal(part(".original").hidden, false);
  key(".planes", "ArrowLeft"); // pixel 0 is drawn last, before it stands pixel 1
  assert.deepEqual(told(), ["0_0_1"]);
  fire(part(".strip"), "pointermove", { clientX: 0, clientY: 10 });
  assert.equal(title(), "Red, row 7, column 7: 63");
});

test("as it is, no picture stands beside it", () => {
  show();
  assert.equal(part(".original").hidden, true);
});

test("rows are laid out one after the other, as much of the row as there are of the picture", () => {
  show();
  assert.equal(part(".told").textContent, "24 of 24 rows");
  fire(part(".play"), "click");
  assert.equal(part(".told").textContent, "0 of 24 rows");
  mock.timers.tick(1000 / 32 + 1);
  assert.equal(part(".told").textContent, "1 of 24 rows");
  part(".line").value = "6";
  fire(part(".line"), "input");
  assert.equal(part(".told").textContent, "6 of 24 rows");
  const laid = drawn(part(".strip"), "clearRect").find(({ name }) => name === "drawImage");
  assert.deepEqual(laid.args.slice(1), [0, 0, 6 * SIDE, 1, 0, 0, 250, 30]);
});

test("another picture is laid out whole again", () => {
  show();
  fire(part(".back"), "click");
  show();
  assert.equal(part(".told").textContent, "23 of 24 rows");
  show(data({ shape: [1, SIDE, SIDE], at: "0_2_3" }));
  assert.equal(part(".told").textContent, "8 of 8 rows");
  assert.equal(title(), "Grey, row 2, column 3: 19");
});

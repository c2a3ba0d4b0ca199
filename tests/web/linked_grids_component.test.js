// Linked grids as a reader has them: pointed at, clicked, walked over with keys and played, and what the server is told.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { fire } from "./dom.js";
import { openCanvases, texts } from "./pens.js";

openCanvases();
const { default: linkedGrids } = await import("../../pages/web/components/linked_grids/index.js");
const { cornerOf, layout } = await import("../../pages/web/components/linked_grids/layout.js");
mock.timers.enable({ apis: ["setTimeout", "setInterval"] });

const WORDS = { hint: "Point.", cell: "{panel}, row {row}, column {column}: {value}", reads: "Reads: {list}",
  isRead: "Is read by: {list}", area: "{panel}: {rows} × {columns}", count: "{panel}: {count} cells",
  countOne: "{panel}: 1 cell", done: "{panel}: {done} of {cells}", name: "Grids", keys: "Arrow keys.", back: "Back",
  next: "Next", play: "Play", pause: "Pause", line: "Timeline", speed: "Speed", rate: "{rate} per second" };
const TONES = { viridis: ["#000000", "#ffffff"], diverging: ["#0000ff", "#ffffff", "#ff0000"] };

function grid(title, side, more = {}) {
  return { title, brief: title, rows: side, columns: side, values: Array.from({ length: side * side }, (_, at) => at),
    tone: "plain", range: [0, side * side], rowNames: [], columnNames: [], pads: [], unread: [], sign: "→", group: 0,
    runs: false, large: false, ...more };
}

/** Sums of 2 by 2 of a picture of 3 by 3, and what each reads. */
const READS = [[0, 1, 3, 4], [1, 2, 4, 5], [3, 4, 6, 7], [4, 5, 7, 8]];
function data(more = {}, map = {}) {
  return { panels: [grid("Picture", 3), grid("Map", 2, { values: [8, 12, 20, 24], ...map })],
    links: [{ from: 1, to: 0, cells: READS }], clock: 0, pick: "", tones: TONES, hatched: false, words: WORDS, ...more };
}

/** @type {any} */
let parent;
/** @type {any} */
let sent;
/** @type {any} */
let end;
function show(what) {
  end = linkedGrids({ parentElement: parent, data: what, setTriggerValue: (_, value) => sent.push(value) });
}

const part = (selector) => parent.querySelector(selector);
const canvas = () => part("canvas");
const said = () => part(".told-line").textContent;
const key = (name) => fire(canvas(), "keydown", { key: name });
function over(what, panel, cell) {
  const { x, y, px } = cornerOf(what.panels, layout(what.panels, 1000), { panel, cell });
  return { clientX: x + px / 2, clientY: y + px / 2 };
}
function told() {
  mock.timers.tick(1000);
  return sent.splice(0);
}

beforeEach(() => {
  end?.();
  parent = globalThis.document.createElement("div");
  sent = [];
});

test("every number, title and sign is written, and those who do not see it are told what it is", () => {
  show(data());
  const numbers = [...Array(9).keys(), 8, 12, 20, 24].map(String);
  assert.deepEqual(texts(canvas()).filter((text) => /^\d+$/.test(text)), numbers);
  assert.ok(["Picture", "Map", "→"].every((text) => texts(canvas()).includes(text)));
  assert.equal(canvas().getAttribute("aria-label"), "Grids. Picture. Map. Arrow keys");
  assert.ok(part(".player").hidden);
});

test("a cell that is pointed at says what it reads, or by how many it is read, and is let go again", () => {
  const what = data();
  show(what);
  fire(canvas(), "pointermove", over(what, 1, 3));
  assert.equal(said(), "Map, row 2, column 2: 24Reads: Picture: 2 × 2");
  assert.equal(canvas().style.cursor, "pointer");
  fire(canvas(), "pointermove", over(what, 0, 4));
  assert.equal(said(), "Picture, row 2, column 2: 4Is read by: Map: 4 cells");
  fire(canvas(), "pointermove", over(what, 0, 0));
  assert.equal(said(), "Picture, row 1, column 1: 0Is read by: Map: 1 cell");
  fire(canvas(), "pointerleave");
  assert.equal(said(), "");
  assert.deepEqual(told(), []);
});

test("a click chooses, the server is told once, and an older answer does not take it back", () => {
  const what = data();
  show(what);
  fire(canvas(), "click", over(what, 1, 1));
  fire(canvas(), "click", over(what, 1, 2));
  show(what); // the server has not heard of it yet
  assert.match(said(), /^Map, row 2, column 1: 20/);
  assert.deepEqual(told(), ["1.2"]);
  show({ ...what, pick: "1.2" });
  show({ ...what, pick: "0.8" }); // the reader went back in the browser's history
  assert.match(said(), /^Picture, row 3, column 3: 8/);
});

test("a click beside the grids chooses nothing", () => {
  show(data());
  fire(canvas(), "click", { clientX: 999, clientY: 199 });
  assert.deepEqual([said(), told()], ["", []]);
});

test("a choice that is not there any more is let go", () => {
  show(data({ pick: "0.8" }));
  assert.match(said(), /row 3, column 3/);
  const smaller = data();
  smaller.panels[0] = grid("Picture", 2);
  smaller.links = [];
  show({ ...smaller, pick: "0.8" });
  assert.equal(said(), "");
});

for (const [keys, place] of [[["ArrowRight"], "1.1"], [["ArrowDown", "ArrowRight"], "1.3"], [["PageUp"], "0.0"],
  [["PageDown"], "0.0"], [["PageUp", "ArrowDown", "ArrowLeft"], "0.3"], [["PageUp", "PageUp"], "1.0"],
  [["ArrowUp"], "1.0"]]) {
  test(`${keys.join(", ")} leads to ${place}`, () => {
    show(data());
    for (const name of keys) assert.ok(key(name).defaultPrevented);
    assert.deepEqual(told(), [place]);
  });
}

test("keys of the browser are left alone, with a clock and without", () => {
  for (const what of [data(), data({}, { runs: true })]) {
    show(what);
    for (const name of ["Tab", "Enter", "a"]) assert.equal(key(name).defaultPrevented, false);
  }
  show(data());
  assert.equal(key(" ").defaultPrevented, false); // nothing plays
});

test("what the clock has not reached is not written yet", () => {
  show(data({ clock: 1 }, { runs: true }));
  assert.equal(said(), "Map: 2 of 4");
  const numbers = texts(canvas()).filter((text) => Number(text) > 8);
  assert.deepEqual(numbers, ["12", "12"]); // once as a cell, once more as the one that is looked at
  assert.equal(part(".told").textContent, "2 / 4");
});

for (const [name, step] of [["ArrowRight", 2], ["ArrowLeft", 0], ["ArrowDown", 3], ["ArrowUp", 0]]) {
  test(`with a clock ${name} leads to step ${step}`, () => {
    show(data({ clock: 1 }, { runs: true }));
    assert.ok(key(name).defaultPrevented);
    assert.equal(said(), `Map: ${step + 1} of 4`);
    assert.deepEqual(told(), [`t.${step}`]);
  });
}

test("a click on what runs sets the clock, one on what it reads does not", () => {
  const what = data({}, { runs: true });
  show(what);
  fire(canvas(), "click", over(what, 0, 8));
  assert.deepEqual(told(), []);
  fire(canvas(), "click", over(what, 1, 2));
  assert.deepEqual([said(), told()], ["Map: 3 of 4", ["t.2"]]);
});

test("space plays to the end, tells the server once it is there, and begins anew", () => {
  show(data({}, { runs: true }));
  assert.equal(part(".play").getAttribute("aria-label"), "Play");
  key(" ");
  assert.equal(part(".play").getAttribute("aria-label"), "Pause");
  mock.timers.tick(600); // two steps a second
  assert.equal(said(), "Map: 3 of 4");
  fire(canvas(), "pointermove", over(data(), 1, 0)); // a pointer that happens to be there stops nothing
  assert.equal(said(), "Map: 3 of 4");
  assert.deepEqual(sent, []);
  mock.timers.tick(500);
  assert.equal(part(".play").getAttribute("aria-label"), "Play");
  assert.deepEqual(told(), ["t.3"]);
  key(" ");
  assert.equal(said(), "Map: 1 of 4");
});

test("a clock beyond its end stands there, and its line and buttons say where", () => {
  show(data({ clock: 999 }, { runs: true }));
  const line = part(".line");
  assert.deepEqual([line.value, String(line.max), line.getAttribute("aria-valuetext")], ["3", "3", "4 / 4"]);
  fire(part(".back"), "click");
  assert.deepEqual(told(), ["t.2"]);
});

test("a component that is taken off the page tells nothing more", () => {
  show(data());
  key("ArrowRight");
  end();
  assert.deepEqual(told(), []);
});

// Editing in the picture: what is clicked, tapped and pressed becomes messages, with the right layers in them.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fire, openPage, windowListeners } from "./dom.js";

const page = openPage();
const { make } = await import("../../pages/web/kit/elements.js");
const { newEditor } = await import("../../pages/web/components/strip/editor.js");
const { mark } = await import("../../pages/web/components/strip/drawing.js");

const WORDS = new Proxy({ chosen: "{count} selected", adding: "add {layer}", joining: "cat {layer}", choose: "Tap" },
  { get: (known, name) => known[name] ?? String(name) });
const FOLDED = "run:layer1.0.conv1";
const ORDER = ["input", "conv1", "relu1", FOLDED, "pool1", "fc1"];
const SPAN = ["layer1.0.conv1", "layer1.2.relu"];
const NODES = ORDER.map((id, place) => ({ id, label: id, kind: "convolution", span: id === FOLDED ? SPAN : null,
  x: 100 * place, y: 50, front: 20, tall: 60, across: 10, rise: 10, behind: 0, times: id === FOLDED ? 3 : 0,
  textX: 100 * place, textY: 150 }));
const PALETTE = [{ code: "conv", label: "conv", kind: "convolution" }, { code: "gap", label: "pool", kind: "pooling" }];
const TOOLS = { palette: PALETTE, copied: 0, full: false, folds: null, made: [], turn: 0, maps: true, words: WORDS };

/** @type {any[]} */
let said = [];
/** @type {any} */
let view;
/** @type {any} */
let editor;

beforeEach(() => {
  said = [];
  windowListeners.length = 0;
  page.replaceChildren();
  const card = make("div", "card", page);
  const scroller = make("div", "scroller", card);
  const svg = make("svg", "", scroller);
  make("div", "scale", card);
  const nodes = new Map(NODES.map((node) => [node.id, { node, kinds: "node", group: make("g", "node", svg) }]));
  for (const [id, { group }] of nodes) group.dataset.id = id;
  view = { card, scroller, svg, nodes, order: ORDER, selected: "conv1", gone: new AbortController().signal,
    data: { width: 600, height: 200, nodes: NODES, gaps: [] }, send: (message) => said.push(message) };
  editor = newEditor(view);
  view.editor = editor;
  editor.receive(TOOLS);
});

/** The strip selects what the editor does not take. */
const click = (id, more = {}) => editor.clicked(id, { shiftKey: false, ctrlKey: false, metaKey: false, ...more })
  || mark(view, id);
const key = (name, more = {}) => editor.pressed({ key: name, ...more });
const button = (tool) => page.querySelector(`[data-tool=${tool}]`);
const press = (tool) => fire(button(tool), "click");
const chosen = () => [...editor.chosen];
const hint = () => page.querySelector(".hint").textContent;
const one = (id) => [[id, id]];

// keys, and what the server is told while conv1 is selected
const KEYS = [
  ["Delete", {}, { do: "remove", layers: one("conv1") }],
  ["Backspace", {}, { do: "remove", layers: one("conv1") }],
  ["c", { ctrlKey: true }, { do: "take", layers: one("conv1") }],
  ["C", { metaKey: true }, { do: "take", layers: one("conv1") }],
  ["v", { ctrlKey: true }, { do: "paste", behind: "conv1" }],
  ["z", { ctrlKey: true }, { do: "undo" }],
  ["Z", { ctrlKey: true, shiftKey: true }, { do: "redo" }],
  ["y", { ctrlKey: true }, { do: "redo" }],
  ["d", { ctrlKey: true }, { do: "repeat", layers: one("conv1"), times: 2 }],
  ["ArrowRight", { altKey: true }, { do: "step", layers: one("conv1"), step: 1 }],
  ["ArrowLeft", { altKey: true }, { do: "step", layers: one("conv1"), step: -1 }],
];
for (const [name, more, message] of KEYS) {
  test(`the key ${JSON.stringify(more)} ${name} says ${message.do}`, () => {
    assert.equal(key(name, more), true);
    assert.deepEqual(said, [message]);
  });
}

for (const [name, more] of [["x", {}], ["Tab", {}], ["s", { ctrlKey: true }], ["F5", {}], ["z", {}], ["Home", {}]]) {
  test(`the key ${JSON.stringify(more)} ${name} is the browser's`, () => {
    assert.equal(key(name, more), false);
    assert.deepEqual(said, []);
  });
}

test("to cut is to copy and to remove", () => {
  key("x", { ctrlKey: true });
  assert.deepEqual(said.map((message) => message.do), ["take", "remove"]);
});

// buttons, and what the server is told while conv1 is selected
const BUTTONS = [
  ["earlier", { do: "step", layers: one("conv1"), step: -1 }], ["later", { do: "step", layers: one("conv1"), step: 1 }],
  ["copy", { do: "take", layers: one("conv1") }], ["remove", { do: "remove", layers: one("conv1") }],
  ["residual", { do: "residual", layers: one("conv1") }], ["parallel", { do: "parallel", layers: one("conv1") }],
  ["repeat", { do: "repeat", layers: one("conv1"), times: 2 }], ["maps", { do: "maps" }],
  ["paste", { do: "paste", behind: "conv1" }],
];
for (const [tool, message] of BUTTONS) {
  test(`the button ${tool} says ${message.do}, and every button has a name`, () => {
    assert.ok(button(tool).getAttribute("aria-label"));
    press(tool);
    assert.deepEqual(said, [message]);
  });
}

for (const [typed, times] of [["5", 5], ["2.6", 3], ["", 2], ["many", 2], ["0", 2]]) {
  test(`${typed || "nothing"} in the field of times repeats ${times} times`, () => {
    page.querySelector(".times-field").value = typed;
    press("repeat");
    assert.equal(said[0].times, times);
  });
}

test("nothing is done with the input", () => {
  mark(view, "input");
  for (const tool of ["remove", "copy", "residual", "parallel"]) press(tool);
  assert.deepEqual(said, []);
  editor.receive(TOOLS);
  assert.ok(["remove", "copy", "earlier", "repeat"].every((tool) => button(tool).disabled));
});

test("shift and a click choose all between, and a later one begins at the same place", () => {
  click("conv1");
  click("pool1", { shiftKey: true });
  assert.deepEqual(chosen(), ["conv1", "relu1", FOLDED, "pool1"]);
  assert.equal(hint(), "4 selected");
  click("input", { shiftKey: true });
  assert.deepEqual(chosen(), ["conv1"]);
});

test("what is folded is handed on as its first and last layer", () => {
  click("relu1");
  click("pool1", { shiftKey: true });
  key("Delete");
  assert.deepEqual(said, [{ do: "remove", layers: [["relu1", "relu1"], SPAN, ["pool1", "pool1"]] }]);
});

test("control and a click add one layer, and take it away", () => {
  click("fc1", { ctrlKey: true });
  click("relu1", { metaKey: true });
  assert.deepEqual(chosen(), ["conv1", "fc1", "relu1"]);
  click("fc1", { ctrlKey: true });
  press("copy");
  assert.deepEqual(said, [{ do: "take", layers: [["conv1", "conv1"], ["relu1", "relu1"]] }]);
});

test("a plain click chooses that layer alone", () => {
  click("pool1", { shiftKey: true });
  click("fc1");
  assert.deepEqual(chosen(), []);
  assert.equal(view.selected, "fc1");
});

test("a click on what is folded unfolds it", () => {
  assert.equal(editor.clicked(FOLDED, {}), true);
  assert.deepEqual(said, [{ do: "unfold", id: FOLDED }]);
});

test("a range begins where was clicked last, also on what is folded", () => {
  click(FOLDED);
  click("fc1", { shiftKey: true });
  assert.deepEqual(chosen(), [FOLDED, "pool1", "fc1"]);
});

test("on a phone each tap chooses one more until the switch is off", () => {
  press("several");
  assert.equal(button("several").getAttribute("aria-pressed"), "true");
  assert.equal(hint(), "Tap");
  for (const id of ["relu1", "fc1", "relu1"]) click(id);
  assert.deepEqual(chosen(), ["conv1", "fc1"]);
  press("several");
  assert.deepEqual(chosen(), []);
});

for (const [tool, message] of [["add", "add conv1"], ["cat", "cat conv1"]]) {
  test(`${tool} waits for a second layer, says so, and joins them`, () => {
    press(tool);
    assert.equal(hint(), message);
    assert.equal(click("pool1"), true);
    assert.deepEqual(said, [{ do: "join", source: "conv1", target: "pool1", merge: tool }]);
    assert.equal(hint(), "");
    click("fc1");
    assert.equal(said.length, 1);
  });
}

test("a branch that is folded is joined at its last layer", () => {
  press("add");
  click(FOLDED);
  assert.equal(said[0].target, SPAN[1]);
});

test("a second press on the button, or Escape, gives a branch up", () => {
  press("add");
  press("add");
  press("cat");
  assert.equal(key("Escape"), true);
  click("pool1");
  assert.deepEqual(said, []);
  assert.equal(key("Escape"), false);
});

test("a branch whose beginning is gone is given up", () => {
  press("add");
  view.order = ["input", "relu1"];
  editor.receive(TOOLS);
  assert.equal(hint(), "");
});

test("Enter joins the layer where the keyboard is", () => {
  press("cat");
  mark(view, "fc1");
  key("Enter");
  assert.deepEqual(said, [{ do: "join", source: "conv1", target: "fc1", merge: "cat" }]);
});

test("shift and arrows choose more and less, and stop at the ends", () => {
  for (let step = 0; step < 3; step++) key("ArrowRight", { shiftKey: true });
  assert.deepEqual(chosen(), ["conv1", "relu1", FOLDED, "pool1"]);
  key("ArrowLeft", { shiftKey: true });
  assert.deepEqual(chosen(), ["conv1", "relu1", FOLDED]);
  for (let step = 0; step < 9; step++) key("ArrowRight", { shiftKey: true });
  assert.equal(view.selected, "fc1");
});

test("control and A choose all layers, and the input is none", () => {
  key("a", { ctrlKey: true });
  assert.deepEqual(chosen(), ORDER.slice(1));
});

test("what a change made is chosen once, and what has gone no longer", () => {
  editor.receive({ ...TOOLS, turn: 1, made: ["relu1", "pool1", "gone"] });
  assert.deepEqual(chosen(), ["relu1", "pool1"]);
  click("fc1");
  editor.receive({ ...TOOLS, turn: 1, made: ["relu1", "pool1"] });
  assert.deepEqual(chosen(), []);
  click("pool1", { ctrlKey: true });
  view.order = ORDER.filter((id) => id !== "pool1");
  editor.receive({ ...TOOLS, turn: 1 });
  assert.deepEqual(chosen(), ["fc1"]);
});

test("kinds are put in behind what is chosen, unless the stack is full", () => {
  const chips = page.querySelectorAll(".chip");
  assert.deepEqual(chips.map((chip) => chip.textContent), ["conv", "pool"]);
  fire(chips[1], "click");
  click("pool1", { shiftKey: true });
  fire(chips[0], "click");
  assert.deepEqual(said, [{ do: "drop", code: "gap", behind: "conv1", before: null },
    { do: "drop", code: "conv", behind: "pool1", before: null }]);
  editor.receive({ ...TOOLS, full: true, copied: 3 });
  assert.ok(chips.every((chip) => chip.disabled));
  assert.ok(button("paste").disabled && button("repeat").disabled);
  fire(chips[0], "click");
  assert.equal(said.length, 2);
});

test("paste waits for a copy, and folding for blocks that repeat", () => {
  assert.deepEqual([button("paste").disabled, button("folds").hidden], [true, true]);
  editor.receive({ ...TOOLS, copied: 2, folds: true });
  assert.deepEqual([button("paste").disabled, button("folds").hidden], [false, false]);
  assert.equal(button("folds").getAttribute("aria-pressed"), "true");
  press("folds");
  assert.deepEqual(said, [{ do: "fold", value: false }]);
});

/** Press a key somewhere else on the page. */
function elsewhere(more, target = page) {
  const event = { key: "z", ctrlKey: true, defaultPrevented: false, composedPath: () => [target],
    preventDefault: () => { event.defaultPrevented = true; }, ...more };
  for (const [type, work] of windowListeners) if (type === "keydown") work(event);
  return event.defaultPrevented;
}

test("what was done is taken back from anywhere but where a text is written", () => {
  assert.equal(elsewhere({}), true);
  assert.equal(elsewhere({ key: "Z", shiftKey: true }), true);
  assert.equal(elsewhere({ key: "y" }), true);
  assert.deepEqual(said, [{ do: "undo" }, { do: "redo" }, { do: "redo" }]);
  const [text, slider] = ["text", "range"].map((kind) => make("input", "", page, { type: kind }));
  assert.equal(elsewhere({}, text), false);
  assert.equal(elsewhere({}, slider), true);
  assert.equal(elsewhere({ key: "q" }), false);
  assert.equal(elsewhere({ ctrlKey: false }), false);
  assert.equal(said.length, 4);
});

test("one tool of each row has the tabulator, and arrows go round", () => {
  const [first, ...rest] = page.querySelectorAll(".chip");
  assert.deepEqual([first, ...rest].map((chip) => chip.getAttribute("tabindex")), ["0", "-1"]);
  fire(first, "keydown", { key: "ArrowLeft" });
  assert.equal(globalThis.document.activeElement, rest[0]);
  fire(rest[0], "keydown", { key: "ArrowRight" });
  assert.equal(globalThis.document.activeElement, first);
});

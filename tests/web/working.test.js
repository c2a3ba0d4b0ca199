// Beside the picture of the desk: formulas that come as trees, hints with buttons, the selected layer with its deeds.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fire, openPage } from "./dom.js";

const parent = openPage();
const { drawNotes, drawWorking } = await import("../../pages/web/components/desk/working.js");
const { buildPanel, drawError, drawNumbers, drawPanel } = await import("../../pages/web/components/desk/panel.js");

/** @type {any[]} */
let said = [];
const say = (message) => said.push(message);
beforeEach(() => {
  said = [];
  parent.replaceChildren();
});

const tags = () => parent.querySelectorAll(".formula").map((line) => line.children[0].localName);
const piece = (...lines) => ({ title: "Side", says: "How often it fits", lines });
const SUM = ["math", [["mn", "2"], ["mo", "+"], ["mn", "3"]]];

test("a tree becomes mathematics, part by part", () => {
  drawWorking(parent, [piece(SUM)]);
  const [line] = parent.querySelectorAll(".formula");
  assert.deepEqual(line.children[0].children.map((one) => [one.localName, one.textContent]),
    [["mn", "2"], ["mo", "+"], ["mn", "3"]]);
  assert.equal(line.children[0].getAttribute("displaystyle"), "true");
});

// a tree that nobody of ours sends, and what is made of it
const STRANGE = [
  [["script", "alert(1)"], "mrow"], [["img", [["mn", "1"]]], "mrow"], [["iframe", "x"], "mrow"],
  [["annotation-xml", "<b>"], "mrow"], [["svg", []], "mrow"], [["math", [["style", "*{}"]]], "math"],
  [["maction", "x"], "mrow"], [["", ""], "mrow"], [["MATH", "x"], "mrow"], [["mrow", 7], "mrow"],
];
for (const [tree, tag] of STRANGE) {
  test(`of ${JSON.stringify(tree)} only parts of formulas are made`, () => {
    drawWorking(parent, [piece(tree)]);
    assert.deepEqual(tags(), [tag]);
    const known = ["div", "math", "mrow", "mn"];
    const made = [parent.querySelector(".formula"), ...parent.querySelector(".formula").querySelectorAll("")];
    assert.ok(made.every((one) => known.includes(one.localName)), made.map((one) => one.localName).join(" "));
  });
}

test("brackets grow and other signs do not", () => {
  drawWorking(parent, [piece(["math", [["mo", "⌊"], ["mo", "⌋"], ["mo", "+"]]])]);
  const signs = parent.querySelector(".formula").children[0].children;
  assert.deepEqual(signs.map((one) => one.getAttribute("stretchy")), [null, null, "false"]);
});

test("a formula that stays keeps its elements, one that changes does not, and lines come and go", () => {
  drawWorking(parent, [piece(SUM, ["math", [["mn", "5"]]])]);
  const [first, second] = parent.querySelectorAll(".formula").map((line) => line.children[0]);
  drawWorking(parent, [piece(SUM, ["math", [["mn", "6"]]])]);
  const [third, fourth] = parent.querySelectorAll(".formula").map((line) => line.children[0]);
  assert.equal(third, first);
  assert.notEqual(fourth, second);
  drawWorking(parent, [piece(SUM)]);
  assert.equal(parent.querySelectorAll(".formula").length, 1);
  drawWorking(parent, []);
  assert.equal(parent.children.length, 0);
});

const deed = (label, more = {}) => ({ label, says: "", changes: [], message: { do: "remedy", id: label }, ...more });

test("a hint has a button for each thing that helps, and what comes of it", () => {
  drawNotes(parent, [{ kind: "wrong", text: "fc1 holds most", does: [deed("one", { changes: ["61,706 → 4,850"] }),
    deed("two", { says: "The mean of each map" })] }, { kind: "note", text: "It shrinks", does: [] }], say);
  assert.deepEqual(parent.children.map((box) => box.className), ["note wrong", "note note"]);
  const buttons = parent.querySelectorAll("button");
  assert.deepEqual(buttons.map((one) => one.textContent), ["one", "two"]);
  fire(buttons[1], "click");
  assert.deepEqual(said, [{ do: "remedy", id: "two" }]);
  assert.deepEqual(parent.querySelectorAll(".changes").map((one) => one.textContent), ["61,706 → 4,850", ""]);
  assert.deepEqual(parent.querySelectorAll(".says").map((one) => one.hidden), [true, false]);
});

test("a button that stays does what it says now, not what it said", () => {
  drawNotes(parent, [{ kind: "note", text: "a", does: [deed("one")] }], say);
  drawNotes(parent, [{ kind: "note", text: "b", does: [deed("two")] }], say);
  fire(parent.querySelector("button"), "click");
  assert.deepEqual(said, [{ do: "remedy", id: "two" }]);
});

test("the keyboard stays among the hints when the one that was pressed is gone", () => {
  drawNotes(parent, [{ kind: "note", text: "a", does: [deed("one")] }], say);
  parent.querySelector("button").focus();
  drawNotes(parent, [], say);
  assert.equal(globalThis.document.activeElement, parent);
});

const WORDS = { controls: "Controls", more: "More", remove: "Remove {name}", another: "Add" };
const action = (sign, can = true) => ({ sign, label: `${sign} it`, can, message: { do: sign } });
const panel = (more = {}) => ({ name: "conv1", kind: "Convolution", actions: [action("earlier"), action("copy", false)],
  first: [], more: [], error: "", repairs: [], add: { label: "Add after", button: "Add", can: true, why: "",
    choices: [["conv", "Convolution"], ["relu", "ReLU"]], message: { do: "add", layer: "conv1" } }, ...more });

test("the selected layer has its name, its deeds and a list of kinds that follow", () => {
  const parts = buildPanel(parent);
  drawPanel(parts, { panel: panel(), refused: "", words: WORDS }, true, say);
  assert.deepEqual([parts.name.textContent, parts.kind.textContent], ["conv1", "Convolution"]);
  assert.deepEqual(parts.actions.children.map((one) => one.disabled), [false, true]);
  fire(parts.actions.children[0], "click");
  parts.select.value = "relu";
  drawPanel(parts, { panel: panel(), refused: "", words: WORDS }, true, say);
  fire(parts.button, "click");
  assert.deepEqual(said, [{ do: "earlier" }, { do: "add", layer: "conv1", value: "relu" }]);
});

test("what is wrong and what was refused stand there only while there is something", () => {
  const parts = buildPanel(parent);
  drawPanel(parts, { panel: panel({ repairs: [action("fit")] }), refused: "Too large", words: WORDS }, true, say);
  drawError(parts, "conv1: <b>");
  assert.deepEqual([parts.error.textContent, parts.error.hidden, parts.refused.textContent, parts.refused.hidden],
    ["conv1: <b>", false, "Too large", false]);
  assert.equal(parts.repairs.children[0].textContent, "fit it");
  drawPanel(parts, { panel: panel(), refused: "", words: WORDS }, true, say);
  drawError(parts, "");
  assert.deepEqual([parts.error.hidden, parts.refused.hidden, parts.repairs.children.length], [true, true, 0]);
});

test("numbers beside the controls are those of the selected layer, with the two totals", () => {
  const parts = buildPanel(parent);
  const table = { selected: "fc1", columns: ["Layer", "Shape", "Parameters"].map((title) => ({ title })),
    rows: [{ name: "conv1", cells: ["conv1", "8 × 8", "80"] }, { name: "fc1", cells: ["fc1", "10", ""] }],
    totals: [{ label: "Parameters", value: "90" }, { label: "MACs", value: "7" }, { label: "Memory", value: "1 B" }] };
  drawNumbers(parts, table);
  assert.deepEqual(parts.numbers.children.map((pair) => pair.children.map((one) => one.textContent)),
    [["Shape", "10"], ["Σ Parameters", "90"], ["Σ MACs", "7"]]);
  drawNumbers(parts, { ...table, selected: "input" });
  assert.equal(parts.numbers.children.length, 2);
});

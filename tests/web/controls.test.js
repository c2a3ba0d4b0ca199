// Controls of the desk: what a reader types and moves becomes messages, and the server never takes a hold away.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fire, openPage } from "./dom.js";

const parent = openPage();
const { drawControls } = await import("../../pages/web/components/desk/controls.js");

const WORDS = { another: "Add a source", remove: "Remove {name}" };
const SET = { do: "set", layer: "conv1" };
const RANGE = { least: 1, most: 11, step: 1, stops: [] };

/** @type {any[]} */
let said = [];
beforeEach(() => {
  said = [];
  parent.replaceChildren();
});

const control = (kind, value, more = {}) => ({ id: "kernel", label: "Kernel", kind, help: "", value,
  message: { ...SET, argument: "kernel_size" }, ...more });
const draw = (controls, idle = true) => drawControls(parent, controls, idle, WORDS,
  (message, done) => said.push([message, done]));
const part = (selector) => parent.querySelector(selector);
const values = () => said.map(([{ value }, done]) => [value, done]);

/** Type into the field of a slider. */
function type(text, event = "input") {
  part(".field").value = text;
  fire(part(".field"), event);
}

test("a slider tells each place while it moves, and once more when it is let go", () => {
  draw([control("range", 3, { range: RANGE })]);
  for (const at of ["4", "5"]) {
    part(".slider").value = at;
    fire(part(".slider"), "input");
  }
  fire(part(".slider"), "pointerup");
  assert.deepEqual(values(), [[4, false], [5, false], [5, true]]);
  assert.equal(part(".field").value, "5");
  assert.ok(said.every(([message]) => message.do === "set" && message.argument === "kernel_size"));
});

test("one movement of a finger is one step of undo, the next one another", () => {
  draw([control("range", 3, { range: RANGE })]);
  fire(part(".slider"), "pointerdown");
  for (const at of ["4", "5"]) {
    part(".slider").value = at;
    fire(part(".slider"), "input");
  }
  fire(part(".slider"), "pointerdown");
  part(".slider").value = "6";
  fire(part(".slider"), "input");
  const steps = said.map(([message]) => message.step_of);
  assert.equal(steps[0], steps[1]);
  assert.notEqual(steps[1], steps[2]);
  assert.ok(steps[0].startsWith("kernel "));
});

// what is typed, the step of the control, its least value, and what the server is told
const TYPED = [
  ["7", 1, 1, 7], [" 7 ", 1, 1, 7], ["227", 1, 1, 227], ["0", 1, 0, 0], ["1e2", 1, 1, 100], ["0x10", 1, 1, 16],
  ["0.2", 0.05, 0, 0.2], ["0,2", 0.05, 0, 0.2], [".5", 0.05, 0, 0.5], ["0.123456", 0.05, 0, 0.123456],
];
for (const [text, step, least, value] of TYPED) {
  test(`"${text}" is the number ${value}`, () => {
    draw([control("range", least, { range: { least, most: 11, step, stops: [] } })]);
    type(text);
    type(text, "change");
    assert.deepEqual(values(), [[value, false], [value, true]]);
    assert.equal(part(".field").hasAttribute("aria-invalid"), false);
  });
}

// what is typed, the step of the control, and its least value
const NONSENSE = [
  ["", 1, 1], ["  ", 1, 1], ["x", 1, 1], ["3 px", 1, 1], ["2.5", 1, 1], ["0", 1, 1], ["-1", 1, 0], ["1,5", 1, 1],
  ["Infinity", 1, 1], ["NaN", 1, 1], ["1e999", 1, 1], ["--3", 1, 1], ["-0.1", 0.05, 0], ["same", 1, 0], ["1 2", 1, 1],
];
for (const [text, step, least] of NONSENSE) {
  test(`"${text}" is marked and not sent, and goes when the field is left`, () => {
    draw([control("range", 5, { range: { least, most: 11, step, stops: [] } })]);
    type(text);
    assert.deepEqual(said, []);
    assert.ok(part(".field").hasAttribute("aria-invalid"));
    fire(part(".field"), "blur");
    assert.equal(part(".field").value, "5");
    assert.equal(part(".field").hasAttribute("aria-invalid"), false);
  });
}

// stops of a slider, the server's value, and the place where it stands
const STOPS = [
  [[1, 2, 4, 8], 4, 2], [[1, 2, 4, 8], 5, 2], [[1, 2, 4, 8], 1, 0], [[1, 2, 4, 8], 100, 3], [[10, 100], 37, 0],
  [["same", 0, 1, 2], "same", 0], [["same", 0, 1, 2], 1, 2], [["same", 0, 1, 2], 9, 3], [[0, 1], "gone", 0],
];
for (const [stops, value, place] of STOPS) {
  test(`of the stops ${stops.join(", ")} a slider at ${value} stands at place ${place}`, () => {
    draw([control("range", value, { range: { ...RANGE, least: 0, stops } })]);
    assert.equal(Number(part(".slider").value), place);
    assert.equal(part(".slider").getAttribute("aria-valuetext"), String(value));
    assert.deepEqual([part(".slider").min, part(".slider").max], ["0", String(stops.length - 1)]);
  });
}

test("a slider with stops tells the stop, and a word may be typed", () => {
  draw([control("range", 0, { range: { ...RANGE, least: 0, stops: ["same", 0, 1, 2] } })]);
  part(".slider").value = "3";
  fire(part(".slider"), "input");
  type("same");
  assert.deepEqual(values(), [[2, false], ["same", false]]);
});

test("arrows in a field count, and stop at the least", () => {
  draw([control("range", 2, { range: RANGE })]);
  for (const key of ["ArrowDown", "ArrowDown", "ArrowUp", "ArrowLeft"]) fire(part(".field"), "keydown", { key });
  assert.deepEqual(values(), [[1, false], [1, false], [2, false]]);
  assert.ok(fire(part(".field"), "keydown", { key: "ArrowUp" }).defaultPrevented);
});

test("arrows count in decimals without dust", () => {
  draw([control("range", 0.1, { range: { least: 0, most: 1, step: 0.1, stops: [] } })]);
  for (let step = 0; step < 3; step++) fire(part(".field"), "keydown", { key: "ArrowUp" });
  assert.deepEqual(values().map(([value]) => value), [0.2, 0.3, 0.4]);
});

test("an answer that comes late does not move what the reader holds", () => {
  draw([control("range", 3, { range: RANGE })]);
  part(".slider").value = "8";
  fire(part(".slider"), "input");
  draw([control("range", 5, { range: RANGE })], false);
  assert.equal(part(".slider").value, "8");
  assert.equal(part(".field").value, "8");
  draw([control("range", 8, { range: RANGE })]);
  assert.equal(part(".slider").value, "8");
});

test("a field that has the keyboard keeps what is being written until the server disagrees", () => {
  draw([control("range", 3, { range: RANGE })]);
  part(".field").focus();
  type("12");
  draw([control("range", 12, { range: RANGE })]);
  assert.equal(part(".field").value, "12");
  type("500");
  draw([control("range", 100, { range: RANGE })]);
  assert.equal(part(".field").value, "100");
});

test("elements stay while their control does, and move with the order", () => {
  const [one, two, three] = ["a", "b", "c"].map((id) => control("switch", true, { id }));
  draw([one, two, three]);
  const [first, second, third] = parent.children;
  draw([three, one]);
  assert.deepEqual(parent.children, [third, first]);
  draw([one, two]);
  assert.equal(parent.children[0], first);
  assert.notEqual(parent.children[1], second);
});

test("the same name for another kind of control makes another element", () => {
  draw([control("range", 3, { range: RANGE })]);
  draw([control("switch", true)]);
  assert.equal(parent.children.length, 1);
  assert.equal(part(".slider"), null);
});

test("a control that is now about another layer forgets what was set", () => {
  draw([control("range", 3, { range: RANGE })]);
  type("9");
  draw([{ ...control("range", 3, { range: RANGE }), message: { ...SET, layer: "conv2" } }]);
  type("4");
  fire(part(".slider"), "pointerup");
  assert.deepEqual(said.map(([{ layer, value }]) => [layer, value]), [["conv1", 9], ["conv2", 4], ["conv2", 4]]);
});

test("a switch tells on and off, and has its name", () => {
  draw([control("switch", true)]);
  const input = part("input");
  assert.deepEqual([input.checked, input.getAttribute("aria-label"), input.getAttribute("role")],
    [true, "Kernel", "switch"]);
  input.checked = false;
  fire(input, "change");
  assert.deepEqual(values(), [[false, true]]);
  draw([control("switch", true)], false);
  assert.equal(input.checked, false);
});

test("a choice tells the value of what is chosen, not its title, and of its kind", () => {
  draw([control("choice", "zeros", { choices: [["zeros", "Zeros"], ["reflect", "Mirror"], [3, "Three"]] })]);
  assert.equal(part("select").value, "zeros");
  for (const place of [1, 2, 7]) {
    part("select").selectedIndex = place;
    fire(part("select"), "change");
  }
  assert.deepEqual(values(), [["reflect", true], [3, true]]);
});

test("a text is told once it is done", () => {
  draw([control("text", "conv1", { placeholder: "name" })]);
  assert.equal(part("input").placeholder, "name");
  part("input").value = "<b>stem</b>";
  fire(part("input"), "change");
  assert.deepEqual(values(), [["<b>stem</b>", true]]);
});

test("sources are added and taken away, and two stay", () => {
  const choices = [["conv1", "conv1"], ["relu1", "relu1"], ["conv2", "conv2"], ["input", "Input"]];
  draw([control("sources", ["conv1", "relu1", "conv2"], { choices })]);
  const buttons = parent.querySelectorAll("button");
  assert.deepEqual(buttons.map((one) => one.getAttribute("aria-label")),
    ["Remove conv1", "Remove relu1", "Remove conv2"]);
  fire(buttons[1], "click");
  assert.deepEqual(part("select").children.map((one) => one.textContent), ["Add a source", "Input"]);
  part("select").value = "input";
  fire(part("select"), "change");
  assert.deepEqual(values(), [[["conv1", "conv2"], true], [["conv1", "relu1", "conv2", "input"], true]]);
  draw([control("sources", ["conv1", "relu1"], { choices })]);
  assert.ok(parent.querySelectorAll("button").every((one) => one.disabled));
});

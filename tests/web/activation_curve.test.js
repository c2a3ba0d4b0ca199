// The point on an activation: where it is, what its tangent and the table say there, and what Python is told.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { fire, openPage } from "./dom.js";

const parent = openPage();
const { activationCurve } = await import("../../pages/web/components/activation_curve/index.js");
const { clamped, pathOf, scaleOf } = await import("../../pages/web/components/activation_curve/plot.js");

const X = Array.from({ length: 13 }, (_, at) => at - 6);
const SQUARE = { title: "Square", colour: "#111", values: X.map((x) => x * x / 10), slopes: X.map((x) => x / 5),
  steepest: [6, 1.2] };
const HALF = { title: "Half", colour: "#222", values: X.map((x) => x / 2), slopes: X.map(() => 0.5), steepest: [0, 0.5] };
const WORDS = { name: "Input", value: "Value", slope: "Slope", steepest: "Largest", function: "Activation",
  row: "{name}: {input}, {value}, {slope}", many: "Ten", hint: "Drag", told: "largest: {slope}" };
const data = (/** @type {object} */ more = {}) => ({ x: X, lines: [SQUARE, HALF], at: 8, layers: 10, words: WORDS, ...more });

/** @type {any} */
let view;
/** @type {unknown[]} */
let sent;
beforeEach(() => {
  parent.replaceChildren();
  sent = [];
  view = { ...activationCurve.build(parent), waitUntil: 0, send: (/** @type {unknown} */ one) => sent.push(one) };
  view.picture.setPointerCapture = () => {};
  activationCurve.listen(view);
  activationCurve.receive(view, data());
});

const told = () => view.picture.getAttribute("aria-valuetext");
const cells = (/** @type {number} */ row) => view.body.children[row].children.map((/** @type {any} */ one) => one.textContent);

test("numbers become places: 0 to 1 from the bottom up, inputs from left to right", () => {
  const frame = { left: 10, right: 110, top: 0, bottom: 50, x: [-1, 1], y: [0, 1] };
  const { x, y } = scaleOf(frame);
  assert.deepEqual([x(-1), x(0), x(1), y(0), y(1), y(0.5)], [10, 60, 110, 50, 0, 25]);
  assert.equal(pathOf(frame, [-1, 1], [0, 1]), "M10.0 50.0L110.0 0.0");
  assert.deepEqual([clamped(5, 0, 3), clamped(-5, 0, 3), clamped(2, 0, 3)], [3, 0, 2]);
});

test("the table says value, slope, ten of them and the largest, of each line", () => {
  assert.deepEqual(cells(0), ["Square", "0.4", "0.4", "1.05e−4", "1.2"]);
  assert.deepEqual(cells(1), ["Half", "1", "0.5", "9.77e−4", "0.5"]);
  assert.deepEqual(view.head.children.map((/** @type {any} */ one) => one.textContent),
    ["Activation", "Value", "Slope", "Ten", "Largest"]);
  assert.equal(told(), "Square: 2, 0.4, 0.4");
});

test("the tangent goes through the point and is as steep as the slope", () => {
  const [top] = view.frames;
  const { x, y } = scaleOf(top);
  const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map((name) => Number(view.plots[0].tangent.getAttribute(name)));
  assert.ok(Math.abs((x1 + x2) / 2 - x(2)) < 1e-9 && Math.abs((y1 + y2) / 2 - y(0.4)) < 1e-9);
  const units = [(x2 - x1) / (x(1) - x(0)), (y2 - y1) / (y(1) - y(0))];
  assert.ok(Math.abs(units[1] / units[0] - 0.4) < 1e-9);
});

test("where the slope is largest there is a ring, and its number", () => {
  const { x, y } = scaleOf(view.frames[1]);
  const { top, told: text } = view.plots[1];
  assert.deepEqual([top.getAttribute("cx"), top.getAttribute("cy")].map(Number), [x(6), y(1.2)]);
  assert.equal(text.textContent, "largest: 1.2");
  assert.ok(Number(text.getAttribute("x")) <= view.frames[1].right - 70);
});

for (const [key, at] of /** @type {[string, number][]} */ ([["ArrowLeft", 7], ["ArrowRight", 9], ["ArrowUp", 9],
  ["Home", 0], ["End", 12], ["PageUp", 12], ["PageDown", 0]])) {
  test(`${key} moves the point, and Python hears of it once`, () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    fire(view.picture, "keydown", { key });
    assert.equal(view.at, at);
    assert.equal(told(), `Square: ${String(X[at]).replace("-", "−")}, ${X[at] * X[at] / 10}, ${
      String(X[at] / 5).replace("-", "−")}`);
    assert.deepEqual(sent, []);
    mock.timers.tick(400);
    assert.deepEqual(sent, [at]);
    mock.timers.reset();
  });
}

test("a drag follows the pointer from its first touch until it is lifted", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { left, right } = view.frames[0];
  const wide = Number(view.picture.getAttribute("width"));
  view.picture.getBoundingClientRect = () => ({ left: 100, width: wide / 2 }); // shown at half its size
  const at = (/** @type {number} */ share) => 100 + (left + share * (right - left)) / 2;
  fire(view.picture, "pointermove", { clientX: at(0) });
  assert.equal(view.at, 8); // nobody holds it
  fire(view.picture, "pointerdown", { clientX: at(0.25), pointerId: 1 });
  assert.equal(view.at, 3);
  fire(view.picture, "pointermove", { clientX: at(0.75) });
  fire(view.picture, "pointermove", { clientX: at(9) });
  assert.equal(view.at, 12);
  fire(view.picture, "pointerup", {});
  fire(view.picture, "pointermove", { clientX: at(0) });
  assert.equal(view.at, 12);
  mock.timers.tick(400);
  assert.deepEqual(sent, [12]);
  mock.timers.reset();
});

test("the reader's own point outweighs an older one of the server's until that has heard of it", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  fire(view.picture, "keydown", { key: "End" });
  activationCurve.receive(view, data());
  assert.equal(view.at, 12);
  activationCurve.receive(view, data({ at: 12 }));
  activationCurve.receive(view, data({ at: 4 }));
  assert.equal(view.at, 4);
  mock.timers.reset();
});

test("another selection draws other lines, the chosen one last, above the others", () => {
  const classes = () => view.plots[0].lines.children.map((/** @type {any} */ one) => one.getAttribute("class"));
  assert.deepEqual(classes(), ["other", "chosen"]);
  activationCurve.receive(view, data({ lines: [HALF] }));
  assert.deepEqual(classes(), ["chosen"]);
  assert.deepEqual(cells(0), ["Half", "1", "0.5", "9.77e−4", "0.5"]);
  assert.equal(view.body.children.length, 1);
});

test("a grid has a line for each number, and those at 0 are stronger", () => {
  for (const [place, ticks] of [[0, 5], [1, 4]]) {
    const marks = view.plots[place].axes.children;
    assert.equal(marks.length, X.length + ticks);
    const zeros = marks.filter((/** @type {any} */ mark) => mark.children[0].getAttribute("class") === "zero");
    assert.deepEqual(zeros.map((/** @type {any} */ mark) => mark.children[1].textContent), ["0", "0"]);
  }
});

test("on a narrow card every other input is written, and both plots have one width", () => {
  view.card.clientWidth = 360;
  activationCurve.redraw(view);
  const written = view.plots[0].axes.children.map((/** @type {any} */ mark) => mark.children[1].textContent);
  assert.deepEqual(written.slice(0, 7), ["−6", "−4", "−2", "0", "2", "4", "6"]);
  assert.equal(view.frames[0].right, view.frames[1].right);
  assert.equal(Number(view.picture.getAttribute("width")), 360 - 34);
  assert.ok(view.frames[0].bottom < view.frames[1].top);
});

test("what is drawn of lines is cut off at the frame, and the frame is where the axes are", () => {
  view.plots.forEach((/** @type {any} */ plot, /** @type {number} */ place) => {
    const { left, right, top, bottom } = view.frames[place];
    const found = ["x", "y", "width", "height"].map((name) => Number(plot.area.getAttribute(name)));
    assert.deepEqual(found, [left, top, right - left, bottom - top]);
    assert.equal(plot.area.getAttribute("viewBox"), `${left} ${top} ${right - left} ${bottom - top}`);
  });
});

test("the point has its place in both plots, and the guide goes through it", () => {
  fire(view.picture, "keydown", { key: "Home" });
  view.plots.forEach((/** @type {any} */ plot, /** @type {number} */ place) => {
    const { x, y } = scaleOf(view.frames[place]);
    const value = [SQUARE.values, SQUARE.slopes][place][0];
    assert.deepEqual(["cx", "cy"].map((name) => Number(plot.point.getAttribute(name))), [x(-6), y(value)]);
    assert.equal(Number(plot.guide.getAttribute("x1")), x(-6));
  });
});

test("other keys are the page's", () => {
  for (const key of ["Tab", "a", "Enter", " "]) {
    const event = fire(view.picture, "keydown", { key });
    assert.equal(view.at, 8);
    assert.ok(!event?.defaultPrevented);
  }
});

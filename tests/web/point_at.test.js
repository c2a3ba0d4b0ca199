// A cell is pointed at with a pointer, a finger or keys, kept until it is sent, and shown with what all others said.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { fire, openPage } from "./dom.js";

const parent = openPage();
const { pointAt } = await import("../../pages/web/components/point_at/index.js");
const { LONG, SMALL, unitOf } = await import("../../pages/web/components/point_at/drawing.js");
mock.timers.enable({ apis: ["setTimeout"] });

const WORDS = { name: "A grid", keys: "Arrows.", nothing: "Tap.", cell: "Row {row}, column {column}",
  value: "Row {row}, column {column}: {value}", one: "1 answer", many: "{count} answers", isRight: "right",
  send: "Send", sent: "Sent", up: "Up", down: "Down", left: "Left", right: "Right" };
const GRID = { rows: 3, columns: 4, picture: "", numbers: Array.from({ length: 12 }, (_, at) => at - 4), heat: [],
  about: "first", chosen: "", right: "", locked: false, words: WORDS };
const PHOTO = { ...GRID, rows: 96, columns: 96, picture: "data:image/png;base64,AA", numbers: [] };

/** @type {any} */
let view;
/** @type {any[]} */
let sent;
beforeEach(() => {
  parent.replaceChildren();
  sent = [];
  view = { ...pointAt.build(parent), send: (/** @type {any} */ value) => sent.push(value), waitUntil: 0 };
  pointAt.listen(view);
  view.drawing.svg.getBoundingClientRect = () => ({ left: 10, top: 20, width: 400, height: 300 });
});

const show = (more = {}, ground = GRID) => pointAt.receive(view, { ...structuredClone(ground), ...more });
const number = (/** @type {any} */ element, /** @type {string} */ name) => Number(element.getAttribute(name));
const framed = (/** @type {any} */ mark, unit = unitOf(view.data)) => (mark.hasAttribute("hidden") ? null
  : ["y", "x"].map((name) => number(mark.children[0], name) / unit));
const own = () => framed(view.drawing.own);
const key = (/** @type {string} */ name) => fire(view.drawing.svg, "keydown", { key: name });
const click = (/** @type {number} */ x, /** @type {number} */ y) =>
  fire(view.drawing.svg, "click", { clientX: 10 + x, clientY: 20 + y });
const press = () => fire(view.submit, "click");
const told = () => (mock.timers.tick(1000), sent.splice(0));

test("before anything is chosen it says what to do, no cell is framed and nothing can be sent", () => {
  show();
  assert.equal(own(), null);
  assert.equal(view.told.textContent, "Tap.");
  assert.ok(view.submit.disabled);
  assert.equal(view.drawing.svg.getAttribute("viewBox"), `0 0 ${LONG} ${LONG * 3 / 4}`);
  press();
  assert.deepEqual(told(), []);
});

// px in a picture of 400 x 300 with 4 columns and 3 rows, and the cell there
for (const [x, y, row, column] of [[0, 0, 0, 0], [399, 299, 2, 3], [100, 99, 0, 1], [250, 150, 1, 2], [-9, 999, 2, 0]]) {
  test(`a click at ${x}, ${y} is the cell ${row}, ${column}, and is told once it is sent`, () => {
    show();
    click(x, y);
    assert.deepEqual(own(), [row, column]);
    assert.deepEqual(told(), []);
    press();
    assert.deepEqual(told(), [`${row}.${column}`]);
  });
}

test("without a button to send it each choice is told at once, and keys held down are told once", () => {
  show({ words: { ...WORDS, send: "" } });
  assert.ok(view.submit.hidden);
  for (const name of ["ArrowRight", "ArrowRight", "ArrowDown"]) assert.ok(key(name).defaultPrevented);
  assert.deepEqual(told(), ["2.2"]); // from the middle, of which 1, 1 is the upper left
});

test("arrow keys begin in the middle, go from cell to cell and stop at the border; other keys are left alone", () => {
  show();
  key("ArrowUp");
  assert.deepEqual(own(), [1, 1]);
  for (let times = 0; times < 5; times++) key("ArrowLeft");
  assert.deepEqual(own(), [1, 0]);
  assert.ok(!key("x").defaultPrevented);
  assert.ok(key("Enter").defaultPrevented);
  assert.deepEqual(told(), ["1.0"]);
});

test("buttons move by one cell as the keys do, and say where", () => {
  show({ chosen: "1.1" }, PHOTO);
  const by = Object.fromEntries(view.buttons.map((one) => [one.getAttribute("aria-label"), one]));
  for (const name of ["Up", "Right", "Right", "Down", "Down", "Left"]) fire(by[name], "click");
  press();
  assert.deepEqual(told(), ["2.2"]);
  assert.ok(!view.steps.hasAttribute("hidden"));
  show();
  assert.ok(view.steps.hasAttribute("hidden"));
});

test("what was pointed at and not sent stays while the page runs again, and goes with another question", () => {
  show();
  click(10, 10);
  mock.timers.tick(60_000);
  show();
  assert.deepEqual(own(), [0, 0]);
  show({ about: "second" });
  assert.equal(own(), null);
});

test("what was sent says so, and can be changed until it is locked", () => {
  show({ chosen: "0.1" });
  assert.equal(view.submit.textContent, "Sent");
  assert.ok(view.submit.disabled);
  click(10, 290);
  assert.equal(view.submit.textContent, "Send");
  assert.ok(!view.submit.disabled);
  show({ chosen: "0.1", locked: true });
  assert.deepEqual(own(), [0, 1]);
  assert.ok(view.foot.hasAttribute("hidden"));
  click(10, 290);
  assert.ok(!key("ArrowDown").defaultPrevented);
  assert.deepEqual([own(), told()], [[0, 1], []]);
});

test("the cell that was sent is no longer a draft once the server holds it, and choosing it again sends nothing", () => {
  show();
  click(10, 10);
  press();
  assert.deepEqual(told(), ["0.0"]);
  show({ chosen: "0.0" });
  assert.ok(view.submit.disabled);
  click(10, 10);
  press();
  assert.deepEqual(told(), []);
});

test("a cell that is pointed at says where it is and its number, for those who do not see it, too", () => {
  show({ chosen: "0.0" });
  fire(view.drawing.svg, "pointermove", { clientX: 10 + 350, clientY: 20 + 290 });
  assert.equal(view.told.textContent, "Row 3, column 4: 7");
  assert.equal(view.drawing.svg.getAttribute("aria-label"), "A grid. Row 3, column 4: 7. Arrows");
  fire(view.drawing.svg, "pointerleave");
  assert.equal(view.told.textContent, "Row 1, column 1: −4");
});

test("numbers stand in the middle of their cells, long ones in smaller letters", () => {
  show({ numbers: [1 / 3, -12345678, ...Array(10).fill(0)] });
  const [first, second] = view.drawing.cells.children;
  assert.equal(first.textContent, ".333");
  assert.deepEqual([number(first, "x"), number(first, "y")], [60, 60]);
  assert.equal(second.textContent, "−1e7");
  show({ numbers: [-1.2345e-5, ...Array(11).fill(0)] });
  assert.ok(number(view.drawing.cells.children[0], "font-size") < number(second, "font-size"));
});

test("lines tell cells apart where they are large enough to be told apart", () => {
  show();
  assert.equal(view.drawing.lines.children.length, 2 + 3);
  show({}, PHOTO);
  assert.equal(view.drawing.lines.children.length, 0);
});

test("a small cell is seen through a lens in a corner where it is not, a large one without", () => {
  show({ chosen: "3.4" }, PHOTO);
  const unit = unitOf(PHOTO);
  const { lens, edge } = view.drawing;
  assert.ok(unit < SMALL && !lens.hasAttribute("hidden"));
  assert.equal(lens.getAttribute("viewBox"), `0 ${-unit} ${9 * unit} ${9 * unit}`);
  assert.ok(number(lens, "x") > LONG / 2 && number(edge, "x") === number(lens, "x"));
  show({ chosen: "80.90" }, PHOTO);
  assert.equal(number(lens, "x"), 0);
  show();
  assert.ok(lens.hasAttribute("hidden"));
});

test("where all pointed is drawn by their number, with the right cell and one's own", () => {
  const heat = [{ cell: 5, colour: "#440154", count: 1 }, { cell: 6, colour: "#fde725", count: 12 }];
  show({ heat, right: "1.2", chosen: "0.0", locked: true });
  const [one, many] = view.drawing.heat.children;
  assert.deepEqual([number(many.children[0], "x"), number(many.children[0], "width")], [240, 120]);
  assert.deepEqual([one.children[1].textContent, many.children[1].textContent], ["1", "12"]);
  assert.deepEqual([one.children[1].getAttribute("fill"), many.children[1].getAttribute("fill")],
    ["#ffffff", "#000000"]);
  assert.deepEqual([framed(view.drawing.right), own()], [[1, 2], [0, 0]]);
  fire(view.drawing.svg, "pointermove", { clientX: 10 + 210, clientY: 20 + 150 });
  assert.equal(view.told.textContent, "Row 2, column 3: 2 · 12 answers · right");
  fire(view.drawing.svg, "pointermove", { clientX: 10 + 110, clientY: 20 + 150 });
  assert.equal(view.told.textContent, "Row 2, column 2: 1 · 1 answer");
});

test("of small cells each answer is a dot that can be seen, larger where more pointed", () => {
  show({ heat: [{ cell: 0, colour: "#440154", count: 1 }, { cell: 97, colour: "#fde725", count: 9 }] }, PHOTO);
  const [few, more] = view.drawing.heat.children.map((made) => number(made.children[0], "width"));
  assert.ok(few >= 16 && more > few);
  assert.deepEqual(view.drawing.heat.children.map((made) => made.children[1].textContent), ["", "9"]);
  assert.equal(number(view.drawing.heat.children[1].children[1], "x"), 1.5 * unitOf(PHOTO));
});

test("a picture that is no more leaves none behind", () => {
  show({}, PHOTO);
  assert.equal(view.drawing.image.getAttribute("href"), PHOTO.picture);
  show();
  assert.ok(view.drawing.image.hasAttribute("hidden"));
  assert.equal(view.drawing.svg.style.getPropertyValue("max-width"), `calc(64vh * ${4 / 3})`);
});

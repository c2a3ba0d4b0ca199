// A grid over a picture: what its cells say and look like, and how one is chosen.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { fire, openPage } from "./dom.js";

const parent = openPage();
const { cellGrid } = await import("../../pages/web/components/cell_grid/index.js");
const { placeOf, UNITS } = await import("../../pages/web/kit/box_picture.js");
mock.timers.enable({ apis: ["setTimeout"] });

const CELLS = 4;
const DATA = {
  picture: "data:image/png;base64,AA", side: 64, cells: CELLS, chosen: "1.2",
  tiles: Array.from({ length: CELLS ** 2 }, (_, at) => (
    { colour: `#0000${at + 10}`, share: at / 16, text: at ? "" : "★" })),
  says: Array.from({ length: CELLS ** 2 }, (_, at) => `Cell ${at} speaks.`),
  boxes: [{ box: [16, 32, 48, 64], colour: "#ff0000", name: "star 0.91", look: "dashed" },
    { box: [-8, -8, 8, 8], colour: "#00ff00", name: "ring", look: "" }],
  words: { name: "A grid", keys: "Arrows." },
};

/** @type {any} */
let view;
/** @type {any[]} */
let sent;
beforeEach(() => {
  parent.replaceChildren();
  sent = [];
  view = { ...cellGrid.build(parent), send: (/** @type {any} */ value) => sent.push(value), waitUntil: 0,
    selected: null };
  cellGrid.listen(view);
  cellGrid.receive(view, structuredClone(DATA));
  view.picture.svg.getBoundingClientRect = () => ({ left: 0, top: 0, width: 200, height: 200 });
});

const number = (/** @type {any} */ element, /** @type {string} */ name) => Number(element.getAttribute(name));
const marked = () => [number(view.mark.children[0], "y"), number(view.mark.children[0], "x")]
  .map((at) => at / (UNITS / CELLS));
const key = (/** @type {string} */ name) => fire(view.picture.svg, "keydown", { key: name });

test("the chosen cell is framed and tells what it says, with the picture's name for those who do not see it", () => {
  assert.deepEqual(marked(), [1, 2]);
  assert.equal(view.told.textContent, "Cell 6 speaks.");
  assert.equal(view.picture.svg.getAttribute("aria-label"), "A grid. Cell 6 speaks. Arrows");
});

test("each cell has its colour, its opacity and its text in its place", () => {
  const tiles = view.picture.under.children;
  assert.equal(tiles.length, CELLS ** 2);
  const [rect] = tiles[6].children;
  assert.deepEqual([number(rect, "x"), number(rect, "y"), number(rect, "width")], [2 * 120, 120, 120]);
  assert.deepEqual([rect.getAttribute("fill"), number(rect, "fill-opacity")], ["#000016", 6 / 16]);
  assert.equal(tiles[0].children[1].textContent, "★");
});

test("boxes stand where they are in px, and a name that would be cut stands inside", () => {
  const [first, second] = view.picture.boxes.children;
  const frame = first.children[1];
  assert.deepEqual(["x", "y", "width", "height"].map((name) => number(frame, name)), [120, 240, 240, 240]);
  assert.equal(frame.getAttribute("stroke"), "#ff0000");
  assert.equal(first.getAttribute("class"), "box dashed");
  assert.ok(number(second.children[2], "x") >= 0 && number(second.children[2], "y") >= 10);
  assert.equal(second.children[2].textContent, "ring");
});

test("a box upside down has no width, not one below 0", () => {
  assert.deepEqual(placeOf([10, 10, 5, 20], 48), { x: 100, y: 100, width: 0, height: 100 });
});

for (const [at, cell] of /** @type {[number[], string][]} */ (
  [[[10, 190], "3.0"], [[199, 1], "0.3"], [[55, 55], "1.1"]])) {
  test(`a click at ${at} chooses ${cell}`, () => {
    fire(view.picture.svg, "click", { clientX: at[0], clientY: at[1] });
    assert.deepEqual(marked(), cell.split(".").map(Number));
    mock.timers.tick(1000);
    assert.deepEqual(sent, [cell]);
  });
}

test("pointing at a cell tells of it and lets the chosen one stay", () => {
  fire(view.picture.svg, "pointermove", { clientX: 10, clientY: 10 });
  assert.equal(view.told.textContent, "Cell 0 speaks.");
  assert.equal(view.told.getAttribute("class"), "told-line hovered");
  assert.deepEqual(marked(), [1, 2]);
  fire(view.picture.svg, "pointerleave");
  assert.equal(view.told.textContent, "Cell 6 speaks.");
});

test("arrow keys go from cell to cell and stop at the border; what was held down is told once", () => {
  for (const name of ["ArrowRight", "ArrowRight", "ArrowUp", "ArrowUp"]) assert.ok(key(name).defaultPrevented);
  assert.deepEqual(marked(), [0, 3]);
  mock.timers.tick(1000);
  assert.deepEqual(sent, ["0.3"]);
  assert.ok(!key("x").defaultPrevented);
});

test("an older answer does not take a choice back", () => {
  key("ArrowDown");
  cellGrid.receive(view, structuredClone(DATA));
  assert.deepEqual(marked(), [2, 2]);
  cellGrid.receive(view, { ...structuredClone(DATA), chosen: "2.2" });
  cellGrid.receive(view, { ...structuredClone(DATA), chosen: "0.0" });
  assert.deepEqual(marked(), [0, 0]);
});

test("without a picture there is a plain ground, and fewer boxes leave none behind", () => {
  cellGrid.receive(view, { ...structuredClone(DATA), picture: "", boxes: [] });
  assert.ok(view.picture.image.hasAttribute("hidden"));
  assert.equal(view.picture.boxes.children.length, 0);
});

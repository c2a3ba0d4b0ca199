// What is drawn of a walk: pictures where they lie, frames where windows are, names where there is room, and no more.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fire } from "./dom.js";
import { begin, calls, canvas, click, COLUMNS, key, now, part, settled, show, spot } from "./walked.js";

beforeEach(begin);

const point = (place, map, row, column) => fire(canvas(), "pointermove", spot(place, map, row, column));
const rects = () => calls("rect").map(({ args }) => args);
const inside = ([left, top], [x, y, w, h]) => left >= x && left <= x + w && top >= y && top <= y + h;

test("the canvas is as wide as the card, and wiped before each picture", () => {
  show();
  assert.equal(canvas().width, 1000);
  assert.ok(canvas().height >= 420);
  assert.deepEqual(calls("clearRect").map(({ args }) => args), [[0, 0, 1000, canvas().height]]);
});

test("columns stand from the picture to the classes without touching", () => {
  show();
  const boxes = calls("drawImage").map(({ args }) => args.slice(1));
  boxes.slice(1).forEach(([left], at) => assert.ok(left > boxes[at][0] + boxes[at][2]));
  for (const [left, top, wide, tall] of boxes) {
    assert.ok(left >= 0 && top >= 0 && left + wide <= 1000 && top + tall <= canvas().height);
  }
});

test("the picture of a step is drawn once and used again", () => {
  show();
  const before = calls("drawImage").map(({ args }) => args[0]);
  point(0, 0, 1, 1);
  assert.deepEqual(calls("drawImage").map(({ args }) => args[0]).map((one, at) => one === before[at]),
    [true, true, true, true]);
});

for (const [row, column] of [[0, 0], [3, 4], [7, 7]]) {
  test(`the window of row ${row}, column ${column} is framed in the picture`, () => {
    show();
    point(0, 2, row, column);
    const [left, top, wide, tall] = calls("drawImage")[0].args.slice(1);
    const cell = wide / 8;
    const low = [row, column].map((at) => Math.max(0, at - 1));
    const size = [row, column].map((at, axis) => Math.min(7, at + 1) - low[axis] + 1);
    const wanted = [left + low[1] * cell, top + low[0] * (tall / 8), size[1] * cell, size[0] * (tall / 8)];
    assert.ok(rects().some((rect) => rect.every((part_, at) => Math.abs(part_ - wanted[at]) < 1e-6)));
  });
}

test("of a sum of two ways one map each is read, and all maps before them", () => {
  show();
  point(2, 3, 4, 4);
  const conv = calls("drawImage")[1].args.slice(1);
  const frames = rects().filter((rect) => inside(rect, conv));
  assert.equal(frames.length, 4); // the convolution of the block reads all of conv, where the skip reads one map
});

test("a value of the last layer reads everything", () => {
  show();
  point(3, 0, 4, 4);
  for (const box of calls("drawImage").slice(0, 3).map(({ args }) => args.slice(1))) {
    assert.ok(rects().some((rect) => inside(rect, box)));
  }
  const dashes = calls("setLineDash").filter(({ args }) => args[0].length);
  assert.equal(dashes.length, 0); // nobody reads it
});

test("who reads is dashed, what is read is not", () => {
  show();
  point(-1, 0, 4, 4);
  const strokes = calls("stroke").map(({ strokeStyle }) => strokeStyle);
  assert.ok(strokes.includes("#00b8e6") && !strokes.includes("#ff8a00"));
  point(3, 0, 4, 4);
  const read = calls("stroke").map(({ strokeStyle }) => strokeStyle);
  assert.ok(read.includes("#ff8a00") && !read.includes("#00b8e6"));
});

test("lines lead from the maps that are read to the unit", () => {
  show();
  point(0, 0, 4, 4);
  assert.equal(calls("bezierCurveTo").length, 1); // from the picture
  point(3, 1, 4, 4);
  assert.equal(calls("bezierCurveTo").length, 4); // from each map of the block
});

test("where numbers are read, no line lies on them", async () => {
  show({ place: { layer: "add", at: [1, 3, 3] } });
  await settled();
  assert.equal(calls("bezierCurveTo").length, 0);
  assert.ok(calls("fillText").filter(({ args }) => /^[01.]/.test(args[0])).length > 20);
});

test("what is looked at has a line around it, a unit one of its own", () => {
  show();
  assert.equal(calls("strokeRect").length, 0);
  key("Enter");
  assert.equal(calls("strokeRect").length, 1);
  key("Enter");
  key("Enter");
  assert.equal(calls("strokeRect").length, 3); // map, and the cell in two colours
});

test("an open block shows its steps by their names, a folded one by its own", () => {
  show();
  const names = () => calls("fillText").map(({ args }) => args[0]);
  assert.ok(names().includes("block") && !names().includes("first"));
  click(spot(2, 0));
  assert.ok(!names().includes("block"));
  assert.ok(names().includes("first") && names().includes("add"));
});

test("a name that would lie on another is left out", () => {
  const columns = COLUMNS.map((column) => ({ ...column, label: column.label.repeat(60) }));
  show({ columns });
  const names = calls("fillText").map(({ args }) => args[0]);
  assert.ok(names.includes("conv".repeat(60)) && !names.includes("block".repeat(60)));
});

test("a name that would lie on maps beside it is left out", () => {
  show({ columns: COLUMNS.map((column) => ({ ...column, label: column.label.repeat(9) })), size: [2, 8] });
  const names = calls("fillText").map(({ args }) => args[0]);
  const [picture, conv] = calls("drawImage").map(({ args }) => args.slice(1));
  assert.ok(conv[1] + conv[3] > picture[1] + picture[3]); // the maps reach lower than the picture
  assert.equal(names.includes("picture"), conv[0] >= picture[0] + 7 * "picture".length);
});

test("maps that have not come are grey until they do", async () => {
  show();
  click(spot(2, 0));
  const grey = () => calls("fillRect").filter(({ fillStyle }) => fillStyle === "rgb(128 138 155 / 18%)").length;
  assert.equal(grey(), 1);
  await settled();
  assert.equal(grey(), 0);
});

test("the bar of the class that is asked about has a colour of its own, each bar its share's length", () => {
  show({ target: 1 });
  const bars = calls("fillRect").map(({ args, fillStyle }) => [args[2], fillStyle]);
  assert.deepEqual(bars.map(([, colour]) => colour), ["#9aa4b2", "--linear", "#9aa4b2"]);
  const [cat, dog, ship] = bars.map(([long]) => long);
  assert.ok(Math.abs(cat / dog - 3.5) < 1e-6 && Math.abs(dog / ship - 2) < 1e-6);
});

test("a long name of a class is cut to its room", () => {
  const name = "a very long name of a class that nobody could ever fit into so short a line of letters";
  show({ classes: [{ place: 0, name, share: 1 }] });
  const shown = calls("fillText").map(({ args }) => args[0]).find((text) => text.startsWith("a very"));
  assert.ok(shown.endsWith("…") && shown.length < name.length);
});

for (const [map, fresh] of [[0, 1], [1, 2]]) {
  test(`map ${map} is asked for in full once, another one again`, async () => {
    show({ place: { layer: "conv", at: [0] } });
    await settled();
    if (map) key("ArrowRight");
    await settled();
    key("Enter");
    await settled();
    assert.equal(now.asked.filter(({ ask }) => ask === "map").length, fresh);
  });
}

test("a unit takes room for its sum, and gives it back", () => {
  show({ place: { layer: "conv", at: [0] } });
  const before = canvas().height;
  key("Enter");
  assert.equal(before - canvas().height, 243 <= before - 200 ? 243 : before - 200);
  key("Escape");
  assert.equal(canvas().height, before);
});

test("while all is seen one finger scrolls the page, then it moves what is seen", () => {
  show();
  assert.ok(!canvas().className.includes("near"));
  key("Enter");
  assert.ok(canvas().className.includes("near"));
  const top = part(".where").textContent;
  fire(canvas(), "pointerdown", { ...spot(0, 0), pointerId: 7, pointerType: "touch" });
  fire(canvas(), "pointercancel", { pointerId: 7, pointerType: "touch" });
  assert.equal(part(".where").textContent, top); // a finger that the browser took is no click
});

// Flights of the walk frame by frame, hands that stop them, and where zooming, clicks and keys lead.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Element, fire } from "./dom.js";
import { begin, calls, canvas, click, key, now, settled, show, spot, told, wait, where } from "./walked.js";

const atOnce = globalThis.requestAnimationFrame;
const box = { left: 0, top: 0, right: 1000, bottom: 200, width: 1000, height: 200 };
let frames = new Map();
let [clock, number] = [0, 0];

beforeEach(() => {
  Element.prototype.getBoundingClientRect = () => box;
  globalThis.requestAnimationFrame = atOnce;
  globalThis.matchMedia = () => ({ matches: true, addEventListener: () => {} });
  begin();
});

/** From now on the page draws when `frame` says so, and its readers do not mind motion. */
function inMotion(t) {
  frames = new Map();
  clock = 1000;
  t.mock.method(performance, "now", () => clock);
  t.mock.method(globalThis, "requestAnimationFrame", (work) => {
    frames.set(number += 1, work);
    return number;
  });
  t.mock.method(globalThis, "cancelAnimationFrame", (one) => { frames.delete(one); });
  t.mock.method(globalThis, "matchMedia", () => ({ matches: false, addEventListener: () => {} }));
}

/** Draw the next frame, so many ms later; says how many pieces of work were waiting. */
function frame(ms) {
  clock += ms;
  const due = [...frames];
  for (const [one, work] of due) if (frames.delete(one)) work(clock);
  return due.length;
}
/** Left, top, width and height of the picture or a step, as drawn; a folded step is not. */
const drawn = (at) => calls("drawImage")[at].args.slice(1);
const land = () => { for (let at = 0; at < 100; at++) frame(16); };

test("a flight takes its time, ends where one without motion is at once, and then rests", (t) => {
  show();
  key("Enter");
  const wanted = drawn(1);
  begin();
  show();
  const start = drawn(1);
  inMotion(t);
  key("Enter");
  const widths = [start[2]];
  for (let at = 0; at < 60; at++) {
    frame(16);
    widths.push(drawn(1)[2]);
  }
  assert.deepEqual(drawn(1), wanted);
  assert.ok(widths.every((one, at) => !at || one >= widths[at - 1] - 1e-9));
  assert.ok(new Set(widths.map((one) => one.toFixed(3))).size > 20);
  assert.equal(frame(16), 0);
});

test("a hand stops a flight", (t) => {
  show();
  inMotion(t);
  key("Enter");
  for (let at = 0; at < 10; at++) frame(16);
  fire(canvas(), "pointerdown", { clientX: 500, clientY: 100, pointerId: 1, pointerType: "mouse" });
  fire(canvas(), "pointermove", { clientX: 510, clientY: 100, pointerId: 1, pointerType: "mouse" });
  frame(16);
  const stopped = drawn(1);
  land();
  assert.deepEqual(drawn(1), stopped);
});

test("what is zoomed into by hand stays where it is while its block unfolds around it", (t) => {
  show();
  const at = spot(2, 1);
  inMotion(t);
  fire(canvas(), "pointermove", at);
  for (let turn = 0; turn < 4; turn++) fire(canvas(), "wheel", { ...at, deltaY: -60, deltaMode: 0 });
  frame(16);
  const before = calls("drawImage").map(({ args }) => args.slice(1)).find(([left, top, wide, tall]) =>
    left < at.clientX && top < at.clientY && left + wide > at.clientX && top + tall > at.clientY);
  wait(200); // the hand is off
  for (let turn = 0; turn < 30; turn++) {
    frame(16);
    const all = calls("drawImage").map(({ args }) => args.slice(1));
    assert.ok(all.some((one) => one.every((length, axis) => Math.abs(length - before[axis]) < 1e-6)), `frame ${turn}`);
  }
  assert.match(where(), /^add/);
  assert.equal(calls("fillRect").filter(({ fillStyle }) => fillStyle === "rgb(128 138 155 / 18%)").length, 1); // first
});

test("nothing flies on after the component is off the page", (t) => {
  show();
  inMotion(t);
  key("Enter");
  frame(16);
  now.end();
  frame(16);
  assert.equal(frame(16), 0);
});

test("moving what is seen follows the hand, to the pixel, until the network would be lost", () => {
  show({ place: { layer: "conv", at: [1] } });
  const drag = (x, y) => {
    fire(canvas(), "pointerdown", { clientX: 500, clientY: 100, pointerId: 1, pointerType: "mouse" });
    fire(canvas(), "pointermove", { clientX: 500 + x, clientY: 100 + y, pointerId: 1, pointerType: "mouse" });
    fire(canvas(), "pointerup", { clientX: 500 + x, clientY: 100 + y, pointerId: 1, pointerType: "mouse" });
  };
  const [left, top] = drawn(0);
  drag(30, -20);
  const [x, y] = drawn(0);
  assert.ok(Math.abs(x - left - 30) < 1e-6 && Math.abs(y - top + 20) < 1e-6);
  drag(1e6, 0);
  assert.ok(calls("drawImage").length > 0 && drawn(0)[0] <= 500 + 1e-6); // its left end is in the middle at most
});

test("zooming ends where a cell is large enough to read", () => {
  show({ place: { layer: "conv", at: [1, 4, 4] } });
  for (let turn = 0; turn < 200; turn++) key("+");
  const cell = calls("strokeRect").at(-1).args;
  assert.ok(cell[2] > 46 && cell[2] < 91, String(cell));
  const before = cell[2];
  key("+");
  assert.ok(Math.abs(calls("strokeRect").at(-1).args[2] - before) < 1e-6);
});

test("a unit that is flown to is in the middle, and its number has room", async () => {
  for (const at of [[0, 0, 0], [2, 7, 7], [3, 4, 1]]) {
    begin();
    show({ place: { layer: "add", at } });
    await settled();
    const [left, top, wide, tall] = calls("strokeRect").at(-1).args;
    assert.ok(Math.abs(left + wide / 2 - 500) < 1e-6 && Math.abs(top + tall / 2 - canvas().height / 2) < 1e-6);
    assert.ok(Math.min(wide, tall) >= 45, `${wide} x ${tall}`);
  }
});

test("what is clicked again is entered: layer, map, unit; another map of it as a map; another layer as a layer", () => {
  show();
  const middle = (dx = 0) => ({ clientX: 500 + dx, clientY: canvas().height / 2, pointerId: 1, pointerType: "mouse" });
  click(spot(0, 1));
  assert.deepEqual(told().at(-1), { layer: "conv", at: "" });
  click(middle());
  const [map] = told().at(-1).at.split("_");
  assert.deepEqual(told(), []);
  click(middle(3));
  assert.match(where(), new RegExp(`^conv · ${Number(map) + 1} · \\(`));
});

test("a click beside everything leads nowhere", () => {
  show();
  click({ clientX: 2, clientY: 2, pointerId: 1, pointerType: "mouse" });
  assert.deepEqual([told(), where()], [[], "Net"]);
});

test("down and up lead to the tiles below and above, as they are drawn", () => {
  show({ place: { layer: "conv", at: [0] } });
  const [first, ...others] = [0, 1, 2, 3].map((map) => spot(0, map));
  const below = others.filter(({ clientX, clientY }) =>
    Math.abs(clientX - first.clientX) < 1 && clientY > first.clientY)
    .sort((one, other) => one.clientY - other.clientY)[0];
  key("ArrowDown");
  assert.equal(where(), `conv · ${others.indexOf(below) + 2}`);
  key("ArrowUp");
  assert.equal(where(), "conv · 1");
});

test("the liveliest map and its largest number are entered, whatever else is no number", async () => {
  show({ place: { layer: "conv", at: [3] } }); // its last cells are told to be none
  key("Enter");
  const [, row, column] = told().at(-1).at.split("_").map(Number);
  const levels = Array.from({ length: 64 }, (_, at) => ((192 + at) * 4) % 255);
  assert.equal(levels[8 * row + column], Math.max(...levels));
});

const onPhone = () => { Element.prototype.getBoundingClientRect = () => ({ ...box, right: 360, width: 360 }); };
const boxes = () => calls("drawImage").map(({ args }) => args.slice(1));

/** Names of layers that are written, none of them on a map or beside the canvas. */
function namesBesideMaps() {
  const names = calls("fillText").filter(({ args }) => ["picture", "conv", "block", "fc"].includes(args[0]));
  for (const { args: [text, x, y] } of names) {
    assert.ok(x >= 0, text);
    for (const [left, top, wide, tall] of boxes()) {
      const over = x < left + wide - 1 && x + 7 * text.length > left + 1 && y < top + tall - 1 && y + 12 > top + 1;
      assert.ok(!over, `${text} lies on a map`);
    }
  }
  return names.map(({ args }) => args[0]);
}

test("on a phone the way goes down, and names stand beside maps or over them, never on them", () => {
  onPhone();
  show();
  boxes().slice(1).forEach(([, top], at, all) => assert.ok(top > boxes()[at][1] + boxes()[at][3], String(all)));
  namesBesideMaps();
  key("Enter");
  assert.ok(namesBesideMaps().includes("conv"));
});

/** Point at the middle of the picture that is drawn as the last one: the last layer. */
function pointAtLast() {
  const [left, top, wide, tall] = boxes().at(-1);
  fire(canvas(), "pointermove", { clientX: left + wide / 2, clientY: top + tall / 2, pointerType: "mouse" });
}

test("lines from what is read go down on a phone, from under it to the top of the unit", () => {
  onPhone();
  show();
  pointAtLast();
  const lines = calls("bezierCurveTo").map(({ args }) => args);
  const starts = calls("moveTo").map(({ args }) => args);
  const [block, last] = boxes().slice(-2);
  assert.equal(lines.length, 4); // one from each map of the block
  lines.forEach((line, at) => {
    assert.ok(Math.abs(line[5] - last[1]) < 1e-6);
    assert.ok(starts[at][1] <= block[1] + block[3] + 1e-6 && starts[at][1] > block[1]);
    assert.ok(starts[at][0] > block[0] && starts[at][0] < block[0] + block[2]);
  });
});

test("of very many maps that are read some have frames, so that drawing stays quick", () => {
  const step = (name, maps, from) => ({ name, family: "linear", shape: [maps, 1, 1], kind: "", says: "", fields: null,
    edges: [{ from, groups: 1, first: 0, count: maps, reaches: null }] });
  show({ columns: [["big", 1500, -1], ["fc", 3, 0]].map(([name, ...more]) =>
    ({ label: name, steps: [step(name, ...more)] })) });
  pointAtLast();
  const frames_ = calls("rect").length - 1; // of the picture
  assert.ok(frames_ >= 300 && frames_ <= 700, String(frames_));
});

test("letters of classes are smaller than their lines", () => {
  onPhone();
  show();
  const names = calls("fillText").filter(({ args }) => ["cat", "dog", "ship"].includes(args[0]));
  const line = names[1].args[2] - names[0].args[2];
  names.forEach(({ font }) => assert.ok(Number.parseFloat(font.split(" ")[1]) < line, `${font} in ${line}`));
  assert.deepEqual(names.map(({ font }) => font.split(" ")[0]), ["600", "400", "400"]); // the one that is asked about
});

test("the picture has the colours that were sent, pixel by pixel", () => {
  show();
  const { args: [{ data }] } = calls("drawImage")[0].args[0].getContext().calls.find(({ name }) =>
    name === "putImageData");
  const wanted = Array.from({ length: 64 }, (_, at) => [3 * at, 3 * at + 1, 3 * at + 2, 255]).flat();
  assert.deepEqual([...data], wanted);
});

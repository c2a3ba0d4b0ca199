// Wheel, fingers and keys of the walk, one by one: what each asks for, and that two fingers hold what lies under them.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { inWorld, onScreen, zoomed } from "../../pages/web/components/network_walk/camera.js";
import { watch } from "../../pages/web/components/network_walk/hands.js";
import { Element, fire } from "./dom.js";

mock.timers.enable({ apis: ["setTimeout"] });

const ROOM = [800, 400];
const ACTS = ["point", "pick", "zoom", "settle", "drag", "step", "layer", "level", "whole"];
let [canvas, view, gone, done] = [null, null, null, []];
const did = (name) => done.filter(([what]) => what === name).map(([, ...said]) => said);

function begin(more = {}) {
  gone?.abort(); // what an earlier test has left to settle
  gone = new AbortController();
  canvas = new Element("canvas");
  canvas.getBoundingClientRect = () => ({ left: 30, top: 40 });
  view = { canvas, gone: gone.signal, room: ROOM, isWhole: true, focus: { place: null, at: [] } };
  done = [];
  const noted = Object.fromEntries(ACTS.map((name) => [name, (_, ...said) => { done.push([name, ...said]); }]));
  watch(view, { ...noted, ...more });
}
beforeEach(() => begin());

/** An event at a point of the canvas, which lies 30 px from the left of the window and 40 px from its top. */
const at = (type, x, y, more = {}) =>
  fire(canvas, type, { clientX: x + 30, clientY: y + 40, pointerId: 1, pointerType: "mouse", ...more });
const wheel = (deltaY, more = {}) => at("wheel", 100, 50, { deltaY, deltaMode: 0, ...more });
const times = () => did("zoom").at(-1)[0];

test("the wheel zooms where the pointer is, away from oneself nearer, and back again by as much", () => {
  view.isWhole = false;
  wheel(-30);
  const nearer = times();
  assert.ok(nearer > 1);
  assert.deepEqual(did("zoom")[0][1], [100, 50]);
  wheel(30);
  assert.ok(Math.abs(nearer * times() - 1) < 1e-12);
});

test("two short turns are one long turn, and no turn is a leap", () => {
  wheel(-20);
  const short = times();
  wheel(-40);
  assert.ok(Math.abs(times() - short ** 2) < 1e-12);
  wheel(-100000);
  assert.ok(times() < 1.4);
});

test("a wheel that counts lines turns as far as one that counts 24 px for each", () => {
  wheel(-2, { deltaMode: 1 });
  const lines = times();
  wheel(-48);
  assert.ok(Math.abs(times() - lines) < 1e-12);
});

test("two fingers on a touchpad, told as a wheel with Control, zoom five times as fast", () => {
  wheel(-5);
  const plain = times();
  wheel(-5, { ctrlKey: true });
  assert.ok(Math.abs(times() - plain ** 5) < 1e-12);
});

for (const [isWhole, deltaY, scrolls] of [[true, 9, true], [true, -9, false], [false, 9, false], [false, -9, false]]) {
  test(`turning by ${deltaY} where ${isWhole ? "all" : "a part"} is seen ${scrolls ? "scrolls" : "zooms"}`, () => {
    view.isWhole = isWhole;
    assert.equal(wheel(deltaY).defaultPrevented, !scrolls);
    assert.equal(did("zoom").length, scrolls ? 0 : 1);
  });
}

test("the hand is off once, after the last of many turns", () => {
  for (let turn = 0; turn < 10; turn++) {
    wheel(-10);
    mock.timers.tick(100);
  }
  assert.equal(did("settle").length, 0);
  mock.timers.tick(1000);
  assert.equal(did("settle").length, 1);
});

test("nothing settles on a page that is left", () => {
  wheel(-10);
  gone.abort();
  mock.timers.tick(1000);
  assert.equal(did("settle").length, 0);
});

test("what is pointed at without a press is told, and that a mouse left, but not that a finger did", () => {
  at("pointermove", 7, 9);
  assert.deepEqual(did("point"), [[[7, 9]]]);
  at("pointerleave", 0, 0, { pointerType: "touch" });
  assert.equal(did("point").length, 1);
  at("pointerleave", 0, 0);
  assert.deepEqual(did("point")[1], [null]);
});

for (const [path, picks] of [[[[0, 0]], true], [[[3, 0], [3, 2]], true], [[[6, 0]], false],
  [[[3, 0], [0, 0], [3, 0], [0, 0]], false]]) {
  test(`a press that goes by ${path.join("; ")} px is ${picks ? "a click" : "none"}`, () => {
    at("pointerdown", 100, 100);
    for (const [x, y] of path) at("pointermove", 100 + x, 100 + y);
    const [x, y] = path.at(-1);
    at("pointerup", 100 + x, 100 + y);
    assert.deepEqual(did("pick"), picks ? [[[100 + x, 100 + y]]] : []);
    mock.timers.tick(1000);
    assert.equal(did("settle").length, picks ? 0 : 1);
  });
}

test("how far a press went is forgotten with the next one", () => {
  for (const far of [90, 0]) {
    at("pointerdown", 100, 100);
    at("pointermove", 100 + far, 100);
    at("pointerup", 100 + far, 100);
  }
  assert.deepEqual(did("pick"), [[[100, 100]]]);
});

test("a second finger does not make a click of what the first one dragged", () => {
  at("pointerdown", 100, 100);
  at("pointermove", 150, 100);
  at("pointerdown", 300, 100, { pointerId: 2 });
  at("pointerup", 300, 100, { pointerId: 2 });
  at("pointerup", 150, 100);
  assert.equal(did("pick").length, 0);
});

test("a press that the browser takes is no click, and a lift without a press is nothing", () => {
  at("pointerdown", 5, 5);
  at("pointercancel", 5, 5);
  at("pointerup", 5, 5);
  assert.equal(did("pick").length, 0);
});

for (const isWhole of [true, false]) {
  test(`one finger ${isWhole ? "leaves all of it where it is" : "moves what is seen as far as it goes"}`, () => {
    view.isWhole = isWhole;
    at("pointerdown", 100, 100);
    at("pointermove", 110, 100);
    at("pointermove", 130, 95);
    const far = did("drag").reduce(([x, y], [dx, dy]) => [x + dx, y + dy], [0, 0]);
    assert.deepEqual(far, isWhole ? [0, 0] : [30, -5]);
  });
}

/** Two fingers at work on a real camera. */
function pinching(camera) {
  begin({ zoom: (_, by, point) => { Object.assign(camera, zoomed(camera, ROOM, by, point, [1e-9, 1e9])); },
    drag: (_, dx, dy) => { Object.assign(camera, { x: camera.x - dx / camera.k, y: camera.y - dy / camera.k }); } });
  const fingers = [[300, 200], [400, 200]];
  const down = [1, 2].map((pointerId) => ({ pointerId, pointerType: "touch" }));
  fingers.forEach((point, which) => at("pointerdown", ...point, down[which]));
  const move = (which, x, y) => {
    fingers[which] = [x, y];
    at("pointermove", x, y, down[which]);
  };
  return { fingers, move, lift: (which) => at("pointerup", ...fingers[which], down[which]) };
}
const middle = ([[a, b], [c, d]]) => [(a + c) / 2, (b + d) / 2];
const apart = ([[a, b], [c, d]]) => Math.hypot(a - c, b - d);

test("what lies between two fingers stays between them, and grows as they move apart", () => {
  const camera = { x: 12, y: -7, k: 2 };
  const { fingers, move } = pinching(camera);
  const under = inWorld(camera, ROOM, ...middle(fingers));
  for (const [which, x, y] of [[1, 460, 200], [0, 250, 180], [1, 500, 320], [0, 380, 250], [1, 420, 260]]) {
    move(which, x, y);
    const shown = onScreen(camera, ROOM, ...under);
    middle(fingers).forEach((wanted, axis) => assert.ok(Math.abs(shown[axis] - wanted) < 1e-6, `${shown}`));
    assert.ok(Math.abs(camera.k / 2 - apart(fingers) / 100) < 1e-9);
  }
});

test("fingers that meet do not throw the reader out of the world", () => {
  const camera = { x: 0, y: 0, k: 1 };
  const { move } = pinching(camera);
  move(1, 300, 200);
  assert.ok(camera.k > 0.1 && Number.isFinite(camera.x));
});

test("two fingers are never a click while both are down, and the one that stays drags on", () => {
  const camera = { x: 0, y: 0, k: 1 };
  const { move, lift } = pinching(camera);
  view.isWhole = false;
  move(1, 440, 200);
  lift(1);
  const { x } = camera;
  move(0, 320, 200);
  assert.ok(Math.abs(camera.x - (x - 20 / camera.k)) < 1e-9);
  lift(0);
  assert.equal(did("pick").length, 0);
});

for (const [key, act, said] of [["ArrowDown", "step", [1, 0]], ["ArrowUp", "step", [-1, 0]],
  ["ArrowRight", "step", [0, 1]], ["ArrowLeft", "step", [0, -1]], ["PageDown", "layer", [1]], ["PageUp", "layer", [-1]],
  ["Enter", "level", [true]], [" ", "level", [true]], ["Escape", "level", [false]], ["Home", "whole", []]]) {
  test(`the key ${key} means ${act} ${said}, and the page does not scroll`, () => {
    view.focus = { place: 0, at: [] };
    assert.ok(fire(canvas, "keydown", { key }).defaultPrevented);
    assert.deepEqual(done, [[act, ...said]]);
    done = [];
    assert.ok(!fire(canvas, "keydown", { key, altKey: true }).defaultPrevented);
    assert.deepEqual(done, []);
  });
}

test("keys zoom around the middle, settle at once, and lead back to where one was", () => {
  for (const key of ["+", "=", "-", "_"]) fire(canvas, "keydown", { key });
  assert.deepEqual(did("zoom").map(([, point]) => point), [0, 1, 2, 3].map(() => [400, 200]));
  const [more, same, less, back] = did("zoom").map(([by]) => by);
  assert.ok(more > 1 && more === same && less === back);
  assert.ok(Math.abs(more * less - 1) < 1e-12);
  assert.equal(did("settle").length, 4);
});

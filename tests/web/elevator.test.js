// The elevator: where one is between floors, what a unit sees there, and what the page is told.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { fire } from "./dom.js";
import { openCanvases } from "./pens.js";

const parent = openCanvases();
/** @type {(() => void)[]} */
let frames = [];
Object.assign(globalThis, {
  Image: class { addEventListener() {} },
  requestAnimationFrame: (/** @type {() => void} */ work) => frames.push(work),
  cancelAnimationFrame: () => { frames = []; },
});
const { elevator } = await import("../../pages/web/components/elevator/index.js");
const { between, cellOver, eased, mixed, seenFrom } = await import("../../pages/web/components/elevator/data.js");
const { floorAt, canFilm, filmed } = await import("../../pages/web/components/elevator/film.js");
const { layoutFor, partAt, storey, tileOf } = await import("../../pages/web/components/elevator/layout.js");
mock.timers.enable({ apis: ["setTimeout"] });
let clock = 0;
performance.now = () => clock;

const FLOOR = { label: "conv", shape: "4 × 8 × 8", share: 0.25, fields: [[0.5, 2, 4], [0.5, 2, 4]], size: [8, 8],
  grid: [8, 8], signed: false, channels: [2, 0, 1, 3], values: ["1", "2", "3", "4"], told: ["cat"], dream: false,
  bars: [], says: "It sees.", word: "edges" };
const HEAD = {
  photo: [16, 16], surest: [0.5, 0.25], patch: 8, patches: "data:,", dream: 8, dreams: "",
  floors: [
    { ...FLOOR, label: "picture", fields: [[0, 1, 1], [0, 1, 1]], size: [16, 16], grid: [16, 16], channels: [0, 1, 2],
      share: 1 / 16, told: [], says: "The picture." },
    FLOOR,
    { ...FLOOR, label: "fc", fields: null, size: [1, 1], grid: [1, 1], share: 1, bars: [["cat", 0.9], ["dog", 0.1]] },
  ],
};
const WORDS = Object.fromEntries(["slider", "keys", "photo", "colours", "classes", "all", "up", "stop", "hint",
  "record", "recording", "not_recorded"].map((word) => [word, word]));

/** @param {any} head @param {Uint8Array} rest */
function packed(head, rest) {
  const text = new TextEncoder().encode(JSON.stringify(head));
  const size = Math.ceil(text.length / 4) * 4;
  const block = new Uint8Array(4 + size + rest.length).fill(32);
  new DataView(block.buffer).setUint32(0, size, true);
  block.set(text, 4);
  block.set(rest, 4 + size);
  return block;
}

function sentWith(floor = 0, point = /** @type {number[]} */ ([]), key = "k") {
  const cells = HEAD.floors.reduce((sum, one) => sum + one.channels.length * one.grid[0] * one.grid[1], 0);
  const block = packed(HEAD, new Uint8Array(2 * 768 + 3 * 256 + cells));
  const words = { ...WORDS, maps: "{count} of {all}", values: "{count} values",
    likes: "likes {channel}", likes_value: "value {channel}", dream: "dream {channel}",
    floor: "{floor} of {floors}: {label}", sees: "sees {size}, {share}", recorded: "{file}",
    picture: "all of {floor}" };
  return packed({ key, size: block.length, floor, point, words }, block);
}

/** @type {any} */
let view;
/** @type {any[]} */
let sent;
beforeEach(() => {
  parent.replaceChildren();
  [sent, frames, clock] = [[], [], 0];
  view = { ...elevator.build(parent), send: (/** @type {any} */ value) => sent.push(value), waitUntil: 0,
    selected: null, gone: new AbortController().signal };
  elevator.listen(view);
  view.card.getBoundingClientRect = () => ({ width: 1000, left: 0, top: 0, height: 0 });
  view.canvas.getBoundingClientRect = () => ({ width: 1000, left: 0, top: 0, height: 400 });
  elevator.receive(view, sentWith());
});

/** Let time pass. @param {number} ms */
function pass(ms) {
  clock += ms;
  for (const work of frames.splice(0)) work();
  mock.timers.tick(ms);
}
const key = (/** @type {string} */ name) => fire(view.slider, "keydown", { key: name });

test("between two floors one is softly nearer to one of them", () => {
  assert.deepEqual(between(1.5, 3), [1, 2, 0.5]);
  assert.deepEqual(between(0, 3), [0, 1, 0]);
  assert.deepEqual(between(2, 3), [2, 2, 0]);
  assert.ok(eased(0.25) < 0.25 && eased(0.75) > 0.75);
  assert.deepEqual(mixed([0, 0, 1, 1], [1, 1, 2, 2], 0.5), [0.5, 0.5, 1.5, 1.5]);
});

test("a unit sees what its field says, around the place it stands over", () => {
  const [top, left, bottom, right] = seenFrom(/** @type {any} */ (FLOOR), [16, 16], [0.5, 0.25]);
  // Over row 7.5 stands unit 4 (or 3), whose centre is at 0.5 + 2 x 4 = 8.5 (or 6.5); four pixels wide.
  assert.deepEqual(cellOver(/** @type {any} */ (FLOOR), [16, 16], [0.5, 0.25]), [4, 2]);
  assert.deepEqual([top, bottom], [7 / 16, 11 / 16]);
  assert.deepEqual([left, right], [3 / 16, 7 / 16]);
  assert.deepEqual(seenFrom(/** @type {any} */ (HEAD.floors[2]), [16, 16], [0, 0]), [0, 0, 1, 1]);
});

test("a film rests below and above, and is over in the end", () => {
  assert.equal(floorAt(0, 3), 0);
  assert.ok(Math.abs((floorAt(1.9, 3) ?? 0) - 1) < 1e-9);
  assert.equal(floorAt(3.5, 3), 2);
  assert.equal(floorAt(4, 3), null);
  assert.equal(canFilm(/** @type {any} */ ({})), false);
});

test("nothing stands in another's place, on a desk and on a phone", () => {
  for (const [wide, dreams] of /** @type {const} */ ([[1100, true], [980, false], [700, true], [390, true],
    [360, false]])) {
    const layout = layoutFor(wide, dreams);
    const { photo, maps, patches, dream } = layout;
    const boxes = [photo, maps, { ...patches, tall: (2 * patches.side) / 3 }, ...(dreams ? [dream] : [])]
      .map((one) => ({ tall: one.side, ...one }));
    for (const one of boxes) {
      assert.ok(one.x >= 0 && one.x + one.side <= wide + 1, `${wide}`);
      assert.ok(one.y + one.tall <= layout.tall + 1, `${wide} ${one.y + one.tall} ${layout.tall}`);
    }
    boxes.forEach((one, at) => boxes.slice(at + 1).forEach((other) => assert.ok(one.x + one.side <= other.x
      || other.x + other.side <= one.x || one.y + one.tall <= other.y || other.y + other.tall <= one.y, `${wide}`)));
  }
});

test("every part is found where it stands", () => {
  const layout = layoutFor(1000, false);
  const top = storey(/** @type {any} */ (layout.shaft), 2, 3);
  assert.deepEqual(partAt(layout, 20, top.y + 3, 3), { kind: "floor", place: 2, at: [] });
  const { photo, maps } = layout;
  assert.deepEqual(partAt(layout, photo.x + photo.side / 2, photo.y, 3)?.at, [0, 0.5]);
  const tile = tileOf(maps, 4);
  assert.deepEqual(partAt(layout, tile.x + 1, tile.y + 1, 3), { kind: "map", place: 4, at: [] });
  assert.equal(partAt(layout, 999, 1, 3), null);
});

test("an arrow goes one floor up by and by, and the page is told once it rests", () => {
  key("ArrowUp");
  pass(200);
  assert.ok(view.at > 0.3 && view.at < 0.7);
  assert.deepEqual(sent, []);
  pass(300);
  pass(300);
  assert.equal(view.at, 1);
  assert.deepEqual(sent, ["floor 1"]);
  assert.equal(view.says.textContent, "It sees.");
  assert.equal(view.told.textContent, "1 of 2: conv · edges");
});

test("End and Home go to the ends, other keys are left alone, and no floor is passed beyond", () => {
  key("End");
  pass(2000);
  assert.equal(view.at, 2);
  key("ArrowUp");
  pass(2000);
  assert.equal(view.at, 2);
  key("Home");
  pass(2000);
  assert.equal(view.at, 0);
  assert.equal(key("a").defaultPrevented ?? false, false);
});

test("the slider stands anywhere, and comes to rest on a floor", () => {
  view.slider.value = "0.6";
  fire(view.slider, "input");
  assert.equal(view.at, 0.6);
  fire(view.slider, "change");
  pass(1000);
  pass(1000);
  assert.deepEqual([view.at, sent], [1, ["floor 1"]]);
});

test("one button goes up, and stops", () => {
  fire(view.up, "click");
  pass(1100);
  assert.ok(view.at > 0.9 && view.at < 1.1);
  assert.equal(view.up.textContent, "stop");
  fire(view.up, "click");
  assert.equal(view.running, null);
});

test("the place on the picture follows the pointer, and a map is chosen by a click", () => {
  const { photo, maps } = view.layout;
  fire(view.canvas, "pointerdown", { clientX: photo.x + photo.side / 2, clientY: photo.y + photo.side / 4 });
  assert.deepEqual(view.point, [0.25, 0.5]);
  pass(1000);
  assert.deepEqual(sent, ["point 250 500"]);
  fire(view.canvas, "pointerup");
  key("ArrowUp");
  pass(1000);
  pass(1000);
  const tile = tileOf(maps, 2);
  fire(view.canvas, "pointerdown", { clientX: tile.x + 2, clientY: tile.y + 2 });
  pass(10);
  assert.deepEqual(sent.slice(-2), ["floor 1", "unit 1 1"]);
});

test("a floor is chosen in the shaft, and what the page said before does not take it back", () => {
  const { shaft } = view.layout;
  fire(view.canvas, "pointerdown", { clientX: 5, clientY: shaft.y + 2 });
  pass(1000);
  assert.equal(view.at, 2);
  elevator.receive(view, sentWith(0));
  assert.equal(view.at, 2);
  pass(4000);
  elevator.receive(view, sentWith(1, [100, 900]));
  assert.deepEqual([view.at, view.point], [1, [0.1, 0.9]]);
});

test("what is known already is not unpacked again", () => {
  const { house } = view;
  elevator.receive(view, sentWith(1));
  assert.equal(view.house, house);
  elevator.receive(view, sentWith(1, [], "other"));
  assert.notEqual(view.house, house);
});

test("what cannot be filmed says so", () => {
  assert.equal(view.film.hidden, true);
  assert.equal(view.filmTold.textContent, "not_recorded");
});

test("a film runs from below to above, then everything is let go of", async () => {
  /** @type {string[]} */
  const told = [];
  /** @type {any} */
  let made;
  Object.assign(globalThis, { MediaRecorder: class {
    static isTypeSupported() { return true; }

    constructor(/** @type {any} */ _stream, /** @type {any} */ options) {
      [made, this.options, this.listeners] = [this, options, /** @type {Record<string, any>} */ ({})];
    }

    addEventListener(/** @type {string} */ name, /** @type {any} */ work) { this.listeners[name] = work; }
    start() { told.push("start"); }
    stop() {
      told.push("stop");
      this.listeners.dataavailable({ data: "abc" });
      this.listeners.stop();
    }
  } });
  const track = { stop: () => told.push("let go") };
  const canvas = { captureStream: () => ({ getTracks: () => [track] }) };
  /** @type {number[]} */
  const shown = [];
  const film = filmed(/** @type {any} */ (canvas), 3, (at) => shown.push(at), new AbortController().signal);
  for (let second = 0; second < 5; second++) pass(1000);
  assert.equal((await film).size, 3);
  assert.deepEqual(told, ["start", "stop", "let go"]);
  assert.deepEqual([shown[0], shown.at(-1)], [0, 2]);
  assert.equal(made.options.mimeType, "video/webm");
});

test("a film ends where the page is left", async () => {
  const left = new AbortController();
  const canvas = { captureStream: () => ({ getTracks: () => [] }) };
  const film = filmed(/** @type {any} */ (canvas), 3, () => {}, left.signal);
  left.abort();
  pass(100);
  assert.equal((await film).type, "video/webm");
});

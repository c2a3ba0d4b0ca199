// A box on a photo as a reader has it: dragged, drawn anew, moved by keys; and the map of what resembles it.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { fire } from "./dom.js";
import { block, openCanvases } from "./pens.js";

openCanvases();
const { default: patchSearch } = await import("../../pages/web/components/patch_search/index.js");
mock.timers.enable({ apis: ["setTimeout"] });

const WORDS = { photo: "Drag the box", map: "How much", cell: "Row {row}, column {column}: {value}", low: "−1",
  high: "1", name: "Photo", keys: "Arrow keys.", hint: "Point at the map.", flat: "Flat." };
const [ROWS, COLUMNS] = [20, 100]; // as wide and high as the canvases of dom.js
const BOX = [2, 30, 4, 10];
const SHARES = "100_300_200_100";
const MAP = [ROWS - BOX[2] + 1, COLUMNS - BOX[3] + 1];

function data(shares = SHARES, flat = false) {
  const values = Float32Array.from({ length: MAP[0] * MAP[1] }, (_, at) => (at % 7) / 7 - 0.5);
  values[BOX[0] * MAP[1] + BOX[1]] = 1;
  const head = { photo: [ROWS, COLUMNS], map: MAP, high: 1, signed: true, hatched: true, shares, box: BOX,
    matches: [[2, 30, 1], [9, 70, 0.75]], flat, words: WORDS,
    asks: { name: "patch_search", photo: { sides: [2, 2], grey: "AAAA" } } };
  return block(head, values, new Uint8Array(768), new Uint8Array(3 * ROWS * COLUMNS));
}

/** @type {any} */
let parent;
/** @type {any} */
let sent;
/** @type {any} */
let end;
function show(what = data()) {
  end = patchSearch({ parentElement: parent, data: what, setTriggerValue: (_, value) => sent.push(value) });
}
function told(wait = 300) {
  mock.timers.tick(wait);
  return sent.splice(0);
}

const photo = () => parent.querySelector(".photo");
const heat = () => parent.querySelector(".heat");
const line = () => parent.querySelector(".line").textContent;
const at = (down, across) => ({ clientX: 1000 * across, clientY: 200 * down });
/** Frames around boxes, in px of the photo, that were drawn last; each is drawn twice, dark and light. */
function frames(canvas) {
  const calls = canvas.getContext().calls;
  const from = calls.findLastIndex(({ name }) => name === "drawImage");
  return calls.slice(from).filter(({ name, strokeStyle }) => name === "strokeRect" && strokeStyle === "#ffffff")
    .map(({ args: [x, y, wide, tall] }) => [y, x, tall, wide].map((side) => Math.round(side / 10)));
}
function drag(from, ...places) {
  fire(photo(), "pointerdown", { ...at(...from), pointerId: 1 });
  for (const place of places) fire(photo(), "pointermove", at(...place));
  fire(photo(), "pointerup");
}

beforeEach(() => {
  end?.();
  parent = globalThis.document.createElement("div");
  sent = [];
  show();
});

test("the box is framed where the server put it, both ends of the scale and both titles are said", () => {
  assert.deepEqual(frames(photo()), [[2, 30, 4, 10]]);
  assert.deepEqual(parent.querySelectorAll("span").filter(({ children }) => !children.length)
    .map(({ textContent }) => textContent), ["−1", "1"]);
  assert.deepEqual(parent.querySelectorAll(".title").map(({ textContent }) => textContent), [WORDS.photo, WORDS.map]);
  assert.equal(line(), WORDS.hint);
});

test("who does not see it is told the box, and the best places with their values", () => {
  assert.equal(photo().getAttribute("aria-label"), "Photo. Row 3, column 31: 4 × 10. Arrow keys");
  assert.equal(heat().getAttribute("aria-label"), "How much. Row 3, column 31: 1. Row 10, column 71: 0.75");
});

test("a cross stands in the middle of each of the best places", () => {
  const crosses = frames(heat()).filter(([, , tall]) => tall === 0);
  assert.deepEqual(crosses.map(([row, column, , wide]) => [row, column + wide / 2]), [[4, 35], [11, 75]]);
});

test("the map lies where the middles of the patches are", () => {
  const { args } = heat().getContext().calls.find(({ name }) => name === "drawImage");
  assert.deepEqual(args.slice(1).map((side) => side / 10), [4.5, 1.5, MAP[1], MAP[0]]);
});

test("a box that is dragged follows at once, and the server is told when it is let go", () => {
  fire(photo(), "pointerdown", { ...at(0.2, 0.35), pointerId: 1 });
  fire(photo(), "pointermove", at(0.4, 0.5));
  assert.deepEqual(frames(photo()), [[6, 45, 4, 10]]);
  assert.deepEqual(told(), []);
  fire(photo(), "pointerup");
  assert.deepEqual(told(0), ["300_450_200_100"]);
});

test("beside the box a new one is drawn, and a mere click draws none", () => {
  drag([0.6, 0.7], [0.602, 0.703]);
  assert.deepEqual(told(), []);
  drag([0.6, 0.7], [0.7, 0.75], [0.8, 0.9]);
  assert.deepEqual(told(), ["600_700_200_200"]);
});

test("a pointer that holds nothing moves nothing", () => {
  fire(photo(), "pointermove", at(0.9, 0.9));
  fire(photo(), "pointerup");
  assert.deepEqual([frames(photo()), told()], [[[2, 30, 4, 10]], []]);
});

test("an answer to an older box does not take the newer one back; the next one of the server's counts", () => {
  drag([0.2, 0.35], [0.4, 0.5]);
  told();
  show(); // still about the box before
  assert.deepEqual(frames(photo()), [[6, 45, 4, 10]]);
  show(data("300_450_200_100"));
  show(data("0_0_500_500"));
  assert.deepEqual(frames(photo()), [[0, 0, 10, 50]]);
});

for (const [key, shiftKey, box] of [["ArrowRight", false, "100_305_200_100"], ["ArrowUp", false, "95_300_200_100"],
  ["ArrowDown", true, "100_300_205_100"], ["ArrowLeft", true, "100_300_200_95"]]) {
  test(`${shiftKey ? "Shift and " : ""}${key} makes it ${box}, and many presses are one message`, () => {
    assert.ok(fire(photo(), "keydown", { key, shiftKey }).defaultPrevented);
    assert.deepEqual(told(100), []);
    assert.deepEqual(told(), [box]);
    for (let press = 0; press < 5; press++) fire(photo(), "keydown", { key, shiftKey });
    assert.equal(told().length, 1);
  });
}

test("other keys are the browser's", () => {
  for (const key of ["Tab", " ", "a", "Home"]) assert.equal(fire(photo(), "keydown", { key }).defaultPrevented, false);
  assert.deepEqual(told(), []);
});

test("a place of the map says its value and shows its patch on the photo", () => {
  fire(heat(), "pointermove", at(0.2, 0.35)); // the middle of the box itself
  assert.equal(line(), "Row 3, column 31: 1");
  assert.deepEqual(frames(photo()), [[2, 30, 4, 10], [2, 30, 4, 10]]);
  fire(heat(), "pointermove", at(0.01, 0.5)); // at the border no patch has its middle
  assert.equal(line(), WORDS.hint);
  fire(heat(), "pointermove", at(0.5, 0.5));
  assert.match(line(), /^Row 9, column 46: /);
  fire(heat(), "pointerleave");
  assert.equal(line(), WORDS.hint);
});

const LEVELS = Buffer.from(Uint8Array.from({ length: 9 * 46 }, (_, cell) => (cell === 3 * 46 + 20 ? 254 : 127)));
const FOUND = { sides: [10, 50], map: [9, 46], box: [3, 20, 2, 5], levels: LEVELS.toString("base64"), flat: false,
  matches: [[3, 20, 1]] };
/** @type {any[]} */
const asked = [];
function answer(found) {
  asked.length = 0;
  globalThis.fetch = /** @type {any} */ (async (_address, { body }) => {
    asked.push(JSON.parse(body));
    return { ok: true, json: async () => found };
  });
}
const soon = () => new Promise((done) => { setImmediate(done); });
/** Boxes of the map's pictures that were drawn last, in px of the photo. */
const mapAreas = () => heat().getContext().calls.filter(({ name }) => name === "drawImage").slice(-2)
  .map(({ args }) => args.slice(1).map((side) => Math.round(side / 5) / 2));

test("while the box is dragged the map of a smaller photo follows, and then that of the whole one", async () => {
  answer(FOUND);
  fire(photo(), "pointerdown", { ...at(0.2, 0.35), pointerId: 1 });
  fire(photo(), "pointermove", at(0.4, 0.5));
  await soon();
  assert.deepEqual(asked, [{ photo: { sides: [2, 2], grey: "AAAA" }, box: "300_450_200_100" }]);
  assert.ok(mapAreas().some((area) => String(area) === String([4, 1, 92, 18]))); // twice as large as it was sent
  fire(photo(), "pointerup");
  told();
  show(data("300_450_200_100"));
  assert.ok(mapAreas().some((area) => String(area) === String([4.5, 1.5, MAP[1], MAP[0]])));
});

test("an answer that comes after the page's own is not shown", async () => {
  /** @type {any} */
  let later;
  globalThis.fetch = /** @type {any} */ (() => new Promise((done) => { later = done; }));
  drag([0.2, 0.35], [0.4, 0.5]);
  told();
  show(data("300_450_200_100"));
  const before = heat().getContext().calls.length;
  later({ ok: true, json: async () => FOUND });
  await soon();
  assert.equal(heat().getContext().calls.length, before);
});

test("a flat box is told, whether the page or an answer past it says so", async () => {
  show(data(SHARES, true));
  assert.equal(line(), "Flat.");
  show(data(SHARES));
  assert.equal(line(), WORDS.hint);
  answer({ ...FOUND, flat: true, matches: [] });
  fire(photo(), "keydown", { key: "ArrowUp" });
  await soon();
  assert.equal(line(), "Flat.");
});

// The last sum as it is shown: running totals, what pointing and keys show, and what the page is told.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { fire } from "./dom.js";
import { openCanvases } from "./pens.js";

const parent = openCanvases();
const { lastSum } = await import("../../pages/web/components/last_sum/index.js");
const { mapOf, spanOf, totalsOf } = await import("../../pages/web/components/last_sum/data.js");
const { barOf, linesOf } = await import("../../pages/web/components/last_sum/rows.js");
mock.timers.enable({ apis: ["setTimeout"] });

const WORDS = Object.fromEntries(["feature", "weight", "paid", "bias", "total", "likes", "classes", "rows", "photo",
  "score", "share", "keys", "all"].map((word) => [word, word]));
const HEAD = {
  photo: [2, 2], grid: [1, 2], chosen: 0, payer: -1, signed: false, hatched: false, high: 2, class_high: 3,
  channels: [4, 7],
  classes: [
    { place: 3, name: "cat", share: 0.75, bias: -0.5, total: 2.5, score: 2.5, extra: null,
      rest: { count: 60, paid: 0.5 },
      rows: [{ channel: 7, feature: 2, weight: 1.5, paid: 3 }, { channel: 4, feature: 1, weight: -0.5, paid: -0.5 }] },
    { place: 5, name: "dog", share: 0.25, bias: 0, total: -1, score: -1, extra: null, rest: { count: 0, paid: 0 },
      rows: [{ channel: 4, feature: 1, weight: -1, paid: -1 }] },
  ],
  liked: { channels: [7, 4], side: 8, atlas: "data:image/webp;base64,AA", told: [["cat · 3", "tower · 2"], ["cup · 1"]] },
  words: { ...WORDS, channel: "channel {channel}", rest: "{count} more", same: "{score} and {gap}",
    where: "where {name}", map: "{channel}: {feature} x {weight} = {paid} for {name}", value: "value", plain: "plain" },
};

/** @param {any} head */
function packed(head) {
  const text = JSON.stringify(head);
  const padded = new TextEncoder().encode(text + " ".repeat((4 - (new TextEncoder().encode(text).length % 4)) % 4));
  const cells = head.grid[0] * head.grid[1];
  const numbers = new Float32Array(cells * (head.classes.length + head.channels.length)).map((_, at) => at);
  const bytes = new Uint8Array(2 * 768 + 12);
  const block = new Uint8Array(4 + padded.length + 4 * numbers.length + bytes.length);
  new DataView(block.buffer).setUint32(0, padded.length, true);
  block.set(padded, 4);
  block.set(new Uint8Array(numbers.buffer), 4 + padded.length);
  return block;
}

/** @type {any} */
let view;
/** @type {any[]} */
let sent;
beforeEach(() => {
  parent.replaceChildren();
  sent = [];
  view = { ...lastSum.build(parent), send: (/** @type {any} */ value) => sent.push(value), waitUntil: 0 };
  lastSum.listen(view);
  lastSum.receive(view, packed(HEAD));
});

const names = () => view.rows.children.map((/** @type {any} */ row) => row.children[1].textContent);
const paid = () => view.rows.children.map((/** @type {any} */ row) => row.children[4].textContent);

test("each line begins where the one above it ends, and the last is the whole score", () => {
  const lines = linesOf(HEAD.classes[0], HEAD.words);
  assert.deepEqual(lines.map((line) => line.from), [0, 3, 2.5, 3, 0]);
  assert.deepEqual(lines.map((line) => line.from + line.paid), [3, 2.5, 3, 2.5, 2.5]);
  assert.equal(lines[1].working, "1 × (−0.5)");
  assert.deepEqual(totalsOf(HEAD.classes[1]), [0, -1, -1]);
});

test("all sums have one scale, from the lowest to the highest running total", () => {
  assert.deepEqual(spanOf(HEAD.classes), [-1, 3]);
  assert.deepEqual(barOf(3, 2.5, [-1, 3]), [87.5, 12.5]);
  assert.deepEqual(barOf(0, -1, [-1, 3]), [0, 25]);
});

test("the asked class is shown line by line, with what the network itself puts out", () => {
  assert.deepEqual(names(), ["channel 8", "channel 5", "60 more", "bias", "total"]);
  assert.deepEqual(paid(), ["+3", "−0.5", "+0.5", "−0.5", "+2.5"]);
  assert.equal(view.same.textContent, "2.5 and 0");
  assert.equal(view.line.textContent, "where cat");
});

test("pointing at a class shows its sum at once and tells nobody", () => {
  fire(view.classes, "pointermove", { target: view.classes.children[1] });
  assert.deepEqual(names(), ["channel 5", "bias", "total"]);
  assert.equal(view.line.textContent, "where dog");
  fire(view.classes, "pointerleave");
  assert.equal(names().length, 5);
  mock.timers.tick(1000);
  assert.deepEqual(sent, []);
});

test("a click keeps a class, and the page is told its number", () => {
  fire(view.classes, "click", { target: view.classes.children[1] });
  mock.timers.tick(1000);
  assert.deepEqual(sent, ["class 5"]);
  assert.equal(view.classes.children[1].getAttribute("aria-selected"), "true");
});

test("pointing at a channel tells its product, a click keeps it, and one button shows all again", () => {
  fire(view.rows, "pointermove", { target: view.rows.children[0] });
  assert.equal(view.line.textContent, "8: 2 x 1.5 = 3 for cat");
  fire(view.rows, "click", { target: view.rows.children[0] });
  assert.equal(view.all.hidden, false);
  fire(view.all, "click");
  mock.timers.tick(1000);
  assert.equal(view.line.textContent, "where cat");
  assert.deepEqual(sent, ["channel -1"]);
});

test("the line of the total is no channel", () => {
  fire(view.rows, "pointermove", { target: view.rows.children[4] });
  assert.equal(view.line.textContent, "where cat");
});

test("arrows go through channels and classes, Escape lets go, and what is held down is one message", () => {
  const key = (/** @type {any} */ list, /** @type {string} */ name) => fire(list, "keydown", { key: name });
  key(view.rows, "ArrowDown");
  key(view.rows, "ArrowDown");
  key(view.rows, "ArrowDown");
  assert.equal(view.kept.payer, 4);
  key(view.rows, "Escape");
  key(view.classes, "ArrowDown");
  mock.timers.tick(1000);
  assert.deepEqual(sent, ["class 5"]);
});

test("photos that excite a channel are its row of the picture", () => {
  fire(view.rows, "pointermove", { target: view.rows.children[1] });
  const [patch] = view.liked.row.children;
  assert.equal(view.liked.row.children.length, 1);
  assert.equal(patch.getAttribute("aria-label"), "cup · 1");
  assert.equal(patch.style.getPropertyValue("background-position"), "0% 100%");
  assert.equal(patch.style.getPropertyValue("background-size"), "200% 200%");
});

test("maps stand behind the sums of classes, and a network without maps says so", () => {
  assert.deepEqual([...(mapOf(view.data, 1, -1)?.values ?? [])], [2, 3]);
  assert.deepEqual([...(mapOf(view.data, 0, 7)?.values ?? [])], [6, 7]);
  assert.equal(mapOf(view.data, 0, 99), null);
  lastSum.receive(view, packed({ ...HEAD, grid: [0, 0] }));
  assert.equal(view.line.textContent, "plain");
  assert.equal(view.rows.children[0].children[0].hidden, true);
});

test("an answer that is on its way does not take back what the reader chose since", () => {
  fire(view.classes, "click", { target: view.classes.children[1] });
  lastSum.receive(view, packed(HEAD));
  assert.equal(view.kept.place, 1);
});

// The likeliest classes as bars: what each row says to eyes and ears, and choosing one by click or keys.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { fire } from "./dom.js";
import { openCanvases } from "./pens.js";

openCanvases();
const { default: classScores } = await import("../../pages/web/components/class_scores/index.js");
mock.timers.enable({ apis: ["setTimeout"] });

const ROWS = [{ name: "cat", share: 0.625, before: 0.25 }, { name: "dog", share: 0.3, before: null },
  { name: "bird", share: 0.001, before: 1 }];
const DATA = { title: "It says", note: "The line marks it.", rows: ROWS, chosen: null, choose: false,
  words: { moved: "{name}: {share}, was {before}", keys: "Arrow keys choose." } };

/** @type {any} */
let parent;
/** @type {unknown[]} */
let sent;
/** @type {any} */
let end;
function show(more = {}) {
  end = classScores({ parentElement: parent, data: { ...DATA, ...more },
    setTriggerValue: (_, value) => sent.push(value) });
}

const list = () => parent.querySelector("ol");
const rows = () => list().children;
const spans = (name) => rows().map((row) => row.querySelector(`.${name}`));
const chosen = () => rows().map((row) => row.getAttribute("aria-selected"));

beforeEach(() => {
  end?.();
  parent = globalThis.document.createElement("div");
  sent = [];
});

test("a bar is as long as its share, and the number stands beside it", () => {
  show();
  assert.deepEqual(spans("bar").map((bar) => bar.style.width), ["62.5%", "30%", "0.1%"]);
  assert.deepEqual(spans("share").map((told) => told.textContent.replace(/\s/g, " ")), ["62.5 %", "30.0 %", "0.1 %"]);
  assert.deepEqual(spans("name").map((name) => name.title), ["cat", "dog", "bird"]);
});

test("a tick stands where a class was, and none where nobody knows", () => {
  show();
  assert.deepEqual(spans("tick").map((tick) => tick.hidden), [false, true, false]);
  assert.deepEqual([0, 2].map((row) => spans("tick")[row].style.left), ["25%", "100%"]);
  assert.deepEqual(rows().map((row) => row.getAttribute("aria-label").replace(/\s/g, " ")),
    ["cat: 62.5 %, was 25.0 %", "dog: 30.0 %", "bird: 0.1 %, was 100.0 %"]);
});

test("what cannot be chosen is a list: no stop for the keyboard, and nothing is sent", () => {
  show();
  assert.equal(list().getAttribute("role"), "list");
  assert.equal(list().getAttribute("tabindex"), null);
  assert.deepEqual(chosen(), [null, null, null]);
  fire(rows()[1], "click");
  assert.ok(!fire(list(), "keydown", { key: "ArrowDown" }).defaultPrevented);
  mock.timers.tick(1000);
  assert.deepEqual(sent, []);
});

test("a click chooses its row, at once and once", () => {
  show({ choose: true, chosen: 0 });
  assert.equal(list().getAttribute("aria-label"), "It says. Arrow keys choose.");
  assert.deepEqual(chosen(), ["true", "false", "false"]);
  fire(spans("bar")[2], "click");
  fire(spans("name")[2], "click");
  mock.timers.tick(1000);
  assert.deepEqual(sent, [2]);
  assert.deepEqual(chosen(), ["false", "false", "true"]);
});

test("arrow keys go from row to row, stop at both ends, and tell where they came to rest", () => {
  show({ choose: true, chosen: null });
  for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"]) {
    assert.ok(fire(list(), "keydown", { key }).defaultPrevented);
  }
  assert.deepEqual(sent, []);
  mock.timers.tick(1000);
  assert.deepEqual(sent, [1]);
  assert.ok(!fire(list(), "keydown", { key: "Tab" }).defaultPrevented);
});

test("fewer rows leave none behind, and a list can become one to choose from and back", () => {
  show({ choose: true, chosen: 1 });
  show({ rows: ROWS.slice(0, 1), title: "Then" });
  assert.equal(rows().length, 1);
  assert.deepEqual([list().getAttribute("role"), rows()[0].getAttribute("role")], ["list", "listitem"]);
  assert.equal(list().getAttribute("aria-label"), "Then");
  assert.deepEqual([chosen(), list().getAttribute("tabindex")], [[null], null]);
});

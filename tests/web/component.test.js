// How a component lives on a page: made once, told of each run, and made anew where it was taken off.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { openCanvases } from "./pens.js";

const parent = openCanvases();
const { component } = await import("../../pages/web/kit/component.js");
const { make } = await import("../../pages/web/kit/elements.js");

/** @type {string[]} */
let told;
/** @type {any[]} */
let sent;
/** @type {AbortSignal[]} */
let lives;
const run = component({
  build: (/** @type {HTMLElement} */ place) => ({ card: make("div", "card", place) }),
  listen: ({ gone }) => lives.push(gone),
  receive: (_view, /** @type {string} */ data) => told.push(data),
});
const call = (/** @type {string} */ data) =>
  run(/** @type {any} */ ({ parentElement: parent, data, setTriggerValue: (...all) => sent.push(all) }));
const taken = (/** @type {boolean} */ off) =>
  Object.defineProperty(parent.children[0], "isConnected", { value: !off, configurable: true });

beforeEach(() => {
  if (parent.children[0]) taken(true);
  [told, sent, lives] = [[], [], []];
});

test("it is made once, and told of each run", () => {
  call("one");
  const [card] = parent.children;
  call("two");
  assert.deepEqual([told, parent.children, lives.length], [["one", "two"], [card], 1]);
  assert.equal(card.dataset.theme, "light");
});

test("it is made anew where it was taken off the page, and the one before listens no more", () => {
  call("one");
  taken(true);
  call("two");
  assert.deepEqual(lives.map(({ aborted }) => aborted), [true, false]);
});

test("what Streamlit puts back after a lost line does not stand beside what was made meanwhile", () => {
  call("one");
  taken(true); // its place is off the page with it, and comes back later
  call("two");
  assert.equal(parent.children.length, 1);
});

test("once Streamlit takes it off, it listens no more", () => {
  const end = call("one");
  end();
  assert.ok(lives[0].aborted);
});

// The strip by keyboard: arrows go through its volumes, and what is folded is unfolded by Enter alone.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fire, openPage } from "./dom.js";

const page = openPage();
const { make } = await import("../../pages/web/kit/elements.js");
const { strip } = await import("../../pages/web/components/strip/index.js");

const FOLDED = "run:layer1.0.conv1";
const ORDER = ["input", "conv1", FOLDED, "pool1", "fc1"];
const NODES = ORDER.map((id, place) => ({ id, label: id, kind: "convolution", times: id === FOLDED ? 3 : 0,
  span: id === FOLDED ? ["layer1.0.conv1", "layer1.2.relu"] : null, x: 100 * place, y: 50, front: 20, tall: 60,
  across: 10, rise: 10, behind: 0, textX: 100 * place, textY: 150 }));

/** @type {any} */
let view;
/** @type {string[]} */
let said = [];

beforeEach(() => {
  said = [];
  page.replaceChildren();
  const made = strip.build(page);
  view = { ...made, order: ORDER, selected: "conv1", gone: new AbortController().signal,
    data: { width: 600, height: 200, nodes: NODES }, send: (/** @type {string} */ id) => said.push(id) };
  for (const node of NODES) view.nodes.set(node.id, { node, kinds: "node", group: make("g", "node", made.svg) });
  strip.listen(view);
});

/** @param {string} name */
const press = (name) => fire(view.svg, "keydown", { key: name });
/** What the server has been told once the reader paused. */
const heard = () => new Promise((resolve) => setTimeout(() => resolve([...said]), 400));

test("arrows select layers, and the server is told of the one that the reader stays at", async () => {
  press("ArrowLeft");
  assert.equal(view.selected, "input");
  assert.deepEqual(await heard(), ["input"]);
});

test("an arrow onto a pile tells the server nothing, Enter unfolds it", async () => {
  press("ArrowRight");
  assert.equal(view.selected, FOLDED);
  assert.deepEqual(await heard(), []);
  press("Enter");
  assert.deepEqual(await heard(), [FOLDED]);
});

test("arrows go past a pile, and Home and End to both ends", async () => {
  press("ArrowRight");
  press("ArrowRight");
  assert.equal(view.selected, "pool1");
  assert.deepEqual(await heard(), ["pool1"]);
  press("End");
  assert.equal(view.selected, "fc1");
  press("Home");
  assert.equal(view.selected, "input");
});

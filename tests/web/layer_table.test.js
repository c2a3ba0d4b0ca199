// The table of layers: what is in sight follows at once, hundreds of rows that are scrolled away a little later.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { fire, openPage } from "./dom.js";

const parent = openPage();
const { layerTable } = await import("../../pages/web/components/layer_table/index.js");

const [ROWS, TALL] = [100, 25];

/** @param {string} number @param {Partial<{ selected: string, rows: number, share: number }>} [more] */
function table(number, { selected = "conv0", rows = ROWS, share = 0.5 } = {}) {
  const layers = Array.from({ length: rows }, (_, at) => ({ name: `conv${at}`, kind: "convolution", known: true,
    wrong: false, cells: [`conv${at}`, number], shares: { params: share }, told: {} }));
  return { words: { name: "Layers" }, rows: layers, totals: [], selected, picked: "params",
    columns: [{ id: "name", title: "Layer", help: "" }, { id: "params", title: "Parameters", help: "" }] };
}

/** @type {any} */
let view;
/** @type {any[]} */
let sent;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  parent.replaceChildren();
  sent = [];
  view = { ...layerTable.build(parent), send: (/** @type {any} */ said) => sent.push(said) };
  layerTable.listen(view);
  Object.assign(view.scroller, { scrollTop: 0, clientHeight: 10 * TALL, scrollHeight: ROWS * TALL });
  show(table("1"));
});
afterEach(() => mock.timers.reset());

/** @param {any} data */
function show(data) {
  layerTable.receive(view, data);
  view.body.rows.forEach((/** @type {any} */ row, /** @type {number} */ at) => {
    Object.assign(row, { offsetTop: at * TALL, offsetHeight: TALL, sectionRowIndex: at });
  });
}

const numbers = () => view.body.rows.map((/** @type {any} */ row) => row.cells[1].textContent);

test("what is in sight follows at once and the rest after a moment", () => {
  show(table("2"));
  assert.deepEqual(numbers(), [...Array(11).fill("2"), ...Array(ROWS - 11).fill("1")]);
  mock.timers.tick(200);
  assert.deepEqual(numbers(), Array(ROWS).fill("2"));
});

test("while numbers keep coming the rest waits for the last of them", () => {
  for (const number of ["2", "3", "4"]) {
    mock.timers.tick(100);
    show(table(number));
    assert.deepEqual([numbers()[0], numbers()[50]], [number, "1"]);
  }
  mock.timers.tick(200);
  assert.deepEqual(numbers(), Array(ROWS).fill("4"));
});

test("who scrolls sees what is new", () => {
  show(table("2"));
  view.scroller.scrollTop = 50 * TALL;
  fire(view.scroller, "scroll");
  assert.deepEqual(numbers(), Array(ROWS).fill("2"));
  show(table("3"));
  assert.deepEqual([numbers()[0], numbers()[55]], ["2", "3"]);
});

for (const [what, data] of Object.entries({
  "another layer is selected": table("2", { selected: "conv70" }),
  "layers went": table("2", { rows: 60 }),
})) {
  test(`all rows follow at once where ${what}`, () => {
    layerTable.receive(view, data);
    assert.deepEqual(numbers(), Array(data.rows.length).fill("2"));
  });
}

test("a bar is not written again for a change that nobody can see", () => {
  const bar = () => view.body.rows[0].cells[1].style.getPropertyValue("--share");
  show(table("1", { share: 0.30001 }));
  assert.equal(bar(), "30%");
  show(table("1", { share: 0.306 }));
  assert.equal(bar(), "30.5%");
});

test("a click says which number was picked", () => {
  fire(view.body.rows[3].cells[1], "click");
  assert.deepEqual(sent, ["conv3|params"]);
});

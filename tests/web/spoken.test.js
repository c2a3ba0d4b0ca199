// What is told of a picture to those who do not see it, and how pictures of one unit tell each other.

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { onPause, tellFollowers } from "../../pages/web/kit/signal_follow.js";
import { indexOf, receiveUnit, unitsOf } from "../../pages/web/kit/signal_unit.js";
import { extentText, extremes, heard, setAlt } from "../../pages/web/kit/spoken.js";

const TOLD = "{rows} × {columns} cells from {least} to {most}; the largest is at row {row}, column {column}.";

class Fake extends EventTarget {
  attributes = new Map();
  writes = 0;
  getAttribute(name) { return this.attributes.get(name) ?? null; }
  setAttribute(name, value) { this.writes += 1; this.attributes.set(name, value); }
}

test("extremes lie where Math.min and Math.max find them", () => {
  for (const values of [[3, 1, 2], [-1, -1, -5, 4], [0], [7, 7, 7], [-2.5, 1e9, -1e9]]) {
    const [least, most] = extremes(values);
    assert.equal(values[least], Math.min(...values));
    assert.equal(values[most], Math.max(...values));
    assert.equal(least, values.indexOf(Math.min(...values)));
    assert.equal(most, values.indexOf(Math.max(...values)));
  }
});

test("what is not finite counts for nothing", () => {
  assert.deepEqual(extremes([NaN, 2, Infinity, 1, -Infinity]), [3, 1]);
  assert.deepEqual(extremes([NaN, Infinity]), [-1, -1]);
  assert.deepEqual(extremes([]), [-1, -1]);
});

test("rows and columns are counted from 1", () => {
  assert.equal(extentText(TOLD, { map: [2, 3], values: [0, 1, 2, 3, 9, 5] }),
    "2 × 3 cells from 0 to 9; the largest is at row 2, column 2.");
  assert.equal(extentText(TOLD, { map: [1, 1], values: [-0.5] }),
    "1 × 1 cells from −0.5 to −0.5; the largest is at row 1, column 1.");
  assert.equal(extentText(TOLD, { map: [1, 2], values: [NaN, NaN] }), "");
});

test("sentences are put behind each other with one stop between, and written once", () => {
  const picture = new Fake();
  setAlt(picture, "A map.", "", " It is 3 × 3 ", "Blue.");
  assert.equal(picture.getAttribute("aria-label"), "A map. It is 3 × 3. Blue");
  setAlt(picture, "A map.", "It is 3 × 3.", "Blue");
  assert.equal(picture.writes, 1);
  setAlt(picture, "Another");
  assert.equal(picture.getAttribute("aria-label"), "Another");
});

test("a line is read out while its own picture is used, and not when others change it", () => {
  const [picture, line] = [new Fake(), new Fake()];
  heard(picture, line);
  assert.equal(line.getAttribute("aria-live"), "off");
  for (const [name, how] of [["focus", "polite"], ["blur", "off"], ["pointerenter", "polite"], ["pointerleave", "off"]]) {
    picture.dispatchEvent(new Event(name));
    assert.equal(line.getAttribute("aria-live"), how);
  }
});

test("a unit's place in its map, and in the grid that is asked instead", () => {
  assert.equal(indexOf({ cell: [0, 0], map: [4, 5] }, [2, 3]), 2 * 5 + 3);
  assert.equal(indexOf({ cell: [0, 0], map: [4, 5], grid: [2, 2] }, [1, 1]), 3);
});

function pictures(count, data = { cell: [1, 1], map: [4, 4] }) {
  const drawn = [];
  const units = unitsOf((view) => drawn.push(view.name));
  const views = Array.from({ length: count }, (_, name) => ({ name, data, point: null, pinned: data.cell, selected: null,
    waitUntil: 0, gone: new AbortController().signal, send: mock.fn() }));
  views.forEach((view) => units.hear(view));
  return { drawn, units, views };
}

test("all pictures show the unit that one of them points at, and each is drawn once", () => {
  const { drawn, units, views } = pictures(3);
  units.look(views[0], [2, 3]);
  assert.deepEqual(views.map((view) => view.point), [[2, 3], [2, 3], [2, 3]]);
  assert.deepEqual(drawn.toSorted(), [0, 1, 2]);
  units.look(views[1], null);
  assert.deepEqual(views.map((view) => view.point), [null, null, null]);
  assert.deepEqual(views.map((view) => view.pinned), [[1, 1], [1, 1], [1, 1]]);
});

test("a pinned unit is pinned in all, and one of them tells the server", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { units, views } = pictures(3);
  units.pin(views[2], [3, 0]);
  context.mock.timers.tick(1);
  assert.deepEqual(views.map((view) => view.pinned), [[3, 0], [3, 0], [3, 0]]);
  assert.deepEqual(views.map((view) => view.send.mock.callCount()), [0, 0, 1]);
  assert.deepEqual(views[2].send.mock.calls[0].arguments, [12]);
});

test("keys that follow each other quickly are one message, the last", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { units, views } = pictures(1);
  for (const column of [1, 2, 3]) units.pin(views[0], [0, column], 200);
  context.mock.timers.tick(199);
  assert.equal(views[0].send.mock.callCount(), 0);
  context.mock.timers.tick(1);
  assert.deepEqual(views[0].send.mock.calls.map((call) => call.arguments), [[3]]);
});

test("an answer that is older than the reader's choice does not take it back", () => {
  const { units, views: [view] } = pictures(1);
  units.pin(view, [2, 2], 10_000);
  receiveUnit(view, { cell: [1, 1], map: [4, 4] });
  assert.deepEqual(view.pinned, [2, 2]);
  receiveUnit(view, { cell: [2, 2], map: [4, 4] });
  receiveUnit(view, { cell: [0, 1], map: [4, 4] });
  assert.deepEqual(view.pinned, [0, 1]);
  clearTimeout(view.timer);
});

test("those who follow are told when a reader pauses, until they are gone", () => {
  const [follow, other, life] = [mock.fn(), mock.fn(), new AbortController()];
  onPause("stack", follow, life.signal);
  onPause("pooling", other, life.signal);
  tellFollowers("stack");
  tellFollowers("stack");
  assert.deepEqual([follow.mock.callCount(), other.mock.callCount()], [2, 0]);
  life.abort();
  tellFollowers("stack");
  assert.equal(follow.mock.callCount(), 2);
});

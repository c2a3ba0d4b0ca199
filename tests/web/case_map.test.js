// The point on the map of the four cases: where it goes, what is said of its quarter, and what Python is told.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fire, openPage } from "./dom.js";

const parent = openPage();
const { caseMap } = await import("../../pages/web/components/case_map/index.js");
const { heightOf, quarterOf, sizeAt } = await import("../../pages/web/components/case_map/places.js");

const EDGES = { least: 5, most: 50_000, few: 500, alike: 0.5 };
const NAMES = ["many_unlike", "many_alike", "few_unlike", "few_alike"];
const WORDS = { lecture: "Lecture", app: "App", name: "Point", more: "many", fewer: "few", alike: "alike",
  unlike: "unlike", told: "{size}, {likeness} %: {quarter}", own: "yours: {size}, {likeness} %: {quarter}",
  back: "Back", take: "Do this", followed: "Done", source: "From {source}", hint: "Drag" };
const quarter = (/** @type {string} */ name) => ({ name, title: name, differs: name === "many_alike" ? "other" : "",
  advice: { lecture: { brief: "l", says: `lecture on ${name}`, source: "slides", followed: false },
    app: { brief: "a", says: `app on ${name}`, source: "notes", followed: name === "few_alike" } } });
const data = (/** @type {object} */ more = {}) => ({ own: { size: 24, likeness: 0.8 }, edges: EDGES,
  quarters: NAMES.map(quarter), how: "measured", words: WORDS, ...more });

/** @type {any} */
let view;
/** @type {unknown[]} */
let sent;
beforeEach(() => {
  parent.replaceChildren();
  sent = [];
  view = { ...caseMap.build(parent), send: (/** @type {unknown} */ one) => sent.push(one) };
  view.map.getBoundingClientRect = () => ({ left: 100, top: 50, width: 200, height: 400 });
  view.point.focus = () => {};
  caseMap.listen(view);
  caseMap.receive(view, data());
});

const here = () => view.quarters.findIndex((/** @type {any} */ one) => one.box.getAttribute("class").includes("here"));
const at = (/** @type {number} */ x, /** @type {number} */ y) => ({ clientX: 100 + 200 * x, clientY: 50 + 400 * (1 - y),
  pointerId: 1, pointerType: "mouse", target: view.map });

test("ten times the pictures are a quarter of the way up, and 500 are in the middle", () => {
  for (const [size, height] of [[5, 0], [50, 0.25], [500, 0.5], [5000, 0.75], [50_000, 1], [1, 0], [1e9, 1], [0, 0]]) {
    assert.ok(Math.abs(heightOf(EDGES, size) - height) < 1e-9, `${size}`);
  }
  assert.deepEqual([0, 0.25, 0.5, 0.75, 1, -3, 9].map((height) => sizeAt(EDGES, height)),
    [5, 50, 500, 5000, 50_000, 5, 50_000]);
  assert.equal(sizeAt(EDGES, 0.6), 1300); // 5 * 10000^0.6 = 1255.9, as round as one would say it
});

test("a place is in the quarter of its size and likeness, borders in the upper and the right", () => {
  const places = [[500, 0.49], [500, 0.5], [499, 0.49], [499, 0.5]];
  assert.deepEqual(places.map(([size, likeness]) => quarterOf(EDGES, { size, likeness })), [0, 1, 2, 3]);
});

test("the point stands where the reader's set is, and all is said of its quarter", () => {
  assert.equal(view.point.style.getPropertyValue("left"), "80%");
  assert.equal(Math.round(parseFloat(view.point.style.getPropertyValue("bottom"))), 17);
  assert.equal(view.told.textContent, "yours: 24, 80 %: few_alike");
  assert.equal(here(), 3);
  assert.equal(view.back.style.getPropertyValue("visibility"), "hidden");
  assert.deepEqual(view.advice.map((/** @type {any} */ one) => [one.says.textContent, one.source.textContent]),
    [["lecture on few_alike", "From slides"], ["app on few_alike", "From notes"]]);
});

test("a drag goes from quarter to quarter and tells Python nothing", () => {
  fire(view.map, "pointermove", at(0.1, 0.9));
  assert.equal(here(), 3); // nobody holds it
  fire(view.map, "pointerdown", at(0.1, 0.1));
  assert.equal(here(), 2);
  fire(view.map, "pointermove", at(0.1, 0.9));
  assert.equal(here(), 0);
  fire(view.map, "pointermove", at(0.9, 0.75));
  assert.equal(view.told.textContent, "5000, 90 %: many_alike");
  assert.equal(view.differs.textContent, "other");
  fire(view.map, "pointerup", {});
  fire(view.map, "pointermove", at(0, 0));
  assert.equal(here(), 1);
  assert.deepEqual(sent, []);
});

test("beyond the map the point stays at its edge", () => {
  fire(view.map, "pointerdown", at(7, -3));
  assert.deepEqual(view.at, { size: 5, likeness: 1 });
  fire(view.map, "pointermove", at(-7, 3));
  assert.deepEqual(view.at, { size: 50_000, likeness: 0 });
});

test("a finger that scrolls over the map does not move the point; one on the point does, and so does a tap", () => {
  fire(view.map, "pointerdown", { ...at(0.1, 0.9), pointerType: "touch" });
  fire(view.map, "pointermove", { ...at(0.1, 0.9), pointerType: "touch" });
  assert.equal(here(), 3);
  fire(view.map, "click", at(0.1, 0.9));
  assert.equal(here(), 0);
});

for (const [key, quarterAt, size, likeness] of /** @type {[string, number, number, number][]} */ ([
  ["ArrowLeft", 3, 24, 0.78], ["ArrowRight", 3, 24, 0.82], ["ArrowUp", 3, 29, 0.8], ["ArrowDown", 3, 20, 0.8],
  ["PageUp", 3, 60, 0.8], ["PageDown", 3, 10, 0.8]])) {
  test(`${key} moves the point by a step`, () => {
    const event = fire(view.point, "keydown", { key });
    assert.ok(event?.defaultPrevented ?? true);
    assert.deepEqual([here(), view.at.size, view.at.likeness], [quarterAt, size, likeness]);
    assert.equal(view.point.getAttribute("aria-valuenow"), String(Math.round(100 * likeness)));
  });
}

test("Home and the button go back to the reader's set", () => {
  for (const back of [() => fire(view.point, "keydown", { key: "Home" }), () => fire(view.back, "click", {})]) {
    fire(view.map, "pointerdown", at(0.2, 0.8));
    fire(view.map, "pointerup", {});
    assert.equal(view.back.style.getPropertyValue("visibility"), "visible");
    back();
    assert.deepEqual(view.at, { size: 24, likeness: 0.8 });
  }
});

test("one click takes advice over, of the quarter where the point is, and what is done already cannot be", () => {
  const [lecture, app] = view.advice;
  assert.deepEqual([app.take.disabled, app.take.textContent, lecture.take.textContent], [true, "Done", "Do this"]);
  fire(lecture.take, "click", {});
  fire(view.map, "pointerdown", at(0.9, 0.9));
  fire(app.take, "click", {});
  assert.deepEqual(sent, ["lecture.few_alike", "app.many_alike"]);
});

test("a dragged point stays through another run, and another set takes it home", () => {
  fire(view.map, "pointerdown", at(0.1, 0.9));
  fire(view.map, "pointerup", {});
  caseMap.receive(view, data({ how: "again" }));
  assert.deepEqual([here(), view.how.textContent], [0, "again"]);
  caseMap.receive(view, data({ own: { size: 900, likeness: 0.3 } }));
  assert.deepEqual(view.at, { size: 900, likeness: 0.3 });
});

test("likeness that is measured meanwhile moves the point along, but not one that is dragged", () => {
  caseMap.receive(view, data({ own: { size: 24, likeness: 0.6 } }));
  assert.deepEqual(view.at, { size: 24, likeness: 0.6 });
  fire(view.map, "pointerdown", at(0.1, 0.9));
  caseMap.receive(view, data({ own: { size: 24, likeness: 0.4 } }));
  assert.equal(view.at.likeness, 0.1);
  fire(view.back, "click", {});
  assert.deepEqual(view.at, { size: 24, likeness: 0.4 });
});

test("each quarter says in two lines what both advise, and where they differ the app's is marked", () => {
  view.quarters.forEach((/** @type {any} */ one, /** @type {number} */ place) => {
    assert.equal(one.title.textContent, NAMES[place]);
    assert.deepEqual(one.lines.map((/** @type {any} */ line) => line.textContent), ["Lecture: l", "App: a"]);
    assert.equal(one.lines[1].getAttribute("class"), NAMES[place] === "many_alike" ? "other" : "");
  });
});

test("the axes are named once, however often the page runs", () => {
  caseMap.receive(view, data());
  caseMap.receive(view, data());
  const texts = (/** @type {any} */ axis) => axis.children.map((/** @type {any} */ end) => end.textContent);
  assert.deepEqual([texts(view.upright), texts(view.level)], [["many", "few"], ["unlike", "alike"]]);
});

for (const [size, likeness, bottom, left] of [[5, 0, 0, 0], [50, 0.25, 25, 25], [500, 0.5, 50, 50],
  [50_000, 1, 100, 100], [1, 0.1, 0, 10], [9e6, 0.9, 100, 90]]) {
  test(`${size} pictures that are ${likeness} alike have their place, and a ring stays there`, () => {
    caseMap.receive(view, data({ own: { size, likeness } }));
    for (const mark of [view.point, view.home]) {
      assert.equal(Math.round(parseFloat(mark.style.getPropertyValue("bottom"))), bottom);
      assert.equal(Math.round(parseFloat(mark.style.getPropertyValue("left"))), left);
    }
    fire(view.point, "keydown", { key: "ArrowRight" });
    assert.equal(Math.round(parseFloat(view.home.style.getPropertyValue("left"))), left);
  });
}

test("a key at the edge of the map goes no farther", () => {
  const often = (/** @type {string} */ key) => {
    for (let times = 0; times < 60; times++) fire(view.point, "keydown", { key });
  };
  ["ArrowRight", "PageUp"].forEach(often);
  assert.deepEqual(view.at, { size: 50_000, likeness: 1 });
  ["ArrowLeft", "PageDown"].forEach(often);
  assert.deepEqual(view.at, { size: 5, likeness: 0 });
});

test("those who do not see the map hear where the point is", () => {
  fire(view.map, "pointerdown", at(0.1, 0.9));
  assert.equal(view.point.getAttribute("aria-valuetext"), view.told.textContent);
  assert.equal(view.point.getAttribute("aria-label"), "Point");
  assert.match(view.told.textContent, /^20000, 10 %: many_unlike$/);
});

test("other keys are the page's", () => {
  for (const key of ["Tab", "a", "Enter"]) {
    fire(view.point, "keydown", { key });
    assert.deepEqual(view.at, { size: 24, likeness: 0.8 });
  }
});

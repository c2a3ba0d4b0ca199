// What a reader has answered is kept in a cookie; the rail begins each step at its top, and the bar opens it.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const cookies = [];
const presses = [];
const scrolls = [];
const found = new Map();
const listeners = new Map();

class Element {
  constructor(inside = "") { this.inside = inside; }

  closest(selector) { return selector === this.inside ? this : null; }

  dispatchEvent() { presses.push(this.inside); }

  scrollTo(...place) { scrolls.push(place); }
}

class MouseEvent {}

const page = {
  dataset: {},
  toggleAttribute(name) { const key = name.slice(5); if (key in this.dataset) delete this.dataset[key]; else this.dataset[key] = ""; },
  removeAttribute(name) { delete this.dataset[name.slice(5)]; },
};
Object.assign(globalThis, { Element, MouseEvent, location: { pathname: "/app/pooling", protocol: "http:" } });
globalThis.document = /** @type {any} */ ({
  documentElement: page,
  addEventListener: (name, listener, capture) => listeners.set(name, { listener, capture }),
  querySelector: (selector) => [...found].find(([part]) => selector.includes(part))?.[1] ?? null,
  set cookie(text) { cookies.push(text); },
});
const { default: keeper } = await import("../../pages/web/components/lesson_keeper/index.js");

const READ = ".st-key-lesson_read button";
const shows = (value, step) => keeper({ data: { cookie: "explorer_lessons", value, step } });

/** Play an event; returns what was asked of it. */
function play(name, more) {
  const asked = [];
  listeners.get(name).listener({
    ...more, preventDefault: () => asked.push("prevent"), stopPropagation: () => asked.push("stop") });
  return asked;
}

beforeEach(() => {
  for (const list of [cookies, presses, scrolls]) list.length = 0;
  found.clear();
  page.dataset = {};
});

test("what was done is kept for the app's own path, once for each change", () => {
  shows("2.1.1", "2/1");
  shows("2.1.1", "2/1");
  shows("2.3.2", "2/1");
  assert.deepEqual(cookies.map((text) => text.split("; ").slice(0, 2)), [
    ["explorer_lessons=2.1.1", "Path=/app/"], ["explorer_lessons=2.3.2", "Path=/app/"]]);
  assert.match(cookies[0], /SameSite=Lax/);
});

test("another step begins at the rail's top, an answer leaves it where it is", () => {
  found.set("stSidebarContent", new Element());
  shows("2.3.2", "2/2");
  assert.deepEqual(scrolls, [[0, 0]]);
  shows("2.7.2", "2/2");
  shows("2.7.2", "");
  assert.deepEqual(scrolls, [[0, 0]]);
});

test("events are heard before Streamlit hears them", () => {
  assert.deepEqual([...listeners].map(([name, { capture }]) => [name, capture]), [["click", true], ["keydown", true]]);
});

test("the bar opens the closed sidebar, and nothing runs on the server", () => {
  found.set("data-collapsed=true", new Element());
  found.set("stExpandSidebarButton", new Element("expand"));
  assert.deepEqual(play("click", { target: new Element(READ) }), ["prevent", "stop"]);
  assert.deepEqual(presses, ["expand"]);
  assert.deepEqual(page.dataset, {});
});

test("an open sidebar stays, and other clicks are none of its business", () => {
  found.set("stExpandSidebarButton", new Element("expand"));
  play("click", { target: new Element(READ) });
  assert.deepEqual(play("click", { target: new Element(".other") }), []);
  assert.deepEqual(play("click", { target: null }), []);
  assert.deepEqual(presses, []);
});

test("in projector mode the bar lays the rail over the page and takes it away again", () => {
  page.dataset = { present: "" };
  play("click", { target: new Element(READ) });
  assert.ok("lesson" in page.dataset);
  play("click", { target: new Element(READ) });
  assert.ok(!("lesson" in page.dataset));
});

test("Escape takes the rail away first; without it Escape goes on to whoever wants it", () => {
  page.dataset = { present: "", lesson: "" };
  assert.deepEqual(play("keydown", { key: "Enter" }), []);
  assert.deepEqual(play("keydown", { key: "Escape" }), ["stop"]);
  assert.deepEqual(page.dataset, { present: "" });
  assert.deepEqual(play("keydown", { key: "Escape" }), []);
  page.dataset = { lesson: "" };
  assert.deepEqual(play("keydown", { key: "Escape" }), []);
});

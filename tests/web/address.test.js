// The component that writes the address bar, with a browser's `location` and `history` played.

import assert from "node:assert/strict";
import { test } from "node:test";

const steps = [];
const place = { pathname: "/pooling", search: "", hash: "", reloads: 0, reload: () => { place.reloads += 1; } };

/** Note a step, and go there. */
function go(way, url) {
  const to = new URL(url, `http://app${place.pathname}`);
  Object.assign(place, { pathname: to.pathname, search: to.search, hash: to.hash });
  steps.push([way, url]);
}

class History {
  state = {};

  pushState(_state, _title, url) { go("push", url); }

  replaceState(_state, _title, url) { go("replace", url); }
}

Object.defineProperty(place, "href", { get: () => `http://app${place.pathname}${place.search}${place.hash}` });
const history = new History();
Object.assign(globalThis, { location: place, History, history });
globalThis.document = Object.assign(new EventTarget(), { documentElement: { dataset: {}, toggleAttribute() {} } });
const { default: address } = await import("../../pages/web/components/address/index.js");

/** Stand at an address, with nothing noted yet. */
function at(pathname, search = "", hash = "") {
  Object.assign(place, { pathname, search, hash, reloads: 0 });
  steps.length = 0;
}

const shows = (page, query, session = "s") => address({ data: { page, query, session } });

test("a page writes its query in place", () => {
  at("/pooling", "?kernel=2", "#grid");
  shows("pooling", "grid=1_2~3_4&kernel=3");
  assert.deepEqual(steps, [["replace", "/pooling?grid=1_2~3_4&kernel=3#grid"]]);
});

test("what stands there already is not written again", () => {
  at("/base/pooling", "?kernel=3");
  shows("pooling", "kernel=3");
  assert.deepEqual(steps, []);
});

test("a page without parameters takes those away that are not its own", () => {
  at("/jobs", "?grid=1");
  shows("jobs", "");
  assert.equal(place.search, "");
});

test("what comes late leaves the next page alone", () => {
  at("/jobs", "?job=1");
  shows("pooling", "kernel=3");
  assert.deepEqual(steps, []);
});

test("an embedding site keeps what it asked for", () => {
  at("/pooling", "?embed=true&embed_options=dark_theme&embedded=1");
  shows("pooling", "kernel=3");
  assert.equal(place.search, "?kernel=3&embed=true&embed_options=dark_theme");
});

test("a page that is opened from one in a frame knows that it is in one", () => {
  at("/pooling", "");
  globalThis.document.documentElement.dataset.embed = "";
  shows("pooling", "kernel=3");
  delete globalThis.document.documentElement.dataset.embed;
  assert.equal(place.search, "?kernel=3&embed=1");
});

test("others go to another page by a step, and cannot touch the query of the one that is open", () => {
  at("/pooling", "?kernel=3");
  history.pushState({}, "", "/pooling?job=1");
  history.replaceState({}, "", "/pooling");
  assert.equal(place.search, "?kernel=3");
  history.pushState({}, "", "/jobs?job=1");
  assert.deepEqual(steps, [["push", "/jobs?job=1"]]);
});

test("a server that has begun anew is asked with the present address", () => {
  at("/filters");
  shows("filters", "step=4", "before");
  shows("filters", "step=2", "after");
  assert.deepEqual([place.search, place.reloads], ["?step=4", 1]);
});

test("another session that says the same, or another page, is nothing to ask for", () => {
  at("/stack");
  shows("stack", "layer=relu1", "before");
  shows("stack", "layer=relu1", "after");
  place.pathname = "/jobs";
  shows("jobs", "job=1", "later");
  assert.deepEqual([place.search, place.reloads], ["?job=1", 0]);
});

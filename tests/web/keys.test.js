// Alt and an arrow are the browser's Back and Forward: components leave them alone, but for those that say otherwise.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fire, openPage } from "./dom.js";

const parent = openPage();
const { leaveToBrowser } = await import("../../pages/web/kit/component.js");

/** @param {object} keys @param {boolean} [taken] whether what is around the element takes Alt */
function stopped(keys, taken = false) {
  const [around, inner] = [globalThis.document.createElement("div"), globalThis.document.createElement("div")];
  parent.appendChild(around).appendChild(inner);
  if (taken) around.setAttribute("data-takes-alt", "");
  inner.addEventListener("keydown", leaveToBrowser);
  const event = fire(inner, "keydown", keys);
  assert.equal(event.defaultPrevented, false);
  return /** @type {any} */ (event).stopped;
}

for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) {
  test(`Alt and ${key} go to the browser`, () => {
    assert.equal(stopped({ key, altKey: true }), true);
    assert.equal(stopped({ key, altKey: true }, true), false);
    assert.equal(stopped({ key, altKey: false }), false);
  });
}

test("other keys come to the component, with Alt too", () => {
  for (const key of ["Enter", "Home", "a", " "]) assert.equal(stopped({ key, altKey: true }), false);
});

// Where values stand in the long row, against the strides of PyTorch: 1024 c + 32 r + x in 3 x 32 x 32.

import assert from "node:assert/strict";
import { test } from "node:test";

import { countOf, drawnAt, flatOf, indexOf, neighboursOf, partsAround, placeAt, placeDrawn }
  from "../../pages/web/math/flatten.js";
import { openPage } from "./dom.js";

openPage();
const { sumOf } = await import("../../pages/web/components/pixel_row/panel.js");
const { apart, colourParts, valueAt } = await import("../../pages/web/components/pixel_row/data.js");

const range = (count) => Array.from({ length: count }, (_, at) => at);
const SHAPE = [3, 32, 32];
const plain = flatOf(SHAPE, range(1024));
const mixed = flatOf(SHAPE, range(1024).map((at) => (at * 389 + 71) % 1024)); // 389 has no divisor in common with 1024

for (const [place, index] of [[[0, 0, 0], 0], [[0, 0, 1], 1], [[0, 1, 0], 32], [[1, 0, 0], 1024], [[1, 5, 7], 1191],
  [[2, 31, 31], 3071]]) {
  test(`${place} stands at ${index}`, () => {
    assert.equal(indexOf(plain, place), index);
    assert.deepEqual(placeAt(plain, index), place);
    assert.deepEqual(drawnAt(plain, place), place);
  });
}

test("in any order each place has one value, and the ways lead back", () => {
  assert.equal(new Set(range(countOf(mixed)).map((index) => placeAt(mixed, index).join())).size, 3072);
  for (const index of [0, 1, 1023, 1024, 3071]) {
    const place = placeAt(mixed, index);
    assert.equal(indexOf(mixed, place), index);
    assert.deepEqual(placeDrawn(mixed, drawnAt(mixed, place)), place);
  }
  assert.equal(indexOf(mixed, placeAt(mixed, 5)) % 1024, 5);
});

test("neighbours are 1, W and H W apart, also at the ends", () => {
  for (const place of [[0, 0, 0], [1, 5, 6], [2, 31, 31]]) {
    const found = neighboursOf(plain, place).map(({ kind, place: other }) =>
      [kind, apart({ flat: plain }, place, other)]);
    assert.deepEqual(found, [["beside", 1], ["below", 32], ["channel", 1024]]);
  }
  assert.deepEqual(neighboursOf(flatOf([1, 2, 2], range(4)), [0, 0, 0]).map(({ kind }) => kind), ["beside", "below"]);
});

test("another order takes neighbours apart", () => {
  const found = neighboursOf(mixed, [1, 5, 6]).map(({ place }) => apart({ flat: mixed }, [1, 5, 6], place));
  assert.ok(found[0] > 1 && found[1] !== 32);
  assert.equal(found[2], 1024); // pixels stay whole
});

test("the sum says how the index comes about, with the values in it", () => {
  const text = (parts) => parts.map((part) => part.textContent ?? String(part)).join("");
  const shown = { shape: SHAPE, flat: plain, shuffled: false };
  assert.deepEqual(sumOf(shown, [1, 5, 7]).map(text), ["i=c·HW+r·W+x", "=1·1024+5·32+7=1191"]);
  const index = indexOf(mixed, [1, 5, 7]);
  assert.deepEqual(sumOf({ ...shown, flat: mixed, shuffled: true }, [1, 5, 7]).map(text),
    [`place(167)=${index - 1024}`, `i=1·1024+${index - 1024}=${index}`]);
});

test("parts of the row are whole, ordered, and one where they touch", () => {
  assert.deepEqual(partsAround([1191, 1192, 1223, 2215], 2, 3072), [[1189, 1195], [1221, 1226], [2213, 2218]]);
  assert.deepEqual(partsAround([3071, 0], 2, 3072), [[0, 3], [3069, 3072]]);
  assert.deepEqual(partsAround([3, 8], 2, 64), [[1, 11]]); // nothing lies between but one place
});

test("a value is drawn in its channel's colour, or in grey", () => {
  assert.deepEqual([colourParts(3, 1, 9), colourParts(1, 0, 9)], [[0, 9, 0], [9, 9, 9]]);
  assert.equal(valueAt({ shape: [2, 2, 2], values: range(8) }, [1, 0, 1]), 5);
});

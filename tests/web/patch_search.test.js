// A box that is dragged, drawn anew and moved by keys stays on the photo.

import assert from "node:assert/strict";
import { test } from "node:test";

import { centred, dragged, holds, moved, WHOLE } from "../../pages/web/components/patch_search/box.js";

const BOX = [200, 300, 100, 150];

test("a finger inside a box moves it, one outside draws another", () => {
  assert.deepEqual(dragged({ from: [250, 350], box: BOX }, [270, 340]), [220, 290, 100, 150]);
  assert.deepEqual(dragged({ from: [600, 700], box: BOX }, [500, 640]), [500, 640, 100, 60]);
  assert.ok(holds(BOX, [200, 300]) && !holds(BOX, [300, 300]) && !holds(BOX, [250, 450]));
});

test("a click beside the box changes nothing", () => {
  assert.deepEqual(dragged({ from: [600, 700], box: BOX }, [602, 703]), BOX);
});

for (const to of [[-500, -500], [5000, 5000], [0, WHOLE], [WHOLE, 0]]) {
  test(`dragged to ${to} it stays on the photo`, () => {
    for (const from of [[250, 350], [600, 700]]) {
      const [row, column, rows, columns] = dragged({ from, box: BOX }, to);
      assert.ok(row >= 0 && column >= 0 && row + rows <= WHOLE && column + columns <= WHOLE);
      assert.ok(rows <= WHOLE / 2 && columns <= WHOLE / 2);
    }
  });
}

test("arrows move it, with Shift they change its size", () => {
  assert.deepEqual(moved(BOX, [0, 1], false), [200, 305, 100, 150]);
  assert.deepEqual(moved(BOX, [1, 0], true), [200, 300, 105, 150]);
  assert.deepEqual(moved([0, 0, 100, 100], [-1, 0], false), [0, 0, 100, 100]);
  assert.deepEqual(moved([0, 0, 10, 100], [-1, 0], true), [0, 0, 10, 100]);
});

test("a place of the map is the middle of its patch; at the border there is none", () => {
  const data = { photo: [100, 200], map: [91, 181], box: [0, 0, 10, 20] };
  assert.deepEqual(centred(data, [0.5, 0.5]), [45, 90]);
  assert.equal(centred(data, [0.01, 0.5]), null);
  assert.equal(centred(data, [0.5, 0.99]), null);
});

// What is told of a pixel of a filtered photo, of a long picture on paper, and of borders, against numpy.

import assert from "node:assert/strict";
import { test } from "node:test";

import { tidy, workOf } from "../../pages/web/components/filter_view/work.js";
import { rowsOf } from "../../pages/web/components/strip/rows.js";
import { number } from "../../pages/web/kit/format.js";
import { cellBehind, dot, evaluator } from "../../pages/web/math/filters.js";
import { expected } from "./numbers.js";

expected.filters.forEach(({ photo, steps, output }, at) => {
  const panel = { size: steps.at(-1).size, steps, at: evaluator(photo, steps) };
  const [height, width, depth] = panel.size;
  const cells = Array.from({ length: height * width }, (_, cell) => [Math.floor(cell / width), cell % width]);
  const pointed = (row, column, channel) =>
    workOf(photo, panel, { at: [(row + 0.5) / height, (column + 0.5) / width], channel });

  test(`filter ${at}: what is told of a pixel is what scipy finds there`, () => {
    for (const [row, column] of cells) {
      const work = pointed(row, column, 0);
      const value = output[(row * width + column) * depth];
      const direction = steps.at(-1).name === "direction";
      assert.deepEqual([work.row, work.column], [row, column]);
      assert.equal(work.told, direction ? `${number(Math.round((value * 180) / Math.PI))}°` : number(tidy(value)));
    }
  });

  test(`filter ${at}: the patch under each kernel adds up to its sum`, () => {
    for (const [row, column] of cells) {
      const { window, kernels, sums } = pointed(row, column, 1);
      const found = kernels.map((kernel) => number(tidy(dot(window, kernel))));
      if (kernels.length > 1) assert.equal(sums, `Gx ${found[0]}, Gy ${found[1]}`);
      else assert.equal(sums, "");
    }
  });

  test(`filter ${at}: colours of the patch hold all its values, and borders are marked`, () => {
    for (const [row, column] of cells) {
      const { window, low, high, beyond } = pointed(row, column, 2);
      if (steps.length > 1) assert.ok(Math.min(...window.flat()) >= low && Math.max(...window.flat()) <= high);
      else assert.deepEqual([low, high], [0, 255]);
      assert.deepEqual([beyond.length, beyond[0].length], [window.length, window[0].length]);
    }
    const { gap, side } = { gap: steps[0].dilation, side: steps[0].kernels[0].length };
    const inside = Math.floor((gap * (side - 1)) / 2);
    const corner = pointed(0, 0, 0).beyond;
    assert.equal(corner.flat().some(Boolean), inside > 0);
  });
});

// numpy.pad of 0, 1, 2, 3 by three places on either side, with mode reflect, edge and wrap.
const PADDED = {
  reflect: [3, 2, 1, 0, 1, 2, 3, 2, 1, 0],
  replicate: [0, 0, 0, 0, 1, 2, 3, 3, 3, 3],
  circular: [1, 2, 3, 0, 1, 2, 3, 0, 1, 2],
  zeros: [-1, -1, -1, 0, 1, 2, 3, -1, -1, -1],
};

for (const [padding, cells] of Object.entries(PADDED)) {
  test(`behind the border lies what numpy puts there: ${padding}`, () => {
    assert.deepEqual(cells.map((_, at) => cellBehind(at - 3, 4, padding)), cells);
  });
}

test("a picture of one pixel cannot be mirrored", () => {
  assert.equal(cellBehind(-1, 1, "reflect"), -1);
  assert.equal(cellBehind(-1, 1, "replicate"), 0);
  assert.equal(cellBehind(5, 1, "circular"), 0);
});

test("what adding up in another order leaves is dropped, and nothing else", () => {
  assert.deepEqual([0.1 + 0.2 - 0.3, 1 / 3, -2.5, 1e-7].map(tidy), [0, 0.333333, -2.5, 0]);
});

const LAYERS = Array.from({ length: 20 }, (_, at) => ({ x: 100 * at, front: 10, across: 20, textX: 100 * at + 15,
  shape: "64 × 56 × 56", label: "conv 3 × 3", behind: false }));

test("a picture that fits is one row", () => {
  assert.deepEqual(rowsOf(LAYERS, 2000, 2000), [{ start: 0, end: 2000 }]);
  assert.deepEqual(rowsOf(LAYERS, 2000, 1600), [{ start: 0, end: 2000 }]); // letters may shrink to 0.8 of their size
});

test("a long picture is cut where no layer is, and all of it is there once", () => {
  for (const room of [240, 400, 700, 1000]) {
    const rows = rowsOf(LAYERS, 2000, room);
    assert.equal(rows[0].start, 0);
    assert.equal(rows.at(-1).end, 2000);
    rows.slice(1).forEach((row, at) => assert.equal(row.start, rows[at].end));
    for (const { x, front, across } of LAYERS) {
      assert.equal(rows.filter(({ start, end }) => x >= start && x + front + across <= end).length, 1);
    }
    assert.ok(rows.every(({ start, end }, at) => at === rows.length - 1 || end - start <= room / 0.8 + 100));
  }
});

test("layers that stand above each other are never parted", () => {
  const stacked = LAYERS.flatMap((layer) => [layer, { ...layer, x: layer.x + 15, textX: layer.x + 40 }]);
  const rows = rowsOf(stacked, 2000, 300);
  for (const { x, front, across } of stacked) {
    assert.equal(rows.filter(({ start, end }) => x >= start && x + front + across <= end).length, 1);
  }
});

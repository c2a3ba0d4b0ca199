// What a unit reads and who reads it, against every cell tried one by one; and what bytes of maps stand for.

import assert from "node:assert/strict";
import { test } from "node:test";

import { bytesOf, coloursOf, floatsOf, LEVELS, levelOf, scaleOf, stepsOf, valueAt } from
  "../../pages/web/components/network_walk/data.js";
import { ahead, back, reachOf } from "../../pages/web/components/network_walk/reach.js";

const edge = (from, count, reaches, groups = 1, first = 0) => ({ from, groups, first, count, reaches });
const conv = (from, count, extent, stride, before, groups = 1) =>
  edge(from, count, [[extent, stride, before], [extent, stride, before]], groups);
const step = (name, shape, ...edges) => ({ name, family: "", shape, kind: "", says: "", fields: null, edges });

/** Whether a unit of a step reads a cell, by the definition of a window. */
function readsCell({ reaches, groups, first, count }, [map, ...unit], shape, [source, ...cell]) {
  if (map < first || map >= first + count) return false;
  if (Math.floor((map - first) / (count / groups)) !== Math.floor(source / (shape[0] / groups))) return false;
  return !reaches || unit.every((at, axis) => {
    const [extent, stride, before] = reaches[axis];
    const low = at * stride - before;
    return cell[axis] >= low && cell[axis] < low + extent;
  });
}

function cellsOf(shape) {
  const found = [];
  for (let map = 0; map < shape[0]; map++) {
    for (let row = 0; row < shape[1]; row++) {
      for (let column = 0; column < shape[2]; column++) found.push([map, row, column]);
    }
  }
  return found;
}

const hull = (cells) => (cells.length ? [0, 1, 2].map((axis) =>
  [Math.min(...cells.map((one) => one[axis])), Math.max(...cells.map((one) => one[axis]))]) : null);
const box = (unit) => unit.map((at) => [at, at]);

const CASES = [
  ["a convolution", conv(-1, 4, 3, 1, 1), [2, 7, 7], [4, 7, 7]],
  ["one with a stride", conv(-1, 4, 5, 2, 2), [2, 9, 9], [4, 5, 5]],
  ["one in groups", conv(-1, 6, 3, 1, 0, 2), [4, 6, 6], [6, 4, 4]],
  ["a pooling", conv(-1, 4, 2, 2, 0, 4), [4, 7, 7], [4, 3, 3]],
  ["a stride that leaves cells out", conv(-1, 2, 1, 2, 0), [2, 7, 7], [2, 4, 4]],
  ["a linear layer", edge(-1, 5, null), [3, 2, 2], [5, 1, 1]],
  ["maps behind others", edge(-1, 2, [[1, 1, 0], [1, 1, 0]], 2, 3), [2, 4, 4], [5, 4, 4]],
];

for (const [name, one, shape, own] of CASES) {
  test(`${name} reads what its windows hold`, () => {
    for (const unit of cellsOf(own)) {
      const wanted = hull(cellsOf(shape).filter((cell) => readsCell(one, unit, shape, cell)));
      assert.deepEqual(back(one, box(unit), shape), wanted, String(unit));
    }
  });
  test(`${name} is what reads a cell`, () => {
    for (const cell of cellsOf(shape)) {
      const wanted = hull(cellsOf(own).filter((unit) => readsCell(one, unit, shape, cell)));
      assert.deepEqual(ahead(one, box(cell), shape, own), wanted, String(cell));
    }
  });
}

const NET = [step("a", [4, 8, 8], conv(-1, 4, 3, 1, 1)), step("b", [4, 8, 8], conv(0, 4, 3, 1, 1)),
  step("c", [4, 8, 8], edge(1, 4, [[1, 1, 0], [1, 1, 0]], 4), edge(0, 4, [[1, 1, 0], [1, 1, 0]], 4)),
  step("d", [4, 4, 4], conv(2, 4, 2, 2, 0, 4)), step("e", [3, 1, 1], edge(3, 3, null))];
const INPUT = [1, 8, 8];

test("a unit is followed back to the pixels through both ways of a block", () => {
  const { reads, readers } = reachOf(NET, INPUT, 3, box([2, 1, 1]));
  assert.deepEqual(reads.get(2), [[2, 2], [2, 3], [2, 3]]);
  assert.deepEqual(reads.get(1), [[2, 2], [2, 3], [2, 3]]);
  assert.deepEqual(reads.get(0), [[0, 3], [1, 4], [1, 4]]); // 2 + 2 by the convolution, the skip lies inside
  assert.deepEqual(reads.get(-1), [[0, 0], [0, 5], [0, 5]]);
  assert.deepEqual([...readers], [[4, [[0, 2], [0, 0], [0, 0]]]]);
  assert.ok(!reads.has(3) && !reads.has(4));
});

test("a pixel is followed to the classes", () => {
  const { reads, readers } = reachOf(NET, INPUT, -1, box([0, 0, 0]));
  assert.equal(reads.size, 0);
  assert.deepEqual([...readers.keys()], [0, 1, 2, 3, 4]);
  assert.deepEqual(readers.get(0), [[0, 3], [0, 1], [0, 1]]);
  assert.deepEqual(readers.get(3), [[0, 3], [0, 1], [0, 1]]);
});

const PACK = { size: [2, 1, 3], step: 1, low: Float32Array.of(0, -1), high: Float32Array.of(2, 3),
  levels: Uint8Array.of(0, 127, 254, 0, 255, 254) };
const TABLES = { sequential: Uint32Array.from({ length: 256 }, (_, at) => at),
  diverging: Uint32Array.from({ length: 256 }, (_, at) => 1000 + at) };

test("bytes stand for numbers between each map's ends, and for none", () => {
  assert.deepEqual([0, 1, 2].map((at) => valueAt(PACK, 0, 0, at)), [0, 1, 2]);
  assert.deepEqual([0, 2].map((at) => valueAt(PACK, 1, 0, at)), [-1, 3]);
  assert.ok(Number.isNaN(valueAt(PACK, 1, 0, 1)));
});

test("one map below 0, and all are drawn with 0 in the middle", () => {
  assert.deepEqual(scaleOf(PACK, 0, true), { signed: true, most: 2 });
  assert.deepEqual(scaleOf(PACK, 0, false), { signed: true, most: 3 });
  const plain = { ...PACK, low: Float32Array.of(0, 0) };
  assert.deepEqual(scaleOf(plain, 0, true), { signed: false, most: 2 });
  const single = { ...plain, size: [2, 1, 1] };
  assert.deepEqual(scaleOf(single, 0, true), { signed: false, most: 3 });
});

test("colours are those of the values", () => {
  const colours = coloursOf(PACK, 1, true, TABLES);
  assert.equal(colours[255], 1255);
  assert.equal(colours[LEVELS], 1000 + LEVELS);
  assert.equal(colours[0], 1000 + Math.round(LEVELS * (0.5 - 1 / 6)));
  assert.equal(coloursOf({ ...PACK, low: Float32Array.of(0, 0) }, 0, true, TABLES)[LEVELS], LEVELS);
});

for (const [value, signed, most, level] of [[0, true, 2, 127], [2, true, 2, 254], [-9, true, 2, 0], [1, false, 2, 127],
  [-1, false, 2, 0], [5, false, 0, 0], [Number.NaN, true, 1, 255], [Infinity, false, 1, 255]]) {
  test(`${value} of ${most} ${signed ? "with" : "without"} signs has level ${level}`, () => {
    assert.equal(levelOf(value, signed, most), level);
  });
}

test("numbers in base64 are read", () => {
  const text = Buffer.from(Float32Array.of(1.5, -2).buffer).toString("base64");
  assert.deepEqual([...floatsOf(text)], [1.5, -2]);
  assert.deepEqual([...bytesOf("AQL/")], [1, 2, 255]);
});

test("steps stand in order, whatever columns they are in", () => {
  const head = { columns: [{ label: "", steps: NET.slice(0, 2) }, { label: "", steps: NET.slice(2) }] };
  assert.deepEqual(stepsOf(head).map(({ name }) => name), ["a", "b", "c", "d", "e"]);
});

// Drawings as texts, against those of explorer/images, and strokes with fewer places.

import assert from "node:assert/strict";
import { test } from "node:test";

import { countOf, drawingOf, simplified, textOf } from "../../pages/web/math/strokes.js";
import { expected } from "./numbers.js";

const { strokes: known } = expected;

test("texts are read and written as Python does", () => {
  for (const { text, pen, strokes } of known) {
    assert.deepEqual(drawingOf(text, 8), { pen, strokes });
    assert.equal(textOf({ pen, strokes }), text);
  }
});

test("an empty pad is an empty text", () => {
  assert.equal(textOf({ pen: 8, strokes: [] }), "");
  assert.deepEqual(drawingOf("", 8), { pen: 8, strokes: [] });
});

test("long steps get places between, none further than two signs can say", () => {
  const [[...stroke]] = drawingOf(textOf({ pen: 8, strokes: [[[0, 0], [100, 50]]] }), 8).strokes;
  assert.deepEqual([stroke[0], stroke.at(-1)], [[0, 0], [100, 50]]);
  assert.ok(stroke.every(([x, y]) => Math.abs(y - x / 2) <= 1));
});

test("a line keeps its ends, a corner its corner, and a curve the places that it needs", () => {
  const line = Array.from({ length: 20 }, (_, at) => [at, 2 * at]);
  assert.deepEqual(simplified(line), [[0, 0], [19, 38]]);
  const corner = [...line, ...Array.from({ length: 9 }, (_, at) => [20 + at, 38])];
  assert.deepEqual(simplified(corner), [[0, 0], [19, 38], [28, 38]]);
  const circle = Array.from({ length: 200 }, (_, at) => [56 + 40 * Math.cos(at / 32), 56 + 40 * Math.sin(at / 32)]);
  const few = simplified(circle);
  assert.ok(few.length < 36, `${few.length}`);
  for (const [x, y] of circle) {
    const off = Math.min(...few.slice(1).map(([toX, toY], place) => {
      const [fromX, fromY] = few[place];
      const [right, down] = [toX - fromX, toY - fromY];
      const share = Math.min(1, Math.max(0, ((x - fromX) * right + (y - fromY) * down) / (right ** 2 + down ** 2)));
      return Math.hypot(x - fromX - share * right, y - fromY - share * down);
    }));
    assert.ok(off <= 0.6 + 1e-9);
  }
});

test("a stroke that comes back to where it began keeps its way", () => {
  assert.deepEqual(simplified([[5, 5], [20, 5], [5, 5]]), [[5, 5], [20, 5], [5, 5]]);
  assert.equal(countOf([[[1, 1]], [[2, 2], [3, 3]]]), 3);
});

// A kernel on its way downhill: what it gives, its loss and slopes, against scipy and autograd.

import assert from "node:assert/strict";
import { test } from "node:test";

import { BATCHES, placeOfRate, rateAt, RATES } from "../../pages/web/components/kernel_descent/dials.js";
import { awayFrom, given, resultShape, runOf, slopeAt } from "../../pages/web/components/kernel_descent/model.js";
import { decades, levelOf, reachOf } from "../../pages/web/components/kernel_descent/plots.js";
import { firstTerms, nameOf } from "../../pages/web/components/kernel_descent/sums.js";
import { bowl, correlated, lossAway, readBy, times, velocities } from "../../pages/web/math/descent.js";
import { close, expected } from "./numbers.js";

expected.descents.forEach(({ sides, shape, picture, target, weights, wanted, output, curvature, loss, slope, moved,
  summed }, at) => {
  const away = weights.map((value, place) => value - target[place]);
  const task = { sides, shape, picture, target, wanted, curvature, summed };

  test(`kernel ${at} gives what scipy finds`, () => {
    close(correlated(picture, sides, weights, shape), output);
    assert.equal(output.length, resultShape(task)[0] * resultShape(task)[1]);
    close(given(task, weights).errors, output.map((value, cell) => value - wanted[cell]));
  });

  test(`kernel ${at}: loss and slopes are autograd's`, () => {
    close([lossAway(curvature, away)], [loss]);
    close(times(curvature, away), slope);
    close(awayFrom(task, weights), away);
  });

  test(`kernel ${at}: the bowl over two weights is the loss where they are moved`, () => {
    const over = bowl(curvature, away, 0, 1);
    close([over(away[0], away[1]), over(away[0] + 0.5, away[1] - 0.25)], [loss, moved]);
  });

  test(`kernel ${at}: what a weight reads, times the errors, adds up to its slope`, () => {
    const { errors } = given(task, weights);
    const sums = weights.map((_, weight) => errors.reduce((sum, error, cell) =>
      sum + error * picture[readBy(cell, weight, sides, shape)], 0));
    close(sums.map((sum) => (summed ? 2 * sum : (2 * sum) / wanted.length)), slope);
  });
});

const floats = (...values) => Buffer.from(new Float32Array(values).buffer).toString("base64");
const SENT = { steps: 2, numbers: floats(1, 2, 3, 4, 5, 6, 10, 20, 30, -1, -2, -3, -4), batch: 1, limit: 0.5,
  firsts: Buffer.from(new Uint16Array([0, 1, 2, 3, 4, 5]).buffer).toString("base64"), exploded: -1, lines: [] };

test("a run is read step by step", () => {
  const run = runOf(SENT, 2, 0.5);
  assert.deepEqual(run.weights.map((one) => [...one]), [[1, 2], [3, 4], [5, 6]]);
  assert.deepEqual([...run.losses], [10, 20, 30]);
  assert.deepEqual(run.slopes.map((one) => [...one]), [[-1, -2], [-3, -4]]);
  assert.deepEqual(run.moves, [[-1, -2], [-3.5, -5]]);
  assert.deepEqual(run.firsts, [[0, 1, 2], [3, 4, 5]]);
});

test("at the end the slope is that of all cells, and the terms are those of the first cells", () => {
  const run = runOf(SENT, 2, 0);
  const task = { sides: [1, 4], shape: [1, 2], picture: [1, 2, 3, 4], target: [0, 0], wanted: [0, 0, 0],
    curvature: [2, 0, 0, 1], summed: true };
  assert.deepEqual([...slopeAt(task, run, 2)], [10, 6]);
  assert.deepEqual([...slopeAt(task, run, 1)], [-3, -4]);
  assert.deepEqual(firstTerms(task, run, 0, 1), [[5, 2]]);
  assert.equal(nameOf({ shape: [3, 3] }, 5), "w₂₃");
});

test("momentum keeps a share of each movement", () => {
  assert.deepEqual(velocities([[1], [1], [1]], 0.5), [[1], [1.5], [1.75]]);
  assert.deepEqual(velocities([[1], [2]], 0), [[1], [2]]);
});

test("the slider of the rate counts in powers of ten and holds those that lessons name", () => {
  assert.deepEqual([rateAt(0), rateAt(50), rateAt(100)], [RATES[0], 0.1, RATES[1]]);
  for (const rate of [0.001, 0.01, 0.03, 0.1, 1, 10]) assert.equal(rateAt(Math.round(placeOfRate(rate))), rate);
  const all = Array.from({ length: 101 }, (_, place) => rateAt(place));
  assert.ok(all.every((rate, place) => !place || rate > all[place - 1]));
  assert.deepEqual([placeOfRate(1e-9), placeOfRate(99), BATCHES.at(-1)], [0, 100, 0]);
});

test("the axis of the loss has whole decades around all of it", () => {
  assert.deepEqual(decades({ losses: [5, 0.02] }), [-2, 1]);
  assert.deepEqual(decades({ losses: [1, 0] }), [-12, 0]);
  assert.deepEqual(decades({ losses: [1, 1] }), [0, 1]);
});

test("colours of the bowl come in bands from its least to its most", () => {
  assert.deepEqual([levelOf(3, 3, 7), levelOf(7, 3, 7), levelOf(3, 3, 3)], [0, 254, 0]);
  const levels = Array.from({ length: 50 }, (_, at) => levelOf(at, 0, 49));
  assert.ok(levels.every((level, at) => !at || level >= levels[at - 1]));
  assert.ok(new Set(levels).size <= 14);
});

test("the bowl is drawn as far as the way goes before it explodes", () => {
  const run = { weights: [[1, 0], [-3, 0], [90, 0]], losses: [1, 3, 800] };
  assert.ok(Math.abs(reachOf({ target: [0, 0] }, run, [0, 1]) - 3.45) < 1e-9);
  assert.equal(reachOf({ target: [0, 0] }, { weights: [[0, 0]], losses: [0] }, [0, 1]), 0.5);
});

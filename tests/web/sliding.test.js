// Where two sliding signals are drawn: each value of g under the value of f that it meets.

import assert from "node:assert/strict";
import { test } from "node:test";

import { columnOf, outputPlace, planOf, spanOf } from "../../pages/web/components/sliding/paint.js";

const DATA = { f: [1, 2, 3], g: [0.5, 1, 0], shifts: [-2, -1, 0, 1, 2], products: [], totals: [0, 1, 2.5, 4, 1.5] };

for (const room of [950, 330]) {
  test(`${room} px: the first step's g begins in the first column, the last one's ends in the last`, () => {
    const plan = planOf(DATA, room);
    assert.equal(columnOf(plan, DATA.shifts[0]), plan.left);
    const end = columnOf(plan, DATA.shifts[4] + DATA.g.length);
    assert.equal(end, plan.left + plan.columns * plan.cell);
    assert.ok(end <= room);
  });
}

test("names stand at the left where there is room", () => {
  assert.ok(planOf(DATA, 950).left > 0);
  assert.equal(planOf(DATA, 330).left, 0);
});

test("long signals get narrow columns that still fit", () => {
  const f = Array(24).fill(1);
  const plan = planOf({ ...DATA, f, g: f, shifts: [-23] }, 330);
  assert.ok(plan.columns === 70 && plan.columns * plan.cell <= 330);
});

test("the output of step n stands where g ends, one place on per step", () => {
  assert.deepEqual(DATA.totals.map((_, step) => outputPlace(DATA, step)), [0, 1, 2, 3, 4]);
});

test("rows do not overlap, and bars begin at 0", () => {
  const { rows, height } = planOf(DATA, 950);
  const tops = [rows.bars, rows.f, rows.g, rows.products, rows.output, rows.totals, height];
  assert.deepEqual(tops, [...tops].sort((one, other) => one - other));
  assert.deepEqual([spanOf([1, 2]), spanOf([-3, -1]), spanOf([])], [[0, 2], [-3, 0], [0, 0]]);
});

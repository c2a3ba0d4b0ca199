// Live indices, the meeting of kernel and input, and the groups' panels, against the terms of the sums.

import assert from "node:assert/strict";
import { test } from "node:test";

import { indicesOf, pointedTerm } from "../../pages/web/components/stepper/indices.js";
import { blocksOf, layout } from "../../pages/web/components/stepper/layout.js";
import { kernelAt } from "../../pages/web/components/stepper/light.js";
import { groupOf } from "../../pages/web/components/stepper/marks.js";
import { modelOf, termsOf, unravel } from "../../pages/web/math/convolution.js";
import { expected } from "./numbers.js";

const WORDS = { input: "", inputPlain: "", kernel: "", output: "", channels: [], maps: [] };
const MODELS = expected.convolutions.map(({ data }) => modelOf({ ...data, before: data.axes.map(() => 0),
  crops: data.axes.map(() => [0, 0]), aligned: false })).filter((model) => !model.transposed);

function viewOf(model, step, hover) {
  return { model, mode: "gather", step, hover, plan: layout(blocksOf(model, "gather", WORDS), 950, 400, false) };
}

/** A model of one axis: 9 cells, kernel 3, with a stride and a dilation. */
function line(stride, gap) {
  const stops = Math.floor((9 - 2 * gap - 1) / stride) + 1;
  return { outputShape: [1, stops], formula: [{ s: stride, d: gap }],
    axes: [{ places: Array.from({ length: stops }, (_, at) => [0, 1, 2].map((tap) => at * stride + tap * gap)) }] };
}

// Geron, Hands-on machine learning, equation 14-1: i' = i s + u.
test("output row 1 at stride 2 meets kernel row 2 at input row 4", () => {
  assert.deepEqual(indicesOf(line(2, 1), 1, [2]), [{ out: 1, stride: 2, gap: 1, tap: 2, place: 4 }]);
});

for (const stride of [1, 2, 3]) {
  for (const gap of [1, 2, 3]) {
    test(`stride ${stride}, dilation ${gap}: the place is i s + u d`, () => {
      const model = line(stride, gap);
      model.axes[0].places.forEach((_, out) => [0, 1, 2].forEach((tap) => {
        assert.equal(indicesOf(model, out, [tap])[0].place, out * stride + tap * gap);
      }));
    });
  }
}

MODELS.forEach((model, at) => {
  test(`convolution ${at}: a kernel cell that is pointed at meets the input that its term reads`, () => {
    for (const step of [0, model.cells - 1]) {
      const shape = viewOf(model, step, null).plan.blocks[1].shape;
      const cells = shape.reduce((product, side) => product * side, 1);
      for (let cell = 0; cell < cells; cell++) {
        const view = viewOf(model, step, { block: "kernel", cell });
        const term = pointedTerm(view);
        assert.equal(term.kernel, kernelAt(view, cell));
        assert.ok(termsOf(model, step).some((one) => one.place === term.place && one.kernel === term.kernel));
      }
    }
  });

  test(`convolution ${at}: a filter reads the channels of its own group alone`, () => {
    const view = viewOf(model, model.cells - 1, null);
    const [input, , output] = view.plan.blocks;
    const map = unravel(view.step, model.outputShape)[0];
    for (const { place } of termsOf(model, view.step)) {
      if (place < 0) continue;
      const channel = unravel(place, model.laidShape)[0];
      assert.equal(groupOf(view, input, channel), groupOf(view, output, map));
    }
    assert.equal(groupOf(view, view.plan.blocks[1], 0), groupOf(view, output, map));
  });
});

test("where nothing of the kernel is pointed at, nothing meets", () => {
  assert.equal(pointedTerm(viewOf(MODELS[0], 0, null)), undefined);
  assert.equal(pointedTerm(viewOf(MODELS[0], 0, { block: "output", cell: 0 })), undefined);
});

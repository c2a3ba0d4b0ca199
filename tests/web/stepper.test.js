// Where the stepper draws its cells, and what lights up, against the numbers of the convolution.

import assert from "node:assert/strict";
import { test } from "node:test";

import { blocksOf, cellUnder, cornerOf, hold, layout } from "../../pages/web/components/stepper/layout.js";
import { focusedCell, isOwn, kernelAt, lightOf, outputAt, sourceAt } from "../../pages/web/components/stepper/light.js";
import { modelOf, recompute, termsOf } from "../../pages/web/math/convolution.js";
import { expected } from "./numbers.js";

const WORDS = { input: "Input", inputPlain: "Input", kernel: "Kernel", output: "Output", channels: [], maps: [] };
const [WIDE, PHONE, TALL] = [950, 330, 300];

const MODELS = expected.convolutions.map(({ data, output }) => {
  const lanes = data.axes.map((axis) => axis.lane);
  const before = lanes.map((lane) => Math.max(lane.findIndex((cell, place) => cell === 0 && lane[place + 1] === 1), 0));
  const model = modelOf({ ...data, before, crops: lanes.map(() => [0, 0]), aligned: false });
  recompute(model);
  return { model, output };
});

function viewOf(model, { mode = "gather", step = 0, hover = null, room = WIDE } = {}) {
  return { model, mode, step, hover, plan: layout(blocksOf(model, mode, WORDS), room, TALL, false) };
}

MODELS.forEach(({ model }, at) => {
  const modes = model.transposed ? ["gather", "scatter", "overlaps"] : ["gather"];
  for (const mode of modes) {
    for (const room of [WIDE, PHONE]) {
      const { plan } = viewOf(model, { mode, room });

      test(`convolution ${at}, ${mode}, ${room} px: each cell is found where it is drawn`, () => {
        for (const block of plan.blocks) {
          const cells = block.shape.reduce((product, side) => product * side, 1);
          for (let flat = 0; flat < cells; flat++) {
            const { x, y } = cornerOf(block, flat);
            assert.equal(cellUnder(block, x + block.cell / 2, y + block.cell / 2), flat);
            assert.equal(cellUnder(block, x + 0.1, y + 0.1), flat);
          }
        }
      });

      test(`convolution ${at}, ${mode}, ${room} px: no two cells lie on each other, and all on the canvas`, () => {
        const corners = plan.blocks.flatMap((block) => Array.from(
          { length: block.shape.reduce((product, side) => product * side, 1) },
          (_, flat) => ({ ...cornerOf(block, flat), cell: block.cell })));
        for (const { x, y, cell } of corners) {
          assert.ok(x >= 0 && y >= 0 && x + cell <= plan.width + 1 && y + cell <= plan.height + 1);
        }
        corners.forEach((one, place) => corners.slice(place + 1).forEach((other) => {
          const side = Math.min(one.cell, other.cell) - 0.01;
          assert.ok(Math.abs(one.x - other.x) >= side || Math.abs(one.y - other.y) >= side);
        }));
      });
    }
  }
});

MODELS.forEach(({ model, output }, at) => {
  test(`convolution ${at}: a step lights what its sum reads, and nothing else`, () => {
    for (let step = 0; step < model.cells; step++) {
      const { input, output: out, strong, cell } = lightOf(viewOf(model, { step }));
      const places = termsOf(model, step).map((term) => term.place).filter((place) => place >= 0);
      assert.deepEqual([...input.keys()].sort(), [...new Set(places)].sort());
      assert.deepEqual([out.size, strong, cell], [0, { block: "output", cell: step }, step]);
    }
  });

  test(`convolution ${at}: an input cell that is pointed at lights all outputs that read it`, () => {
    const view = viewOf(model);
    const own = model.laidSource.findIndex((source) => source >= 0);
    const { output: lit, strong } = lightOf({ ...view, hover: { block: "input", cell: own } });
    const readers = Array.from({ length: model.cells }, (_, cell) => cell)
      .filter((cell) => termsOf(model, cell).some((term) => term.source === model.laidSource[own]));
    assert.deepEqual([...lit.keys()].sort(), readers.sort());
    assert.deepEqual(strong, { block: "input", cell: own });
  });

  test(`convolution ${at}: a drawn kernel cell is the weight that the sum takes`, () => {
    const view = viewOf(model, { step: model.cells - 1 });
    const taken = new Set(termsOf(model, model.cells - 1).map((term) => term.kernel));
    const drawn = Array.from({ length: taken.size }, (_, place) => kernelAt(view, place));
    assert.deepEqual([...drawn].sort(), [...taken].sort());
  });

  test(`convolution ${at}: padding is told from the input's own cells`, () => {
    const view = viewOf(model);
    const own = [...model.laidSource].filter((_, flat) => isOwn(view, flat)).filter((source) => source >= 0);
    assert.equal(new Set(own).size, model.transposed ? new Set(own).size : model.input.length);
    if (!model.transposed) assert.deepEqual(own.sort((a, b) => a - b), [...model.input.keys()]);
  });

  test(`convolution ${at}: the output that is pointed at is told, elsewhere that of the step`, () => {
    const view = viewOf(model, { step: 1 });
    assert.equal(focusedCell(view), 1);
    assert.equal(focusedCell({ ...view, hover: { block: "output", cell: 0 } }), outputAt(view, 0));
    assert.equal(focusedCell({ ...view, hover: { block: "kernel", cell: 0 } }), 1);
    assert.equal(output.length, model.cells);
  });
});

test("a narrow card breaks the line before its cells get small", () => {
  const { model } = MODELS[1];
  const [wide, narrow] = [WIDE, PHONE].map((room) => viewOf(model, { room }).plan);
  assert.equal(wide.blocks.length, 3);
  assert.ok(narrow.lines.length >= wide.lines.length);
  assert.ok(narrow.cell >= 15 && wide.cell >= narrow.cell);
});

test("between blocks of one line stand a star and an equals sign", () => {
  const { plan } = viewOf(MODELS[0].model);
  assert.ok(plan.symbols.length <= 2);
  assert.ok(plan.symbols.every(({ text }) => ["∗", "="].includes(text)));
});

test("a kernel stays in sight of a picture that scrolls, and comes back", () => {
  const { plan } = viewOf(MODELS[0].model, { room: 100 });
  const before = cornerOf(plan.blocks[1], 0).x;
  hold(plan, 40);
  assert.equal(cornerOf(plan.blocks[1], 0).x, before + 40);
  hold(plan, 40);
  assert.equal(cornerOf(plan.blocks[1], 0).x, before + 40);
  hold(plan, 0);
  assert.equal(cornerOf(plan.blocks[1], 0).x, before);
});

test("beside the cells there is none", () => {
  const { plan } = viewOf(MODELS[1].model);
  assert.equal(cellUnder(plan.blocks[0], -5, -5), -1);
  const { x, y } = cornerOf(plan.blocks[0], 0);
  assert.equal(cellUnder(plan.blocks[0], x - 1, y), -1);
  assert.equal(cellUnder(plan.blocks[0], x, y - 1), -1);
});

test("the rim that padding cuts off a transposed output belongs to no cell", () => {
  const { model } = MODELS[5];
  const crops = model.outputShape.slice(1).map(() => [1, 1]);
  const view = viewOf({ ...model, crops }, { mode: "scatter" });
  const inside = Array.from({ length: view.plan.blocks[2].shape.reduce((product, side) => product * side, 1) },
    (_, place) => outputAt(view, place)).filter((cell) => cell >= 0);
  assert.deepEqual(inside, Array.from({ length: model.cells }, (_, cell) => cell));
  assert.equal(sourceAt(view, 3), 3);
});

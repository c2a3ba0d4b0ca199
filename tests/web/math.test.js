import assert from "node:assert/strict";
import { test } from "node:test";

import * as convolution from "../../pages/web/math/convolution.js";
import { pixelsSeenBy, seenBy, unitNear } from "../../pages/web/math/fields.js";
import { evaluator } from "../../pages/web/math/filters.js";
import { mapsOf, pooled, sideAfter, windowsOf } from "../../pages/web/math/pooling.js";
import { close, expected } from "./numbers.js";

expected.convolutions.forEach(({ data, output, overlaps, zeros }, at) => {
  const model = convolution.modelOf(data);
  const cells = Array.from({ length: model.cells }, (_, cell) => cell);

  test(`convolution ${at} adds up to what scipy finds`, () => {
    convolution.recompute(model);
    close(model.output, output);
  });

  test(`convolution ${at}: its terms add up to the same`, () => {
    const sums = cells.map((cell) => convolution.termsOf(model, cell)
      .reduce((sum, term) => sum + term.value * term.weight, convolution.biasOf(model, cell)));
    close(sums, output);
  });

  test(`convolution ${at}: so do the stamps of all input cells`, () => {
    const sums = cells.map((cell) => convolution.biasOf(model, cell));
    model.input.forEach((_, source) =>
      convolution.stampsOf(model, source).forEach(({ cell, product }) => { sums[cell] += product; }));
    close(sums, output);
  });

  if (zeros) test(`convolution ${at}: overlaps`, () => close(convolution.overlapsOf(model), overlaps));
});

test("places and flat indices are each other's reverse", () => {
  for (let flat = 0; flat < 24; flat++) {
    assert.equal(convolution.ravel(convolution.unravel(flat, [2, 3, 4]), [2, 3, 4]), flat);
  }
});

expected.filters.forEach(({ photo, steps, output }, at) => {
  test(`filter ${at} (${steps[0].padding} ${steps[0].name}) gives what scipy finds, at every cell`, () => {
    const [height, width, depth] = steps.at(-1).size;
    const { value } = evaluator(photo, steps);
    const found = Array.from({ length: height * width * depth }, (_, cell) =>
      value(steps.length - 1, Math.floor(cell / (width * depth)), Math.floor(cell / depth) % width, cell % depth));
    close(found, output);
  });
});

expected.poolings.forEach(({ grid, geometry, divisor, max, average }, at) => {
  test(`pooling ${at} keeps what numpy finds`, () => {
    const results = windowsOf(geometry).map((cells) => pooled(grid, cells, divisor));
    close(results.map((result) => result.max), max);
    close(results.map((result) => result.average), average);
    for (const { winner: [row, column], max: best } of results) assert.equal(grid[row][column], best);
  });
});

expected.shifts.forEach(({ image, shift, out, maps }, at) => {
  test(`an image moved by ${shift} (${at}) has the maps that numpy finds`, () => {
    const found = mapsOf(image, shift);
    for (const name of Object.keys(maps)) close(found[name], maps[name]);
    assert.equal(sideAfter(image.side - 2 * image.margin, image.kernel, image.stride), out);
  });
});

expected.fields.forEach(({ field, edges, centres }, at) => {
  test(`field ${at} covers the pixels found by following it back`, () => {
    edges.forEach((edge, unit) => {
      close(seenBy(field, unit), edge);
      close(pixelsSeenBy(field, unit), edge);
      assert.equal(unitNear(field, centres[unit] + 0.2, edges.length), unit);
    });
  });
});

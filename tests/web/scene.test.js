// Scenes are drawn as the server draws them, and a hand finds the thing that is seen.

import assert from "node:assert/strict";
import { test } from "node:test";

import { distance, drawn, GRAIN, opened, plain, sceneFromText, settledThing, textOf, thingAt }
  from "../../pages/web/math/scene.js";
import { expected } from "./numbers.js";

/** By how much two pictures differ at most, and on the average; the first has four bytes a pixel. */
function differ(found, wanted) {
  const gaps = wanted.map((value, at) => Math.abs(value - found[4 * Math.floor(at / 3) + (at % 3)]));
  return [Math.max(...gaps), gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length];
}

for (const { text, side, grains, ground, pixels, photo, over, owners, inside } of expected.scenes) {
  const { things } = sceneFromText(text);
  test(`${text.slice(0, 12)}: the picture is the server's, but for rounding`, () => {
    const [most, mean] = differ(drawn(things, side, plain(ground, side), grains ?? undefined), pixels);
    assert.ok(most <= 2 && mean < 0.5, `${most} ${mean}`);
  });
  test(`${text.slice(0, 12)}: so is the one over a photo, which stays as it is`, () => {
    const under = opened(photo);
    const [most, mean] = differ(drawn(things, side, under, grains ?? undefined), over);
    assert.ok(most <= 2 && mean < 0.5, `${most} ${mean}`);
    assert.deepEqual(differ(under, photo), [0, 0]);
  });
  test(`${text.slice(0, 12)}: the thing at a pixel is the one that is seen there`, () => {
    owners.forEach((owner, at) => {
      const [x, y] = [((at % side) + 0.5) / side, (Math.floor(at / side) + 0.5) / side];
      if (inside[at]) assert.equal(thingAt(things, x, y), owner);
    });
  });
  test(`${text.slice(0, 12)}: a scene is written as it was read`, () => {
    assert.equal(textOf(sceneFromText(text)), text);
  });
}

test("a place near to a thing holds it, one far from all holds none", () => {
  const { things } = sceneFromText("dfe3e8.0.0~circle.500.500.400.0.ff0000");
  assert.deepEqual([thingAt(things, 0.715, 0.5), thingAt(things, 0.75, 0.5), thingAt([], 0.5, 0.5)], [0, -1, -1]);
  assert.ok(Math.abs(distance(things[0], 0.5, 0.9) - 0.2) < 1e-12);
});

test("a thing stays in the picture and of a size that can be held", () => {
  const thing = sceneFromText("dfe3e8.0.0~star.500.500.400.0.ff0000").things[0];
  const { x, y, size, angle } = settledThing({ ...thing, x: -3, y: 1.2, size: 0, angle: -15.4 });
  assert.deepEqual([x, y, size, angle], [0, 1, 0.05, 345]);
  assert.equal(settledThing({ ...thing, size: 9 }).size, 1.5);
});

test("noise beyond black and white is cut", () => {
  const grains = new Int16Array(3 * GRAIN * GRAIN).fill(-300);
  assert.equal(Math.max(...drawn([], 2, plain([200, 100, 0], 2), grains).filter((_, at) => at % 4 < 3)), 0);
});

// What lies under a finger stays there while a picture is zoomed and dragged, and nothing empty comes beside it.

import assert from "node:assert/strict";
import { test } from "node:test";

import * as zooming from "../../pages/web/math/zoom.js";

const ROOMS = [[400, 400], [430, 880], [500, 190], [300, 340]];
const SIDES = [8, 32, 224];
const LARGEST = 76;

const all = ROOMS.flatMap((room) => SIDES.map((side) => {
  const zoom = zooming.settled({ size: [side, side], room, times: 1, centre: [0.3, 0.7] });
  return { zoom, most: zooming.mostTimes(zoom, LARGEST), name: `${side} px in ${room}` };
}));

/** The place of the picture under a point, in pixels and parts of them. */
function under(zoom, point) {
  return point.map((at, axis) => (at - zooming.cornerOf(zoom)[axis]) / zooming.cellOf(zoom));
}

for (const { zoom, most, name } of all) {
  const [tall, wide] = zoom.room;

  test(`${name}: at first all of it is seen, and fills the shorter side`, () => {
    assert.deepEqual([zooming.visible(zoom, 0), zooming.visible(zoom, 1)], zoom.size.map((side) => [0, side]));
    assert.ok(Math.abs(zooming.cellOf(zoom) * zoom.size[0] - Math.min(tall, wide)) < 1e-9);
  });

  test(`${name}: zoomed as far as it goes, a pixel is as large as it may be`, () => {
    const near = zooming.zoomedTo(zoom, 1e9, most);
    assert.ok(Math.abs(zooming.cellOf(near) - Math.max(LARGEST, zooming.wholeCell(zoom))) < 1e-9);
    assert.equal(zooming.zoomedTo(near, 0, most).times, 1);
  });

  test(`${name}: what lies under the pointer stays there`, () => {
    const near = zooming.zoomedTo({ ...zoom, centre: [0.5, 0.5] }, most, most);
    const point = [tall * 0.55, wide * 0.45];
    const nearer = zooming.zoomedTo(zooming.zoomedTo(near, most * 0.9, most, point), most, most, point);
    under(near, point).forEach((at, axis) => assert.ok(Math.abs(at - under(nearer, point)[axis]) < 1e-6));
  });

  test(`${name}: however far it is dragged, no side shows more emptiness than it must`, () => {
    for (const times of [1, Math.sqrt(most), most]) {
      for (const by of [[1e5, 1e5], [-1e5, 3], [0, -1e5]]) {
        const found = zooming.moved(zooming.zoomedTo(zoom, times, most), by);
        const length = zooming.cellOf(found) * found.size[0];
        zooming.cornerOf(found).forEach((corner, axis) => {
          const room = found.room[axis];
          if (length <= room + 1e-9) assert.ok(Math.abs(corner - (room - length) / 2) < 1e-6);
          else assert.ok(corner <= 1e-6 && corner + length >= room - 1e-6);
        });
      }
    }
  });

  test(`${name}: each pixel that is shown is found where it is drawn`, () => {
    const near = zooming.showing(zooming.zoomedTo(zoom, most, most), [zoom.size[0] - 1, 0]);
    const [corner, cell] = [zooming.cornerOf(near), zooming.cellOf(near)];
    const at = [corner[0] + (zoom.size[0] - 0.5) * cell, corner[1] + 0.5 * cell];
    assert.deepEqual(zooming.pixelUnder(near, at), [zoom.size[0] - 1, 0]);
    assert.ok(at.every((place, axis) => place > 0 && place < near.room[axis]));
  });
}

test("beside a picture there is no pixel", () => {
  const zoom = zooming.settled({ size: [8, 8], room: [100, 300], times: 1, centre: [0, 0] });
  assert.equal(zooming.pixelUnder(zoom, [50, 20]), null);
  assert.deepEqual(zooming.pixelUnder(zoom, [1, 101]), [0, 0]);
});

test("a slider's steps each enlarge by as much, and lead back", () => {
  for (const share of [0, 0.25, 0.5, 1]) {
    assert.ok(Math.abs(zooming.shareOf(zooming.timesAt(share, 40), 40) - share) < 1e-12);
  }
  assert.ok(Math.abs(zooming.timesAt(0.75, 16) / zooming.timesAt(0.5, 16) - 2) < 1e-12);
  assert.equal(zooming.shareOf(1, 1), 0);
});

test("a place in a picture stays where it is at another size", () => {
  assert.deepEqual(zooming.pixelAtShare([0.5, 0.999], [224, 224]), [112, 223]);
  assert.deepEqual(zooming.pixelAtShare([0.5, 0.999], [8, 8]), [4, 7]);
  assert.deepEqual(zooming.pixelAtShare([1, -1], [8, 8]), [7, 0]);
});

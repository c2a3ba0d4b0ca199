// Where the maps of a network lie, through what window they are seen, and what stands under the pointer.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eased, flight, inWorld, kept, onScreen, seeing, zoomed } from
  "../../pages/web/components/network_walk/camera.js";
import { bestLayout, between, drawnAs, gridOf, layoutOf, magnified, rectOf, tileOf, unitNear,
  unitUnder } from
  "../../pages/web/components/network_walk/layout.js";

const near = (one, other, by = 1e-6) => assert.ok(Math.abs(one - other) <= by, `${one} is not ${other}`);
const step = (name, shape) => ({ name, family: "convolution", shape, kind: "", says: "", fields: null, edges: [] });
const COLUMNS = [
  { label: "conv1", steps: [step("conv1", [16, 32, 32])] },
  { label: "block", steps: [step("a", [16, 32, 32]), step("b", [16, 32, 32]), step("c", [32, 16, 16])] },
  { label: "fc", steps: [step("fc", [10, 1, 1])] },
];
const WHAT = { columns: COLUMNS, packs: new Map(), picture: [32, 32], classes: 10, open: -1, down: false, cross: 1000 };
const overlap = (a, b) => a.x < b.x + b.w - 1e-6 && b.x < a.x + a.w - 1e-6 && a.y < b.y + b.h - 1e-6
  && b.y < a.y + a.h - 1e-6;

for (const size of [[6, 28, 28], [16, 10, 10], [120, 1, 1], [512, 7, 7], [1280, 7, 7], [1, 1, 31], [64, 28, 14]]) {
  for (const down of [false, true]) {
    test(`tiles of ${size.join(" x ")} fit, ${down ? "down" : "across"}`, () => {
      const figure = gridOf(size, down, 1000);
      assert.ok(figure.columns * figure.rows >= size[0]);
      const { w, h } = rectOf(figure);
      assert.ok((down ? w : h) <= 1000 + 1e-6);
      assert.ok((down ? h : w) <= 310, `${w} x ${h}`);
      const last = tileOf(figure, size[0] - 1);
      assert.ok(last.x + last.w <= w + 1e-6 && last.y + last.h <= h + 1e-6);
      near(last.w / last.h, size[2] / size[1]);
    });
    test(`each unit of ${size.join(" x ")} is found again, ${down ? "down" : "across"}`, () => {
      const figure = { ...gridOf(size, down, 800), x: 40, y: -7 };
      for (const map of [0, 1, size[0] - 1].filter((one) => one < size[0])) {
        const tile = tileOf(figure, map);
        for (const [row, column] of [[0, 0], [size[1] - 1, size[2] - 1], [size[1] >> 1, size[2] >> 1]]) {
          const [x, y] = [tile.x + ((column + 0.5) / size[2]) * tile.w, tile.y + ((row + 0.5) / size[1]) * tile.h];
          assert.deepEqual(unitUnder(figure, size, x, y), [map, row, column]);
        }
      }
      assert.equal(unitUnder(figure, size, 39, 0), null);
      assert.equal(unitUnder({ ...figure, k: 0 }, size, 41, 0), null);
    });
  }
}

test("between tiles and a little beside them the nearest unit is meant, farther away none", () => {
  const figure = { ...gridOf([6, 10, 10], false, 1000), x: 0, y: 0 };
  const shape = [6, 10, 10];
  const [first, last] = [tileOf(figure, 0), tileOf(figure, 5)];
  assert.deepEqual(unitNear(figure, shape, -3, -3, 5), [0, 0, 0]);
  assert.deepEqual(unitNear(figure, shape, last.x + last.w + 4, last.y + last.h + 4, 5), [5, 9, 9]);
  const gap = first.y + first.h + figure.gap * figure.k * 0.4;
  assert.deepEqual(unitNear(figure, shape, 1, gap, 5), [0, 9, 0]);
  assert.equal(unitNear(figure, shape, -6, 0, 5), null);
  assert.equal(unitNear({ ...figure, k: 0 }, shape, 0, 0, 5), null);
  for (const x of [3, 40, 90]) assert.deepEqual(unitNear(figure, shape, x, 20, 0), unitUnder(figure, shape, x, 20));
});

for (const [shape, drawn] of [[[6, 28, 28], [6, 28, 28]], [[32, 112, 112], [32, 28, 28]], [[4, 33, 20], [4, 17, 10]],
  [[10, 1, 1], [10, 1, 1]], [[8, 224, 224], [8, 32, 32]]]) {
  test(`maps of ${shape.join(" x ")} are drawn as ${drawn.join(" x ")}`, () => assert.deepEqual(drawnAs(shape), drawn));
}

test("cells of small maps take several pixels", () => {
  assert.deepEqual([1, 2, 7, 8, 32].map(magnified), [8, 4, 2, 1, 1]);
});

for (const down of [false, true]) {
  for (const open of [-1, 1]) {
    test(`nothing lies on anything else: ${down ? "down" : "across"}, ${open < 0 ? "folded" : "open"}`, () => {
      const { figures, bars, size } = layoutOf({ ...WHAT, down, open });
      const rects = [...figures.values()].filter(({ k }) => k > 0).map(rectOf).concat(bars);
      assert.equal(rects.length, open < 0 ? 5 : 7);
      rects.forEach((one, at) => {
        assert.ok(rects.slice(at + 1).every((other) => !overlap(one, other)));
        assert.ok(one.x >= -1e-6 && one.y >= -1e-6 && one.x + one.w <= size.w + 1e-6 && one.y + one.h <= size.h + 1e-6);
      });
    });
  }
}

test("a folded block shows its last step, which stands where it stood once it is open, only farther", () => {
  const [folded, open] = [-1, 1].map((one) => layoutOf({ ...WHAT, open: one }));
  assert.deepEqual([1, 2].map((place) => folded.figures.get(place).k), [0, 0]);
  const [before, after] = [folded, open].map(({ figures }) => figures.get(3));
  assert.ok(after.x > before.x);
  assert.deepEqual({ ...before, x: 0 }, { ...after, x: 0 });
});

test("between two layouts everything is on its way", () => {
  const [from, to] = [-1, 1].map((one) => layoutOf({ ...WHAT, open: one }));
  assert.equal(between(from, to, 1), to);
  const half = between(from, to, 0.5);
  near(half.figures.get(1).k, to.figures.get(1).k / 2);
  near(half.size.w, (from.size.w + to.size.w) / 2);
  near(half.figures.get(4).x, (from.figures.get(4).x + to.figures.get(4).x) / 2);
});

for (const [room, down] of [[[1060, 440], false], [[1300, 500], false], [[358, 540], true]]) {
  test(`the way through a window of ${room.join(" x ")} goes ${down ? "down" : "across"} and fills it`, () => {
    const best = bestLayout(WHAT, room);
    assert.equal(best.down, down);
    const { size } = layoutOf({ ...WHAT, ...best });
    const scale = Math.min(room[0] / size.w, room[1] / size.h);
    const filled = [(size.w * scale) / room[0], (size.h * scale) / room[1]];
    assert.ok(Math.max(...filled) > 0.999 && Math.min(...filled) > 0.4, String(filled));
  });
}

const ROOM = [800, 400];
test("a rectangle is seen whole and in the middle", () => {
  const camera = seeing({ x: 100, y: 50, w: 200, h: 300 }, ROOM, 20);
  assert.deepEqual(onScreen(camera, ROOM, 200, 200), [400, 200]);
  near(onScreen(camera, ROOM, 0, 50)[1], 20);
});

for (const point of [[0, 0], [400, 200], [777, 12]]) {
  test(`what lies under ${point} stays there while one zooms`, () => {
    const camera = { x: 120, y: -30, k: 0.7 };
    const under = inWorld(camera, ROOM, ...point);
    for (const times of [0.5, 1.3, 9]) {
      const shown = onScreen(zoomed(camera, ROOM, times, point, [0.01, 100]), ROOM, ...under);
      near(shown[0], point[0]);
      near(shown[1], point[1]);
    }
  });
}

test("zooming ends at its bounds", () => {
  const camera = { x: 0, y: 0, k: 1 };
  assert.equal(zoomed(camera, ROOM, 1e9, [0, 0], [0.5, 8]).k, 8);
  assert.equal(zoomed(camera, ROOM, 1e-9, [0, 0], [0.5, 8]).k, 0.5);
});

for (const [from, to] of [[{ x: 0, y: 0, k: 1 }, { x: 900, y: 300, k: 12 }],
  [{ x: 5, y: 5, k: 3 }, { x: 5, y: 5, k: 0.2 }],
  [{ x: 0, y: 0, k: 9 }, { x: -4000, y: 0, k: 9 }]]) {
  test(`a flight from ${JSON.stringify(from)} begins and ends where it says`, () => {
    const fly = flight(from, to, ROOM);
    for (const [share, end] of [[0, from], [1, to]]) {
      for (const name of ["x", "y", "k"]) near(fly(share)[name], end[name], 1e-6 * Math.max(1, Math.abs(end[name])));
    }
    const steps = Array.from({ length: 50 }, (_, at) => fly(at / 49));
    assert.ok(steps.every(({ x, y, k }) => [x, y, k].every(Number.isFinite) && k > 0));
  });
}

test("a far flight is seen from above on its way", () => {
  assert.ok(flight({ x: 0, y: 0, k: 9 }, { x: 4000, y: 0, k: 9 }, ROOM)(0.5).k < 3);
});

test("it sets out and lands softly", () => {
  assert.deepEqual([0, 0.5, 1].map(eased), [0, 0.5, 1]);
  assert.ok(eased(0.05) < 0.01 && eased(0.95) > 0.99);
});

test("nobody gets lost beside the network", () => {
  const size = { x: 0, y: 0, w: 1000, h: 500 };
  assert.deepEqual(kept({ x: 9e9, y: -9e9, k: 0.1 }, size, ROOM, 0.8), { x: 500, y: 250, k: 0.8 });
  const close = kept({ x: 9e9, y: -9e9, k: 8 }, size, ROOM, 0.8);
  assert.ok(close.x <= 1000 && close.y >= 0);
});

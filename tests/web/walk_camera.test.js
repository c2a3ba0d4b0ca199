// The walk's camera against what its source and its sentences promise: tried at many places, and by small steps.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eased, flight, inWorld, kept, onScreen, seeing, zoomed } from
  "../../pages/web/components/network_walk/camera.js";

const ROOM = [800, 400];
const near = (one, other, by, what) => assert.ok(Math.abs(one - other) <= by, `${what ?? ""} ${one} is not ${other}`);

/** Numbers from 0 to 1 that are the same each time (Park & Miller, 1988). */
function shares(seed) {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

test("a rectangle lies inside its margins, and touches two of them", () => {
  const random = shares(7);
  for (let turn = 0; turn < 200; turn++) {
    const rect = { x: 900 * random() - 400, y: 900 * random() - 400, w: 1 + 700 * random(), h: 1 + 700 * random() };
    const camera = seeing(rect, ROOM, 20);
    const [left, top] = onScreen(camera, ROOM, rect.x, rect.y);
    const [right, low] = onScreen(camera, ROOM, rect.x + rect.w, rect.y + rect.h);
    const free = [left, top, ROOM[0] - right, ROOM[1] - low];
    assert.ok(free.every((one) => one > 20 - 1e-6), String(free));
    assert.equal(free.filter((one) => one < 20 + 1e-6).length >= 2, true);
    near(left, ROOM[0] - right, 1e-6);
  }
});

test("a point without size, or in a window without room, is still seen from somewhere", () => {
  assert.ok(Number.isFinite(seeing({ x: 3, y: 4, w: 0, h: 0 }, ROOM, 20).k));
  assert.ok(seeing({ x: 0, y: 0, w: 10, h: 10 }, [30, 30], 20).k > 0);
});

test("from the window to the world and back leads to the same point", () => {
  const random = shares(11);
  for (let turn = 0; turn < 100; turn++) {
    const camera = { x: 99 * random(), y: -99 * random(), k: 0.01 + 20 * random() };
    const point = [800 * random(), 400 * random()];
    onScreen(camera, ROOM, ...inWorld(camera, ROOM, ...point)).forEach((one, axis) => near(one, point[axis], 1e-6));
  }
});

test("what the pointer is on stays under it, also where zooming ends", () => {
  const camera = { x: 10, y: 20, k: 1 };
  for (const times of [1e-6, 0.7, 1, 1.8, 1e6]) {
    const next = zoomed(camera, ROOM, times, [650, 90], [0.5, 8]);
    assert.ok(next.k >= 0.5 && next.k <= 8);
    onScreen(next, ROOM, ...inWorld(camera, ROOM, 650, 90)).forEach((one, axis) => near(one, [650, 90][axis], 1e-9));
  }
});

const FLIGHTS = [[{ x: 0, y: 0, k: 1 }, { x: 900, y: 300, k: 12 }], [{ x: 0, y: 0, k: 9 }, { x: -4000, y: 0, k: 9 }],
  [{ x: 50, y: -80, k: 0.4 }, { x: 70, y: 10, k: 3 }], [{ x: 5, y: 5, k: 3 }, { x: 5, y: 5, k: 0.2 }]];
const RHO = 1.3;

/** How far two places look apart: van Wijk & Nuij (2003), equation 8, with w as wide as what is seen. */
function seenApart(one, other) {
  const [w0, w1] = [one, other].map(({ k }) => ROOM[0] / k);
  const w = (w0 + w1) / 2;
  return Math.hypot((RHO * Math.hypot(other.x - one.x, other.y - one.y)) / w, (w1 - w0) / (RHO * w));
}
const pathOf = (place, steps) => Array.from({ length: steps + 1 }, (_, at) => place(at / steps));
const stepsOf = (path) => path.slice(1).map((one, at) => seenApart(path[at], one));
const long = (place) => stepsOf(pathOf(place, 2000)).reduce((sum, one) => sum + one, 0);

for (const [from, to] of FLIGHTS) {
  const name = `from ${Object.values(from)} to ${Object.values(to)}`;
  test(`a flight ${name} looks equally fast all the time`, () => {
    const steps = stepsOf(pathOf(flight(from, to, ROOM), 2000));
    near(Math.max(...steps) / Math.min(...steps), 1, 2e-3);
  });
  test(`a flight ${name} is the same way back`, () => {
    const [there, back] = [flight(from, to, ROOM), flight(to, from, ROOM)];
    for (const share of [0.1, 0.35, 0.5, 0.8]) {
      for (const one of ["x", "y", "k"]) {
        near(there(share)[one], back(1 - share)[one], 1e-6 * Math.max(1, Math.abs(there(share)[one])), one);
      }
    }
  });
  test(`no way beside the flight ${name} looks shorter`, () => {
    const fly = flight(from, to, ROOM);
    const best = long(fly);
    for (const lift of [-0.4, -0.1, 0.1, 0.4]) {
      const off = (share) => lift * Math.sin(Math.PI * share);
      const other = (share) => {
        const { x, y, k } = fly(share);
        return { x: x + off(share) * ROOM[0] / k / 4, y, k: k * Math.exp(off(share)) };
      };
      assert.ok(long(other) > best, String(lift));
    }
    const straight = (share) => ({ x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y),
      k: from.k * (to.k / from.k) ** share });
    assert.ok(long(straight) > best - 1e-6);
  });
}

test("setting out mirrors landing, and no flight ever goes back", () => {
  const all = Array.from({ length: 101 }, (_, at) => eased(at / 100));
  all.forEach((one, at) => {
    near(one + all[100 - at], 1, 1e-12);
    assert.ok(at === 0 || one >= all[at - 1]);
  });
});

const SIZE = { x: 100, y: -50, w: 1000, h: 300 };

/** Whether a camera may be where it is: of an axis all is seen, or the middle of the window lies on it. */
function isInside({ x, y, k }) {
  return [[x, SIZE.x, SIZE.w, ROOM[0]], [y, SIZE.y, SIZE.h, ROOM[1]]].every(([at, from, side, room]) => {
    const [low, high] = [at - room / k / 2, at + room / k / 2];
    const seesAll = low <= from + 1e-6 && high >= from + side - 1e-6;
    return side * k <= room ? seesAll : at >= from - 1e-6 && at <= from + side + 1e-6;
  });
}

test("the network is never lost: what fits is seen whole, what does not has the middle of the window on it", () => {
  const random = shares(3);
  for (let turn = 0; turn < 500; turn++) {
    const camera = { x: 4000 * random() - 1500, y: 2000 * random() - 1000, k: 0.75 + 3 * random() ** 3 };
    const held = kept(camera, SIZE, ROOM, 0.7);
    assert.ok(isInside(held), JSON.stringify([camera, held]));
    assert.equal(held.k, camera.k);
    if (isInside(camera)) assert.deepEqual(held, camera);
    assert.deepEqual(kept(held, SIZE, ROOM, 0.7), held);
  }
});

test("farther away than all of it, all of it is in the middle", () => {
  for (const k of [0.01, 0.7, 0.7001]) {
    assert.deepEqual(kept({ x: 0, y: 0, k }, SIZE, ROOM, 0.7), { x: 600, y: 100, k: 0.7 });
  }
});

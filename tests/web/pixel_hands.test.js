// What the reader's hands do to a zoomed photo: wheel, drag, two fingers, keys, slider and buttons.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fire, openPage, windowListeners } from "./dom.js";

const parent = openPage();
const { watch, inPane } = await import("../../pages/web/components/pixel_zoom/hands.js");
const { boxesOf, GAP, HEAD } = await import("../../pages/web/components/pixel_zoom/paint.js");
const { cellOf, mostTimes, pixelUnder, settled } = await import("../../pages/web/math/zoom.js");

const STAGE = [200, 1000]; // as the canvas of dom.js is
const SIDE = 100;
const WORDS = { red: "R", green: "G", blue: "B" };
/** @type {any} */
let view;
/** @type {any[]} */
let done;

function viewOf(show = "colour", times = 12) {
  const make = (name) => parent.appendChild(globalThis.document.createElement(name));
  const parts = Object.fromEntries(["whole", "near", "smaller", "larger"].map((name) => [name, make("button")]));
  const made = { ...parts, canvas: make("canvas"), slider: make("input"), overview: make("canvas"), stage: STAGE,
    setup: { show }, shown: { size: [SIDE, SIDE], words: WORDS }, pixel: [50, 50], gone: new AbortController().signal };
  const [{ box }] = boxesOf(made);
  const room = [box[3], box[2]];
  made.most = mostTimes({ size: [SIDE, SIDE], room }, 76);
  made.zoom = settled({ size: [SIDE, SIDE], room, times, centre: [0.5, 0.5] });
  return made;
}

const acts = {
  look: (one, zoom) => {
    one.zoom = zoom;
    done.push("look");
  },
  hover: (_, pixel) => done.push(["hover", pixel]),
  choose: (one, pixel) => {
    one.pixel = pixel;
    done.push(["choose", pixel]);
  },
  fly: (_, times) => done.push(["fly", times]),
};

beforeEach(() => {
  parent.replaceChildren();
  windowListeners.length = 0;
  done = [];
  view = viewOf();
  watch(view, acts);
});

const at = (x, y, more = {}) => ({ clientX: x, clientY: y, pointerId: 1, ...more });
const wheel = (deltaY, more = {}) => fire(view.canvas, "wheel", at(600, 90, { deltaY, deltaMode: 0, ...more }));
const under = (x, y) => pixelUnder(view.zoom, inPane(view, at(x, y)));

test("a wheel zooms around the pointer, and the page stands still", () => {
  const [before, times] = [under(600, 90), view.zoom.times];
  assert.equal(wheel(-120).defaultPrevented, true);
  assert.ok(view.zoom.times > times);
  assert.deepEqual(under(600, 90), before);
  wheel(120);
  assert.ok(Math.abs(view.zoom.times - times) < 1e-9);
});

test("lines of a wheel count as more than px, a pinched touchpad as more than a wheel", () => {
  const grownBy = (more) => {
    view.zoom = { ...view.zoom, times: 4 };
    wheel(-3, more);
    return view.zoom.times / 4;
  };
  const plain = grownBy({});
  assert.ok(grownBy({ deltaMode: 1 }) > plain && grownBy({ ctrlKey: true }) > plain);
});

for (const [deltaY, times] of [[50, 1], [-50, 1e9]]) {
  test(`where the zoom ends (${deltaY}), the wheel is the page's again`, () => {
    view.zoom = { ...view.zoom, times: Math.min(times, view.most) };
    assert.equal(wheel(deltaY).defaultPrevented, false);
    assert.deepEqual(done, []);
  });
}

test("a page that is being scrolled goes on scrolling over the picture", () => {
  const [, work] = windowListeners.find(([type]) => type === "wheel");
  work({ composedPath: () => [] });
  assert.equal(wheel(-50).defaultPrevented, false);
  assert.deepEqual(done, []);
});

test("what is dragged stays under the pointer, and is not chosen", () => {
  const before = under(500, 100);
  fire(view.canvas, "pointerdown", at(500, 100));
  for (const x of [510, 530, 560]) fire(view.canvas, "pointermove", at(x, 100));
  fire(view.canvas, "pointerup", at(560, 100));
  assert.ok(done.every((one) => one === "look"));
  const cell = cellOf(view.zoom);
  if (SIDE * cell > STAGE[1]) assert.deepEqual(under(560, 100), before);
});

test("a click chooses the pixel that it is on", () => {
  const wanted = under(540, 60);
  fire(view.canvas, "pointerdown", at(540, 60));
  fire(view.canvas, "pointermove", at(541, 61));
  fire(view.canvas, "pointerup", at(541, 61));
  assert.deepEqual(done.at(-1), ["choose", wanted]);
});

test("a pointer that only moves tells what it is on, and nothing beside the picture or when it leaves", () => {
  view.zoom = { ...view.zoom, times: 1 };
  fire(view.canvas, "pointermove", at(500, 100));
  fire(view.canvas, "pointermove", at(5, 100));
  fire(view.canvas, "pointerleave", at(0, 0));
  assert.deepEqual(done, [["hover", [50, 50]], ["hover", null], ["hover", null]]);
});

test("two fingers that go apart enlarge by as much", () => {
  const before = view.zoom.times;
  fire(view.canvas, "pointerdown", at(480, 100, { pointerId: 1 }));
  fire(view.canvas, "pointerdown", at(520, 100, { pointerId: 2 }));
  fire(view.canvas, "pointermove", at(540, 100, { pointerId: 2 }));
  assert.ok(Math.abs(view.zoom.times / before - 1.5) < 1e-9); // 60 px apart instead of 40
  fire(view.canvas, "pointerup", at(540, 100, { pointerId: 2 }));
  fire(view.canvas, "pointercancel", at(480, 100, { pointerId: 1 }));
  assert.ok(done.every((one) => one === "look"));
});

for (const [key, more, pixel] of [["ArrowRight", {}, [50, 51]], ["ArrowUp", {}, [49, 50]],
  ["ArrowDown", { shiftKey: true }, [60, 50]], ["ArrowLeft", { shiftKey: true }, [50, 40]]]) {
  test(`${key} ${JSON.stringify(more)} leads to pixel ${pixel}, which is then in sight`, () => {
    const event = fire(view.canvas, "keydown", { key, ...more });
    assert.deepEqual(done[0], ["choose", pixel]);
    assert.ok(event.defaultPrevented);
    const box = boxesOf(view)[0].box;
    const cell = cellOf(view.zoom);
    const corner = view.zoom.room.map((side, axis) => side / 2 - view.zoom.centre[axis] * SIDE * cell);
    pixel.forEach((place, axis) => {
      const from = corner[axis] + place * cell;
      assert.ok(from > -1e-6 && from + cell < [box[3], box[2]][axis] + 1e-6);
    });
  });
}

test("at the border arrows stay within the picture", () => {
  view.pixel = [0, 99];
  fire(view.canvas, "keydown", { key: "ArrowUp" });
  fire(view.canvas, "keydown", { key: "ArrowRight", shiftKey: true });
  assert.deepEqual(view.pixel, [0, 99]);
});

for (const [key, grows] of [["+", true], ["=", true], ["PageUp", true], ["-", false], ["PageDown", false]]) {
  test(`${key} makes the picture ${grows ? "larger" : "smaller"}`, () => {
    const before = view.zoom.times;
    assert.ok(fire(view.canvas, "keydown", { key }).defaultPrevented);
    assert.equal(view.zoom.times > before, grows);
  });
}

for (const [key, times] of [["Home", () => 1], ["End", () => view.most]]) {
  test(`${key} flies to the end of the zoom`, () => {
    fire(view.canvas, "keydown", { key });
    assert.deepEqual(done, [["fly", times()]]);
  });
}

test("keys of the browser and of others are left alone", () => {
  for (const more of [{ key: "a" }, { key: "Tab" }, { key: "+", ctrlKey: true }, { key: "ArrowLeft", altKey: true }]) {
    assert.equal(fire(view.canvas, "keydown", more).defaultPrevented, false);
  }
  assert.deepEqual(done, []);
});

test("the slider goes from all of the picture to single pixels", () => {
  for (const [value, times] of [["0", 1], ["100", view.most], ["50", Math.sqrt(view.most)]]) {
    view.slider.value = value;
    fire(view.slider, "input");
    assert.ok(Math.abs(view.zoom.times - times) < 1e-9);
  }
});

test("buttons fly to all, to single pixels, nearer and away", () => {
  for (const name of ["whole", "near", "larger", "smaller"]) fire(view[name], "click");
  const [whole, near, larger, smaller] = done.map(([, times]) => times);
  assert.deepEqual([whole, near], [1, view.most]);
  assert.ok(larger > view.zoom.times && smaller < view.zoom.times);
  assert.ok(Math.abs(larger * smaller - view.zoom.times ** 2) < 1e-9);
});

test("a press on the small picture brings that place into the middle", () => {
  view.zoom = { ...view.zoom, times: view.most };
  fire(view.overview, "pointerdown", at(700, 60));
  view.zoom.centre.forEach((share, axis) => assert.ok(Math.abs(share - [0.3, 0.7][axis]) < 1e-9));
});

test("three panes share the stage, show the same place, and leave room for their names", () => {
  const apart = viewOf("channels");
  const boxes = boxesOf(apart).map(({ box }) => box);
  assert.equal(boxes.length, 3);
  boxes.forEach(([left, top, wide, tall], place) => {
    assert.deepEqual([top, tall], [HEAD, STAGE[0] - HEAD]);
    assert.ok(Math.abs(left - place * (wide + GAP)) < 1e-9);
    const [down, across] = inPane(apart, at(left + 10, top + 20));
    assert.ok(Math.abs(down - 20) < 1e-9 && Math.abs(across - 10) < 1e-9);
  });
  assert.ok(Math.abs(boxes[2][0] + boxes[2][2] - STAGE[1]) < 1e-9);
  assert.equal(inPane(apart, at(boxes[0][2] + GAP / 2, 100)), null);
  assert.equal(inPane(apart, at(10, HEAD / 2)), null);
});

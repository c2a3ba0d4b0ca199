// A picture with boxes on it, and the keys of whatever is played.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { fire, openPage } from "./dom.js";

const parent = openPage();
const { drawBoxes, drawGround, newBoxPicture, placeOf, UNITS } = await import("../../pages/web/kit/box_picture.js");
const { Player } = await import("../../pages/web/kit/player.js");
mock.timers.enable({ apis: ["setInterval"] });

/** @type {any} */
let picture;
beforeEach(() => {
  parent.replaceChildren();
  picture = newBoxPicture(parent);
});

const box = (/** @type {number[]} */ corners, more = {}) => ({ box: corners, colour: "#abcdef", name: "P", look: "",
  ...more });
const frames = () => picture.boxes.children.map((/** @type {any} */ made) => made.children[1]);

for (const side of [8, 32, 64, 448]) {
  test(`a box over the whole picture of ${side} px fills the drawing`, () => {
    assert.deepEqual(placeOf([0, 0, side, side], side), { x: 0, y: 0, width: UNITS, height: UNITS });
    drawBoxes(picture, [box([0, 0, side / 2, side / 4])], side);
    assert.equal(Number(frames()[0].getAttribute("width")), UNITS / 2);
    assert.equal(Number(frames()[0].getAttribute("height")), UNITS / 4);
  });
}

test("each box has a dark frame under its own, of the same place", () => {
  drawBoxes(picture, [box([1, 2, 3, 4])], 8);
  const [dark, frame] = picture.boxes.children[0].children;
  for (const name of ["x", "y", "width", "height"]) assert.equal(dark.getAttribute(name), frame.getAttribute(name));
  assert.equal(frame.getAttribute("stroke"), "#abcdef");
});

for (const [corners, side] of /** @type {[number[], number][]} */ ([[[-5, -5, 2, 2], 8], [[7, 7, 12, 12], 8],
  [[0, 0, 1, 1], 8], [[-100, 3, 200, 4], 8]])) {
  test(`the name of a box at ${corners} stays inside`, () => {
    drawBoxes(picture, [box(corners)], side);
    const label = picture.boxes.children[0].children[2];
    for (const name of ["x", "y"]) {
      const at = Number(label.getAttribute(name));
      assert.ok(at >= 0 && at <= UNITS, `${name} ${at}`);
    }
    assert.equal(label.textContent, "P");
  });
}

test("boxes that stay are drawn anew, others come and go", () => {
  drawBoxes(picture, [box([0, 0, 1, 1]), box([1, 1, 2, 2])], 8);
  const [first] = picture.boxes.children;
  drawBoxes(picture, [box([2, 2, 3, 3], { look: "kept", name: "Q" })], 8);
  assert.deepEqual([picture.boxes.children.length, picture.boxes.children[0] === first], [1, true]);
  assert.equal(first.getAttribute("class"), "box kept");
  assert.equal(first.children[2].textContent, "Q");
});

test("the ground is shown where there is one", () => {
  drawGround(picture, "data:image/png;base64,AA");
  assert.equal(picture.image.getAttribute("href"), "data:image/png;base64,AA");
  assert.ok(!picture.image.hasAttribute("hidden"));
  drawGround(picture, "");
  assert.ok(picture.image.hasAttribute("hidden"));
});

test("arrow keys, Home and End go through the steps; space plays and stops; others are left to the browser", () => {
  let at = 0;
  const player = new Player(parent, [1]);
  player.rate = 1;
  player.drive({ steps: () => 5, at: () => at, go: (step) => { at = step; } }, new AbortController().signal);
  const field = globalThis.document.createElement("div");
  field.addEventListener("keydown", (event) => player.press(/** @type {any} */ (event)));
  const after = (/** @type {string} */ key) => [fire(field, "keydown", { key }).defaultPrevented, at];
  assert.deepEqual(["ArrowRight", "ArrowRight", "ArrowLeft", "End", "ArrowRight", "Home", "ArrowLeft"].map(after),
    [[true, 1], [true, 2], [true, 1], [true, 4], [true, 4], [true, 0], [true, 0]]);
  assert.deepEqual([after("Tab"), after("a")], [[false, 0], [false, 0]]);
  after(" ");
  assert.ok(player.playing);
  mock.timers.tick(2000);
  assert.equal(at, 3);
  after(" ");
  assert.ok(!player.playing);
});

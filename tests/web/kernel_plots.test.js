// Plots of a kernel that learns: the falling loss and the bowl over two weights, as they are drawn.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { close, expected } from "./numbers.js";
import { openCanvases, texts } from "./pens.js";

openCanvases();
const { make } = await import("../../pages/web/kit/elements.js");
const { dot, frameOf, lettered, line } = await import("../../pages/web/kit/plotting.js");
const { bowlOf, drawBowl, drawCurve, levelOf, stepAt } = await import(
  "../../pages/web/components/kernel_descent/plots.js");

const COLOURS = new Uint8Array(768).fill(9);
const TASK = /** @type {any} */ ({ sides: [1, 3], shape: [1, 2], target: Float32Array.from([1, -1]), sequential: COLOURS,
  curvature: Float32Array.from([2, 0, 0, 8]) });
const RUN = /** @type {any} */ ({ steps: 4, losses: Float32Array.from([5, 1, 0.2, 0.1, 0.01]),
  weights: [[0, 0], [0.5, -0.5], [0.9, -1.1], [1, -1.1], [1, -1]].map((one) => Float32Array.from(one)) });
const POINTS = 56;

/** @type {any} */
let parent;
beforeEach(() => { parent = openCanvases(); });
const canvasOf = () => make("canvas", "", make("div", "", parent));
const paths = (canvas) => {
  /** @type {any[]} */
  const found = [];
  for (const { name, args, strokeStyle, globalAlpha } of canvas.getContext().calls) {
    if (name === "beginPath") found.push({ points: [], style: "", alpha: 1, arc: null });
    const last = found[found.length - 1];
    if (name === "moveTo" || name === "lineTo") last?.points.push(args);
    if (name === "arc") last.arc = args;
    if (name === "stroke" && last) Object.assign(last, { style: strokeStyle, alpha: globalAlpha });
  }
  return found;
};

test("a frame keeps room for the numbers beside and below it", () => {
  const [left, top, width, height] = frameOf(400, 200);
  assert.ok(left > 40 && top > 0 && left + width < 400 && top + height < 200 - 15);
});

test("a line goes through its places, and a dot has a white rim", () => {
  const pen = canvasOf().getContext();
  line(pen, [[1, 2], [3, 4], [5, 6]]);
  assert.deepEqual(pen.calls.map(({ name, args }) => [name, ...args]), [["beginPath"], ["moveTo", 1, 2],
    ["lineTo", 3, 4], ["lineTo", 5, 6], ["stroke"]]);
  dot(pen, [7, 8], "#123456");
  const { args, name } = pen.calls.find((call) => call.name === "arc");
  assert.deepEqual([name, args[0], args[1]], ["arc", 7, 8]);
  const last = pen.calls.at(-1);
  assert.deepEqual([last.name, last.fillStyle, last.strokeStyle], ["stroke", "#123456", "#ffffff"]);
  lettered(pen, parent);
  assert.match(pen.font, /^12px /);
});

test("the loss is drawn on decades, faint to its end and strong as far as it has come", () => {
  const canvas = canvasOf();
  drawCurve(canvas, RUN, 2, parent, "steps");
  const lines = paths(canvas).filter(({ style }) => style === "#2457c5");
  assert.deepEqual(lines.map(({ points, alpha }) => [points.length, alpha]), [[5, 0.3], [3, 1]]);
  const [whole, done] = lines.map(({ points }) => points);
  assert.deepEqual(done, whole.slice(0, 3));
  const { arc } = paths(canvas).at(-1);
  assert.deepEqual(arc.slice(0, 2), done[2]);
  const written = texts(canvas, "clearRect");
  for (const text of ["10", "1", "0.1", "0.01", "0", "4 steps"]) assert.ok(written.includes(text), text);
});

test("a lower loss is drawn lower, in equal steps for equal factors", () => {
  const canvas = canvasOf();
  drawCurve(canvas, { ...RUN, losses: Float32Array.from([100, 10, 1, 0.1, 0.01]) }, 4, parent, "");
  const { points } = paths(canvas).find(({ style }) => style === "#2457c5");
  const falls = points.slice(1).map(([, y], at) => y - points[at][1]);
  assert.ok(falls.every((fall) => fall > 0 && Math.abs(fall - falls[0]) < 1e-3));
});

test("a run that is over after no step is a point", () => {
  const canvas = canvasOf();
  drawCurve(canvas, { ...RUN, steps: 0, losses: Float32Array.from([1]) }, 0, parent, "steps");
  assert.ok(paths(canvas).at(-1).arc.every(Number.isFinite));
});

test("a pointer on the curve means the nearest step, and beside it the first or last", () => {
  const canvas = canvasOf();
  canvas.clientWidth = 400;
  const [left, , width] = frameOf(400, 100);
  const steps = [0, 0.24, 0.26, 0.5, 0.99, 1].map((share) => stepAt(canvas, RUN, left + share * width));
  assert.deepEqual(steps, [0, 1, 1, 2, 4, 4]);
  assert.deepEqual([stepAt(canvas, RUN, -50), stepAt(canvas, RUN, 9999)], [0, 4]);
});

expected.descents.forEach(({ curvature, target, weights }, at) => {
  test(`every cell of the bowl of kernel ${at} is half of d·H·d, H as autograd finds it`, () => {
    const reach = 1.5;
    const { values, low, high } = bowlOf(/** @type {any} */ ({ curvature, target }), /** @type {any} */ ({
      weights: [weights] }), 0, [0, 1], reach);
    const middle = (cell) => (2 * (cell + 0.5)) / POINTS - 1;
    const wanted = Array.from(values, (_, cell) => {
      const d = weights.map((value, place) => value - target[place]);
      d[0] = reach * middle(cell % POINTS);
      d[1] = -reach * middle(Math.floor(cell / POINTS));
      return d.reduce((sum, one, row) => sum + d.reduce((part, other, column) =>
        part + one * curvature[row * d.length + column] * other, 0), 0) / 2;
    });
    close(values, wanted);
    close([low, high], [Math.min(...wanted), Math.max(...wanted)]);
  });
});

test("the bowl is lowest at the target when the other weights are there, and symmetric around it", () => {
  const { values, low, high } = bowlOf(TASK, RUN, 4, [0, 1], 1);
  const half = 1 / POINTS; // the middle of the innermost cells
  close([low, high], [half ** 2 + 4 * half ** 2, (1 - half) ** 2 * 5]);
  close(values.slice(0, POINTS), values.slice(-POINTS));
  close([values[0]], [values[POINTS - 1]]);
});

test("the other weights lift the bowl", () => {
  const task = { ...TASK, target: Float32Array.from([0, 0, 0]), curvature: Float32Array.from([2, 0, 0, 0, 2, 0, 0, 0, 2]) };
  const at = (third) => bowlOf(task, /** @type {any} */ ({ weights: [[0, 0, third]] }), 0, [0, 1], 1).low;
  close([at(3) - at(0)], [9]);
});

test("colours tell low from high, and never name the one of missing values", () => {
  const all = Array.from({ length: 101 }, (_, at) => levelOf(at, 0, 100));
  assert.ok(Math.min(...all) === 0 && Math.max(...all) === 254);
});

test("the bowl shows the way so far, the target, and where the weights are", () => {
  const canvas = canvasOf();
  const range = drawBowl(canvas, TASK, RUN, 3, [0, 1], parent, ["w₁₁", "w₁₂"]);
  assert.ok(range[0] >= 0 && range[1] > range[0]);
  const ways = paths(canvas).filter(({ points }) => points.length === 4);
  assert.deepEqual(ways.map(({ style }) => style), ["#10151f", "#ffffff"]);
  const { arc } = paths(canvas).at(-1);
  assert.deepEqual(arc.slice(0, 2), ways[0].points[3]);
  const [across, upright] = paths(canvas).filter(({ points, style }) => points.length === 2 && style === "#ffffff");
  const middle = [upright.points[0][0], across.points[0][1]];
  assert.deepEqual(middle, [(across.points[0][0] + across.points[1][0]) / 2,
    (upright.points[0][1] + upright.points[1][1]) / 2]);
  const written = texts(canvas, "clearRect");
  for (const text of ["w₁₁", "w₁₂"]) assert.ok(written.includes(text));
});

test("more of the first weight is further right, more of the second higher up", () => {
  const canvas = canvasOf();
  drawBowl(canvas, TASK, RUN, 1, [0, 1], parent, ["", ""]);
  const { points: [[x, y], [nextX, nextY]] } = paths(canvas).filter(({ style }) => style === "#ffffff")[2];
  assert.ok(nextX > x && nextY > y); // from (0, 0) to (0.5, -0.5)
});

// Two plots of a run: how the loss falls, and the bowl that it is over two of the weights, with the way that they went.

import { number } from "../../kit/format.js";
import { colourOf, growth, inside, painted, palette, surface } from "../../kit/pixels.js";
import { dot, frameOf, lettered, line } from "../../kit/plotting.js";
import { bowl } from "../../math/descent.js";
import { awayFrom } from "./model.js";

/** @typedef {import("./model.js").Run} Run */
/** @typedef {import("./model.js").Task} Task */

const [CURVE, HILL] = [132, 200];
const LEAST = 1e-12; // of the first loss: what is less is drawn there
const POINTS = 56; // of the bowl, along each side
const BANDS = 14; // of one colour, so that it has contours
const LEVELS = 254; // of the colours
const NEAR = 4; // times the first loss: the way is shown as far as it stays below

/** The decades between which all losses of a run lie. @param {Run} run @returns {[number, number]} */
export function decades({ losses }) {
  const floor = Math.max(losses[0], Number.MIN_VALUE) * LEAST;
  const all = Array.from(losses, (loss) => Math.log10(Math.max(loss, floor)));
  const [low, high] = [Math.floor(Math.min(...all)), Math.ceil(Math.max(...all))];
  return [low, Math.max(high, low + 1)];
}

/**
 * @param {HTMLCanvasElement} canvas @param {Run} run @param {number} at @param {Element} card
 * @param {string} axis what stands below it
 */
export function drawCurve(canvas, run, at, card, axis) {
  const [wide, tall] = [canvas.parentElement?.clientWidth || 300, CURVE * growth()];
  const pen = surface(canvas, wide, tall);
  const [left, top, width, height] = frameOf(wide, tall);
  const [low, high] = decades(run);
  const x = (/** @type {number} */ step) => left + (width * step) / Math.max(1, run.steps);
  const y = (/** @type {number} */ loss) => {
    const value = Math.log10(Math.max(loss, 10 ** low));
    return top + height * (1 - (value - low) / (high - low));
  };
  pen.clearRect(0, 0, wide, tall);
  lettered(pen, card);
  const every = Math.ceil((high - low) / 5);
  for (let decade = low; decade <= high; decade += every) {
    pen.textAlign = "right";
    pen.fillText(number(10 ** decade, 2), left - 6, y(10 ** decade));
    Object.assign(pen, { strokeStyle: colourOf(card, "--st-border-color"), lineWidth: 1 });
    line(pen, [[left, y(10 ** decade)], [left + width, y(10 ** decade)]]);
  }
  pen.textAlign = "left";
  pen.fillText("0", left, top + height + 13);
  pen.textAlign = "right";
  pen.fillText(`${run.steps} ${axis}`, left + width, top + height + 13);
  const places = Array.from(run.losses, (loss, step) => [x(step), y(loss)]);
  Object.assign(pen, { strokeStyle: colourOf(card, "--convolution"), lineWidth: 2, globalAlpha: 0.3 });
  line(pen, places);
  pen.globalAlpha = 1;
  line(pen, places.slice(0, at + 1));
  dot(pen, places[at], colourOf(card, "--convolution"));
}

/** The step of a run under a pointer. @param {HTMLCanvasElement} canvas @param {Run} run @param {number} across px */
export function stepAt(canvas, run, across) {
  const [left, , width] = frameOf(canvas.clientWidth, CURVE);
  return Math.min(run.steps, Math.max(0, Math.round(((across - left) / width) * run.steps)));
}

/**
 * How far from the target the bowl is drawn: as far as the way goes while the loss is not much above the first.
 * @param {Task} task @param {Run} run @param {[number, number]} pair
 */
export function reachOf(task, run, pair) {
  const seen = run.weights.filter((_, step) => run.losses[step] <= NEAR * run.losses[0]);
  const far = seen.flatMap((weights) => pair.map((at) => Math.abs(weights[at] - task.target[at])));
  return Math.max(0.5, 1.15 * Math.max(...far));
}

/**
 * The bowl while the other weights stay as they are: its values, row by row from above, and the least and most of them.
 * @param {Task} task @param {Run} run @param {number} at @param {[number, number]} pair @param {number} reach
 */
export function bowlOf(task, run, at, [first, second], reach) {
  const loss = bowl(task.curvature, awayFrom(task, run.weights[at]), first, second);
  const values = Float64Array.from({ length: POINTS * POINTS }, (_, cell) => {
    const across = (2 * ((cell % POINTS) + 0.5)) / POINTS - 1;
    const up = 1 - (2 * (Math.floor(cell / POINTS) + 0.5)) / POINTS;
    return loss(across * reach, up * reach);
  });
  return { values, low: values.reduce((least, value) => Math.min(least, value)),
    high: values.reduce((most, value) => Math.max(most, value)) };
}

/**
 * The level of a colour, 0 to 254: in bands, and finer towards the bottom.
 * @param {number} value @param {number} low @param {number} high
 */
export function levelOf(value, low, high) {
  const share = Math.sqrt(Math.max(0, value - low) / (high - low || 1));
  return Math.round((LEVELS * Math.floor(BANDS * Math.min(0.999, share))) / (BANDS - 1));
}

/**
 * @param {HTMLCanvasElement} canvas @param {Task & { sequential: Uint8Array }} task @param {Run} run @param {number} at
 * @param {[number, number]} pair @param {Element} card @param {string[]} names of both weights
 */
export function drawBowl(canvas, task, run, at, pair, card, names) {
  const wide = canvas.parentElement?.clientWidth || 300;
  const tall = HILL * growth();
  const pen = surface(canvas, wide, tall);
  const frame = frameOf(wide, tall);
  const [left, top, width, height] = frame;
  const reach = reachOf(task, run, pair);
  const { values, low, high } = bowlOf(task, run, at, pair, reach);
  const table = palette(task.sequential);
  pen.clearRect(0, 0, wide, tall);
  pen.imageSmoothingEnabled = true;
  pen.drawImage(painted(POINTS, POINTS, (pixels) => values.forEach((value, cell) => {
    pixels[cell] = table[levelOf(value, low, high)];
  })), ...frame);
  const middle = pair.map((one) => task.target[one]);
  const place = (/** @type {ArrayLike<number>} */ weights) => [
    left + (width * (1 + (weights[pair[0]] - middle[0]) / reach)) / 2,
    top + (height * (1 - (weights[pair[1]] - middle[1]) / reach)) / 2];
  inside(pen, frame, () => {
    const arm = 6 * growth();
    const [x, y] = place(task.target);
    thin(pen, () => line(pen, [[x - arm, y], [x + arm, y]]));
    thin(pen, () => line(pen, [[x, y - arm], [x, y + arm]]));
    thin(pen, () => line(pen, run.weights.slice(0, at + 1).map(place)));
    dot(pen, place(run.weights[at]), colourOf(card, "--convolution"));
  });
  lettered(pen, card);
  pen.textAlign = "right";
  [middle[1] + reach, middle[1] - reach].forEach((value, end) =>
    pen.fillText(number(value, 2), left - 6, end ? top + height - 6 : top + 8));
  pen.fillText(names[1], left - 6, top + height / 2);
  pen.fillText(number(middle[0] + reach, 2), left + width, top + height + 13);
  pen.textAlign = "left";
  pen.fillText(number(middle[0] - reach, 2), left, top + height + 13);
  pen.textAlign = "center";
  pen.fillText(names[0], left + width / 2, top + height + 13);
  return [low, high];
}

/**
 * Seen on bright and dark colours alike: white in dark.
 * @param {CanvasRenderingContext2D} pen @param {() => void} paint
 */
function thin(pen, paint) {
  for (const [strokeStyle, width] of /** @type {const} */ ([["#10151f", 4], ["#ffffff", 2]])) {
    Object.assign(pen, { strokeStyle, lineWidth: width * growth() });
    paint();
  }
}

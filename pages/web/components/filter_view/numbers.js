// The patch times the kernel, in numbers: three grids and their sum on one canvas; on a narrow card one grid with both.

import { number } from "../../kit/format.js";
import { growth, hatch, inkOn, surface } from "../../kit/pixels.js";
import { strengthOf } from "../../kit/stripes.js";
import { tidy } from "./work.js";

/** @typedef {import("./work.js").Work} Work */
/**
 * @typedef {{ words: import("./data.js").Shown["words"], diverging: Uint8Array, hatched: boolean, font: string, text:
 *   string, quiet: string }} Look
 */
/** @typedef {{ fill: number[], beyond: boolean, below?: number }} Filling `below`: strength of its stripes, 0 to 1 */
/** @typedef {(value: number, y: number, x: number) => Filling} Colouring */
/**
 * @typedef {{ font: string, size: number, colour?: string, text: string, bold?: boolean, align?: CanvasTextAlign }}
 *   Letters
 */

const GRIDS_PX = 138;
const SIGN_PX = 30;
const SUM_PX = 116;
const NARROW_PX = 560;
const TEXT_PX = [27, 16]; // least width and height of a cell with a number in it

/** @param {HTMLCanvasElement} canvas @param {Work} work @param {Look} look */
export function drawNumbers(canvas, work, look) {
  const scale = growth();
  const wide = (canvas.parentElement?.clientWidth ?? 0) / scale;
  const narrow = wide < NARROW_PX;
  const rows = work.window.length;
  const height = narrow ? Math.min(60 * rows, 300) + 34 : GRIDS_PX;
  const context = surface(canvas, wide, height, scale);
  (narrow ? drawTogether : drawApart)(context, work, look, wide, height);
}

/** The same for those who do not see it, row by row. @param {Work} work @param {Look["words"]} words */
export function numbersText({ window: patch, kernels, told, sums }, words) {
  const rows = (/** @type {number[][]} */ values) =>
    values.map((row) => row.map((value) => number(tidy(value), 3)).join(", ")).join("; ");
  const names = kernels.length > 1 ? [words.across, words.down] : [words.kernel];
  return [`${words.patch}: ${rows(patch)}`, ...kernels.map((kernel, at) => `${names[at]}: ${rows(kernel)}`),
    sums || `${words.sum}: ${told}`];
}

/**
 * @param {CanvasRenderingContext2D} context @param {Work} work @param {Look} look @param {number} wide
 * @param {number} height
 */
function drawApart(context, work, look, wide, height) {
  const { window: patch, kernels } = work;
  const two = kernels.length > 1;
  const products = patch.map((row, y) => row.map((value, x) => value * kernels[0][y][x]));
  const across = (wide - 2 * SIGN_PX - SUM_PX) / 3;
  const top = 18;
  /** @type {[number, number]} */
  const cell = [Math.min(54, across / patch[0].length), Math.min(40, (height - top) / patch.length)];
  /** @type {[string, number[][], Colouring][]} */
  const drawn = [
    [look.words.patch, patch, (value, y, x) => patchColour(work, value, y, x)],
    [two ? look.words.across : look.words.kernel, kernels[0], signedColour(kernels[0], look)],
    [two ? look.words.down : look.words.products, two ? kernels[1] : products,
      signedColour(two ? kernels[1] : products, look)],
  ];
  let left = 0;
  drawn.forEach(([title, values, colour], index) => {
    const size = cell[0] * values[0].length;
    write(context, title, left, 11, { ...look, size: 12, colour: look.quiet, align: "left" });
    grid(context, values, [left, top], cell, colour, look);
    left += Math.max(size, context.measureText(title).width) + SIGN_PX;
    const middle = top + (cell[1] * values.length) / 2;
    const sign = two ? ["∗", ","][index] : ["×", "="][index];
    if (sign) write(context, sign, left - SIGN_PX / 2, middle, { ...look, size: 18, colour: look.quiet });
  });
  const middle = top + (cell[1] * patch.length) / 2;
  write(context, work.told, left - 14, middle, { ...look, size: 17, bold: true, align: "left" });
  const below = two ? work.sums : look.words.sum;
  context.font = `12px ${look.font}`;
  const from = Math.min(left - 14, wide - context.measureText(below).width);
  write(context, below, from, middle + 22, { ...look, size: 12, colour: look.quiet, align: "left" });
}

/**
 * @param {CanvasRenderingContext2D} context @param {Work} work @param {Look} look @param {number} wide
 * @param {number} height
 */
function drawTogether(context, work, look, wide, height) {
  const { window: patch, kernels } = work;
  /** @type {[number, number]} */
  const cell = [Math.min(100, wide / patch[0].length), (height - 34) / patch.length];
  grid(context, patch, [0, 0], cell, (value, y, x) => patchColour(work, value, y, x), look,
    (y, x) => kernels.map((kernel) => `×${number(tidy(kernel[y][x]), 2)}`).join(" "));
  const told = kernels.length > 1 ? `${work.told} (${work.sums})` : `= ${work.told}`;
  write(context, told, 0, height - 14, { ...look, size: 16, bold: true, align: "left" });
}

/**
 * @param {CanvasRenderingContext2D} context @param {number[][]} values @param {number[]} corner @param {number[]} size
 * @param {Colouring} colour @param {Look} look @param {((y: number, x: number) => string)=} below
 */
function grid(context, values, [left, top], [wide, tall], colour, look, below) {
  const fits = wide >= TEXT_PX[0] && tall >= TEXT_PX[1];
  const size = Math.min(15, tall * 0.6, wide * 0.34);
  values.forEach((row, y) => row.forEach((value, x) => {
    const [at, over] = [left + x * wide, top + y * tall];
    const { fill, beyond, below: sunk } = colour(value, y, x);
    context.fillStyle = `rgb(${fill})`;
    context.fillRect(at, over, wide - 1, tall - 1);
    const ink = inkOn(`rgb(${fill})`);
    // Cells beyond the border are made up by the padding: stripes mark them.
    if (beyond) hatch(context, [at, over, wide - 1, tall - 1], { colour: ink, gap: 7, alpha: 0.28 });
    if (!fits) {
      if (sunk) hatch(context, [at, over, wide - 1, tall - 1], { colour: ink, gap: 5, alpha: sunk });
      return;
    }
    const middle = over + tall / 2 - (below ? 6 : 0.5);
    write(context, number(tidy(value), 3), at + wide / 2, middle, { ...look, size: Math.max(9.5, size), colour: ink });
    if (below) write(context, below(y, x), at + wide / 2, middle + 15, { ...look, size: 11, colour: ink });
  }));
}

/** @param {Work} work @param {number} value @param {number} y @param {number} x */
function patchColour({ low, high, beyond }, value, y, x) {
  const level = Math.max(0, Math.min(255, Math.round((255 * (value - low)) / (high - low || 1))));
  return { fill: [level, level, level], beyond: beyond[y][x] };
}

/** @param {number[][]} values @param {Look} look @returns {Colouring} */
function signedColour(values, { diverging, hatched }) {
  const reach = Math.max(...values.flat().map(Math.abs)) || 1;
  return (value) => {
    const level = Number.isFinite(value) ? Math.round(127 + (127 * value) / reach) : 127;
    const below = hatched ? strengthOf(level) / 255 : 0;
    return { fill: [...diverging.subarray(3 * level, 3 * level + 3)], beyond: false, below };
  };
}

/**
 * @param {CanvasRenderingContext2D} context @param {string} text @param {number} x @param {number} y
 * @param {Letters} of
 */
function write(context, text, x, y, { font, size, colour, text: ink, bold = false, align = "center" }) {
  context.font = `${bold ? 600 : 400} ${size}px ${font}`;
  context.fillStyle = colour ?? ink;
  context.textAlign = align;
  context.textBaseline = "middle";
  context.fillText(text, x, y);
}

// What a result is made of, cell by cell: the same sums as explorer/convolution, for the few cells a reader points at.

/** @typedef {[height: number, width: number, depth: number]} Size */
/** @typedef {"none" | "zeros" | "reflect" | "replicate" | "circular"} Padding */
/** @typedef {{ size: Size, pixels: ArrayLike<number> }} Picture */
/**
 * @typedef {{ name: "" | "magnitude" | "direction", size: Size, stride: number, dilation: number, padding: Padding,
 *   kernels: number[][][] }} Step a filter, and the size of what comes out
 */
/**
 * @typedef {{ place: number, read: number, beyond: boolean }} Tap a place that is read; the cell there, or -1;
 *   whether it lies beyond the border
 */
/** @typedef {{ down: Tap[], across: Tap[], values: number[][] }} Window */
/** @typedef {(step: number, row: number, column: number, channel: number) => number} ValueAt */
/**
 * @typedef {{ value: ValueAt, strongest: (step: number, row: number, column: number) => number, windowOf: (step:
 *   number, row: number, column: number, channel: number, kernel: number[][]) => Window }} Evaluator
 */

/**
 * Which input cell lies at a place, or -1 for a zero beyond the border.
 * @param {number} place @param {number} size @param {Padding} padding
 */
export function cellBehind(place, size, padding) {
  if (place >= 0 && place < size) return place;
  if (padding === "replicate") return Math.min(size - 1, Math.max(0, place));
  if (padding === "circular") return ((place % size) + size) % size;
  if (padding === "reflect" && size > 1) {
    const round = 2 * (size - 1);
    const turned = ((place % round) + round) % round;
    return turned < size ? turned : round - turned;
  }
  return -1;
}

/**
 * Places that the taps of one axis read for an output cell, and where the border made them others.
 * @param {number} cell @param {number} size @param {number} count @param {Step} step @returns {Tap[]}
 */
function taps(cell, size, count, { stride, dilation, padding }) {
  const before = padding === "none" ? 0 : Math.floor((dilation * (count - 1)) / 2);
  return Array.from({ length: count }, (_, tap) => {
    const place = cell * stride + tap * dilation - before;
    return { place, read: cellBehind(place, size, padding), beyond: place < 0 || place >= size };
  });
}

/**
 * Answers `value(step, row, column, channel)`, remembering what it has worked out; step -1 is the photo.
 * @param {Picture} photo @param {Step[]} steps @returns {Evaluator}
 */
export function evaluator(photo, steps) {
  const sizes = [photo.size, ...steps.map((step) => step.size)];
  /** @type {Map<number, number>} */
  const known = new Map();

  /** @type {ValueAt} */
  const value = (at, row, column, channel) => {
    const [, width, depth] = sizes[at + 1];
    if (at < 0) return photo.pixels[(row * width + column) * depth + channel];
    const key = ((at * sizes[at + 1][0] + row) * width + column) * 3 + channel;
    const found = known.get(key) ?? resultOf(at, row, column, channel);
    known.set(key, found);
    return found;
  };

  /** @type {Evaluator["windowOf"]} */
  const windowOf = (at, row, column, channel, kernel) => {
    const [height, width] = sizes[at];
    const down = taps(row, height, kernel.length, steps[at]);
    const across = taps(column, width, kernel[0].length, steps[at]);
    const read = (/** @type {Tap} */ y, /** @type {Tap} */ x) =>
      (y.read < 0 || x.read < 0 ? 0 : value(at - 1, y.read, x.read, channel));
    return { down, across, values: down.map((y) => across.map((x) => read(y, x))) };
  };

  /** @type {(step: number, row: number, column: number, channel: number) => number[]} one of each kernel */
  const sums = (at, row, column, channel) =>
    steps[at].kernels.map((kernel) => dot(windowOf(at, row, column, channel, kernel).values, kernel));

  // A direction is read from the channel that changes most.
  /** @type {Evaluator["strongest"]} */
  const strongest = (at, row, column) => {
    const found = Array.from({ length: sizes[at][2] }, (_, channel) => Math.hypot(...sums(at, row, column, channel)));
    return found.indexOf(Math.max(...found));
  };

  /** @type {ValueAt} */
  const resultOf = (at, row, column, channel) => {
    const { name } = steps[at];
    if (name === "magnitude") return Math.hypot(...sums(at, row, column, channel));
    if (name !== "direction") return sums(at, row, column, channel)[0];
    const [across, down] = sums(at, row, column, strongest(at, row, column));
    return Math.atan2(down, across);
  };

  return { value, windowOf, strongest };
}

/** @param {number[][]} values @param {number[][]} kernel */
export function dot(values, kernel) {
  return values.reduce((total, row, y) => row.reduce((part, value, x) => part + value * kernel[y][x], total), 0);
}

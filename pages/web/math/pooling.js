// Numbers of a pooling in the browser. Where windows stop comes from explorer/convolution; what they keep is worked out
// here, so that an edit, a step or a drag needs no answer from the server.

/** @typedef {import("../kit/cells.js").Cell} Cell */
/**
 * @typedef {{ lanes: number[][], starts: number[][], kernel: number }} Geometry what lies at each place of the
 *   padded input; where windows start, per axis
 */
/**
 * @typedef {{ values: number[], divisor: number, max: number, average: number, winner: Cell }} Pooled what one
 *   window keeps
 */
/** @typedef {Record<"max" | "average" | "convolution", number[]>} Maps */
/**
 * @typedef {{ source: ArrayLike<number>, side: number, margin: number, kernel: number, stride: number, weights:
 *   number[][] }} Shifted an image with a margin on all sides
 */

/** Input cells of each window, row by row, without padding. @param {Geometry} geometry @returns {Cell[][]} */
export function windowsOf({ lanes, starts: [down, across], kernel }) {
  const reads = (/** @type {number[]} */ lane, /** @type {number} */ start) =>
    lane.slice(start, start + kernel).filter((place) => place >= 0);
  return down.flatMap((top) => across.map((left) => {
    const columns = reads(lanes[1], left);
    return reads(lanes[0], top).flatMap((row) => columns.map((column) => [row, column]));
  }));
}

/** @param {number[][]} grid @param {Cell[]} cells of a window @param {number} divisor of its mean @returns {Pooled} */
export function pooled(grid, cells, divisor) {
  const values = cells.map(([row, column]) => grid[row][column]);
  const max = Math.max(...values);
  const average = values.reduce((sum, value) => sum + value, 0) / divisor;
  return { values, divisor, max, average, winner: cells[values.indexOf(max)] };
}

/**
 * Side of what comes out without padding; 0 where the window does not fit.
 * @param {number} side @param {number} kernel @param {number} stride
 */
export function sideAfter(side, kernel, stride) {
  return kernel > side ? 0 : Math.floor((side - kernel) / stride) + 1;
}

/**
 * A pixel of the image moved by `shift`.
 * @param {Shifted} image @param {number[]} shift @param {number} row @param {number} column
 */
export function pixelAt({ source, side, margin }, [down, right], row, column) {
  return source[(row + margin - down) * side + column + margin - right];
}

/**
 * Maximum, sum and cross-correlation of each window of the moved image.
 * @param {Shifted} image @param {number[]} shift @returns {Maps}
 */
export function mapsOf(image, shift) {
  const { side, margin, kernel, stride, weights } = image;
  const out = sideAfter(side - 2 * margin, kernel, stride);
  /** @type {Maps} */
  const made = { max: [], average: [], convolution: [] };
  for (let row = 0; row < out; row++) {
    for (let column = 0; column < out; column++) {
      let [most, sum, product] = [-Infinity, 0, 0];
      for (let y = 0; y < kernel; y++) {
        for (let x = 0; x < kernel; x++) {
          const value = pixelAt(image, shift, row * stride + y, column * stride + x);
          most = Math.max(most, value);
          sum += value;
          product += value * weights[y][x];
        }
      }
      made.max.push(most);
      made.average.push(sum);
      made.convolution.push(product);
    }
  }
  return made;
}

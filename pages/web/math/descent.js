// A kernel on its way downhill: what it gives, and the bowl that its loss is. The way itself is the server's
// (explorer/convolution/kernel_learning.py); these are the numbers of one step of it.

/**
 * What a kernel gives where it fits: cross-correlation, nothing padded.
 * @param {ArrayLike<number>} picture row by row @param {number[]} sides of the picture
 * @param {ArrayLike<number>} kernel row by row @param {number[]} shape of the kernel
 */
export function correlated(picture, [height, width], kernel, [rows, columns]) {
  const [tall, wide] = [height - rows + 1, width - columns + 1];
  const found = new Float64Array(tall * wide);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const weight = kernel[row * columns + column];
      for (let y = 0; y < tall; y++) {
        const from = (y + row) * width + column;
        for (let x = 0; x < wide; x++) found[y * wide + x] += weight * picture[from + x];
      }
    }
  }
  return found;
}

/** A matrix times a vector. @param {ArrayLike<number>} matrix row by row @param {ArrayLike<number>} vector */
export function times(matrix, vector) {
  const count = vector.length;
  return Array.from({ length: count }, (_, row) => {
    let sum = 0;
    for (let column = 0; column < count; column++) sum += matrix[row * count + column] * vector[column];
    return sum;
  });
}

/**
 * The loss where the weights are so far from the target.
 * @param {ArrayLike<number>} curvature second derivatives, row by row @param {ArrayLike<number>} away
 */
export function lossAway(curvature, away) {
  return times(curvature, away).reduce((sum, value, at) => sum + value * away[at], 0) / 2;
}

/**
 * The loss over two weights while the others stay: a function of how far these two are from the target.
 * @param {ArrayLike<number>} curvature @param {ArrayLike<number>} away of all weights from the target
 * @param {number} first @param {number} second which weights
 * @returns {(one: number, two: number) => number}
 */
export function bowl(curvature, away, first, second) {
  const count = away.length;
  const rest = Array.from(away, (value, at) => (at === first || at === second ? 0 : value));
  const pull = times(curvature, rest);
  const base = lossAway(curvature, rest);
  const bend = (/** @type {number} */ row, /** @type {number} */ column) => curvature[row * count + column];
  return (one, two) => base + pull[first] * one + pull[second] * two
    + (bend(first, first) * one * one + 2 * bend(first, second) * one * two + bend(second, second) * two * two) / 2;
}

/**
 * The cell of the picture that a weight reads for a cell of the result.
 * @param {number} cell of the result, row by row @param {number} weight of the kernel, row by row
 * @param {number[]} sides of the picture @param {number[]} shape of the kernel
 */
export function readBy(cell, weight, [, width], [, columns]) {
  const wide = width - columns + 1;
  const [row, column] = [Math.floor(cell / wide) + Math.floor(weight / columns), (cell % wide) + (weight % columns)];
  return row * width + column;
}

/**
 * What each step moves by before the rate: its slope, and a share of the movement before.
 * @param {ArrayLike<number>[]} slopes @param {number} momentum @returns {number[][]}
 */
export function velocities(slopes, momentum) {
  /** @type {number[][]} */
  const found = [];
  for (const slope of slopes) {
    const before = found[found.length - 1];
    found.push(Array.from(slope, (value, at) => value + (before ? momentum * before[at] : 0)));
  }
  return found;
}

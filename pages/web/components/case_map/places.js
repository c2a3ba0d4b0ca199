// Where a point stands on the map of the four cases: likeness from left to right, pictures per class from below.

/**
 * @typedef {object} Place
 * @property {number} size pictures per class
 * @property {number} likeness 0 to 1
 */
/**
 * @typedef {object} Edges
 * @property {number} least pictures per class at the lower edge
 * @property {number} most at the upper edge
 * @property {number} few fewer than this are few
 * @property {number} alike from so much likeness on, pictures are alike
 */

const DIGITS = 2; // of a number of pictures that was dragged to

/** @param {number} value @param {number} low @param {number} high */
export function clamped(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

/** The height of a number of pictures, 0 to 1, by its logarithm. @param {Edges} edges @param {number} size */
export function heightOf({ least, most }, size) {
  return clamped(Math.log(size / least) / Math.log(most / least), 0, 1);
}

/** The number of pictures at a height, as round as one would say it. @param {Edges} edges @param {number} height */
export function sizeAt({ least, most }, height) {
  return Math.round(Number((least * (most / least) ** clamped(height, 0, 1)).toPrecision(DIGITS)));
}

/** The quarter of a place, in the order of the map: upper left, upper right, lower left, lower right.
 * @param {Edges} edges @param {Place} place */
export function quarterOf({ few, alike }, { size, likeness }) {
  return (size < few ? 2 : 0) + (likeness >= alike ? 1 : 0);
}

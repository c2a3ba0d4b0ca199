// A box on a photo: how it is dragged, drawn anew and moved by keys, in thousandths of the photo's sides.

/** @typedef {[number, number, number, number]} Shares first row and column, rows and columns */
/** @typedef {{ from: number[], box: Shares }} Hold where it was taken hold of, and what it was then */

export const WHOLE = 1000;
const LEAST = 10;
const MOST = WHOLE / 2;
const KEY_STEP = 5;

/** @param {number} value @param {number} least @param {number} most */
function within(value, least, most) {
  return Math.round(Math.min(most, Math.max(least, value)));
}

/** @param {number[]} box @returns {Shares} */
function inside([row, column, rows, columns]) {
  const [tall, wide] = [within(rows, LEAST, MOST), within(columns, LEAST, MOST)];
  return [within(row, 0, WHOLE - tall), within(column, 0, WHOLE - wide), tall, wide];
}

/** Whether a place lies in a box. @param {Shares} box @param {number[]} place */
export function holds([row, column, rows, columns], [y, x]) {
  return y >= row && x >= column && y < row + rows && x < column + columns;
}

/**
 * What a finger makes that moved to a place: the box, moved, where it took hold of that; else a new one.
 * @param {Hold} hold @param {number[]} to @returns {Shares}
 */
export function dragged({ from, box }, to) {
  const [down, across] = [to[0] - from[0], to[1] - from[1]];
  if (holds(box, from)) return inside([box[0] + down, box[1] + across, box[2], box[3]]);
  if (Math.abs(down) < LEAST || Math.abs(across) < LEAST) return box;
  return inside([Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(down), Math.abs(across)]);
}

/** @param {Shares} box @param {[number, number]} step @param {boolean} grow @returns {Shares} */
export function moved([row, column, rows, columns], [down, across], grow) {
  const [by, aside] = [KEY_STEP * down, KEY_STEP * across];
  return inside(grow ? [row, column, rows + by, columns + aside] : [row + by, column + aside, rows, columns]);
}

/**
 * The cell of the map whose patch has its middle at a place of the photo, or null at the border, where none has.
 * @param {{ photo: number[], map: number[], box: number[] }} data @param {number[]} place shares of the sides
 */
export function centred({ photo, map, box }, place) {
  const cell = place.map((share, axis) => Math.floor(share * photo[axis] - (box[2 + axis] - 1) / 2));
  return cell.every((at, axis) => at >= 0 && at < map[axis]) ? cell : null;
}

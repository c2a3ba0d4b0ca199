// What is drawn on a pad, as explorer/images/drawing.py has it: strokes of a pen, and the text that stands for them.

export const PAD = 112; // px, its side
export const MOST_STROKES = 60;
export const MOST_POINTS = 1200;
const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const MIDDLE = SIGNS.length / 2;
const FAR = MIDDLE - 1; // px, the longest step that two signs can say
const TOLERANCE = 0.6; // px that a stroke may be off where places were left out

/** @typedef {[number, number]} Place from the left and from the top, px */
/** @typedef {{ pen: number, strokes: Place[][] }} Drawing */

/** @param {Drawing} drawing */
export function textOf({ pen, strokes }) {
  return strokes.length ? [pen, ...strokes.map(signsOf)].join(".") : "";
}

/** @param {Place[]} stroke */
function signsOf(stroke) {
  let [x, y] = stroke[0];
  const signs = [[x, y].map((value) => SIGNS[value >> 6] + SIGNS[value & 63]).join("")];
  for (const [nextX, nextY] of stroke.slice(1)) {
    for (let part = Math.max(1, Math.ceil(Math.max(Math.abs(nextX - x), Math.abs(nextY - y)) / FAR)); part; part--) {
      const [right, down] = [Math.round((nextX - x) / part), Math.round((nextY - y) / part)];
      signs.push(SIGNS[MIDDLE + right] + SIGNS[MIDDLE + down]);
      [x, y] = [x + right, y + down];
    }
  }
  return signs.join("");
}

/** The drawing of a text that Python has checked. @param {string} text @param {number} pen of an empty pad */
export function drawingOf(text, pen) {
  if (!text) return { pen, strokes: [] };
  const [thick, ...strokes] = text.split(".");
  return { pen: Number(thick), strokes: strokes.map(placesOf) };
}

/** @param {string} signs @returns {Place[]} */
function placesOf(signs) {
  const numbers = [...signs].map((sign) => SIGNS.indexOf(sign));
  let [x, y] = [64 * numbers[0] + numbers[1], 64 * numbers[2] + numbers[3]];
  /** @type {Place[]} */
  const places = [[x, y]];
  for (let at = 4; at < numbers.length; at += 2) {
    [x, y] = [x + numbers[at] - MIDDLE, y + numbers[at + 1] - MIDDLE];
    places.push([x, y]);
  }
  return places;
}

/** How many places the text of a drawing holds. @param {Place[][]} strokes */
export function countOf(strokes) {
  return strokes.reduce((sum, stroke) => sum + stroke.length, 0);
}

/**
 * A stroke with no more places than its line needs (Douglas and Peucker, 1973).
 * @param {Place[]} stroke @returns {Place[]}
 */
export function simplified(stroke) {
  if (stroke.length < 3) return stroke;
  const [first, last] = [stroke[0], /** @type {Place} */ (stroke.at(-1))];
  let [worst, off] = [0, 0];
  for (let at = 1; at < stroke.length - 1; at++) {
    const found = offLine(stroke[at], first, last);
    if (found > off) [worst, off] = [at, found];
  }
  if (off <= TOLERANCE) return [first, last];
  return [...simplified(stroke.slice(0, worst + 1)).slice(0, -1), ...simplified(stroke.slice(worst))];
}

/** How far a place is from the straight way between two others, px. @param {Place} place @param {Place} from
 * @param {Place} to */
function offLine([x, y], [fromX, fromY], [toX, toY]) {
  const [right, down] = [toX - fromX, toY - fromY];
  const long = right * right + down * down;
  const share = long ? Math.min(1, Math.max(0, ((x - fromX) * right + (y - fromY) * down) / long)) : 0;
  return Math.hypot(x - fromX - share * right, y - fromY - share * down);
}

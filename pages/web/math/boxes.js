// Two boxes, each [x1, y1, x2, y2] with x to the right and y down: what both cover, and how well one fits the other.
// The rules stand in explorer/detection/boxes.py, too, and a test holds both to one table.

/** @typedef {[number, number, number, number]} Box */
/** @typedef {"apart" | "touching" | "overlapping" | "inside" | "same" | "empty"} Meeting */
/**
 * @typedef {object} Fit
 * @property {[number, number]} sides of what both cover; below 0 where they lie apart
 * @property {Box | null} shared what both cover
 * @property {Box} hull the smallest box around both
 * @property {[number, number]} areas
 * @property {number} intersection
 * @property {number} union
 * @property {number} around area of the hull
 * @property {number} iou
 * @property {number} giou
 * @property {Meeting} meeting
 */

/** With its corners in order. @param {number[]} box @returns {Box} */
export function upright([x1, y1, x2, y2]) {
  return [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)];
}

/** @param {Box} box */
export function area([x1, y1, x2, y2]) {
  return (x2 - x1) * (y2 - y1);
}

/** @param {Box} one @param {Box} other @returns {Fit} */
export function fitOf(one, other) {
  const inner = /** @type {Box} */ (one.map((value, at) => Math[at < 2 ? "max" : "min"](value, other[at])));
  const hull = /** @type {Box} */ (one.map((value, at) => Math[at < 2 ? "min" : "max"](value, other[at])));
  const sides = /** @type {[number, number]} */ ([inner[2] - inner[0], inner[3] - inner[1]]);
  const shared = sides[0] > 0 && sides[1] > 0 ? inner : null;
  const areas = /** @type {[number, number]} */ ([area(one), area(other)]);
  const intersection = shared ? area(shared) : 0;
  const union = areas[0] + areas[1] - intersection;
  const around = area(hull);
  const iou = union ? intersection / union : 0;
  const giou = around ? iou - (around - union) / around : iou;
  return { sides, shared, hull, areas, intersection, union, around, iou, giou,
    meeting: meetingOf([one, other], { sides, hull, areas }) };
}

/** @param {Box[]} boxes @param {Pick<Fit, "sides" | "hull" | "areas">} found @returns {Meeting} */
function meetingOf([one, other], { sides, hull, areas }) {
  if (!areas[0] || !areas[1]) return "empty";
  if (String(one) === String(other)) return "same";
  if ([one, other].some((box) => String(box) === String(hull))) return "inside";
  if (sides[0] < 0 || sides[1] < 0) return "apart";
  return sides[0] && sides[1] ? "overlapping" : "touching";
}

/** Moved within a picture of this size. @param {Box} box @param {number[]} by @param {number[]} size @returns {Box} */
export function moved(box, by, size) {
  const [right, down] = by.map((step, axis) => Math.min(Math.max(step, -box[axis]), size[axis] - box[axis + 2]));
  return [box[0] + right, box[1] + down, box[2] + right, box[3] + down];
}

/** The nearest upright box in a picture of this size. @param {number[]} box @param {number[]} size @returns {Box} */
export function within(box, size) {
  return upright(box.map((value, at) => Math.min(Math.max(value, 0), size[at % 2])));
}

/** The greatest common divisor of two whole numbers above 0. @param {number} one @param {number} other */
export function divisor(one, other) {
  while (other) [one, other] = [other, one % other];
  return one;
}

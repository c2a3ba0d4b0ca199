// The working beside two boxes, in MathML: what both cover, what at least one covers, IoU and GIoU.

import { number } from "../../kit/format.js";
import { formula, mathml, row, written } from "../../kit/formula.js";
import { divisor } from "../../math/boxes.js";

/** @typedef {import("../../math/boxes.js").Box} Box */
/** @typedef {import("../../math/boxes.js").Fit} Fit */
/** @typedef {import("../../kit/formula.js").Part} Part */

const MOST = 99; // of the numbers in a fraction that is shortened
const WHOLE = 1e-9;

/** Lines of the working, as they are needed. @param {Box} ours @param {Box} theirs @param {Fit} fit */
export function linesOf(ours, theirs, fit) {
  const { sides, areas: [first, second], intersection, union, around, hull, iou, giou } = fit;
  const cut = sides.map((length) => Math.max(length, 0));
  return [
    formula([...side("w", [ours[2], theirs[2]], [ours[0], theirs[0]], sides[0])]),
    formula([...side("h", [ours[3], theirs[3]], [ours[1], theirs[1]], sides[1])]),
    formula([letter("I"), "=", "w", "·", "h", "=", text(cut[0]), "·", text(cut[1]), "=", text(intersection)]),
    formula([letter("U"), "=", letter("A"), "+", letter("B"), "−", letter("I"), "=", text(first), "+", text(second),
      "−", text(intersection), "=", text(union)]),
    formula([word("IoU"), "=", fraction(letter("I"), letter("U")), "=", ...quotient(intersection, union, iou, "iou")]),
    formula([letter("C"), "=", text(hull[2] - hull[0]), "·", text(hull[3] - hull[1]), "=", text(around)]),
    formula([word("GIoU"), "=", word("IoU"), "−", fraction(row([letter("C"), "−", letter("U")]), letter("C")), "=",
      ...(around ? [text(iou), "−", fraction(row([text(around), "−", text(union)]), text(around)), "=",
        written(number(giou), "giou")] : [fraction(text(0), text(0))])]),
  ];
}

/** A quotient, shortened where that helps, and its value; 0 / 0 has none. @param {number} part @param {number} whole
 * @param {number} value @param {string} kind @returns {Part[]} */
function quotient(part, whole, value, kind) {
  if (!whole) return [fraction(text(0), text(0))];
  const common = isWhole(part) && isWhole(whole) && part ? divisor(Math.round(part), Math.round(whole)) : 1;
  const shorter = [part / common, whole / common];
  const helps = common > 1 && shorter[1] > 1 && shorter[1] <= MOST;
  return [fraction(text(part), text(whole)), ...(helps ? ["=", fraction(text(shorter[0]), text(shorter[1]))] : []), "=",
    written(number(value), kind)];
}

/** One side of what both cover. @param {string} name @param {number[]} ends @param {number[]} starts
 * @param {number} length @returns {Part[]} */
function side(name, ends, starts, length) {
  return [name, "=", word("min"), "(", text(ends[0]), ",", text(ends[1]), ")", "−", word("max"), "(", text(starts[0]),
    ",", text(starts[1]), ")", "=", text(length), ...(length < 0 ? ["→", text(0)] : [])];
}

/** @param {number} value */
function isWhole(value) {
  return Math.abs(value - Math.round(value)) < WHOLE;
}

/** @param {Element} above @param {Element} below */
function fraction(above, below) {
  return mathml("mfrac", [above, below]);
}

/** @param {number} value */
function text(value) {
  return written(number(Number(value.toFixed(9))));
}

/** @param {string} name */
function letter(name) {
  return mathml("mi", [name]);
}

/** @param {string} name */
function word(name) {
  return mathml("mi", [name], { mathvariant: "normal" });
}

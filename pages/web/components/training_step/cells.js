// Where the numbers of a training step stand: the columns of the picture, and what of it is there at which moment.

/**
 * Names of cells, without what stands before those of slopes ("d") and of what follows the update ("n").
 * @typedef {object} Column
 * @property {"x" | "k" | "z" | "a" | "v" | "y"} id
 * @property {number} wide cells side by side
 * @property {string[]} forth
 * @property {string[]} [by]
 * @property {string[]} [new]
 */

/** @param {string} letter @param {number} side */
function square(letter, side) {
  const places = Array.from({ length: side }, (_, at) => at + 1);
  return places.flatMap((row) => places.map((column) => `${letter}${row}${column}`));
}

const [kernel, weights] = [[...square("k", 2), "b"], [...square("v", 2), "c"]];
const [sums, active] = [square("z", 2), square("a", 2)];

/** @type {Column[]} */
export const COLUMNS = [
  { id: "x", wide: 3, forth: square("x", 3) },
  { id: "k", wide: 2, forth: kernel, by: kernel, new: kernel },
  { id: "z", wide: 2, forth: sums, by: sums },
  { id: "a", wide: 2, forth: active, by: active },
  { id: "v", wide: 2, forth: weights, by: weights, new: weights },
  { id: "y", wide: 1, forth: ["y", "t", "L"], by: ["y"], new: ["y", "L"] },
];

/** @type {{ id: "forth" | "by" | "new", before: string }[]} */
export const ROWS = [{ id: "forth", before: "" }, { id: "by", before: "d" }, { id: "new", before: "n" }];

const GIVEN = [...square("x", 3), ...kernel, ...weights, "t"];

/**
 * What is there at a moment: what is given, and what was computed by then.
 * @param {{ writes: string[] }[]} moments @param {number} step
 */
export function shownAt(moments, step) {
  return new Set([...GIVEN, ...moments.slice(0, step + 1).flatMap(({ writes }) => writes)]);
}

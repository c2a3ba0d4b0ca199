// Numbers and sentences as readers see them. The words come from Python; here values are put into them. The rule for
// numbers stands in explorer/numbers.py, too, and a test holds both to one table.

import { finished } from "./korean.js";

const WRITTEN_OUT = 1e6;
const SMALLEST = 1e-3;
const NOISE = 1e-12; // some thousand terms in doubles are wrong by less than this share of their sizes' sum

/**
 * Without what rounding leaves of terms that cancel each other: 0 where the value is nothing beside them.
 * @param {number} value @param {number} beside what the sizes of the terms add up to
 */
export function clean(value, beside) {
  return Math.abs(value) <= NOISE * beside ? 0 : value;
}

/**
 * A number as text: whole ones in full, others with at most `digits` significant digits and without zeros at the end,
 * very large and very small ones with a power of ten.
 * @param {number} value @param {number} [digits] @param {number} [beside] as of `clean`, where the value is a sum
 */
export function number(value, digits = 4, beside = 0) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value < 0 ? "−∞" : "∞";
  value = clean(value, beside);
  const size = Math.abs(value);
  if (size >= WRITTEN_OUT || (size > 0 && size < SMALLEST)) {
    return trueMinus(value.toExponential(Math.max(0, digits - 2)));
  }
  return trueMinus(String(Number.isInteger(value) ? value : Number(value.toPrecision(digits))));
}

/**
 * The same in less and less room, for cells: three digits, then fewer, without the zero before the point, at last a
 * power of ten. The last one is never empty and has at most six characters.
 * @param {number} value
 */
export function shorter(value) {
  const size = Math.abs(value);
  const digits = size < 1 ? [3, 2, 1] : size < 100 ? [3] : [];
  const decimals = size < 1 ? [] : size < 100 ? [1, 0] : [0];
  const texts = [...digits.map((count) => number(value, count)),
    ...decimals.map((places) => number(Number(value.toFixed(places))))];
  if (size >= 1e3) texts.push(trueMinus(value.toExponential(0)).replace("+", ""));
  const all = texts.flatMap((text) => [text, text.replace(/^(−?)0\./, "$1.")]);
  return all.filter((text, at) => all.slice(0, at).every((before) => before.length > text.length));
}

/**
 * The same, or `otherwise` where it is none.
 * @param {number} value @param {string} otherwise @param {number} [digits]
 */
export function numberOr(value, otherwise, digits = 4) {
  return Number.isFinite(value) ? number(value, digits) : otherwise;
}

/**
 * A term of a sum: a negative one stands in brackets.
 * @param {number} value @param {number} [digits] @param {number} [beside]
 */
export function bracketed(value, digits = 4, beside = 0) {
  return clean(value, beside) < 0 ? `(${number(value, digits)})` : number(value, digits, beside);
}

/** With its sign, as what is added. @param {number} value @param {number} [digits] */
export function withSign(value, digits = 4) {
  return value < 0 ? number(value, digits) : `+${number(value, digits)}`;
}

/** A share from 0 to 1 with so many decimals; a part too small for them is not called none. @param {number} share */
export function percent(share, decimals = 0) {
  const [value, unit] = [100 * share, 10 ** -decimals];
  return `${value > 0 && value < unit / 2 ? `< ${unit}` : value.toFixed(decimals)} %`;
}

/**
 * Values are only ever put into text, never into markup. Particles of Korean fit the values.
 * @param {string} template @param {Record<string, string | number>} values
 */
export function fill(template, values) {
  return finished(template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole)));
}

/**
 * What is said about a cell. Readers count rows and columns from 1, as in a matrix.
 * @param {string} template @param {number[]} cell @param {Record<string, string | number>} more
 */
export function cellText(template, [row, column], more) {
  return fill(template, { row: row + 1, column: column + 1, ...more });
}

/** @param {string} text */
function trueMinus(text) {
  return text.replaceAll("-", "−");
}

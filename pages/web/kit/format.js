// Numbers and sentences as readers see them. The words come from Python; here values are put into them.

const WRITTEN_OUT = 1e6;
const SMALLEST = 1e-3;

/**
 * A number as text: whole ones in full, others with at most `digits` significant digits and without zeros at the end,
 * very large and very small ones with a power of ten.
 * @param {number} value @param {number} [digits]
 */
export function number(value, digits = 4) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value < 0 ? "−∞" : "∞";
  const size = Math.abs(value);
  if (size >= WRITTEN_OUT || (size > 0 && size < SMALLEST)) {
    return trueMinus(value.toExponential(Math.max(0, digits - 2)));
  }
  return trueMinus(String(Number.isInteger(value) ? value : Number(value.toPrecision(digits))));
}

/**
 * The same, or `otherwise` where it is none.
 * @param {number} value @param {string} otherwise @param {number} [digits]
 */
export function numberOr(value, otherwise, digits = 4) {
  return Number.isFinite(value) ? number(value, digits) : otherwise;
}

/** A term of a sum: a negative one stands in brackets. @param {number} value @param {number} [digits] */
export function bracketed(value, digits = 4) {
  return value < 0 ? `(${number(value, digits)})` : number(value, digits);
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
 * Values are only ever put into text, never into markup.
 * @param {string} template @param {Record<string, string | number>} values
 */
export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
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

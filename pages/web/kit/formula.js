// Sums and formulas in MathML, which browsers set as mathematics.

const MATHML = "http://www.w3.org/1998/Math/MathML";

/** @typedef {string | number | Element} Part a letter, a sign, a number, or what `mathml` made */

/**
 * @param {string} name @param {Part[]} parts @param {Record<string, string>} [attributes]
 */
export function mathml(name, parts, attributes = {}) {
  const made = document.createElementNS(MATHML, name);
  made.append(...parts.map((part) => (part instanceof Element ? part : String(part))));
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/**
 * A line of it: numbers, letters and signs by what they are.
 * @param {Part[]} parts @param {Record<string, string>} [attributes]
 */
export function formula(parts, attributes = {}) {
  return mathml("math", parts.map(piece), attributes);
}

/** The same within one. @param {Part[]} parts */
export function row(parts) {
  return mathml("mrow", parts.map(piece));
}

/** A number that was already written. @param {string} text @param {string} [kind] a class of the styles */
export function written(text, kind) {
  return mathml("mn", [text], kind ? { class: kind } : {});
}

/**
 * Parts with a sign between them, those in the middle left out where they are more than `most`.
 * @param {Element[]} parts @param {string} sign @param {number} most @returns {Part[]}
 */
export function joined(parts, sign, most) {
  const shown = parts.length > most ? [...parts.slice(0, most - 4), "…", ...parts.slice(-2)] : parts;
  return shown.flatMap((part, index) => (index ? [sign, part] : [part]));
}

/** @param {Part} part @returns {Element} */
function piece(part) {
  if (part instanceof Element) return part;
  if (typeof part === "number") return mathml("mn", [part]);
  if (/^[a-z]$/.test(part)) return mathml("mi", [part]);
  return mathml("mo", [part], "()".includes(part) ? { stretchy: "false" } : {});
}

// Formulas that come from Python as trees of MathML (pages/ui/mathml.py).

import { mathml } from "./formula.js";

const TAGS = new Set(["math", "mrow", "mn", "mi", "mo", "mtext", "mfrac", "mstyle", "msup", "msub", "msubsup", "munder",
  "mover", "munderover", "msqrt", "mspace", "mtable", "mtr", "mtd", "mpadded", "mphantom"]);
const STRETCHED = new Set(["⌊", "⌋", "⌈", "⌉"]);

/**
 * Show a formula; one that is there already stays.
 * @param {HTMLElement} line @param {unknown} tree
 */
export function setFormula(line, tree) {
  const written = JSON.stringify(tree);
  if (line.dataset.tree === written) return;
  line.dataset.tree = written;
  line.replaceChildren(...steps(tree).flatMap((step) => [element(step), " "]));
}

/**
 * A line may be broken before each sign of equality: browsers break no formula themselves.
 * @param {unknown} tree @returns {unknown[]} formulas that follow each other
 */
export function steps(tree) {
  const [math, held] = /** @type {[string, unknown]} */ (tree);
  const row = Array.isArray(held) && held.length === 1 ? held[0] : null;
  if (math !== "math" || row?.[0] !== "mrow" || !Array.isArray(row[1])) return [tree];
  /** @type {unknown[][]} */
  const parts = [[]];
  for (const part of row[1]) {
    if (part[0] === "mo" && part[1] === "=" && parts.flat().length) parts.push([]);
    parts[parts.length - 1].push(part);
  }
  return parts.map((part) => ["math", [["mrow", part]]]);
}

/** Only parts of formulas are made, whatever comes. @param {unknown} tree @returns {Element} */
function element(tree) {
  const [tag, held] = /** @type {[string, unknown]} */ (tree);
  const name = TAGS.has(tag) ? tag : "mrow";
  if (Array.isArray(held)) return mathml(name, held.map(element), name === "math" ? { displaystyle: "true" } : {});
  const text = String(held);
  return mathml(name, [text], name === "mo" && !STRETCHED.has(text) ? { stretchy: "false" } : {});
}

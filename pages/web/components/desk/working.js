// How a number comes about, and what a teacher would say: sentences and formulas, which come as trees of MathML.

import { childrenOf, make, setText } from "../../kit/elements.js";
import { mathml } from "../../kit/formula.js";

/** @typedef {import("./line.js").Message} Message */
/** @typedef {{ title: string, says: string, lines: unknown[] }} Piece */
/** @typedef {{ label: string, message: Message }} Deed */
/** @typedef {{ kind: string, text: string, does: Deed | null }} Note */

const TAGS = new Set(["math", "mrow", "mn", "mi", "mo", "mtext", "mfrac", "mstyle", "msup", "msub", "msubsup", "munder",
  "mover", "munderover", "msqrt", "mspace", "mtable", "mtr", "mtd", "mpadded", "mphantom"]);
const STRETCHED = new Set(["⌊", "⌋", "⌈", "⌉"]);

/** @param {HTMLElement} parent @param {Piece[]} pieces */
export function drawWorking(parent, pieces) {
  const boxes = childrenOf(parent, pieces.length, () => newPiece(parent));
  boxes.forEach((box, place) => {
    const { title, says, lines } = pieces[place];
    const [head, told, ...rest] = /** @type {HTMLElement[]} */ ([...box.children]);
    setText(head, title);
    setText(told, says);
    while (rest.length > lines.length) rest.pop()?.remove();
    while (rest.length < lines.length) rest.push(make("div", "formula", box));
    rest.forEach((line, at) => setFormula(line, lines[at]));
  });
}

/** @param {HTMLElement} parent */
function newPiece(parent) {
  const box = make("div", "piece", parent);
  make("div", "title", box);
  make("div", "says", box);
  return box;
}

/** @param {HTMLElement} line @param {unknown} tree */
function setFormula(line, tree) {
  const written = JSON.stringify(tree);
  if (line.dataset.tree === written) return;
  line.dataset.tree = written;
  line.replaceChildren(element(tree));
}

/** Only parts of formulas are made, whatever comes. @param {unknown} tree @returns {Element} */
function element(tree) {
  const [tag, held] = /** @type {[string, unknown]} */ (tree);
  const name = TAGS.has(tag) ? tag : "mrow";
  if (Array.isArray(held)) return mathml(name, held.map(element), name === "math" ? { displaystyle: "true" } : {});
  const text = String(held);
  return mathml(name, [text], name === "mo" && !STRETCHED.has(text) ? { stretchy: "false" } : {});
}

/** @param {HTMLElement} parent @param {Note[]} notes @param {(message: Message) => void} say */
export function drawNotes(parent, notes, say) {
  const boxes = childrenOf(parent, notes.length, () => newNote(parent));
  boxes.forEach((box, place) => {
    const { kind, text, does } = notes[place];
    const [told, button] = /** @type {[HTMLElement, HTMLButtonElement]} */ ([...box.children]);
    box.className = `note ${kind}`;
    setText(told, text);
    setText(button, does?.label ?? "");
    button.hidden = !does;
    button.onclick = () => does && say(does.message);
  });
}

/** @param {HTMLElement} parent */
function newNote(parent) {
  const box = make("div", "note", parent);
  make("p", "", box);
  make("button", "deed", box, { type: "button" });
  return box;
}

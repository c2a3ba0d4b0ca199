// How a number comes about, and what a teacher would say: sentences and formulas, which come as trees of MathML.

import { childrenOf, make, setText } from "../../kit/elements.js";
import { setFormula } from "../../kit/formula_tree.js";

/** @typedef {import("./line.js").Message} Message */
/** @typedef {{ title: string, says: string, lines: unknown[] }} Piece */
/** @typedef {{ label: string, says: string, changes: string[], message: Message }} Deed */
/** @typedef {{ kind: string, text: string, does: Deed[] }} Note */

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
  requestAnimationFrame(() => letScroll(parent));
}

/** A formula that is wider than its box is scrolled with the keyboard, too. @param {HTMLElement} parent */
function letScroll(parent) {
  for (const line of parent.querySelectorAll(".formula")) {
    const wide = line.scrollWidth > line.clientWidth;
    if (line.hasAttribute("tabindex") === wide) continue;
    if (wide) line.setAttribute("tabindex", "0");
    else line.removeAttribute("tabindex");
  }
}

/** @param {HTMLElement} parent */
function newPiece(parent) {
  const box = make("div", "piece", parent);
  make("div", "title", box);
  make("div", "says", box);
  return box;
}

/** @param {HTMLElement} parent @param {Note[]} notes @param {(message: Message) => void} say */
export function drawNotes(parent, notes, say) {
  const within = parent.matches(":focus-within");
  const boxes = childrenOf(parent, notes.length, () => newNote(parent));
  boxes.forEach((box, place) => {
    const { kind, text, does } = notes[place];
    const [told, deeds] = /** @type {HTMLElement[]} */ ([...box.children]);
    box.className = `note ${kind}`;
    setText(told, text);
    childrenOf(deeds, does.length, () => newDeed(deeds)).forEach((deed, at) => drawDeed(deed, does[at], say));
  });
  // What was pressed is done and gone: the keyboard stays among the notes.
  if (within && !parent.matches(":focus-within")) parent.focus();
}

/** @param {HTMLElement} parent */
function newNote(parent) {
  const box = make("div", "note", parent);
  make("p", "", box);
  make("div", "deeds", box);
  return box;
}

/** @param {HTMLElement} parent */
function newDeed(parent) {
  const deed = make("div", "deed", parent);
  make("button", "", deed, { type: "button" });
  make("p", "changes", deed);
  make("p", "says", deed);
  return deed;
}

/** @param {HTMLElement} deed @param {Deed} data @param {(message: Message) => void} say */
function drawDeed(deed, { label, says, changes, message }, say) {
  const [button, numbers, told] = /** @type {[HTMLButtonElement, HTMLElement, HTMLElement]} */ ([...deed.children]);
  setText(button, label);
  button.onclick = () => say(message);
  const lines = childrenOf(numbers, changes.length, () => make("span", "", numbers));
  lines.forEach((line, at) => setText(line, changes[at]));
  setText(told, says);
  told.hidden = !says;
}

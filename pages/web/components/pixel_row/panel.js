// What is told of a value: the sum that makes its index, its neighbours' distances, and the row around them all.

import { childrenOf, make, setStyle, setText } from "../../kit/elements.js";
import { fill, number } from "../../kit/format.js";
import { formula, mathml } from "../../kit/formula.js";
import { colourOf, inkOn } from "../../kit/pixels.js";
import { countOf, indexOf, neighboursOf, partsAround, placeAt } from "../../math/flatten.js";
import { apart, channelName, COLOURS, colourParts, valueAt } from "./data.js";

/** @typedef {import("./index.js").View} View */
/** @typedef {import("../../kit/formula.js").Part} Part */

const AROUND = 2; // values on each side
const KINDS = /** @type {const} */ (["beside", "below", "channel"]);

/** @param {HTMLElement} parent */
export function newPanel(parent) {
  const title = make("div", "title", parent);
  const sum = make("div", "sum", parent);
  const table = make("table", "neighbours", parent);
  const top = make("tr", "", make("thead", "", table));
  const heads = childrenOf(top, 3, (at) => make(at ? "th" : "td", "", top));
  const body = make("tbody", "", table);
  const rows = KINDS.map((kind) => {
    const row = make("tr", kind, body);
    const name = make("th", "", row, { scope: "row" });
    return { row, name, cells: [make("td", "", row), make("td", "apart", row)] };
  });
  return { title, sum, heads, rows, read: make("pre", "read", parent, { tabindex: 0 }) };
}

/** @param {View} view */
export function tell(view) {
  const { shown, chosen, hover, panel } = view;
  const { words, flat } = shown;
  const place = hover ?? chosen;
  const [channel, row, column] = place;
  setText(panel.title, fill(words.value, { channel: channelName(shown, channel), row, column,
    value: valueAt(shown, place) }));
  panel.sum.replaceChildren(...sumOf(shown, place).map((parts) => {
    const line = document.createElement("div");
    line.append(formula(parts));
    return line;
  }));
  [words.neighbour, words.index, words.apart].forEach((head, at) => setText(panel.heads[at], head));
  const found = neighboursOf(flat, place);
  panel.rows.forEach(({ row: line, name, cells }, at) => {
    const one = found.find(({ kind }) => kind === KINDS[at]);
    line.hidden = !one;
    setText(name, words[KINDS[at]]);
    setText(cells[0], one ? number(indexOf(flat, one.place)) : "");
    setText(cells[1], one ? number(apart(shown, place, one.place)) : "");
  });
  const index = indexOf(flat, place);
  const from = shown.shuffled ? "x.flatten(1)[:, order].flatten()" : "x.flatten()";
  setText(panel.read, `x.shape  # (${shown.shape.join(", ")})\n${from}[${index}]  # ${valueAt(shown, place)}`);
  panel.read.setAttribute("aria-label", words.read);
}

/**
 * How the index comes about: i = c · H · W + r · W + x, and in another order a place instead of the last two.
 * @param {import("./data.js").Shown} shown @param {import("./data.js").Place} place @returns {Part[][]}
 */
export function sumOf({ shape: [, height, width], flat, shuffled }, [channel, row, column]) {
  const index = indexOf(flat, [channel, row, column]);
  const letter = (/** @type {string} */ name) => mathml("mi", [name]);
  if (shuffled) {
    const within = index % (height * width);
    return [[letter("place"), "(", row * width + column, ")", "=", within],
      ["i", "=", channel, "·", height * width, "+", within, "=", index]];
  }
  return [["i", "=", "c", "·", letter("H"), letter("W"), "+", "r", "·", letter("W"), "+", "x"],
    ["=", channel, "·", height * width, "+", row, "·", width, "+", column, "=", index]];
}

/** @param {View} view */
export function tellParts(view) {
  const { shown, chosen, hover, parts, card } = view;
  const { flat, words } = shown;
  const place = hover ?? chosen;
  const marks = new Map([[indexOf(flat, place), "chosen"],
    ...neighboursOf(flat, place).map((one) => /** @type {[number, string]} */ ([indexOf(flat, one.place), one.kind]))]);
  const found = partsAround([...marks.keys()], AROUND, countOf(flat));
  const groups = childrenOf(parts, 2 * found.length - 1, (at) => make("div", at % 2 ? "gap" : "part", parts));
  groups.forEach((group, at) => {
    const part = found[Math.floor(at / 2)];
    if (at % 2) setText(group, fill(words.between, { count: number(found[(at + 1) / 2][0] - part[1]) }));
    else fillPart(view, group, part, marks);
  });
  for (const [kind, name] of Object.entries(COLOURS)) setStyle(card, `--mark-${kind}`, colourOf(card, name));
}

/** @param {View} view @param {HTMLElement} group @param {number[]} part @param {Map<number, string>} marks */
function fillPart({ shown }, group, [first, end], marks) {
  const cells = childrenOf(group, end - first, () => {
    const cell = make("div", "cell", group);
    make("span", "box", cell);
    make("span", "index", cell);
    return cell;
  });
  cells.forEach((cell, at) => {
    const place = placeAt(shown.flat, first + at);
    const value = valueAt(shown, place);
    const colour = `rgb(${colourParts(shown.shape[0], place[0], value).join(", ")})`;
    const [box, index] = /** @type {HTMLElement[]} */ ([...cell.children]);
    cell.className = `cell ${marks.get(first + at) ?? ""}`;
    setText(box, String(value));
    setStyle(box, "background", colour);
    setStyle(box, "color", inkOn(colour));
    setText(index, String(first + at));
  });
}

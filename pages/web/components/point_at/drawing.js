// How a picture or a grid of numbers is drawn that is pointed at: in SVG, which stays sharp on a phone and on a wall.

import { childrenOf, makeSvg, setAll, setText } from "../../kit/elements.js";
import { shorter } from "../../kit/format.js";
import { inkOn } from "../../kit/pixels.js";

/** @typedef {{ cell: number, colour: string, count: number }} Heat how many pointed at a cell, counted row by row */
/**
 * What is pointed at.
 * @typedef {object} Ground
 * @property {number} rows
 * @property {number} columns
 * @property {string} picture PNG as an address; "" where there is none
 * @property {number[]} numbers that stand in the cells, row by row; none: []
 * @property {Heat[]} heat the largest count last
 */

export const LONG = 480; // units of the longer side
export const SMALL = 14; // units; cells below that are looked at through a lens
const LINES = 40; // cells along a side that are still told apart by lines
const DOT = 8; // units of a dot's radius, where cells are small
const LETTERS = 4; // in a cell, at a third of its height
const LENS = { side: 150, cells: 9 };

/** Units of a cell's side. @param {Ground} ground */
export function unitOf({ rows, columns }) {
  return LONG / Math.max(rows, columns);
}

/** @param {Element} parent */
export function newDrawing(parent) {
  const svg = makeSvg("svg", parent, { class: "ground", tabindex: 0, role: "application" });
  const image = makeSvg("image", svg, { preserveAspectRatio: "none" });
  const [cells, lines, heat] = ["cells", "lines", "heat"].map((name) => makeSvg("g", svg, { class: name }));
  const [right, own, hover] = ["right", "own", "hover"].map((name) => newMark(svg, name));
  const lens = makeSvg("svg", svg, { class: "lens", width: LENS.side, height: LENS.side });
  const behind = makeSvg("rect", lens, { class: "behind" });
  const enlarged = makeSvg("image", lens, { preserveAspectRatio: "none" });
  const aim = newMark(lens, "aim");
  const edge = makeSvg("rect", svg, { class: "edge", width: LENS.side, height: LENS.side });
  return { svg, image, cells, lines, heat, right, own, hover, lens, behind, enlarged, aim, edge };
}

/** @typedef {ReturnType<typeof newDrawing>} Drawing */

/** A frame with a dark one under it, so that it is seen on any ground. @param {Element} parent @param {string} name */
function newMark(parent, name) {
  const made = makeSvg("g", parent, { class: `mark ${name}` });
  for (const part of ["dark", "frame"]) makeSvg("rect", made, { class: part });
  return made;
}

/** Draw all that stays while the reader points. @param {Drawing} drawing @param {Ground} ground */
export function drawGround(drawing, ground) {
  const { svg, image, enlarged, lines } = drawing;
  const unit = unitOf(ground);
  const [width, height] = [ground.columns * unit, ground.rows * unit];
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  for (const one of [image, enlarged]) {
    one.toggleAttribute("hidden", !ground.picture);
    setAll(one, { width, height });
    if (ground.picture && one.getAttribute("href") !== ground.picture) one.setAttribute("href", ground.picture);
  }
  setAll(drawing.behind, { width, height });
  drawNumbers(drawing.cells, ground);
  const drawn = Math.max(ground.rows, ground.columns) <= LINES;
  const counts = drawn ? [ground.rows - 1, ground.columns - 1] : [0, 0];
  childrenOf(lines, counts[0] + counts[1], () => makeSvg("line", lines)).forEach((line, at) => setAll(line,
    at < counts[0] ? { x1: 0, x2: width, y1: (at + 1) * unit, y2: (at + 1) * unit }
      : { x1: (at - counts[0] + 1) * unit, x2: (at - counts[0] + 1) * unit, y1: 0, y2: height }));
  drawHeat(drawing.heat, ground);
}

/** @param {Element} group @param {Ground} ground */
function drawNumbers(group, ground) {
  const { numbers, columns } = ground;
  const unit = unitOf(ground);
  childrenOf(group, numbers.length, () => makeSvg("text", group)).forEach((label, at) => {
    const texts = shorter(numbers[at]);
    const text = texts.find(({ length }) => length <= LETTERS) ?? texts[texts.length - 1];
    setText(label, text);
    setAll(label, { x: ((at % columns) + 0.5) * unit, y: (Math.floor(at / columns) + 0.5) * unit,
      "font-size": (unit * 0.36 * LETTERS) / Math.max(LETTERS, text.length) });
  });
}

/**
 * Cells are filled by how many pointed at them; small ones get a dot that the last row sees.
 * @param {Element} group @param {Ground} ground
 */
function drawHeat(group, ground) {
  const { heat, columns } = ground;
  const unit = unitOf(ground);
  const small = unit < SMALL;
  childrenOf(group, heat.length, () => newSpot(group)).forEach((made, at) => {
    const { cell, colour, count } = heat[at];
    const [x, y] = [((cell % columns) + 0.5) * unit, (Math.floor(cell / columns) + 0.5) * unit];
    const side = small ? 2 * (DOT + 2 * Math.sqrt(count)) : unit;
    const [spot, label] = [...made.children];
    setAll(spot, { x: x - side / 2, y: y - side / 2, width: side, height: side, rx: small ? side / 2 : 0,
      fill: colour });
    setText(label, small && count === 1 ? "" : String(count));
    setAll(label, { x, y, fill: inkOn(colour), "font-size": Math.min(22, side * 0.6) });
  });
}

/** @param {Element} group */
function newSpot(group) {
  const made = makeSvg("g", group);
  makeSvg("rect", made);
  makeSvg("text", made);
  return made;
}

/** Frame a cell; null: none. @param {Element} frame @param {Ground} ground @param {number[] | null} cell */
export function frameCell(frame, ground, cell) {
  frame.toggleAttribute("hidden", !cell);
  if (!cell) return;
  const unit = unitOf(ground);
  const side = Math.max(unit, SMALL);
  const [y, x] = cell.map((at) => (at + 0.5) * unit - side / 2);
  for (const rect of frame.children) setAll(rect, { x, y, width: side, height: side });
}

/**
 * Show what lies around a small cell enlarged, in a corner where neither it nor the finger is; null: nothing.
 * @param {Drawing} drawing @param {Ground} ground @param {number[] | null} cell
 */
export function drawLens(drawing, ground, cell) {
  const { lens, edge, aim } = drawing;
  const unit = unitOf(ground);
  const shown = cell !== null && unit < SMALL && Boolean(ground.picture);
  for (const one of [lens, edge]) one.toggleAttribute("hidden", !shown);
  if (!shown) return;
  const [row, column] = cell;
  const atLeft = row * unit > LENS.side * 1.4 || column * unit > LENS.side * 1.4;
  const x = atLeft ? 0 : Math.max(0, ground.columns * unit - LENS.side);
  for (const one of [lens, edge]) setAll(one, { x, y: 0 });
  const [left, top] = [column, row].map((at) => (at - (LENS.cells - 1) / 2) * unit);
  lens.setAttribute("viewBox", `${left} ${top} ${LENS.cells * unit} ${LENS.cells * unit}`);
  for (const rect of aim.children) setAll(rect, { x: column * unit, y: row * unit, width: unit, height: unit });
}

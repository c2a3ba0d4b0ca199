// A grid over a picture: a cell is pointed at to hear what it says, and chosen with a click or the arrow keys. What the
// cells say, their colours and the boxes are the server's.

import { drawBoxes, drawGround, newBoxPicture, UNITS } from "../../kit/box_picture.js";
import { cellBeside, cellIn, onPointer, placeIn } from "../../kit/cells.js";
import { announce, awaits, component, PAUSE_MS } from "../../kit/component.js";
import { childrenOf, make, makeSvg, setAll, setClass, setText } from "../../kit/elements.js";
import { heard, setAlt } from "../../kit/spoken.js";

/** @typedef {{ colour: string, share: number, text: string }} Tile how a cell looks; `share`: opacity, 0 to 1 */
/**
 * What pages/where_is_it/cell_grid.py sends.
 * @typedef {object} Data
 * @property {string} picture PNG as an address; "" for a plain ground
 * @property {number} side of the picture, px
 * @property {number} cells along a side of the grid
 * @property {string} chosen row and column from 0, such as "3.4"
 * @property {Tile[]} tiles one for each cell, row by row
 * @property {string[]} says what is told of each cell, row by row
 * @property {import("../../kit/box_picture.js").DrawnBox[]} boxes
 * @property {Record<"name" | "keys", string>} words
 */
/** @typedef {{ data: Data, hover: number[] | null }} State */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

/** For the tests, which have no browser around it. */
export const cellGrid = { build, listen, receive };

export default component(cellGrid);

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const picture = newBoxPicture(card);
  const frame = makeSvg("g", picture.over, { class: "mark" });
  for (const name of ["dark", "frame"]) makeSvg("rect", frame, { class: name });
  return { card, picture, mark: frame, told: make("div", "told-line", card) };
}

/** @param {View} view */
function listen(view) {
  const { svg } = view.picture;
  const find = (/** @type {MouseEvent} */ event) => cellIn([view.data.cells, view.data.cells], placeIn(svg, event));
  const canvas = /** @type {HTMLElement} */ (/** @type {unknown} */ (svg));
  onPointer(canvas, find, (cell) => point(view, cell), (cell) => choose(view, cell));
  svg.addEventListener("keydown", (event) => pressed(view, event));
  heard(canvas, view.told);
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  view.data = data;
  if (!awaits(view, data.chosen)) view.selected = data.chosen;
  view.hover = null;
  drawGround(view.picture, data.picture);
  drawTiles(view);
  drawBoxes(view.picture, data.boxes, data.side);
  mark(view);
}

/** @param {View} view */
function drawTiles({ picture: { under }, data: { cells, tiles } }) {
  const side = UNITS / cells;
  childrenOf(under, tiles.length, () => newTile(under)).forEach((made, at) => {
    const { colour, share, text } = tiles[at];
    const [x, y] = [(at % cells) * side, Math.floor(at / cells) * side];
    const [rect, label] = [...made.children];
    setAll(rect, { x, y, width: side, height: side, fill: colour, "fill-opacity": share });
    setAll(label, { x: x + side / 2, y: y + side / 2, "font-size": Math.min(18, side / 3) });
    setText(label, text);
  });
}

/** @param {Element} under */
function newTile(under) {
  const made = makeSvg("g", under, { class: "tile" });
  makeSvg("rect", made);
  makeSvg("text", made);
  return made;
}

/** @param {View} view */
function chosen(view) {
  return String(view.selected).split(".").map(Number);
}

/** @param {View} view */
function mark(view) {
  const { data: { cells, says, words }, picture, told } = view;
  const [row, column] = chosen(view);
  const side = UNITS / cells;
  for (const rect of view.mark.children) setAll(rect, { x: column * side, y: row * side, width: side, height: side });
  const [shownRow, shownColumn] = view.hover ?? [row, column];
  setClass(told, ["told-line", view.hover !== null && "hovered"]);
  setText(told, says[shownRow * cells + shownColumn] ?? "");
  setAlt(picture.svg, words.name, told.textContent ?? "", words.keys);
}

/** @param {View} view @param {number[] | null} cell */
function point(view, cell) {
  if (String(cell) === String(view.hover)) return;
  view.hover = cell;
  mark(view);
}

/** @param {View} view @param {number[]} cell */
function choose(view, cell) {
  view.selected = cell.join(".");
  announce(view, view.selected, PAUSE_MS);
  mark(view);
}

/** @param {View} view @param {KeyboardEvent} event */
function pressed(view, event) {
  const to = cellBeside(event.key, chosen(view), [view.data.cells, view.data.cells]);
  if (!to) return;
  event.preventDefault();
  view.hover = null;
  choose(view, to);
}

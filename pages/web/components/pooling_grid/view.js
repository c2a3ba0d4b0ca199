// The parts of the grid and its two results, and what is known of them.

import { make, setAll } from "../../kit/elements.js";
import { Player } from "../../kit/player.js";
import { pooled, windowsOf } from "../../math/pooling.js";

/** @typedef {import("../../kit/cells.js").Cell} Cell */
/** @typedef {"max" | "average"} Kind */

/**
 * What pages/pooling/grid.py sends.
 * @typedef {object} More
 * @property {number[][]} values of the grid
 * @property {number[][]} divisors of the means, per window
 * @property {number[][]} unread rows and columns that no window reads
 * @property {string | null} wrong why there is no result
 * @property {string} note
 * @property {number | string} version another one takes the values over what was typed
 * @property {string[] | null} heat colours of the cells, which then cannot be edited
 * @property {[number, number]} [range] values at the ends of these colours
 * @property {import("../../kit/player.js").PlayerWords & Record<"input" | Kind | "at" | "cell" | "padding" | "beyond"
 *   | "maxAt" | "averageAt" | "maxPads" | "averagePads" | "unreadable" | "empty" | "keys", string>} words
 */
/** @typedef {import("../../math/pooling.js").Geometry & More} Data */

/**
 * @typedef {{ area: HTMLElement, title: HTMLElement, board: HTMLElement, frame: HTMLElement, cells: HTMLElement[][],
 *   px: number }} Board
 */

/**
 * @typedef {object} State
 * @property {Data} data
 * @property {number[][]} values as typed
 * @property {Cell[][]} windows
 * @property {import("../../math/pooling.js").Pooled[]} results
 * @property {number | string} [version]
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

/** @type {Kind[]} */
export const KINDS = ["max", "average"];
const SPEEDS = [1, 2, 4, 8]; // windows per second

/** @param {HTMLElement} parent */
export function build(parent) {
  const card = make("div", "card", parent);
  const areas = make("div", "areas", card);
  const boards = { input: newBoard(areas, "input"), max: newBoard(areas, "max"), average: newBoard(areas, "average") };
  const sorry = make("div", "sorry", areas);
  const player = new Player(card, SPEEDS);
  const newSum = (/** @type {Kind} */ kind) => make("div", `sum ${kind}`, make("div", "sums", card));
  const sums = { max: newSum("max"), average: newSum("average") };
  const below = make("div", "note", card, { role: "status" });
  return { card, areas, boards, sorry, player, sums, below, stop: 0, shape: "",
    hover: /** @type {number | null} */ (null), reach: /** @type {Cell | null} */ (null) };
}

/** @param {Element} areas @param {"input" | Kind} name @returns {Board} */
function newBoard(areas, name) {
  const area = make("div", `area ${name}`, areas);
  const title = make("div", "title", area);
  const board = make("div", "board", area);
  if (name !== "input") setAll(board, { tabindex: 0, role: "application" });
  return { area, title, board, frame: make("div", "frame", board), cells: [], px: 0 };
}

/** How many windows there are. @param {View} view */
export function stops({ data }) {
  return data.starts[0].length * data.starts[1].length;
}

/** @param {View} view */
export function compute(view) {
  const { data, values } = view;
  const across = data.starts[1].length;
  view.windows = windowsOf(data);
  view.results = view.windows.map((cells, stop) =>
    pooled(values, cells, data.divisors[Math.floor(stop / across)][stop % across]));
}

/** A sentence under the grid; without one, the server's. @param {View} view @param {string} text */
export function note(view, text) {
  view.below.textContent = text || view.data.note;
  view.below.classList.toggle("problem", Boolean(text));
}

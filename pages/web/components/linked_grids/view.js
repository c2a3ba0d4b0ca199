// Grids of which each cell was made of cells of others: what the server sends, the parts, and what the reader chose.

import { make } from "../../kit/elements.js";
import { Player } from "../../kit/player.js";

/**
 * @typedef {object} Panel
 * @property {string} title above it
 * @property {string} brief what it is called in a sentence
 * @property {number} rows
 * @property {number} columns
 * @property {number[]} values row by row
 * @property {"plain" | "viridis" | "diverging"} tone `diverging` is drawn softly, so that its numbers are read
 * @property {[number, number]} range values at the ends of the tone
 * @property {string[]} rowNames at the left of each row; none: []
 * @property {string[]} columnNames above each column; none: []
 * @property {number[]} pads cells that padding added
 * @property {number[]} unread cells that are hatched, as nothing reads them
 * @property {string} sign between it and the grid before it in its group; ""
 * @property {number} group those of one group stand beside each other
 * @property {boolean} runs whether it is filled in, cell by cell, while the clock runs
 * @property {boolean} large whether its letters and cells may be half as large again
 */
/** @typedef {{ from: number, to: number, cells: number[][] }} Link per cell of `from` those of `to` that it reads */
/**
 * @typedef {"cell" | "reads" | "area" | "isRead" | "count" | "countOne" | "done" | "hint" | "name" | "keys"} Sentence
 */
/** @typedef {import("../../kit/player.js").PlayerWords & Record<Sentence, string>} Words */
/**
 * What pages/ui/components/linked_grids.py sends.
 * @typedef {object} Data
 * @property {Panel[]} panels
 * @property {Link[]} links
 * @property {number} clock step from 0
 * @property {string} pick panel and cell that are chosen, such as "2.7", or ""
 * @property {Record<"viridis" | "diverging", string[]>} tones
 * @property {boolean} hatched whether stripes mark what is below 0
 * @property {Words} words
 */
/** @typedef {{ panel: number, cell: number }} Slot */
/** @typedef {{ left: number, top: number, cell: number }} Place px of the upper left cell's corner, and of a cell */
/**
 * @typedef {{ places: Place[], signs: { text: string, x: number, y: number }[], width: number, height:
 *   number, lines: number }} Plan
 */
/** @typedef {Set<number>[]} Lit per panel the cells that are lit */
/**
 * @typedef {object} State
 * @property {Data} data
 * @property {Plan} plan
 * @property {CanvasRenderingContext2D} context
 * @property {Record<string, string>} colours
 * @property {number} scale px of the page per px of the plan
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

const RATES = [1, 2, 4, 8]; // steps per second

/** @type {Slot | null} */
const nowhere = null;

/** @param {HTMLElement} parent */
export function build(parent) {
  const card = make("div", "card linked", parent);
  const told = make("div", "told-line", card);
  const scroller = make("div", "scroller", card);
  const canvas = make("canvas", "", scroller, { tabindex: 0, role: "application" });
  const player = new Player(card, RATES);
  const hint = make("div", "quiet", card);
  return { card, told, scroller, canvas, player, hint, step: 0, pick: nowhere, hover: nowhere };
}

/** @param {View} view */
export function running({ data }) {
  return data.panels.map((_, at) => at).filter((at) => data.panels[at].runs);
}

/** @param {Panel} panel */
export function size({ rows, columns }) {
  return rows * columns;
}

/** How many steps the clock has; 0: there is none. @param {View} view */
export function steps(view) {
  return Math.max(0, ...running(view).map((at) => size(view.data.panels[at])));
}

/**
 * The cells that are looked at: the one pointed at, the one chosen, or those at which the clock stands.
 * @param {View} view
 */
export function focus(view) {
  const one = view.hover ?? view.pick;
  if (one) return [one];
  return running(view).map((panel) => ({ panel, cell: Math.min(view.step, size(view.data.panels[panel]) - 1) }));
}

/** @param {string} text @param {Panel[]} panels @returns {Slot | null} */
export function slotOf(text, panels) {
  const [panel, cell] = text.split(".").map(Number);
  return text && panels[panel] && cell < size(panels[panel]) ? { panel, cell } : null;
}

/**
 * All that a cell reads, through every grid between, or, the other way round, all that reads it.
 * @param {Data} data @param {Slot} from @param {boolean} down @returns {Lit}
 */
export function reached({ panels, links }, from, down) {
  const found = panels.map(() => /** @type {Set<number>} */ (new Set()));
  /** @type {Slot[]} */
  const open = [from];
  for (let slot = open.pop(); slot; slot = open.pop()) {
    for (const { panel, cell } of next(links, slot, down)) {
      if (found[panel].has(cell)) continue;
      found[panel].add(cell);
      open.push({ panel, cell });
    }
  }
  return found;
}

/** @param {Link[]} links @param {Slot} slot @param {boolean} down @returns {Slot[]} */
function next(links, { panel, cell }, down) {
  if (down) {
    return links.filter(({ from }) => from === panel)
      .flatMap(({ to, cells }) => cells[cell].map((read) => ({ panel: to, cell: read })));
  }
  return links.filter(({ to }) => to === panel).flatMap(({ from, cells }) =>
    cells.flatMap((read, at) => (read.includes(cell) ? [{ panel: from, cell: at }] : [])));
}

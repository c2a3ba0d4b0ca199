// The stepper's parts and what it knows: the numbers, where the reader is, and how the server is told.

import { make } from "../../kit/elements.js";
import { clean } from "../../kit/format.js";
import { Player } from "../../kit/player.js";
import { reachOf } from "../../math/convolution.js";

/** @typedef {import("../../kit/cells.js").Cell} Cell */
/** @typedef {import("../../math/convolution.js").ConvolutionData} ConvolutionData */
/** @typedef {"gather" | "scatter" | "overlaps"} Mode */
/** @typedef {Record<"i" | "p" | "d" | "k" | "s" | "e" | "o", string | number>} Sizes the letters of the formula */

/**
 * @typedef {"hint" | "outputCell" | "inputCell" | "stamp" | "stamped" | "reaches" | "reachesOne" | "overlaps"
 *   | "indices" | "overlapsOne" | "more" | "nothing" | "whyValue" | "at" | "atInput" | "why" | "notNumber" | "input"
 *   | "inputPlain" | "bias" | "kernel" | "output" | "slice" | "png" | "saved" | "editInput" | "editKernel"
 *   | "picture"} Sentence
 */
/** @typedef {Record<"places" | "channels" | "maps" | "axes", string[]>} Names */
/** @typedef {import("../../kit/player.js").PlayerWords} PlayerWords */
/** @typedef {PlayerWords & Record<Sentence, string> & Names & { modes: Record<Mode, string> }} Words */

/**
 * What pages/step_through/stepper.py sends.
 * @typedef {object} More
 * @property {[number, number][]} crops cells that are cut off before and after the output, per axis
 * @property {number[]} before padding before the input, per axis
 * @property {boolean} aligned whether the output stands under the input
 * @property {boolean} dilated
 * @property {Sizes[]} formula per axis
 * @property {boolean} photo
 * @property {boolean} coloured whether the channels are red, green and blue of a photo
 * @property {boolean} shaded
 * @property {Record<"viridis" | "diverging", string[]>} tones
 * @property {boolean} hatched whether stripes mark what is below 0, where no number does
 * @property {number} version another one makes the browser take everything over
 * @property {number} revision of the last edit that the numbers hold
 * @property {Mode} mode
 * @property {number} at step, counted from 0
 * @property {Words} words
 */
/** @typedef {ConvolutionData & More} Data */
/** @typedef {import("../../math/convolution.js").Laid<Data>} Model */

/** @typedef {"input" | "kernel" | "output"} BlockName */
/** @typedef {{ block: BlockName | "bias", cell: number }} Slot a drawn cell */
/** @typedef {{ x: number, y: number }} Corner px */

/**
 * A group of equal panels: rows of them are channels, side by side or below each other.
 * @typedef {object} Block
 * @property {BlockName} name
 * @property {string} title
 * @property {number} rows
 * @property {number} slices
 * @property {number} height of a panel, cells
 * @property {number} width
 * @property {boolean} curve whether a line is drawn above it
 * @property {number[]} shape
 * @property {string[]} labels
 * @property {boolean} [bias]
 * @property {number} [indent] cells
 * @property {[number, number][]} [crops]
 * @property {number} [held] px by which it was moved to stay in sight
 */
/**
 * @typedef {Block & { left: number, top: number, cell: number, corners: Corner[][], biasAt: Corner | null
 *   }} PlacedBlock `cell`: px of its cells
 */
/**
 * @typedef {{ lines: number[][], along: boolean, cell: number }} Arrangement which blocks stand side by side; slices
 *   too; px of a cell
 */
/**
 * @typedef {Arrangement & { blocks: PlacedBlock[], symbols: ({ text: string } & Corner)[], width: number, height:
 *   number }} Plan
 */

/**
 * @typedef {Record<"background" | "text" | "quiet" | "selection" | "input" | "convolution" | "pooling" |
 *   "linear" | "line" | "padding" | "font" | "lit" | "litOver", string>} Colours
 */
/**
 * @typedef {{ input: [number, number], output: [number, number], overlaps: number, kernel: number, curve: number[]
 *   }} Ranges
 */

/**
 * @typedef {object} State
 * @property {Mode} mode
 * @property {Words} words
 * @property {Data["tones"]} tones
 * @property {Model} model
 * @property {Float64Array} overlaps
 * @property {Ranges} range
 * @property {Colours} colours
 * @property {Plan} plan
 * @property {number} scale px of the page per px of the plan
 * @property {CanvasRenderingContext2D} context
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

export const REST_MS = 900;
const RATES = [1, 2, 4, 8, 16]; // steps per second

/** @type {Slot | null} */
const nowhere = null;

/** @param {HTMLElement} parent */
export function build(parent) {
  const card = make("div", "card stepper", parent);
  const stage = make("div", "stage", card);
  const top = make("div", "top", stage);
  const modes = make("div", "modes", top, { role: "radiogroup" });
  const answer = make("div", "answer", stage, { "aria-live": "polite" });
  const [answerTitle, answerSum] = [make("span", "quiet", answer), make("span", "equation", answer)];
  const scroller = make("div", "scroller", stage);
  const canvas = make("canvas", "", scroller, { tabindex: 0, role: "slider" });
  const field = make("input", "field", scroller, { inputmode: "text" });
  const said = make("div", "said quiet", stage);
  const player = new Player(stage, RATES);
  const png = make("button", "png", player.row);
  const below = make("div", "below", card);
  const [left, right] = [make("div", "box", below), make("div", "box", below)];
  const [sumTitle, sum] = [make("div", "small quiet", left), make("div", "sum", left)];
  const [formulaTitle, formula] = [make("div", "small quiet", right), make("div", "formula", right)];
  const indices = make("div", "indices", right);
  return { card, modes, answerTitle, answerSum, scroller, canvas, field, said, player, png, sumTitle, sum, formulaTitle,
    formula, indices, step: 0, revision: 0, version: NaN, hover: nowhere, editing: nowhere };
}

/** Set the sums that are but rounding noise beside their terms to 0. @param {Model} model */
export function settle(model) {
  for (let cell = 0; cell < model.cells; cell++) model.output[cell] = clean(model.output[cell], reachOf(model, cell));
}

/** How many steps there are. @param {View} view */
export function steps({ model, mode }) {
  return mode === "scatter" ? model.input.length : model.cells;
}

/**
 * Tell the server where the reader is and what was edited, once it has rested.
 * @param {View} view @param {number} wait ms
 */
export function report(view, wait) {
  clearTimeout(view.timer);
  view.timer = setTimeout(() => {
    if (view.player.playing) return report(view, REST_MS);
    const { version, revision, mode, step, model } = view;
    view.send({ version, revision, mode, at: Math.max(0, step), input: [...model.input], weight: [...model.weight],
      bias: model.bias }, "reported");
  }, wait);
}

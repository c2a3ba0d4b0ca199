// Two signals that slide over each other: their products fill the area that both cover, and the sum is one value of the
// output. What comes out is the server's; here it is drawn, and follows the finger.

import { bracketed, number } from "../../kit/format.js";
import { announce, awaits, component, outweigh } from "../../kit/component.js";
import { make } from "../../kit/elements.js";
import { Player } from "../../kit/player.js";
import { colourOf, growth, surface } from "../../kit/pixels.js";
import { heard, setAlt } from "../../kit/spoken.js";
import { dragByTouch } from "../../kit/touch.js";
import { paint, planOf } from "./paint.js";

/**
 * What pages/step_through/flip.py sends.
 * @typedef {object} Data
 * @property {number[]} f
 * @property {number[]} g as it slides
 * @property {number[]} shifts per step the place of f under which g begins
 * @property {number[][]} products per step and value of f
 * @property {number[]} totals per step
 * @property {number} clock step from 0
 * @property {import("../../kit/player.js").PlayerWords & Record<"f" | "g" | "products" | "output" | "name" | "keys"
 *   | "hint", string>} words
 */
/**
 * @typedef {object} State
 * @property {Data} data
 * @property {import("./paint.js").Plan} plan
 * @property {CanvasRenderingContext2D} context
 * @property {Record<string, string>} colours
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

const REST_MS = 900;
const RATES = [1, 2, 4, 8];

export default component({ build, listen, receive, redraw: fit });

/** @param {HTMLElement} parent */
export function build(parent) {
  const card = make("div", "card sliding", parent);
  const told = make("div", "told-line", card);
  const canvas = make("canvas", "", card, { tabindex: 0, role: "application" });
  const player = new Player(card, RATES);
  const hint = make("div", "quiet", card);
  return { card, told, canvas, player, hint, step: 0, held: /** @type {{ x: number, step: number } | null} */ (null) };
}

/** @param {View} view */
function listen(view) {
  const { canvas, told, player, gone } = view;
  canvas.addEventListener("pointerdown", ({ clientX, pointerId }) => {
    view.held = { x: clientX, step: view.step };
    canvas.setPointerCapture?.(pointerId);
  });
  canvas.addEventListener("pointermove", ({ clientX }) => drag(view, clientX));
  for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => { view.held = null; });
  dragByTouch(canvas);
  canvas.addEventListener("keydown", (event) => player.press(event));
  player.drive({ steps: () => view.data.totals.length, at: () => view.step, go: (step) => goTo(view, step) }, gone);
  heard(canvas, told);
}

/** g stays under the finger that holds it. @param {View} view @param {number} x */
function drag(view, x) {
  if (!view.held) return;
  const by = Math.round((x - view.held.x) / (view.plan.cell * growth()));
  const step = Math.min(view.data.totals.length - 1, Math.max(0, view.held.step + by));
  if (step !== view.step) view.player.jump(step);
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  const fresh = !view.data || JSON.stringify([data.f, data.g]) !== JSON.stringify([view.data.f, view.data.g]);
  view.data = data;
  if (fresh || (!awaits(view, `t.${data.clock}`) && !view.player.playing)) view.step = data.clock;
  view.step = Math.min(view.step, data.totals.length - 1);
  view.player.name(data.words);
  view.hint.textContent = data.words.hint;
  fit(view);
}

/** @param {View} view */
function fit(view) {
  if (!view.data) return;
  const { card, canvas, data, told } = view;
  const room = Math.floor(told.clientWidth / growth());
  if (room <= 0) return;
  const read = (/** @type {string} */ name) => colourOf(card, name);
  view.colours = { background: read("--st-background-color"), text: read("--text"), quiet: read("--quiet"),
    f: read("--input"), g: read("--convolution"), output: read("--linear"), line: read("--st-border-color"),
    font: read("--st-font") || "sans-serif", selection: read("--selection") };
  view.plan = planOf(data, room);
  view.context = surface(canvas, room, view.plan.height, growth());
  draw(view);
}

/** @param {View} view @param {number} step */
function goTo(view, step) {
  view.step = step;
  draw(view);
  view.selected = `t.${step}`;
  outweigh(view);
  if (!view.player.playing || step >= view.data.totals.length - 1) announce(view, view.selected, REST_MS);
}

/** @param {View} view */
function draw(view) {
  paint(view);
  const { data, step, told, player } = view;
  const from = data.shifts[step];
  const terms = data.f.flatMap((value, at) => {
    const weight = data.g[at - from];
    return weight === undefined ? [] : [`${bracketed(value, 3)}·${bracketed(weight, 3)}`];
  });
  told.textContent = "";
  make("span", "quiet", told).textContent = player.words ? `${data.words.output} ${step}` : "";
  make("span", "equation", told).textContent = `${terms.join(" + ")} = ${number(data.totals[step], 4)}`;
  player.show(step, `${step + 1} / ${data.totals.length}`);
  setAlt(view.canvas, data.words.name, told.textContent ?? "", data.words.keys);
}

// A kernel that learns what a filter does. The server goes down the hill; here its steps are played: what the kernel
// gives at each of them, how far off that is, the loss, the bowl over two weights, and the sum behind one of them.

import { ask, newAsking } from "../../kit/asking.js";
import { pointIn } from "../../kit/cells.js";
import { announce, awaits, component, PAUSE_MS } from "../../kit/component.js";
import { childrenOf, make, setText } from "../../kit/elements.js";
import { fill, number } from "../../kit/format.js";
import { unpacked } from "../../kit/pixels.js";
import { Player } from "../../kit/player.js";
import { heard, setAlt } from "../../kit/spoken.js";
import { dragByTouch } from "../../kit/touch.js";
import { drawDials, newDials } from "./dials.js";
import { awayFrom, given, resultShape, runOf } from "./model.js";
import { drawBowl, drawCurve, stepAt } from "./plots.js";
import { nameOf, slopeFormula, stepFormula } from "./sums.js";
import { drawPicture, drawSigned, drawTarget, drawWeights, sizeOf } from "./tiles.js";

/**
 * What pages/ui/learned_kernel/descent_data.py sends, with picture, target, what it gives, curvature and colours.
 * @typedef {object} More
 * @property {boolean} hatched whether stripes mark what is below 0
 * @property {boolean} fixed the target cannot be changed by hand
 * @property {number} rate
 * @property {number} batch 0: all cells
 * @property {number} momentum
 * @property {number} seed
 * @property {number} at the step that is shown
 * @property {[number, number]} pair weights of the sum and the bowl
 * @property {string} chosen all of that as it is sent back
 * @property {import("./model.js").Sent} run
 * @property {{ name: string, language: string, settings: Record<string, string>, photo: object | null }} asks
 * @property {import("../../kit/player.js").PlayerWords & Record<"eta" | "batch" | "momentum" | "all" | "limit"
 *   | "again" | "learn" | "picture" | "kernel" | "result" | "error" | "target" | "wanted" | "cell" | "own" | "steps"
 *   | "curve" | "bowl" | "others" | "told" | "exploded" | "formula" | "keys", string>} words
 * @property {Uint8Array} diverging
 * @property {Uint8Array} sequential
 */
/** @typedef {import("./model.js").Task & More} Data */
/**
 * @typedef {object} State
 * @property {Data} data
 * @property {import("./model.js").Run} run
 * @property {import("./dials.js").Dialled} dialled
 * @property {import("../../kit/asking.js").Asking} asking
 * @property {number} seed
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

const SPEEDS = [2, 5, 15, 30, 60];
const PLAYED_MS = 1000;
const REST_MS = 350;
const TILES = /** @type {const} */ (["picture", "kernel", "result", "error", "target", "wanted"]);
const HUNDREDTHS = 100;
const MOST = 9; // of a weight of one's own

export default component({ build, listen, receive, redraw: draw });

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card descent", parent);
  const dials = make("div", "dials", card);
  const body = make("div", "body", card);
  const maps = make("div", "maps", body);
  const tiles = TILES.map((name) => {
    const figure = make("figure", `tile-${name}`, maps);
    const title = make("div", "title", figure);
    const weights = name === "kernel" || name === "target";
    return { title, grid: weights ? make("div", "grid", figure) : null,
      canvas: weights ? null : make("canvas", "picture", figure, { role: "img" }) };
  });
  const plots = make("div", "plots", body);
  const [curveTitle, curveBox] = [make("div", "title", plots), make("div", "plot", plots)];
  const curve = make("canvas", "curve", curveBox, { tabindex: 0, role: "application" });
  const [bowlTitle, bowlBox] = [make("div", "title", plots), make("div", "plot", plots)];
  const hill = make("canvas", "bowl", bowlBox, { role: "img" });
  const foot = make("div", "foot", card);
  const learn = make("button", "learn", foot, { type: "button" });
  const player = new Player(foot, SPEEDS);
  player.rate = SPEEDS[2];
  const again = make("button", "again", foot, { type: "button" });
  const line = make("div", "told-line", card);
  const sums = [make("div", "formula", card), make("div", "formula", card)];
  const lines = make("ul", "lines", card);
  return { card, dials, tiles, curveTitle, curve, bowlTitle, hill, learn, player, again, line, sums, lines,
    at: 0, pair: /** @type {[number, number]} */ ([0, 1]), own: /** @type {number[] | null} */ (null),
    knobs: /** @type {ReturnType<typeof newDials> | null} */ (null) };
}

/** @param {View} view */
function listen(view) {
  const { dials, player, learn, again, curve, line, gone } = view;
  view.knobs = newDials(dials, (name, value) => dial(view, name, value));
  for (const { slider } of Object.values(view.knobs)) slider.addEventListener("change", () => tell(view, 0));
  player.drive({ steps: () => view.run.steps + 1, at: () => view.at, go: (step) => go(view, step) }, gone);
  learn.addEventListener("click", () => {
    player.toggle();
    draw(view);
  });
  player.play.addEventListener("click", () => draw(view));
  again.addEventListener("click", () => {
    player.stop();
    [view.seed, view.at] = [(view.seed + 1) % 1000, 0];
    tell(view, 0);
  });
  const seek = (/** @type {PointerEvent} */ event) => event.buttons > 0
    && player.jump(stepAt(curve, view.run, pointIn(curve, event)[0]));
  for (const name of /** @type {const} */ (["pointerdown", "pointermove"])) curve.addEventListener(name, seek);
  dragByTouch(curve);
  curve.addEventListener("keydown", (event) => player.press(event));
  heard(curve, line);
}

/** @param {View} view @param {number} step */
function go(view, step) {
  view.at = step;
  draw(view);
  tell(view, view.player.playing ? PLAYED_MS : PAUSE_MS);
}

/**
 * A slider was moved: the run that follows from it comes past the page.
 * @param {View} view @param {import("./dials.js").Name} name @param {number} value
 */
function dial(view, name, value) {
  view.dialled = { ...view.dialled, [name]: value };
  const { asks } = view.data;
  drawDials(/** @type {any} */ (view.knobs), view.dialled, view.run, view.data.words);
  const { rate, batch, momentum } = view.dialled;
  const settings = { ...asks.settings, learn_rate: `${rate}`, learn_batch: `${batch}`, learn_momentum: `${momentum}` };
  ask(view.asking, { ...asks, settings }, {
    show: (sent) => {
      view.run = runOf(sent, view.data.target.length, momentum);
      draw(view);
    },
    fail: () => tell(view, 0),
  });
  tell(view, REST_MS);
}

/** @param {View} view @param {number} wait ms */
function tell(view, wait) {
  const { rate, batch, momentum } = view.dialled;
  /** @type {Record<string, string>} */
  const own = view.own ? { learn_own: view.own.join("_") } : {};
  view.selected = new URLSearchParams({ learn_rate: `${rate}`, learn_batch: `${batch}`, learn_momentum: `${momentum}`,
    learn_seed: `${view.seed}`, learn_at: `${view.at}`, learn_pair: view.pair.join("_"), ...own }).toString();
  announce(view, view.selected, wait);
}

/** @param {View} view @param {Uint8Array} bytes */
function receive(view, bytes) {
  const { head, floats, bytes: raw } = unpacked(bytes);
  const cells = (/** @type {[number, number]} */ [rows, columns]) => rows * columns;
  const count = cells(head.shape);
  const before = view.data;
  view.data = { ...head, picture: floats(cells(head.sides)), target: floats(count),
    wanted: floats(cells(resultShape(head))), curvature: floats(count * count), diverging: raw(768),
    sequential: raw(768) };
  const { data } = view;
  view.asking ??= newAsking(data.asks.name, view.gone);
  const other = before && (before.shape.join() !== data.shape.join() || before.seed !== data.seed);
  if (!awaits(view, data.chosen) || other || !before) {
    view.dialled = { rate: data.rate, batch: data.batch, momentum: data.momentum };
    view.run = runOf(data.run, count, data.momentum);
    if (!view.player.playing || other) view.at = data.at;
    [view.pair, view.seed, view.own] = [data.pair, data.seed, null];
  }
  view.at = Math.min(view.at, view.run.steps);
  view.player.name(data.words);
  draw(view);
}

/** @param {View} view */
function draw(view) {
  if (!view.data) return;
  const { data, run, knobs, tiles, player } = view;
  view.at = Math.min(view.at, run.steps);
  if (knobs) drawDials(knobs, view.dialled, run, data.words);
  const high = sizeOf(data.wanted);
  const { result, errors } = given(data, run.weights[view.at]);
  const shape = resultShape(data);
  const signed = { result, error: errors, wanted: data.wanted };
  TILES.forEach((name, place) => {
    const { title, canvas } = tiles[place];
    setText(title, data.words[name]);
    if (!canvas) return;
    if (name === "picture") drawPicture(canvas, data);
    else drawSigned(canvas, data, signed[/** @type {"result"} */ (name)], shape, high);
    setAlt(canvas, data.words[name]);
  });
  drawKernels(view);
  drawPlots(view);
  drawWords(view, player.playing && view.at < run.steps); // the player stops after the last one is drawn
}

/** @param {View} view */
function drawKernels(view) {
  const { data, run, tiles, at } = view;
  const high = sizeOf(data.target);
  const [, { grid: moving }, , , { grid: wanted }] = tiles;
  if (!moving || !wanted) return;
  drawWeights(moving, data, run.weights[at], { pair: view.pair, high, words: data.words, choose: (weight) => {
    if (weight === view.pair[0]) return;
    view.pair = [weight, view.pair[0]];
    draw(view);
    tell(view, PAUSE_MS);
  } });
  drawTarget(wanted, data, data.fixed, { high, words: data.words, change: (weight, value) => {
    const kept = Math.min(MOST, Math.max(-MOST, value));
    view.own = Array.from(view.data.target, (one, place) => Math.round(HUNDREDTHS * (place === weight ? kept : one)));
    view.player.stop();
    tell(view, 0);
  } });
}

/** @param {View} view */
function drawPlots(view) {
  const { data, run, at, card, curve, hill, pair } = view;
  const names = pair.map((weight) => nameOf(data, weight));
  setText(view.curveTitle, data.words.curve);
  drawCurve(curve, run, at, card, data.words.steps);
  const [low, high] = drawBowl(hill, data, run, at, pair, card, names);
  setText(view.bowlTitle, fill(data.words.bowl, { one: names[0], two: names[1], low: number(low, 2),
    high: number(high, 2) }));
  view.bowlTitle.title = data.words.others;
}

/** @param {View} view @param {boolean} playing */
function drawWords(view, playing) {
  const { data, run, at, learn, again, line, player, pair, curve, hill } = view;
  const { words } = data;
  setText(learn, playing ? words.pause : words.learn);
  setText(again, words.again);
  const told = fill(words.told, { step: at, steps: run.steps, loss: number(run.losses[at], 3) });
  player.show(at, told);
  const away = Math.max(...awayFrom(data, run.weights[at]).map(Math.abs));
  const far = fill(words.formula, { weight: nameOf(data, pair[0]), away: number(away, 3) });
  const over = run.exploded >= 0 && at >= run.exploded;
  setText(line, over ? fill(words.exploded, { step: run.exploded, loss: number(run.losses[at], 3) }) : far);
  line.toggleAttribute("data-over", over);
  const sums = [slopeFormula(data, run, at, pair[0]), stepFormula(data, run, at, pair[0], view.dialled)];
  sums.forEach((sum, place) => view.sums[place].replaceChildren(...(sum ? [sum] : [])));
  childrenOf(view.lines, run.lines.length, () => make("li", "", view.lines))
    .forEach((item, place) => setText(item, run.lines[place]));
  setAlt(curve, words.curve, told, words.keys);
  setAlt(hill, view.bowlTitle.textContent ?? "", told);
}

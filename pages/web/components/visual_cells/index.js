// The experiment of Hubel and Wiesel: a bar of light is dragged and turned over a retina, and two cells answer at once.

import { pointIn } from "../../kit/cells.js";
import { announce, awaits, component, PAUSE_MS } from "../../kit/component.js";
import { make, setStyle, setText } from "../../kit/elements.js";
import { fill, percent } from "../../kit/format.js";
import { fitted, layMap, mapDrawn, stroke } from "../../kit/photo_and_map.js";
import { opaque, painted, unpacked } from "../../kit/pixels.js";
import { heard, setAlt } from "../../kit/spoken.js";
import { dragByTouch } from "../../kit/touch.js";
import { answersOf, endsOf, lightOf, pixelAt, pulled, turnedTo } from "../../math/visual_cells.js";
import { drawTuning, newTrace, traced } from "./tuning.js";

/** @typedef {import("../../math/visual_cells.js").Bar} Bar */
/**
 * What pages/ui/cat_experiment.py sends, with both cells' weights and colours.
 * @typedef {object} More
 * @property {number} farthest that the bar goes, px
 * @property {number} likes degrees
 * @property {string} chosen turn and place of the bar, as they are sent back
 * @property {boolean} hatched
 * @property {Record<"seen" | "weights" | "products" | "ring" | "sum" | "simple" | "complex" | "silent" | "turned"
 *   | "moved" | "turn" | "move" | "stop" | "name" | "keys" | "told", string>} words
 * @property {Uint8Array} diverging
 */
/** @typedef {import("../../math/visual_cells.js").Eye & Bar & More} Data */
/** @typedef {{ data: Data, bar: Bar }} State */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

const REACH = 18; // px of the retina from the middle of the bar to where it is taken to be turned
const NEAR = 5; // px of the retina around that
const [TICK_MS, DEGREES] = [33, 3];
const KNOB = 1.6;
/** @type {Record<string, [number, number] | undefined>} degrees, and px across the bar */
const KEYS = { ArrowLeft: [-5, 0], ArrowRight: [5, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export default component({ build, listen, receive, redraw: draw });

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card cells", parent);
  const row = make("div", "row", card);
  const pictures = ["seen", "weights", "products"].map((name) => {
    const figure = make("figure", "", row);
    const title = make("div", "title", figure);
    const canvas = make("canvas", `picture ${name}`, figure,
      name === "seen" ? { tabindex: 0, role: "application" } : { role: "img" });
    return { title, canvas, note: make("div", "quiet", figure) };
  });
  const meters = ["simple", "complex"].map((name) => {
    const meter = make("div", `meter ${name}`, card);
    const label = make("span", "label", meter);
    return { label, fill: make("span", "fill", make("span", "track", meter)), value: make("b", "value", meter) };
  });
  const plots = make("div", "plots", card);
  const curves = ["turned", "moved"].map((name) => {
    const figure = make("figure", name, plots);
    const head = make("div", "head", figure);
    return { title: make("span", "title", head), play: make("button", "", head, { type: "button" }),
      canvas: make("canvas", "", make("div", "plot", figure), { role: "img" }), trace: newTrace() };
  });
  return { card, pictures, meters, curves, line: make("div", "line quiet", card),
    held: /** @type {{ from: number[], bar: Bar, turns: boolean } | null} */ (null),
    plays: /** @type {number} */ (-1), clock: /** @type {number | undefined} */ (undefined) };
}

/** @param {View} view */
function listen(view) {
  const [{ canvas }] = view.pictures;
  canvas.addEventListener("pointerdown", (event) => {
    stop(view);
    const from = placeOf(view, event);
    const turns = endsOf(view.bar, REACH).some(([x, y]) => Math.hypot(from[0] - x, from[1] - y) < NEAR);
    view.held = { from, bar: view.bar, turns };
    canvas.setPointerCapture?.(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    const { held } = view;
    if (!held) return;
    const [x, y] = placeOf(view, event);
    if (held.turns) go(view, { turn: turnedTo(view.bar, [x, y]) });
    else go(view, { off: pulled(held.bar, [x - held.from[0], y - held.from[1]]) });
  });
  for (const name of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(name, () => {
      if (view.held) tell(view, 0);
      view.held = null;
    });
  }
  dragByTouch(canvas);
  canvas.addEventListener("keydown", (event) => {
    const step = KEYS[event.key];
    if (!step) return;
    event.preventDefault();
    stop(view);
    go(view, { turn: (view.bar.turn + step[0] + 180) % 180, off: view.bar.off + step[1] });
    tell(view, PAUSE_MS);
  });
  view.curves.forEach(({ play }, which) => play.addEventListener("click", () => toggle(view, which)));
  view.gone.addEventListener("abort", () => clearInterval(view.clock));
  heard(canvas, view.line);
}

/** Where the pointer is, px of the retina from its middle. @param {View} view @param {MouseEvent} event */
function placeOf({ data, pictures: [{ canvas }] }, event) {
  const { width } = canvas.getBoundingClientRect();
  return pointIn(canvas, event).map((at) => (at / width) * data.retina - Math.floor(data.retina / 2) - 0.5);
}

/** @param {View} view @param {Partial<Bar>} changed */
function go(view, changed) {
  const { farthest } = view.data;
  const bar = { ...view.bar, ...changed };
  view.bar = { ...bar, off: Math.min(farthest, Math.max(-farthest, Math.round(bar.off))) };
  draw(view);
}

/** @param {View} view @param {number} wait ms */
function tell(view, wait) {
  view.selected = `turn=${view.bar.turn}&off=${view.bar.off}`;
  announce(view, view.selected, wait);
}

/** The bar turns once, or moves once through the field. @param {View} view @param {number} which */
function toggle(view, which) {
  const same = view.plays === which;
  stop(view);
  if (same) return;
  view.plays = which;
  const { farthest } = view.data;
  let at = which ? -farthest : 0;
  const step = () => {
    go(view, which ? { off: at } : { turn: at % 180 });
    at += which ? 1 : DEGREES;
    if (at > (which ? farthest : 180)) {
      stop(view);
      tell(view, 0);
    }
  };
  step();
  view.clock = setInterval(step, which ? 2 * TICK_MS : TICK_MS);
}

/** @param {View} view */
function stop(view) {
  clearInterval(view.clock);
  if (view.plays < 0) return;
  view.plays = -1;
  draw(view);
}

/** @param {View} view @param {Uint8Array} bytes */
function receive(view, bytes) {
  const { head, floats, bytes: raw } = unpacked(bytes);
  const count = head.field ** 2;
  view.data = { ...head, even: floats(count), odd: floats(count), diverging: raw(768) };
  const { turn, off, thick, dark, chosen } = view.data;
  const own = view.held || view.plays >= 0 || awaits(view, chosen);
  view.bar = { turn, off, thick, dark, ...(own && view.bar ? { turn: view.bar.turn, off: view.bar.off } : {}) };
  draw(view);
}

/** @param {View} view */
function draw(view) {
  if (!view.data) return;
  const { data, bar, curves, line, plays } = view;
  const { words, likes, farthest } = data;
  const light = lightOf(bar, data);
  const answers = answersOf(bar, data, likes);
  drawPictures(view, light);
  drawMeters(view, answers);
  const same = `${likes} ${bar.thick} ${bar.dark}`;
  traced(curves[0].trace, `${same} ${bar.off}`, bar.turn, answers);
  traced(curves[1].trace, `${same} ${bar.turn}`, bar.off, answers);
  const ways = [{ at: bar.turn, least: 0, most: 180, gap: 10, unit: "°", name: words.turned, play: words.turn },
    { at: bar.off, least: -farthest, most: farthest, gap: 2, unit: " px", name: words.moved, play: words.move }];
  const told = fill(words.told, { turn: bar.turn, off: bar.off, simple: percent(answers[0]),
    complex: percent(answers[1]) });
  ways.forEach(({ at, name, play, ...way }, which) => {
    setText(curves[which].title, name);
    setText(curves[which].play, plays === which ? words.stop : play);
    drawTuning(curves[which].canvas, curves[which].trace, at, { card: view.card, ...way });
    setAlt(curves[which].canvas, name, told);
  });
  setText(line, told);
  setAlt(view.pictures[0].canvas, words.name, told, words.keys);
}

/** @param {View} view @param {Float64Array} light */
function drawPictures({ data, bar, pictures }, light) {
  const { retina, field, even, diverging: colours, hatched, words } = data;
  const titles = [[words.seen, words.ring], [words.weights, ""], [words.products, words.sum]];
  titles.forEach(([title, note], at) => {
    setText(pictures[at].title, title);
    setText(pictures[at].note, note);
  });
  const pen = fitted(pictures[0].canvas, [retina, retina]);
  const { width } = pictures[0].canvas;
  pen.drawImage(painted(retina, retina, (pixels) => light.forEach((value, at) => {
    const level = Math.round(255 * value);
    pixels[at] = opaque(level, level, level);
  })), 0, 0, width, width);
  const px = (/** @type {number} */ at) => ((at + Math.floor(retina / 2) + 0.5) / retina) * width;
  const circle = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ radius) => () => {
    pen.beginPath();
    pen.arc(px(x), px(y), (radius / retina) * width, 0, 7);
    pen.stroke();
  };
  stroke(pen, circle(0, 0, field / 2));
  for (const [x, y] of endsOf(bar, REACH)) stroke(pen, circle(x, y, KNOB));
  const high = even.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const products = even.map((weight, cell) => weight * light[pixelAt(data, cell)]);
  [even, products].forEach((values, at) => {
    const { canvas } = pictures[at + 1];
    const map = /** @type {any} */ ({ map: [field, field], values, colours, high, signed: true, hatched });
    layMap(fitted(canvas, [field, field]), mapDrawn(map));
    setAlt(canvas, titles[at + 1][0]);
  });
}

/** @param {View} view @param {[number, number]} answers */
function drawMeters({ data, meters }, answers) {
  const { words } = data;
  [words.simple, words.complex].forEach((name, cell) => {
    setText(meters[cell].label, name);
    setStyle(meters[cell].fill, "width", `${100 * answers[cell]}%`);
    setText(meters[cell].value, answers[cell] < 0.005 ? words.silent : percent(answers[cell]));
  });
}

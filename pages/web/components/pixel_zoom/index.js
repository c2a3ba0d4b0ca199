// A photo that one zooms from the whole of it down to its single pixels with their numbers. Everything follows the
// hand here; Python is told what was set once the reader pauses.

import { announce, awaits, component, PAUSE_MS } from "../../kit/component.js";
import { around, make, setAll, setText } from "../../kit/elements.js";
import { fill, number } from "../../kit/format.js";
import { growth, penOf, sized, density } from "../../kit/pixels.js";
import { heard, setAlt } from "../../kit/spoken.js";
import { cellOf, mostTimes, settled, shareOf, visible, wholeCell, zoomedTo } from "../../math/zoom.js";
import { ALL, canvasOf, chosen, GREY, placeText, sharesOf, textOf, unpack } from "./data.js";
import { watch } from "./hands.js";
import { boxesOf, paint } from "./paint.js";
import { newCode, newPanel, showChoices, tell } from "./panel.js";

/** @typedef {import("./data.js").Setup} Setup */
/**
 * @typedef {object} State
 * @property {import("./data.js").Shown} shown
 * @property {Setup} setup
 * @property {import("../../math/zoom.js").Zoom} zoom
 * @property {number} most of the zoom's times
 * @property {number[]} pixel the chosen one
 * @property {number[] | null} hover the one that is pointed at
 * @property {[number, number]} stage height and width of the canvas, px
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

const LARGEST = 76; // px of a pixel that is zoomed as far as it goes
const FLIGHT_MS = 700;

export default component({ build, listen, receive, redraw: fit });

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const bar = make("div", "bar", card);
  const choices = Object.fromEntries(["show", "tint", "grey", "values"].map((name) =>
    [name, make("div", `choice ${name}`, bar)]));
  const side = make("div", "side", card);
  const overview = make("canvas", "overview", make("div", "frame", side), { "aria-hidden": true });
  const panel = newPanel(side);
  const canvas = make("canvas", "stage", make("div", "room", card), { tabindex: 0, role: "application" });
  const row = make("div", "zooming", card);
  const whole = make("button", "", row, { type: "button" });
  const smaller = make("button", "sign", row, { type: "button" });
  const slider = make("input", "slider", row, { type: "range", min: 0, max: 100, step: 0.5 });
  const larger = make("button", "sign", row, { type: "button" });
  const near = make("button", "", row, { type: "button" });
  const scale = make("span", "scale", row);
  const code = newCode(card);
  choices.layout = code.choice;
  heard(canvas, panel.title);
  return { card, choices, overview, panel, canvas, whole, smaller, slider, larger, near, scale, code, frame: 0,
    flight: 0, key: "" };
}

/** @param {View} view */
function listen(view) {
  watch(view, { look, hover, choose, fly });
  view.card.addEventListener("click", (event) => {
    const button = around(event, ".choice button");
    const name = Object.keys(view.choices).find((one) => view.choices[one].contains(button));
    if (name && button) set(view, { [name]: button.dataset.value ?? "" });
  });
  window.addEventListener("resize", () => view.shown && fit(view), { signal: view.gone });
  view.gone.addEventListener("abort", () => [view.frame, view.flight].forEach(cancelAnimationFrame));
}

/** @param {View} view @param {Uint8Array} block */
function receive(view, block) {
  view.shown = unpack(block);
  const said = textOf(view.shown.setup);
  if (!view.setup || !awaits(view, said)) {
    view.setup = { ...view.shown.setup };
    view.selected = said;
  }
  label(view);
  fit(view);
}

/** @param {View} view */
function label({ shown: { words }, whole, near, smaller, larger, slider }) {
  setText(whole, words.whole);
  setText(near, words.near);
  setText(smaller, "−");
  setText(larger, "+");
  for (const [part, told] of /** @type {[HTMLElement, string][]} */ ([[smaller, words.smaller],
    [larger, words.larger], [slider, words.zoom]])) setAll(part, { "aria-label": told, title: told });
}

/** Take the room that there is, with what is in its middle staying there. @param {View} view */
function fit(view) {
  const { canvas, shown, setup } = view;
  const wide = canvas.parentElement?.clientWidth ?? 0;
  const tall = canvas.parentElement?.clientHeight ?? 0;
  if (wide <= 0 || tall <= 0) return;
  view.stage = [tall, wide];
  const [{ box }] = boxesOf(view);
  const room = /** @type {[number, number]} */ ([box[3], box[2]]);
  view.most = mostTimes({ size: shown.size, room }, LARGEST * growth());
  view.zoom = settled({ size: shown.size, room, times: timesOf(view, room), centre: sharesOf(setup.centre) });
  view.pixel = chosen(shown, setup);
  if (view.hover?.some((at, axis) => at >= shown.size[axis])) view.hover = null;
  draw(view);
}

/** So many times that pixels are as large as the setup says, however many panes there are. @param {View} view
 * @param {[number, number]} room of a pane */
function timesOf({ shown: { size }, setup, stage, most }, room) {
  const cell = (Number(setup.zoom) / 100) * wholeCell({ size, room: stage });
  return Math.min(most, Math.max(1, cell / wholeCell({ size, room })));
}

/** @param {View} view @param {Partial<Record<keyof Setup, string>>} change */
function set(view, change) {
  view.setup = /** @type {Setup} */ ({ ...view.setup, ...change });
  fit(view);
  say(view, 0);
}

/** @param {View} view @param {number} wait ms */
function say(view, wait) {
  const text = textOf(view.setup);
  if (text === view.selected) return;
  view.selected = text;
  announce(view, text, wait);
}

/** @param {View} view @param {import("../../math/zoom.js").Zoom} zoom */
function look(view, zoom) {
  cancelAnimationFrame(view.flight);
  show(view, zoom);
  say(view, 2 * PAUSE_MS);
}

/** @param {View} view @param {import("../../math/zoom.js").Zoom} zoom */
function show(view, zoom) {
  view.zoom = zoom;
  view.setup.zoom = String(Math.round((100 * cellOf(zoom)) / wholeCell({ size: zoom.size, room: view.stage })));
  view.setup.centre = placeText(zoom.centre);
  soon(view);
}

/** @param {View} view @param {number[] | null} pixel */
function hover(view, pixel) {
  if (String(pixel) === String(view.hover)) return;
  view.hover = pixel;
  soon(view);
}

/** @param {View} view @param {number[]} pixel */
function choose(view, pixel) {
  view.pixel = pixel;
  view.hover = null;
  view.setup.at = placeText(pixel.map((at, axis) => (at + 0.5) / view.shown.size[axis]));
  soon(view);
  say(view, PAUSE_MS);
}

/** Zoom smoothly, towards the chosen pixel where that is near. @param {View} view @param {number} wanted */
function fly(view, wanted) {
  cancelAnimationFrame(view.flight);
  const [from, to] = [view.zoom.times, Math.min(view.most, Math.max(1, wanted))];
  const [start, end] = [view.zoom.centre, to > from
    ? view.pixel.map((at, axis) => (at + 0.5) / view.shown.size[axis]) : view.zoom.centre];
  const began = performance.now();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const step = () => {
    const share = still ? 1 : Math.min(1, (performance.now() - began) / FLIGHT_MS);
    const eased = share * share * (3 - 2 * share);
    const times = from * (to / from) ** eased;
    const moved = to === from ? 1 : (1 - from / times) / (1 - from / to); // the target drifts to the middle evenly
    const centre = start.map((at, axis) => at + (end[axis] - at) * moved);
    show(view, zoomedTo({ ...view.zoom, times, centre: /** @type {[number, number]} */ (centre) }, times, view.most));
    if (share < 1) view.flight = requestAnimationFrame(step);
    else say(view, PAUSE_MS);
  };
  step();
}

/** @param {View} view */
function soon(view) {
  if (view.frame) return;
  view.frame = requestAnimationFrame(() => {
    view.frame = 0;
    draw(view);
  });
}

/** @param {View} view */
function draw(view) {
  const { shown: { words }, setup, choices, slider, zoom } = view;
  paint(view);
  paintOverview(view);
  tell(view);
  showChoices(choices.show, options(words, "colour", "channels", "grey"), setup.show, words.show);
  showChoices(choices.tint, [["grey", words.tintGrey], ["colour", words.tintColour]], setup.tint, words.tint);
  showChoices(choices.grey, options(words, "mean", "luma"), setup.grey, words.weights);
  showChoices(choices.values, options(words, "bytes", "unit", "normalised"), setup.values, words.values);
  showChoices(choices.layout, options(words, "hwc", "chw", "nchw"), setup.layout, words.layout);
  choices.tint.hidden = setup.show !== "channels";
  choices.grey.hidden = setup.show !== "grey";
  slider.value = String(100 * shareOf(zoom.times, view.most));
  const told = fill(words.scale, { side: number(Math.round(10 * cellOf(zoom) / growth()) / 10) });
  setText(view.scale, told);
  setAll(slider, { "aria-valuetext": told });
  const [rows, columns] = [visible(zoom, 0), visible(zoom, 1)];
  setAlt(view.canvas, words.label, fill(words.part, { top: rows[0], bottom: rows[1] - 1, left: columns[0],
    right: columns[1] - 1 }), view.panel.title.textContent ?? "", words.keys);
}

/** @param {import("./data.js").Data["words"]} words @param {(keyof import("./data.js").Data["words"])[]} names */
function options(words, ...names) {
  return names.map((one) => /** @type {[string, string]} */ ([one, words[one]]));
}

/** All of the photo, with a frame around what is shown large. @param {View} view */
function paintOverview({ overview, shown, setup, zoom, card }) {
  const wide = overview.parentElement?.clientWidth ?? 0;
  const scale = (wide * density()) / shown.size[1];
  const context = sized(overview, Math.floor(wide * density()), Math.floor(scale * shown.size[0]));
  context.imageSmoothingEnabled = scale < 1;
  context.drawImage(canvasOf(shown, setup, setup.show === "grey" ? GREY : ALL), 0, 0, overview.width, overview.height);
  const [rows, columns] = [0, 1].map((axis) => {
    const half = zoom.room[axis] / cellOf(zoom) / 2;
    const middle = zoom.centre[axis] * shown.size[axis];
    return [Math.max(0, middle - half), Math.min(shown.size[axis], middle + half)];
  });
  const edge = 1.5 * density();
  for (const [colour, width] of /** @type {[string, number][]} */ ([["#10151f", 4],
    [getComputedStyle(card).getPropertyValue("--pooling"), 2.2]])) {
    Object.assign(penOf(overview), { strokeStyle: colour, lineWidth: width * density() });
    penOf(overview).strokeRect(columns[0] * scale + edge, rows[0] * scale + edge,
      (columns[1] - columns[0]) * scale - 2 * edge, (rows[1] - rows[0]) * scale - 2 * edge);
  }
}

// A picture and the one long row that a linear layer reads: point at a value in either, and see where it stands in the
// other, and how far from its neighbours.

import { ARROWS, onPointer, placeIn, pointIn } from "../../kit/cells.js";
import { announce, awaits, component, PAUSE_MS } from "../../kit/component.js";
import { make } from "../../kit/elements.js";
import { fill } from "../../kit/format.js";
import { Player } from "../../kit/player.js";
import { heard, setAlt } from "../../kit/spoken.js";
import { countOf, drawnAt, placeAt, placeDrawn } from "../../math/flatten.js";
import { unpack } from "./data.js";
import { drawnUnder, paintOriginal, paintPlanes, paintStrip } from "./paint.js";
import { newPanel, tell, tellParts } from "./panel.js";

/** @typedef {import("./data.js").Place} Place */
/**
 * @typedef {object} State
 * @property {import("./data.js").Shown} shown
 * @property {Place} chosen of the picture
 * @property {Place | null} hover
 * @property {number} taken rows of the picture that lie in the row already
 * @property {number} wide of the row, px
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

const RATES = [8, 32, 96];

export default component({ build, listen, receive, redraw: fit });

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const room = make("div", "room", card);
  const planes = make("canvas", "planes", room, { tabindex: 0, role: "application" });
  const side = make("div", "panel", card);
  const original = make("canvas", "original", side, { "aria-hidden": true });
  const panel = newPanel(make("div", "", side));
  const under = make("div", "under", card);
  const player = new Player(under, RATES);
  player.rate = RATES[1];
  const strip = make("canvas", "strip", under, { tabindex: 0, role: "application" });
  const ends = make("div", "ends", under);
  const parts = make("div", "parts", under);
  heard(planes, panel.title);
  return { card, room, planes, original, panel, player, strip, ends: [make("span", "", ends), make("span", "", ends),
    make("span", "", ends)], parts, frame: 0, shape: "" };
}

/** @param {View} view */
function listen(view) {
  const { planes, strip, player } = view;
  const inPlanes = (/** @type {MouseEvent} */ event) => {
    const drawn = drawnUnder(view, pointIn(planes, event));
    return drawn && placeDrawn(view.shown.flat, drawn);
  };
  const inStrip = (/** @type {MouseEvent} */ event) => placeAt(view.shown.flat,
    Math.min(countOf(view.shown.flat) - 1, Math.floor(placeIn(strip, event)[1] * countOf(view.shown.flat))));
  const choose = (/** @type {Place | null} */ place) => place && chooseAt(view, place);
  onPointer(planes, inPlanes, (place) => hover(view, place), choose);
  onPointer(strip, inStrip, (place) => hover(view, place), choose);
  planes.addEventListener("keydown", (event) => inPicture(view, event));
  strip.addEventListener("keydown", (event) => inRow(view, event));
  player.drive({ steps: () => rowsOf(view) + 1, at: () => view.taken, go: (step) => {
    view.taken = step;
    soon(view);
  } }, view.gone);
  view.gone.addEventListener("abort", () => cancelAnimationFrame(view.frame));
}

/** @param {View} view */
function rowsOf({ shown }) {
  return shown ? shown.shape[0] * shown.shape[1] : 0;
}

/** @param {View} view @param {Uint8Array} block */
function receive(view, block) {
  view.shown = unpack(block);
  const shape = view.shown.shape.join();
  if (shape !== view.shape) {
    view.player.stop();
    view.taken = rowsOf(view);
    view.waitUntil = 0;
    view.hover = null;
  }
  view.shape = shape;
  if (!view.chosen || !awaits(view, view.shown.at)) {
    view.chosen = /** @type {Place} */ (view.shown.at.split("_").map(Number));
    view.selected = view.shown.at;
  }
  view.player.name(view.shown.words);
  fit(view);
}

/** @param {View} view */
function fit(view) {
  view.wide = view.strip.parentElement?.clientWidth ?? 0;
  if (view.wide <= 0) return;
  draw(view);
}

/** @param {View} view @param {Place | null} place */
function hover(view, place) {
  if (String(place) === String(view.hover)) return;
  view.hover = place;
  soon(view);
}

/** @param {View} view @param {Place} place */
function chooseAt(view, place) {
  [view.chosen, view.hover] = [place, null];
  soon(view);
  view.selected = place.join("_");
  announce(view, view.selected, PAUSE_MS);
}

/**
 * Arrows move over what is drawn; page keys lead to the next channel.
 * @param {View} view @param {KeyboardEvent} event
 */
function inPicture(view, event) {
  const { flat, shape } = view.shown;
  const step = ARROWS[event.key];
  const channel = { PageUp: -1, PageDown: 1 }[event.key];
  if (!step && !channel) return;
  const by = [channel ?? 0, ...(step ?? [0, 0])];
  const next = drawnAt(flat, view.chosen).map((at, axis) => Math.min(shape[axis] - 1, Math.max(0, at + by[axis])));
  chooseAt(view, placeDrawn(flat, /** @type {Place} */ (next)));
  event.preventDefault();
}

/** @param {View} view @param {KeyboardEvent} event */
function inRow(view, event) {
  const { flat, shape } = view.shown;
  const [, row, column] = drawnAt(flat, view.chosen);
  const index = (view.chosen[0] * shape[1] + row) * shape[2] + column;
  const last = countOf(flat) - 1;
  const next = { ArrowLeft: index - 1, ArrowRight: index + 1, ArrowUp: index - shape[2], ArrowDown: index + shape[2],
    Home: 0, End: last }[event.key];
  if (next === undefined) return;
  chooseAt(view, placeAt(flat, Math.min(last, Math.max(0, next))));
  event.preventDefault();
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
  const { shown, planes, strip, panel, player, ends } = view;
  const { words } = shown;
  paintPlanes(view);
  paintOriginal(view);
  paintStrip(view);
  tell(view);
  tellParts(view);
  const last = countOf(shown.flat) - 1;
  [0, Math.round(last / 2), last].forEach((index, at) => { ends[at].textContent = String(index); });
  player.show(view.taken, fill(words.taken, { taken: view.taken, all: rowsOf(view) }));
  setAlt(planes, words.label, panel.title.textContent ?? "", words.keys);
  setAlt(strip, words.strip, panel.title.textContent ?? "", panel.read.textContent ?? "");
}

// One picture of a whole network at work, to fly through: from all its maps to one unit and its sum. The browser draws
// and computes what a unit reads; every number of a sum is the server's, asked past Streamlit. Where the reader is goes
// to Python once they pause.

import { announce, awaits, component, PAUSE_MS, roomBelow } from "../../kit/component.js";
import { newAsking } from "../../kit/asking.js";
import { make, setIcon, setText } from "../../kit/elements.js";
import { growth, surface } from "../../kit/pixels.js";
import { onDrawing } from "../../kit/signal_drawing.js";
import { heard, setAlt } from "../../kit/spoken.js";
import { nameOf, stepsOf, unpack } from "./data.js";
import { watch } from "./hands.js";
import { bestLayout, layoutOf, plan } from "./layout.js";
import { askAll, askLive, changeInput } from "./live.js";
import { drag, fit, fly, layer, level, pick, point, settle, sight, step, toLayout, whole, zoom } from "./moves.js";
import { paint } from "./paint.js";
import { buildPanel, drawPanel } from "./panel.js";
import { caption, whereText } from "./say.js";

/** @typedef {import("./data.js").Head} Head */
/** @typedef {import("./data.js").Pack} Pack */
/** @typedef {import("./data.js").Three} Three */
/** @typedef {import("./reach.js").Box} Box */
/** @typedef {{ place: number | null, at: number[] }} Focus step (-1: the picture, null: the whole network), and in it
 * nothing, a map, or map, row and column */
/** @typedef {{ place: number, at: Three }} Pointed */
/** @typedef {{ place: number, size: [number, number], values: Float32Array, canvas: HTMLCanvasElement | null,
 *   own: boolean | null }} Full */
/**
 * @typedef {object} State
 * @property {Head} head
 * @property {import("./data.js").Step[]} steps
 * @property {Map<string, Pack>} packs
 * @property {import("./data.js").Tables} tables
 * @property {HTMLCanvasElement} picture
 * @property {Uint8Array} rgb of the picture
 * @property {import("./data.js").NamedShare[]} classes
 * @property {string} token
 * @property {WeakMap<Pack, { key: string, canvas: HTMLCanvasElement }>} sprites
 * @property {Map<string, Full>} full maps that are known in full
 * @property {Focus} focus
 * @property {number} open the column that is unfolded
 * @property {import("./layout.js").Layout} scene as it is drawn
 * @property {import("./camera.js").Camera} camera
 * @property {[number, number]} room of the canvas, px
 * @property {boolean} down
 * @property {number} cross
 * @property {boolean} isWhole
 * @property {boolean} own whether each map has a scale of its own
 * @property {Pointed | null} pointed
 * @property {{ place: number, own: Box, reads: Map<number, Box>, readers: Map<number, Box> } | null} reach
 * @property {import("./panel.js").Answer | null} answer
 * @property {[number, number]} window read and place of the window that is shown
 * @property {number} cell of it
 * @property {Record<"maps" | "map" | "unit" | "live", import("../../kit/asking.js").Asking>} asking
 * @property {number} frame
 * @property {number} flying
 * @property {string} font
 * @property {string} ink
 * @property {string} quiet
 * @property {string} failed what the server could not do
 * @property {() => void} drawPanel
 * @property {() => void} refresh draws with the next frame
 * @property {(to: Focus, how?: { flies?: boolean }) => void} go goes somewhere, and tells Python
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

const ICONS = {
  whole: "M4 9V4h5v2H6v3zm11-5h5v5h-2V6h-3zM4 15h2v3h3v2H4zm14 0h2v5h-5v-2h3z",
  out: "M12 4l7 7-1.4 1.4L13 7.8V20h-2V7.8l-4.6 4.6L5 11z",
  farther: "M5 11h14v2H5z", closer: "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z",
  before: "M15.4 5.4 14 4l-8 8 8 8 1.4-1.4L8.8 12z", next: "M8.6 18.6 10 20l8-8-8-8-1.4 1.4L15.2 12z",
};
const ROOM = 0.6; // of the window's height
const LEAST = 420; // px
const PANEL = 243; // px, as in style.css

export default component({ build, listen, receive, redraw: layOut });

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card walk", parent);
  const top = make("div", "top", card);
  const where = make("span", "where", top);
  const note = make("span", "note", top);
  const own = make("button", "own", top, { type: "button" });
  const buttons = Object.fromEntries(Object.keys(ICONS).map((name) =>
    [name, make("button", "", top, { type: "button" })]));
  const stage = make("div", "stage", card);
  const canvas = make("canvas", "", stage, { tabindex: 0, role: "application" });
  const line = make("div", "told-line", card);
  const parts = buildPanel(card);
  return { card, where, note, ownButton: own, buttons, stage, canvas, line, parts };
}

/** @param {View} view */
function listen(view) {
  Object.assign(view, { sprites: new WeakMap(), full: new Map(), focus: { place: null, at: [] }, open: -1, own: true,
    pointed: null, reach: null, answer: null, window: [0, 0], cell: 0, frame: 0, flying: 0, room: [0, 0], failed: "",
    isWhole: true, drawPanel: () => panel(view), refresh: () => refresh(view),
    go: (/** @type {Focus} */ to, /** @type {{ flies?: boolean }} */ how) => go(view, to, how) });
  const { buttons } = view;
  watch(view, { point, pick, zoom, settle: (one) => settle(one), drag, step, layer, level, whole });
  const middle = () => /** @type {[number, number]} */ (view.room.map((side) => side / 2));
  const acts = { whole: () => whole(view), out: () => level(view, false),
    closer: () => (zoom(view, 1.6, middle()), settle(view)),
    farther: () => (zoom(view, 1 / 1.6, middle()), settle(view)),
    before: () => layer(view, -1), next: () => layer(view, 1) };
  for (const [name, act] of Object.entries(acts)) buttons[name].addEventListener("click", () => view.head && act());
  view.ownButton.addEventListener("click", () => {
    view.own = !view.own;
    refresh(view);
  });
  heard(view.canvas, view.line);
  onDrawing((drawn) => view.asking && askLive(view, "pad", drawn), view.gone);
  view.gone.addEventListener("abort", () => [view.frame, view.flying].forEach(cancelAnimationFrame));
}

/** @param {View} view @param {Uint8Array} block */
function receive(view, block) {
  const { head, packs, rgb, tables } = unpack(block);
  const asks = head.asks;
  if (!view.asking) {
    view.asking = { maps: newAsking(asks, view.gone), map: newAsking(asks, view.gone), unit: newAsking(asks, view.gone),
      live: newAsking(asks, view.gone) };
  }
  const isNew = view.head?.title !== head.title || String(view.head.input) !== String(head.input);
  Object.assign(view, { head, steps: stepsOf(head), tables, classes: head.classes });
  if (isNew || view.token !== head.token) view.full.clear();
  if (isNew) [view.open, view.pointed, view.reach] = [-1, null, null];
  changeInput(view, { token: head.token, packs, rgb, size: head.size, classes: head.classes });
  view.sprites = new WeakMap();
  view.full.forEach((full) => { full.own = null; });
  const said = JSON.stringify(messageOf(head.place));
  if (isNew || !awaits(view, said)) {
    if (isNew || said !== view.selected) [view.answer, view.failed] = [null, ""];
    view.focus = focusOf(view, head.place);
    view.selected = said;
  }
  layOut(view);
}

/** @param {import("./data.js").Place} place */
function messageOf({ layer: name, at }) {
  return { layer: name, at: at.join("_") };
}

/** @param {View} view @param {import("./data.js").Place} place @returns {Focus} */
function focusOf(view, { layer: name, at }) {
  const found = name === "input" ? -1 : view.steps.findIndex((one) => one.name === name);
  return name && (found >= 0 || name === "input") ? { place: found, at } : { place: null, at: [] };
}

/** Take the room that there is, and see there what was seen. @param {View} view */
function layOut(view) {
  if (!view.head) return;
  view.font = getComputedStyle(view.card).fontFamily || "sans-serif";
  const { down, cross } = bestLayout(plan(view), roomOf(view, false));
  Object.assign(view, { down, cross });
  view.open = view.focus.place === null || view.focus.place < 0 ? -1 : columnOf(view, view.focus.place);
  view.scene = layoutOf({ ...plan(view), open: view.open, down, cross });
  takeRoom(view);
  fit(view);
  askAll(view);
  refresh(view);
}

/** Where a unit is looked at, its sum takes a part of the room, so that the card stays as high as it was.
 * @param {View} view */
function takeRoom(view) {
  view.room = roomOf(view, view.focus.at.length === 3);
  surface(view.canvas, ...view.room);
}

/** @param {View} view @param {boolean} shared @returns {[number, number]} */
function roomOf(view, shared) {
  const width = Math.floor(view.stage.getBoundingClientRect().width) || 600;
  const top = view.stage.getBoundingClientRect().top - view.card.getBoundingClientRect().top;
  const below = Math.min(ROOM * window.innerHeight, roomBelow(view.card) - top - 60);
  const height = Math.round(Math.max(LEAST * growth(), below, width < 500 ? Math.min(560, 1.5 * width) : 0));
  return [width, shared ? Math.max(200, height - PANEL * growth()) : height];
}

/** The column in which a step stands. @param {View} view @param {number} place */
function columnOf({ head }, place) {
  let first = 0;
  return head.columns.findIndex(({ steps }) => place < (first += steps.length));
}

/** Go somewhere: what stands there unfolds, the camera flies, and Python is told. @param {View} view
 * @param {Focus} focus @param {{ flies?: boolean }} [how] */
function go(view, focus, { flies = true } = {}) {
  const same = JSON.stringify(focus) === JSON.stringify(view.focus);
  view.focus = focus;
  if (!same) [view.answer, view.failed] = [null, ""];
  const open = focus.place === null || focus.place < 0 ? -1 : columnOf(view, focus.place);
  const from = view.scene;
  view.open = open;
  takeRoom(view);
  const to = toLayout(view);
  if (flies) fly(view, from, to, sight(view, to));
  else if (to !== from) fly(view, from, to, null);
  askAll(view);
  refresh(view);
  const name = focus.place === null ? "" : nameOf(view, focus.place);
  view.selected = JSON.stringify(messageOf({ layer: name, at: focus.at }));
  announce(view, view.selected, flies ? 4 * PAUSE_MS : 3 * PAUSE_MS);
}

/** Draw with the next frame, and say where one is. @param {View} view */
function refresh(view) {
  if (view.frame) return;
  view.frame = requestAnimationFrame(() => {
    view.frame = 0;
    if (view.gone.aborted) return;
    paint(view);
    tell(view);
  });
}

/** @param {View} view */
function tell(view) {
  const { words } = view.head;
  for (const [name, icon] of Object.entries(ICONS)) setIcon(view.buttons[name], icon, words[name]);
  setText(view.ownButton, words.own);
  view.ownButton.setAttribute("aria-pressed", String(view.own));
  view.buttons.out.toggleAttribute("disabled", view.focus.place === null && view.isWhole);
  view.canvas.classList.toggle("near", !view.isWhole);
  setText(view.where, whereText(view));
  setText(view.note, view.head.note);
  setText(view.line, view.failed || caption(view));
  view.line.classList.toggle("failed", Boolean(view.failed));
  setAlt(view.canvas, words.label, whereText(view), words.keys);
  panel(view);
}

/** @param {View} view */
function panel(view) {
  drawPanel(view, (read, place) => {
    Object.assign(view, { window: [read, place] });
    panel(view);
  });
}

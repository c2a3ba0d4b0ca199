// A scene to play with: its things are dragged, made larger, turned, added and removed. The picture follows at once,
// and what a network finds in it as fast as the server answers. Python is told once the reader pauses.

import { ask, newAsking } from "../../kit/asking.js";
import { announce, awaits, component, outweigh, PAUSE_MS, roomBelow } from "../../kit/component.js";
import { childrenOf, make, setStyle, setText } from "../../kit/elements.js";
import { fill } from "../../kit/format.js";
import { colourOf, density, growth, penOf, surface } from "../../kit/pixels.js";
import { heard, setAlt } from "../../kit/spoken.js";
import { drawn, MOST_THINGS, opened, plain, sceneFromText, settledThing, textOf } from "../../math/scene.js";
import { watch } from "./hands.js";
import { drawHandles, drawOverlays } from "./overlays.js";
import { buildTools, drawTools, listenTools } from "./tools.js";
import { keptBytes, RASTER, SEEN } from "./view.js";

/** @typedef {import("../../math/scene.js").Thing} Thing */
/** @typedef {import("./view.js").Data} Data */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & import("./view.js").State} View */

const ROOM = 0.74; // of the window's height, at most so much for the picture
const LEAST = 360; // px, also where the first screen has less room

export default component({ build, listen, receive, redraw: layOut });

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const tools = buildTools(card);
  const stage = make("div", "stage", card);
  const picture = make("canvas", "picture", stage, { "aria-hidden": "true" });
  const over = make("canvas", "over", stage, { tabindex: 0, role: "application" });
  const line = make("div", "line", card);
  const error = make("div", "error", card, { role: "status" });
  const facts = make("dl", "facts", card);
  const lines = make("div", "lines", card);
  return { card, tools, stage, picture, over, line, error, facts, lines };
}

/** @param {View} view */
function listen(view) {
  Object.assign(view, { chosen: -1, small: false, frame: 0, ground: null, plain: null, bytes: new Map() });
  const acts = { choose, alter, click, remove, undo };
  watch(view, acts);
  listenTools(view, { add, remove, undo, look: (one) => { one.small = !one.small; paint(one); }, front, recolour });
  heard(view.over, view.line);
  view.over.addEventListener("focus", () => {
    if (view.chosen < 0 && view.scene.things.length && view.over.matches(":focus-visible")) choose(view, 0);
  });
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  if (view.asking?.name !== data.asks.name) view.asking = newAsking(data.asks.name, view.gone);
  const held = view.scene && awaits(view, data.scene);
  view.data = data;
  if (!held) {
    if (!view.scene || textOf(view.scene) !== data.scene) view.scene = sceneFromText(data.scene);
    view.chosen = Math.min(view.chosen, view.scene.things.length - 1);
    view.answer = data.answer;
  }
  readGround(view);
  layOut(view);
}

/** The picture is as large as the card, the window and the page let it be. @param {View} view */
function layOut(view) {
  if (!view.data) return;
  const wide = view.card.getBoundingClientRect().width;
  const high = Math.max(LEAST, Math.min(ROOM * window.innerHeight, roomBelow(view.card) - 110));
  const side = Math.floor(Math.max(120, Math.min(wide, view.data.side * growth(), Math.max(high, LEAST))));
  setStyle(view.stage, "width", `${side}px`);
  setStyle(view.stage, "height", `${side}px`);
  surface(view.over, side, side);
  paint(view);
}

/** Draw with the next frame. @param {View} view */
function paint(view) {
  if (view.frame) return;
  view.frame = requestAnimationFrame(() => {
    view.frame = 0;
    if (!view.gone.aborted) paintNow(view);
  });
}

/** @param {View} view */
export function paintNow(view) {
  const { scene, data, picture } = view;
  const side = view.small ? SEEN : RASTER;
  if (picture.width !== side) [picture.width, picture.height] = [side, side];
  const found = drawn(scene.things, side, groundOf(view, side), grainsOf(view));
  penOf(picture).putImageData(new ImageData(found, side, side), 0, 0);
  picture.classList.toggle("small", view.small);
  paintOver(view);
  drawTools(view);
  const thing = scene.things[view.chosen];
  setText(view.line, thing ? placeText(view, thing) : data.words.hint);
  setAlt(view.over, data.words.label, scene.things.length ? scene.things.map(({ kind }) => data.kinds[kind]).join(", ")
    : data.words.none, data.words.keys, data.cells ? data.words.cells : "");
  tellFound(view);
}

/** @param {View} view */
function paintOver({ over, answer, scene, chosen, card }) {
  const pen = penOf(over);
  const side = over.width / density();
  pen.clearRect(0, 0, side, side);
  drawOverlays(pen, side, answer.overlays);
  if (scene.things[chosen]) drawHandles(pen, side, scene.things[chosen], colourOf(card, "--selection") || "#c2410c");
}

/** What was found, in words. @param {View} view */
function tellFound({ answer, error, facts, lines }) {
  setText(error, answer.error);
  const cells = childrenOf(facts, 2 * answer.facts.length, (place) => make(place % 2 ? "dd" : "dt", "", facts));
  answer.facts.flat().forEach((text, place) => setText(cells[place], text));
  const rows = childrenOf(lines, answer.lines.length, () => make("div", "", lines));
  answer.lines.forEach((text, place) => setText(rows[place], text));
}

/** @param {View} view @param {Thing} thing */
function placeText({ data, scene, chosen }, thing) {
  const percents = (/** @type {number} */ share) => Math.round(100 * share);
  return fill(data.words.place, { kind: data.kinds[thing.kind], number: chosen + 1, count: scene.things.length,
    x: percents(thing.x), y: percents(thing.y), size: percents(thing.size), angle: thing.angle });
}

/** Read the picture of the ground, if it is another one. @param {View} view */
function readGround(view) {
  const { source } = view.data.ground;
  if (!source || view.ground?.source === source) return;
  const image = new Image();
  image.src = source;
  void image.decode().then(() => {
    if (view.gone.aborted || view.data.ground.source !== source) return;
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [RASTER, RASTER];
    const pen = penOf(canvas);
    pen.drawImage(image, 0, 0, RASTER, RASTER);
    view.ground = { source, pixels: pen.getImageData(0, 0, RASTER, RASTER).data };
    paint(view);
  }, () => undefined);
}

/** @param {View} view @param {number} side */
function groundOf(view, side) {
  const { colour, source, small } = view.data.ground;
  if (small && side === SEEN) return opened(keptBytes(view, small));
  if (small && view.ground?.source === source) return view.ground.pixels;
  const key = `${colour} ${side}`;
  if (view.plain?.key !== key) view.plain = { key, pixels: plain(colour, side) };
  return view.plain.pixels;
}

/** @param {View} view */
function grainsOf(view) {
  if (!view.data.grains) return undefined;
  const { buffer, byteOffset, length } = keptBytes(view, view.data.grains);
  return new Int16Array(buffer, byteOffset, length / 2);
}

/** @param {View} view @param {number} index */
function choose(view, index) {
  view.chosen = index;
  paint(view);
}

/** Put another thing in the place of the one in hand. @param {View} view @param {Thing} thing */
function alter(view, thing) {
  const settled = settledThing(thing);
  changed(view, view.scene.things.map((one, place) => (place === view.chosen ? settled : one)));
}

/** @param {View} view @param {import("../../math/scene.js").Kind} kind */
function add(view, kind) {
  const { things } = view.scene;
  if (things.length >= MOST_THINGS) return;
  // Free places in turn, from the middle: the golden angle never comes back to where it was.
  const [turn, far] = [things.length * 2.4, things.length ? 0.1 + 0.04 * (things.length % 6) : 0];
  const colours = ["0072b2", "e69f00", "009e73", "cc79a7", "56b4e9", "d55e00"];
  const thing = { kind, x: 0.5 + far * Math.cos(turn), y: 0.5 + far * Math.sin(turn), size: 0.28, angle: 0,
    colour: colours[things.length % colours.length] };
  view.chosen = things.length;
  changed(view, [...things, settledThing(thing)]);
}

/** @param {View} view */
function remove(view) {
  if (view.chosen < 0) return;
  const rest = view.scene.things.filter((_, place) => place !== view.chosen);
  view.chosen = Math.min(view.chosen, rest.length - 1);
  changed(view, rest);
}

/** Lay the thing in hand over all others. @param {View} view */
function front(view) {
  const { things } = view.scene;
  const thing = things[view.chosen];
  if (!thing) return;
  const rest = things.filter((one) => one !== thing);
  view.chosen = rest.length;
  changed(view, [...rest, thing]);
}

/** Give the thing in hand any other colour. @param {View} view */
function recolour(view) {
  const thing = view.scene.things[view.chosen];
  const colour = Math.floor(Math.random() * 0xffffff).toString(16).padStart(6, "0");
  if (thing) alter(view, { ...thing, colour });
}

/** @param {View} view @param {Thing[]} things */
function changed(view, things) {
  const { asks, ground } = view.data;
  view.scene = { ...view.scene, things };
  view.selected = textOf(view.scene);
  paint(view);
  const photo = asks.photo ? { ground: ground.small } : {};
  const question = { ...asks.more, ...photo, scene: view.selected, language: asks.language };
  ask(view.asking, question, { show: (answer) => {
    view.answer = answer;
    paint(view);
  }, fail: () => undefined });
  announce(view, JSON.stringify({ scene: view.selected }), PAUSE_MS);
}

/** @param {View} view @param {{ cell?: number[], box?: string }} what */
function click(view, what) {
  if (what.cell) for (const one of view.answer.overlays) if (one.kind === "grid") one.chosen = what.cell;
  paint(view);
  clearTimeout(view.timer);
  view.send(JSON.stringify({ scene: textOf(view.scene), ...what }));
}

/** @param {View} view */
function undo(view) {
  clearTimeout(view.timer);
  view.send(JSON.stringify({ scene: textOf(view.scene), undo: true }));
  outweigh(view);
  view.waitUntil = 0;
}

// A window that slides over a picture: what a network says of each place, as a map over the picture. All scores are
// the server's; the window follows the pointer, the arrow keys, and the player.

import { cellBeside, onPointer } from "../../kit/cells.js";
import { announce, awaits, component, PAUSE_MS } from "../../kit/component.js";
import { childrenOf, make, setStyle, setText } from "../../kit/elements.js";
import { fill, percent } from "../../kit/format.js";
import { fitted, lay, mapDrawn, outline, photoCanvas } from "../../kit/photo_and_map.js";
import { paintScale, penOf, unpacked } from "../../kit/pixels.js";
import { Player } from "../../kit/player.js";
import { heard, setAlt } from "../../kit/spoken.js";
import { cellsAt, numberOf, placeAt, placeOf, windowAt } from "./places.js";

/** @typedef {import("./places.js").Place} Place */
/**
 * What pages/where_is_it/window_view.py sends: a header, then shares, colours and picture.
 * @typedef {object} More
 * @property {[number, number]} photo height and width of the picture as it is shown, px
 * @property {Place} place where the window stands
 * @property {number} shown the class whose map is drawn
 * @property {string} chosen both, as they are sent back
 * @property {string[]} names of the classes
 * @property {Float32Array} shares class by class, place by place, 0 to 1
 * @property {Uint8Array} colours of the map's 256 levels
 * @property {Uint8Array} rgb of the picture as it is shown
 * @property {Uint8Array} small the same as the network is given it
 * @property {import("../../kit/player.js").PlayerWords & Record<"picture" | "map" | "crop" | "told" | "name" | "keys"
 *   | "show" | "hint", string>} words
 */
/** @typedef {import("./places.js").Slide & More} Data */
/**
 * @typedef {object} State
 * @property {Data} data
 * @property {HTMLCanvasElement} photo
 * @property {HTMLCanvasElement} small
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

const RATES = [4, 16, 64];
const PLAYED_MS = 1000; // longer than a step: the server is told once it is over
const FAINT = 0.35; // of the picture under its map
const COVER = 0.8; // of the map over it

export default component({ build, listen, receive, redraw: draw });

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card windows", parent);
  const row = make("div", "row", card);
  const [left, middle, right] = ["figure", "figure", "div"].map((name) => make(/** @type {"div"} */ (name), "", row));
  const titles = [left, middle, right].map((part) => make("div", "title", part));
  const picture = make("canvas", "picture", left, { tabindex: 0, role: "application" });
  const heat = make("canvas", "picture heat", middle, { role: "img" });
  const crop = make("canvas", "crop", right, { role: "img" });
  const classes = make("div", "classes", right);
  const scale = make("div", "scale quiet", middle);
  make("span", "", scale).textContent = "0 %";
  const bar = make("canvas", "bar", scale, { "aria-hidden": true });
  make("span", "", scale).textContent = "100 %";
  const line = make("div", "told-line", card);
  const player = new Player(card, RATES);
  player.rate = RATES[1];
  const hint = make("div", "quiet", card);
  return { card, titles, picture, heat, crop, classes, bar, line, player, hint, place: /** @type {Place} */ ([0, 0]),
    shown: 0, point: /** @type {Place | null} */ (null),
    maps: /** @type {Map<number, HTMLCanvasElement>} */ (new Map()) };
}

/** @param {View} view */
function listen(view) {
  const { picture, heat, player, line, gone } = view;
  for (const canvas of [picture, heat]) {
    onPointer(canvas, (event) => placeAt(view.data, canvas, event), (place) => {
      if (player.playing) return;
      view.point = place;
      draw(view);
    }, (place) => {
      player.stop();
      stand(view, place, 0);
    });
  }
  picture.addEventListener("keydown", (event) => {
    const next = cellBeside(event.key, view.place, view.data.map);
    if (!next) return;
    event.preventDefault();
    player.stop();
    stand(view, /** @type {Place} */ (next), PAUSE_MS);
  });
  const reel = { steps: () => view.data.map[0] * view.data.map[1], at: () => numberOf(view.data, view.place),
    go: (/** @type {number} */ step) => stand(view, placeOf(view.data, step), player.playing ? PLAYED_MS : PAUSE_MS) };
  player.drive(reel, gone);
  heard(picture, line);
}

/** The window goes to a place and stays there. @param {View} view @param {Place} place @param {number} wait ms */
function stand(view, place, wait) {
  view.place = place;
  view.point = null;
  draw(view);
  tell(view, wait);
}

/** @param {View} view @param {number} wait */
function tell(view, wait) {
  view.selected = [...view.place, view.shown].join("_");
  announce(view, view.selected, wait);
}

/** @param {View} view @param {Uint8Array} bytes */
function receive(view, bytes) {
  const { head, floats, bytes: raw } = unpacked(bytes);
  const [rows, columns] = head.map;
  const pixels = (/** @type {[number, number]} */ [height, width]) => raw(3 * height * width);
  view.data = { ...head, shares: floats(head.names.length * rows * columns), colours: raw(768),
    rgb: pixels(head.photo), small: pixels(head.sides) };
  const { data, player } = view;
  view.photo = photoCanvas(/** @type {any} */ (data));
  view.small = photoCanvas(/** @type {any} */ ({ photo: data.sides, rgb: data.small }));
  view.maps.clear();
  view.point = null;
  if (!awaits(view, data.chosen)) [view.place, view.shown] = [data.place, data.shown];
  view.place = [Math.min(view.place[0], rows - 1), Math.min(view.place[1], columns - 1)];
  player.name(data.words);
  setText(view.hint, data.words.hint);
  paintScale(view.bar, data.colours, 255);
  draw(view);
}

/** @param {Data} data @param {number} kind @param {Place} place */
function shareAt(data, kind, place) {
  const [rows, columns] = data.map;
  return data.shares[kind * rows * columns + numberOf(data, place)];
}

/** @param {View} view */
function draw(view) {
  if (!view.data) return;
  const { data, picture, photo, player } = view;
  const place = view.point ?? view.place;
  const left = fitted(picture, data.photo);
  const scale = picture.width / data.sides[1];
  const onCanvas = (/** @type {number[]} */ box) =>
    /** @type {import("../../kit/pixels.js").Box} */ (box.map((side) => side * scale));
  lay(left, photo);
  outline(left, onCanvas(windowAt(data, place)));
  drawMap(view, place, onCanvas);
  drawCrop(view, place);
  drawClasses(view, place);
  const best = data.names.reduce((most, _, kind) =>
    shareAt(data, kind, place) > shareAt(data, most, place) ? kind : most, 0);
  const [x, y, side] = windowAt(data, place);
  const told = fill(data.words.told, { number: numberOf(data, place) + 1, count: data.map[0] * data.map[1], x, y,
    right: x + side, bottom: y + side, name: data.names[best], share: percent(shareAt(data, best, place), 1) });
  setText(view.line, told);
  player.show(numberOf(data, view.place), `${numberOf(data, view.place) + 1} / ${data.map[0] * data.map[1]}`);
  const titles = [data.words.picture, fill(data.words.map, { name: data.names[view.shown] }), data.words.crop];
  titles.forEach((title, at) => setText(view.titles[at], title));
  setAlt(picture, data.words.name, told, data.words.keys);
  setAlt(view.heat, titles[1], told);
  setAlt(view.crop, data.words.crop, told);
}

/**
 * While it plays, the map grows window by window.
 * @param {View} view @param {Place} place @param {(box: number[]) => import("../../kit/pixels.js").Box} onCanvas
 */
function drawMap({ data, heat, photo, shown, maps, player }, place, onCanvas) {
  const context = fitted(heat, data.photo);
  const [rows, columns] = data.map;
  context.clearRect(0, 0, heat.width, heat.height);
  lay(context, photo, FAINT);
  const known = maps.get(shown) ?? mapOf(data, shown);
  maps.set(shown, known);
  const [whole, rest] = player.playing ? [place[0], place[1] + 1] : [rows, 0];
  context.globalAlpha = COVER;
  if (whole) context.drawImage(known, 0, 0, columns, whole, ...onCanvas(cellsAt(data, [0, 0], whole, columns)));
  if (rest) context.drawImage(known, 0, whole, rest, 1, ...onCanvas(cellsAt(data, [whole, 0], 1, rest)));
  context.globalAlpha = 1;
  outline(context, onCanvas(windowAt(data, place)), [4, 4]);
  outline(context, onCanvas(cellsAt(data, place, 1, 1)));
}

/** @param {Data} data @param {number} kind */
function mapOf({ map, shares, colours }, kind) {
  const cells = map[0] * map[1];
  const values = shares.subarray(kind * cells, (kind + 1) * cells);
  return mapDrawn(/** @type {any} */ ({ map, values, colours, high: 1, signed: false, hatched: false })).colours;
}

/** What the network is given: the window alone. @param {View} view @param {Place} place */
function drawCrop({ data, crop, small }, place) {
  [crop.width, crop.height] = [data.window, data.window];
  penOf(crop).drawImage(small, ...windowAt(data, place), 0, 0, data.window, data.window);
}

/** @param {View} view @param {Place} place */
function drawClasses(view, place) {
  const { data, classes } = view;
  childrenOf(classes, data.names.length, (kind) => newClass(view, kind)).forEach((button, kind) => {
    const share = shareAt(data, kind, place);
    const [name, track, told] = /** @type {HTMLElement[]} */ ([...button.children]);
    setText(name, data.names[kind]);
    setText(told, percent(share, 0));
    setStyle(/** @type {HTMLElement} */ (track.children[0]), "width", `${100 * share}%`);
    button.setAttribute("aria-pressed", String(kind === view.shown));
    button.title = fill(data.words.show, { name: data.names[kind] });
  });
}

/** @param {View} view @param {number} kind */
function newClass(view, kind) {
  const button = make("button", "class", view.classes, { type: "button" });
  make("span", "name", button);
  make("span", "fill", make("span", "track", button));
  make("span", "share", button);
  button.addEventListener("click", () => {
    view.shown = kind;
    draw(view);
    tell(view, 0);
  });
  return button;
}

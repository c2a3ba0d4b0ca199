// The last step of a classifier: which channel paid how much for a class. Pointing at a class or a channel shows it at
// once, as the sums of the likeliest classes are all here; a click keeps it and tells the page.

import { ARROWS } from "../../kit/cells.js";
import { announce, component, outweigh, PAUSE_MS } from "../../kit/component.js";
import { around, childrenOf, make, setAll, setStyle, setText } from "../../kit/elements.js";
import { fill, number } from "../../kit/format.js";
import { fitted, lay, layMap, mapDrawn } from "../../kit/photo_and_map.js";
import { heard, setAlt } from "../../kit/spoken.js";
import { mapOf, photoOf, spanOf, rowOf, unpackSum } from "./data.js";
import { drawClasses, drawLines, linesOf } from "./rows.js";

const OVER = 0.62; // opacity of a map over the photo
const NONE = -1;

/** @typedef {import("./data.js").Data} Data */
/** @typedef {{ place: number, payer: number }} Looked a class of those that are sent, and a channel or -1 */
/**
 * @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & {
 *   data: Data, kept: Looked, place: number | null, payer: number | null, photo: HTMLCanvasElement,
 *   span: [number, number],
 *   thumbs: Map<number, HTMLCanvasElement | null> }} View `place` and `payer`: what is pointed at
 */

/** For the tests, which have no browser around it. */
export const lastSum = { build, listen, receive, redraw: draw };

export default component(lastSum);

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card last", parent);
  const left = make("div", "left", card);
  const canvas = make("canvas", "picture", left, { role: "img" });
  const line = make("p", "line", left);
  const likes = make("div", "likes", left);
  const liked = { title: make("div", "title", likes), row: make("div", "row", likes) };
  const middle = make("div", "middle", card);
  const title = make("div", "title", middle);
  const rows = make("ol", "rows", middle, { role: "listbox", tabindex: 0 });
  const same = make("p", "same", middle);
  const right = make("div", "right", card);
  const heading = make("div", "title", right);
  const classes = make("ol", "classes", right, { role: "listbox", tabindex: 0 });
  const all = make("button", "all", right, { type: "button" });
  return { card, canvas, line, likes, liked, title, rows, same, heading, classes, all };
}

/** @param {View} view */
function listen(view) {
  const { rows, classes, all } = view;
  Object.assign(view, { place: null, payer: null });
  onList(rows, (at) => point(view, { payer: at === null ? null : channelAt(view, at) }),
    (at) => keep(view, { payer: channelAt(view, at) ?? view.kept.payer }, 0));
  onList(classes, (at) => point(view, { place: at }), (at) => keep(view, { place: at }, 0));
  rows.addEventListener("keydown", (event) => step(view, event, "payer"));
  classes.addEventListener("keydown", (event) => step(view, event, "place"));
  all.addEventListener("click", () => keep(view, { payer: NONE }, 0));
  heard(rows, view.line);
}

/**
 * @param {HTMLElement} list @param {(place: number | null) => void} look @param {(place: number) => void} pick
 */
function onList(list, look, pick) {
  const find = (/** @type {Event} */ event) => {
    const item = around(event, "li");
    const at = [...list.children].findIndex((child) => child === item);
    return at < 0 ? null : at;
  };
  list.addEventListener("pointermove", (event) => look(find(event)));
  list.addEventListener("pointerleave", () => look(null));
  list.addEventListener("click", (event) => {
    const at = find(event);
    if (at !== null) pick(at);
  });
}

/** @param {View} view @param {Uint8Array} data */
function receive(view, data) {
  view.data = unpackSum(data);
  const { words, chosen, payer } = view.data;
  if (!view.kept || performance.now() >= view.waitUntil || view.kept.place === chosen) {
    view.kept = { place: chosen, payer };
    view.waitUntil = 0;
  }
  view.place = view.payer = null;
  view.photo = photoOf(view.data);
  view.thumbs = new Map();
  view.span = spanOf(view.data.classes);
  setText(view.heading, words.classes);
  setText(view.all, words.all);
  setAll(view.rows, { "aria-label": `${words.rows}. ${words.keys}` });
  setAll(view.classes, { "aria-label": `${words.classes}. ${words.keys}` });
  draw(view);
}

/** What is shown: what is pointed at, or what was chosen. @param {View} view @returns {Looked} */
function looked({ data, kept, place, payer }) {
  return { place: Math.min(place ?? kept.place, data.classes.length - 1), payer: payer ?? kept.payer };
}

/** @param {View} view @param {number} at @returns {number | null} */
function channelAt(view, at) {
  return view.data.classes[looked(view).place].rows[at]?.channel ?? null;
}

/** @param {View} view @param {Partial<{ place: number | null, payer: number | null }>} what */
function point(view, what) {
  const before = JSON.stringify(looked(view));
  Object.assign(view, what);
  if (JSON.stringify(looked(view)) !== before) draw(view);
}

/** @param {View} view @param {Partial<Looked>} what @param {number} wait */
function keep(view, what, wait) {
  view.kept = { ...view.kept, ...what };
  view.place = view.payer = null;
  outweigh(view);
  draw(view);
  const { place, payer } = view.kept;
  announce(view, what.place === undefined ? `channel ${payer}` : `class ${view.data.classes[place].place}`, wait);
}

/** Up and down go through a list. @param {View} view @param {KeyboardEvent} event @param {"payer" | "place"} which */
function step(view, event, which) {
  const by = ARROWS[event.key]?.[0];
  if (event.key === "Escape" && which === "payer") keep(view, { payer: NONE }, PAUSE_MS);
  if (!by) return;
  event.preventDefault();
  const { classes } = view.data;
  if (which === "place") {
    keep(view, { place: Math.min(classes.length - 1, Math.max(0, view.kept.place + by)) }, PAUSE_MS);
    return;
  }
  const channels = classes[view.kept.place].rows.map((row) => row.channel);
  const at = channels.indexOf(view.kept.payer);
  const next = at < 0 ? (by > 0 ? 0 : channels.length - 1) : Math.min(channels.length - 1, Math.max(0, at + by));
  keep(view, { payer: channels[next] }, PAUSE_MS);
}

/** @param {View} view */
function draw(view) {
  const { data, span } = view;
  const { place, payer } = looked(view);
  const sum = data.classes[place];
  drawLines(view.rows, linesOf(sum, data.words), { span, lit: payer, thumb: (channel) => thumbOf(view, channel) });
  drawClasses(view.classes, data.classes, place, data.words);
  setText(view.title, `${sum.name} · ${data.words.rows}`);
  setText(view.same, fill(data.words.same, { score: number(sum.score, 7),
    gap: number(Math.abs(sum.total - sum.score), 2) }));
  view.all.hidden = payer < 0 || !data.grid[0];
  paint(view, place, payer);
  tell(view, place, payer);
  showLiked(view, payer);
}

/** @param {View} view @param {number} channel */
function thumbOf(view, channel) {
  if (!view.thumbs.has(channel)) {
    const map = mapOf(view.data, 0, channel);
    view.thumbs.set(channel, map && mapDrawn(map).colours);
  }
  return view.thumbs.get(channel) ?? null;
}

/** @param {View} view @param {number} place @param {number} payer */
function paint({ data, canvas, photo }, place, payer) {
  const context = fitted(canvas, data.photo);
  lay(context, photo);
  const map = mapOf(data, place, payer);
  if (map) layMap(context, mapDrawn(map), OVER);
}

/** @param {View} view @param {number} place @param {number} payer */
function tell(view, place, payer) {
  const { words, classes, grid } = view.data;
  const { name } = classes[place];
  const row = rowOf(classes[place], payer);
  const values = { name, channel: payer + 1, feature: number(row?.feature ?? 0, 4), weight: number(row?.weight ?? 0, 4),
    paid: number(row?.paid ?? 0, 4) };
  const told = row ? fill(grid[0] ? words.map : words.value, values)
    : grid[0] ? fill(words.where, values) : words.plain;
  setText(view.line, told);
  setAlt(view.canvas, words.photo, told);
}

/**
 * The photos that excite a channel most, where they are here: of the rows of the chosen class.
 * @param {View} view @param {number} payer
 */
function showLiked(view, payer) {
  const { channels, atlas, told } = view.data.liked;
  const shown = payer < 0 ? view.data.classes[looked(view).place].rows[0]?.channel : payer;
  const at = channels.indexOf(shown);
  view.likes.classList.toggle("none", at < 0 || !atlas);
  if (at < 0) return;
  setText(view.liked.title, fill(view.data.words.likes, { channel: shown + 1 }));
  const [rows, columns] = [channels.length, Math.max(...told.map((row) => row.length))];
  childrenOf(view.liked.row, told[at].length, () => make("div", "patch", view.liked.row, { role: "img" }))
    .forEach((item, column) => {
      setAll(item, { "aria-label": told[at][column], title: told[at][column] });
      setStyle(item, "background-image", `url(${atlas})`);
      setStyle(item, "background-size", `${100 * columns}% ${100 * rows}%`);
      const [x, y] = [column / Math.max(1, columns - 1), at / Math.max(1, rows - 1)];
      setStyle(item, "background-position", `${100 * x}% ${100 * y}%`);
    });
}

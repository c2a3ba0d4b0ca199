// How one gets about: by pointing, clicking, turning the wheel, and step by step with keys.

import { eased, flight, inWorld, kept, seeing, zoomed } from "./camera.js";
import { largestCell } from "./data.js";
import { between, layoutOf, plan, rectOf, tileOf, unitNear, unitUnder } from "./layout.js";
import { reachOf } from "./reach.js";

/** @typedef {import("./index.js").View} View */
/** @typedef {import("./index.js").Pointed} Pointed */
/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {import("./camera.js").Camera} Camera */
/** @typedef {[number, number]} Pair */

const FLIGHT_MS = 650;
const CELLS = 11; // around a unit, fewer where their numbers would not fit
const NUMBER = 46; // px that one takes
const MARGIN = 24;
const BESIDE = 14; // px from a map that still mean it
const CELL = 20; // px from which on a cell is meant, not its map
const LARGEST = 90; // px of a cell

/** The layout for what is open now; the one that is drawn, if nothing changes. @param {View} view */
export function toLayout(view) {
  const next = layoutOf({ ...plan(view), open: view.open, down: view.down, cross: view.cross });
  return JSON.stringify([...next.figures]) === JSON.stringify([...view.scene.figures]) ? view.scene : next;
}

/** From where the reader sees what they look at. @param {View} view @param {Layout} scene @returns {Camera} */
export function sight(view, scene) {
  const { place, at } = view.focus;
  const figure = place === null ? null : scene.figures.get(place);
  if (!figure || place === null) return seeing(scene.size, view.room, MARGIN);
  const [map, row, column] = at;
  if (map === undefined) return seeing(rectOf(figure), view.room, 2 * MARGIN);
  const tile = tileOf(figure, place < 0 ? 0 : map);
  if (row === undefined) return seeing(tile, view.room, 2 * MARGIN);
  const [, rows, columns] = shapeOf(view, place);
  const [w, h] = [tile.w / columns, tile.h / rows];
  const seen = seeing({ x: tile.x + (column + 0.5 - CELLS / 2) * w, y: tile.y + (row + 0.5 - CELLS / 2) * h,
    w: CELLS * w, h: CELLS * h }, view.room, 8);
  return { ...seen, k: Math.min(Math.max(seen.k, NUMBER / w), LARGEST / Math.max(w, h)) };
}

/** @param {View} view @param {number} place */
export function shapeOf({ steps, head }, place) {
  return place < 0 ? head.input : steps[place].shape;
}

/** See at once what is looked at. @param {View} view */
export function fit(view) {
  cancelAnimationFrame(view.flying);
  view.camera = sight(view, view.scene);
  view.isWhole = view.focus.place === null;
  light(view);
}

/**
 * From one layout to another, and to another place; without one, what is in the middle stays there.
 * @param {View} view @param {Layout} from @param {Layout} to @param {Camera | null} end
 */
export function fly(view, from, to, end) {
  cancelAnimationFrame(view.flying);
  const start = { ...view.camera };
  const way = end ? flight(start, end, view.room) : null;
  const anchor = end ? null : anchorOf(view, from);
  const begun = performance.now();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const long = end ? FLIGHT_MS : 260;
  const move = (/** @type {number} */ now) => {
    const share = calm ? 1 : Math.min(1, Math.max(0, (now - begun) / long));
    view.scene = between(from, to, eased(share));
    if (way && end) view.camera = share < 1 ? way(eased(share)) : end;
    else if (anchor) view.camera = { ...view.camera, ...anchor(view.scene) };
    view.isWhole = view.camera.k < 1.02 * leastOf(view);
    view.refresh();
    if (share < 1 && !view.gone.aborted) view.flying = requestAnimationFrame(move);
    else light(view);
  };
  move(begun);
}

/** Where the camera must stand so that what it is over stays under it. @param {View} view @param {Layout} from */
function anchorOf(view, from) {
  const figure = from.figures.get(view.focus.place ?? -1);
  if (!figure || figure.k <= 0) return null;
  const [dx, dy] = [view.camera.x - figure.x, view.camera.y - figure.y];
  return (/** @type {Layout} */ scene) => {
    const now = scene.figures.get(view.focus.place ?? -1) ?? figure;
    return { x: now.x + dx, y: now.y + dy };
  };
}

/** @param {View} view */
function leastOf(view) {
  return seeing(view.scene.size, view.room, MARGIN).k;
}

/** The unit under a point of the canvas. @param {View} view @param {Pair} point @returns {Pointed | null} */
export function under(view, [left, top]) {
  const [x, y] = inWorld(view.camera, view.room, left, top);
  for (const [place, figure] of view.scene.figures) {
    const shape = shapeOf(view, place);
    const found = unitUnder(figure, place < 0 ? [1, shape[1], shape[2]] : shape, x, y);
    if (found && place < 0) found[0] = view.focus.place === -1 ? view.focus.at[0] ?? 0 : 0;
    if (found) return { place, at: found };
  }
  return null;
}

/** The same, or the unit of the nearest tile where the point lies between tiles. @param {View} view @param {Pair} at
 * @param {number} beside px @returns {Pointed | null} */
function near(view, at, beside = BESIDE) {
  const exact = under(view, at);
  if (exact) return exact;
  const [x, y] = inWorld(view.camera, view.room, ...at);
  for (const [place, figure] of view.scene.figures) {
    const shape = shapeOf(view, place);
    const found = unitNear(figure, place < 0 ? [1, shape[1], shape[2]] : shape, x, y, beside / view.camera.k);
    if (found) return { place, at: found };
  }
  return null;
}

/** @param {View} view @param {Pair | null} at */
export function point(view, at) {
  const found = at && view.head ? under(view, at) : null;
  if (JSON.stringify(found) === JSON.stringify(view.pointed)) return;
  view.pointed = found;
  light(view);
}

/** Light what is read by what is pointed at, or by the unit that is looked at. @param {View} view */
function light(view) {
  const { focus: { place, at } } = view;
  const looked = place !== null && at.length === 3 ? { place, at: /** @type {Pointed["at"]} */ (at) } : null;
  const one = view.pointed ?? looked;
  view.reach = null;
  if (one) {
    const own = /** @type {import("./reach.js").Box} */ (one.at.map((number) => [number, number]));
    view.reach = { place: one.place, own, ...reachOf(view.steps, view.head.input, one.place, own) };
  }
  view.refresh();
}

/** A click goes one level in: to the layer, the map, the unit; on a class it asks about that. @param {View} view
 * @param {Pair} at */
export function pick(view, at) {
  const named = classUnder(view, at);
  if (named) {
    view.send(JSON.stringify({ class: named.place }));
    return;
  }
  const found = near(view, at);
  view.pointed = found;
  if (!found) return;
  const { focus } = view;
  const same = focus.place === found.place;
  const cells = hasCells(view, found.place);
  const map = found.at.slice(0, 1);
  if (!same) view.go({ place: found.place, at: [] });
  else if (focus.at[0] !== map[0] && cells && found.place >= 0) view.go({ place: found.place, at: map });
  else if (!focus.at.length && cells) view.go({ place: found.place, at: map });
  else view.go({ place: found.place, at: [...found.at] });
}

/** @param {View} view @param {Pair} at */
export function classUnder(view, [left, top]) {
  const { bars } = view.scene;
  const [x, y] = inWorld(view.camera, view.room, left, top);
  if (x < bars.x || x > bars.x + bars.w || y < bars.y || y >= bars.y + bars.h) return null;
  return view.classes[Math.floor(((y - bars.y) / bars.h) * view.classes.length)] ?? null;
}

/** @param {View} view @param {number} times @param {Pair} at */
export function zoom(view, times, at) {
  cancelAnimationFrame(view.flying);
  const least = leastOf(view);
  const next = zoomed(view.camera, view.room, times, at, [least, mostOf(view)]);
  view.camera = kept(next, view.scene.size, view.room, least);
  view.isWhole = view.camera.k < 1.02 * least;
  point(view, at);
  view.refresh();
}

/** As near as numbers need. @param {View} view */
function mostOf(view) {
  let most = 1;
  for (const [place, { k, wide }] of view.scene.figures) {
    if (k > 0) most = Math.max(most, (LARGEST * shapeOf(view, place)[2]) / (wide * k));
  }
  return most;
}

/** @param {View} view @param {number} dx @param {number} dy */
export function drag(view, dx, dy) {
  cancelAnimationFrame(view.flying);
  const { camera } = view;
  const moved = { ...camera, x: camera.x - dx / camera.k, y: camera.y - dy / camera.k };
  view.camera = kept(moved, view.scene.size, view.room, leastOf(view));
  view.refresh();
}

/** Whether maps have several cells. @param {View} view @param {number} place */
const hasCells = (view, place) => Math.max(...shapeOf(view, place).slice(1)) > 1;

/** What the reader is at after zooming by hand: what is in the middle, or under the pointer, and how large that is.
 * @param {View} view */
export function settle(view) {
  if (view.isWhole) {
    if (view.focus.place !== null) view.go({ place: null, at: [] });
    return;
  }
  const middle = /** @type {Pair} */ (view.room.map((side) => side / 2));
  const found = view.pointed ?? near(view, middle) ?? near(view, middle, Math.max(...view.room));
  if (!found) return;
  const figure = view.scene.figures.get(found.place);
  if (!figure) return;
  const [, rows, columns] = shapeOf(view, found.place);
  const tile = Math.max(figure.wide, figure.tall) * figure.k * view.camera.k;
  const cell = tile / Math.max(rows, columns);
  const deep = cell >= CELL && (rows * columns > 1 || tile > 40) ? 3 : tile > 0.3 * Math.min(...view.room) ? 1 : 0;
  const inside = view.camera.k > 1.5 * leastOf(view);
  const next = inside ? { place: found.place, at: found.at.slice(0, deep) } : { place: null, at: [] };
  const lost = inside && !under(view, middle) && !view.pointed; // between maps: go to the nearest
  if (lost || JSON.stringify(next) !== JSON.stringify(view.focus)) view.go(next, { flies: lost });
}

/** @param {View} view */
export function whole(view) {
  view.pointed = null;
  view.go({ place: null, at: [] });
}

/** In: to the first layer, the liveliest map, its largest value; out again the same way. @param {View} view
 * @param {boolean} closer */
export function level(view, closer) {
  const { place, at } = view.focus;
  view.pointed = null;
  if (!closer) {
    if (place === null || !at.length) view.go({ place: null, at: [] });
    else view.go({ place, at: at.slice(0, at.length === 3 && hasCells(view, place) ? 1 : 0) });
  } else if (place === null) view.go({ place: 0, at: [] });
  else if (at.length < 3) view.go({ place, at: deeper(view, place, at) });
}

/** @param {View} view @param {number} place @param {number[]} at */
function deeper(view, place, at) {
  const shape = shapeOf(view, place);
  const pack = place < 0 ? undefined : view.packs.get(view.steps[place].name);
  if (!at.length) {
    const map = pack ? pack.high.indexOf(Math.max(...pack.high)) : 0;
    return shape[1] * shape[2] > 1 ? [map] : [map, 0, 0];
  }
  if (!pack) return [at[0], Math.floor(shape[1] / 2), Math.floor(shape[2] / 2)];
  const [row, column] = largestCell(pack, at[0]);
  return [at[0], Math.min(shape[1] - 1, row * pack.step), Math.min(shape[2] - 1, column * pack.step)];
}

/** Arrow keys: along the way, among maps, or from unit to unit. @param {View} view @param {number} down
 * @param {number} right */
export function step(view, down, right) {
  const { place, at } = view.focus;
  view.pointed = null;
  if (place === null || !at.length) {
    layer(view, down + right);
    return;
  }
  const shape = shapeOf(view, place);
  if (at.length === 3 && shape[1] * shape[2] > 1) {
    view.go({ place, at: [at[0], clamp(at[1] + down, shape[1]), clamp(at[2] + right, shape[2])] });
    return;
  }
  const columns = view.scene.figures.get(place)?.columns ?? 1;
  view.go({ place, at: [clamp(at[0] + right + down * columns, shape[0]), ...at.slice(1)] });
}

/** To the layer before or behind, at about the same place of the picture. @param {View} view @param {number} by */
export function layer(view, by) {
  const { place, at } = view.focus;
  view.pointed = null;
  const last = view.steps.length - 1;
  const next = place === null ? (by > 0 ? -1 : last) : Math.max(-1, Math.min(last, place + by));
  if (place === null || !at.length || next === place) {
    view.go({ place: next, at: place === null ? [] : next === place ? at : [] });
    return;
  }
  const [from, to] = [shapeOf(view, place), shapeOf(view, next)];
  const spot = at.slice(1).map((number, axis) =>
    clamp(Math.floor(((number + 0.5) / from[1 + axis]) * to[1 + axis]), to[1 + axis]));
  view.go({ place: next, at: [clamp(at[0], to[0]), ...spot] });
}

/** @param {number} at @param {number} most */
function clamp(at, most) {
  return Math.max(0, Math.min(most - 1, at));
}

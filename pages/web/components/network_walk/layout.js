// Where everything lies: columns from the picture to the classes, one beside the other, or below it on a phone. A world
// of its own units, at which the reader looks through a camera.

/** @typedef {import("./data.js").Step} Step */
/** @typedef {import("./data.js").Three} Three */
/**
 * A grid of tiles, one for each map. `k`: units of the world for a pixel of its sprite, in which tiles of `wide` by
 * `tall` pixels lie `gap` apart.
 * @typedef {{ x: number, y: number, k: number, columns: number, rows: number, wide: number, tall: number, gap: number,
 *   count: number }} Figure
 */
/** @typedef {{ x: number, y: number, w: number, h: number }} Rect */
/** @typedef {{ figures: Map<number, Figure>, columns: Rect[], bars: Rect, size: Rect }} Layout */

const PICTURE = 330; // at least, and a share of the world:
const SHARE = 0.28;
const MOST = 300; // units that a column takes along the way
const BETWEEN = 62;
const INSIDE = 34; // between the steps of an open block
const BARS = { w: 400, h: 46 };
const BARS_DOWN = 0.6; // of the width of a way that goes down
const SMALLEST_TILE = 8; // pixels of a sprite's tile
const LARGEST = [[28, 140], [14, 100], [7, 66], [2, 48], [1, 24]]; // of tiles, by the sides of maps

/** How many pixels of the sprite a cell takes. @param {number} side */
export function magnified(side) {
  return Math.max(1, Math.ceil(SMALLEST_TILE / side));
}

/**
 * Tiles as large as they can be, in as many lines as fit.
 * @param {Three} size maps, rows, columns @param {boolean} down whether the way goes down @param {number} cross
 * @returns {Figure}
 */
export function gridOf([count, tall, wide], down, cross) {
  const times = magnified(Math.max(tall, wide));
  const [w, h] = [wide * times, tall * times];
  const gap = Math.max(1, Math.round(0.11 * Math.max(w, h)));
  const largest = LARGEST.find(([side]) => Math.max(tall, wide) >= side)?.[1] ?? 24;
  const [along, across] = down ? [h, w] : [w, h];
  for (let tile = largest; ; tile *= 0.94) {
    const k = tile / Math.max(w, h);
    const beside = Math.max(1, Math.floor((cross / k + gap) / (across + gap)));
    const lines = Math.ceil(count / beside);
    if (lines * (along + gap) * k > MOST && tile > 0.5) continue;
    const even = Math.ceil(count / lines);
    const [columns, rows] = down ? [even, lines] : [lines, even];
    return { x: 0, y: 0, k, columns, rows, wide: w, tall: h, gap, count };
  }
}

/** @param {Figure} figure @returns {Rect} */
export function rectOf({ x, y, k, columns, rows, wide, tall, gap }) {
  return { x, y, w: (columns * (wide + gap) - gap) * k, h: (rows * (tall + gap) - gap) * k };
}

/** @param {Figure} figure @param {number} map @returns {Rect} */
export function tileOf({ x, y, k, columns, wide, tall, gap }, map) {
  return { x: x + (map % columns) * (wide + gap) * k, y: y + Math.floor(map / columns) * (tall + gap) * k,
    w: wide * k, h: tall * k };
}

/**
 * Map, row and column under a point of the world, with `shape` as many cells as the map really has; null: none.
 * @param {Figure} figure @param {Three} shape @param {number} x @param {number} y @returns {Three | null}
 */
export function unitUnder(figure, shape, x, y) {
  const { k, columns, wide, tall, gap, count } = figure;
  if (k <= 0) return null;
  const [left, top] = [(x - figure.x) / k, (y - figure.y) / k];
  const [column, row] = [Math.floor(left / (wide + gap)), Math.floor(top / (tall + gap))];
  const map = row * columns + column;
  const [inX, inY] = [left - column * (wide + gap), top - row * (tall + gap)];
  if (left < 0 || top < 0 || column >= columns || map >= count || inX > wide || inY > tall) return null;
  return [map, Math.min(shape[1] - 1, Math.floor((inY / tall) * shape[1])),
    Math.min(shape[2] - 1, Math.floor((inX / wide) * shape[2]))];
}

/**
 * The unit of the nearest tile to a point that lies on the figure, between its tiles, or no more than `beside` from it;
 * null: farther away.
 * @param {Figure} figure @param {Three} shape @param {number} x @param {number} y @param {number} beside
 * @returns {Three | null}
 */
export function unitNear(figure, shape, x, y, beside) {
  const rect = rectOf(figure);
  if (figure.k <= 0 || x < rect.x - beside || y < rect.y - beside || x > rect.x + rect.w + beside
    || y > rect.y + rect.h + beside) return null;
  const { k, columns, rows, wide, tall, gap, count } = figure;
  const lane = (/** @type {number} */ at, /** @type {number} */ pitch, /** @type {number} */ most) =>
    Math.max(0, Math.min(most - 1, Math.floor((at / k + gap / 2) / pitch)));
  const map = Math.min(count - 1, lane(y - rect.y, tall + gap, rows) * columns + lane(x - rect.x, wide + gap, columns));
  const tile = tileOf(figure, map);
  const cell = (/** @type {number} */ share, /** @type {number} */ most) =>
    Math.max(0, Math.min(most - 1, Math.floor(share * most)));
  return [map, cell((y - tile.y) / tile.h, shape[1]), cell((x - tile.x) / tile.w, shape[2])];
}

/**
 * @param {object} what
 * @param {{ label: string, steps: Step[] }[]} what.columns
 * @param {Map<string, { size: Three }>} what.packs sizes as they are drawn; of what has not come yet, as they are
 * @param {[number, number]} what.picture height and width
 * @param {number} what.classes how many bars
 * @param {number} what.open the column that is unfolded; -1: none
 * @param {boolean} what.down whether the way goes down
 * @param {number} what.cross how far the world goes across the way
 * @returns {Layout}
 */
export function layoutOf({ columns, packs, picture, classes, open, down, cross }) {
  /** @type {Map<number, Figure>} */
  const figures = new Map();
  /** @type {Rect[]} */
  const rects = [];
  let at = 0;
  const put = (/** @type {number} */ place, /** @type {Figure} */ figure) => {
    const { w, h } = rectOf(figure);
    Object.assign(figure, down ? { x: (cross - w) / 2, y: at } : { x: at, y: (cross - h) / 2 });
    figures.set(place, figure);
    at += down ? h : w;
    return rectOf(figure);
  };
  const k = Math.min(Math.max(PICTURE, SHARE * cross), 0.8 * cross) / Math.max(...picture);
  put(-1, { x: 0, y: 0, k, columns: 1, rows: 1, wide: picture[1], tall: picture[0], gap: 0, count: 1 });
  let place = 0;
  columns.forEach(({ steps }, number) => {
    at += BETWEEN;
    const shown = steps.map((step) => gridOf(packs.get(step.name)?.size ?? drawnAs(step.shape), down, cross));
    const from = at;
    const last = place + steps.length - 1;
    if (number === open || steps.length === 1) {
      shown.forEach((figure, inside) => {
        if (inside) at += INSIDE;
        put(place + inside, figure);
      });
    } else put(last, shown[shown.length - 1]);
    const end = rectOf(/** @type {Figure} */ (figures.get(last)));
    shown.forEach((figure, inside) => {
      if (!figures.has(place + inside)) {
        figures.set(place + inside, { ...figure, k: 0, x: end.x + end.w / 2, y: end.y + end.h / 2 });
      }
    });
    rects.push(down ? { x: 0, y: from, w: cross, h: at - from } : { x: from, y: 0, w: at - from, h: cross });
    place += steps.length;
  });
  at += classes ? BETWEEN : 0;
  const larger = Math.max(1, (down ? cross : at) / 2400); // a long way is seen from afar
  const wide = down ? BARS_DOWN * cross : BARS.w * larger;
  const long = (classes * BARS.h * wide) / BARS.w;
  const bars = down ? { x: Math.max(0, (cross - wide) / 2), y: at, w: wide, h: long }
    : { x: at, y: (cross - long) / 2, w: wide, h: long };
  at += classes ? (down ? long : wide) : 0;
  const size = down ? { x: 0, y: 0, w: cross, h: at } : { x: 0, y: 0, w: at, h: cross };
  return { figures, columns: rects, bars, size };
}

/** As large maps are sent, see explorer/networks/whole_view/small_maps.py. @param {Three} shape @returns {Three} */
export function drawnAs([maps, rows, columns]) {
  const step = Math.ceil(Math.max(rows, columns) / 32);
  return [maps, Math.ceil(rows / step), Math.ceil(columns / step)];
}

/**
 * The layout whose tiles are largest in a window of so many px: across the way it is as long as suits the window.
 * @param {Omit<Parameters<typeof layoutOf>[0], "down" | "cross">} what @param {[number, number]} room width, height
 */
export function bestLayout(what, [width, height]) {
  const down = width < 0.9 * height;
  let best = { area: -1, cross: 1000 };
  for (let cross = 420; cross < 3200; cross *= 1.15) {
    const { figures, size } = layoutOf({ ...what, open: -1, down, cross });
    const scale = Math.min(width / size.w, height / size.h);
    let area = 0;
    for (const { count, wide, tall, k } of figures.values()) area += Math.sqrt(count * wide * tall) * k * scale;
    if (area > best.area) best = { area, cross };
  }
  return { down, cross: best.cross };
}

/** On the way from one layout to another. @param {Layout} from @param {Layout} to @param {number} share
 * @returns {Layout} */
export function between(from, to, share) {
  if (share >= 1) return to;
  const mix = (/** @type {number} */ a, /** @type {number} */ b) => a + share * (b - a);
  const rect = (/** @type {Rect} */ a, /** @type {Rect} */ b) =>
    ({ x: mix(a.x, b.x), y: mix(a.y, b.y), w: mix(a.w, b.w), h: mix(a.h, b.h) });
  const figures = new Map([...to.figures].map(([place, end]) => {
    const start = from.figures.get(place) ?? end;
    return [place, { ...end, x: mix(start.x, end.x), y: mix(start.y, end.y), k: mix(start.k, end.k) }];
  }));
  return { figures, columns: to.columns.map((end, place) => rect(from.columns[place] ?? end, end)),
    bars: rect(from.bars, to.bars), size: rect(from.size, to.size) };
}

/** What is laid out. @param {import("./index.js").View} view */
export function plan({ head, packs, classes, open }) {
  return { columns: head.columns, packs, picture: head.size, classes: classes.length, open };
}

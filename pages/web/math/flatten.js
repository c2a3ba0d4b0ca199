// Where the values of a picture (C, H, W) stand once they are one long row, in its own order or in another.

/** @typedef {[number, number, number]} Place channel, row and column */
/**
 * @typedef {object} Flat
 * @property {Place} shape
 * @property {ArrayLike<number>} order which pixel of the picture stands at each place of a channel
 * @property {ArrayLike<number>} where the way back: at which place of a channel a pixel stands
 */
/** @typedef {"beside" | "below" | "channel"} Kind of a neighbour */

/** @param {Place} shape @param {ArrayLike<number>} order @returns {Flat} */
export function flatOf(shape, order) {
  const where = new Int32Array(order.length);
  for (let place = 0; place < order.length; place++) where[order[place]] = place;
  return { shape, order, where };
}

/** How many values there are. @param {Flat} flat */
export function countOf({ shape: [channels, height, width] }) {
  return channels * height * width;
}

/** Where a value of the picture stands in the row. @param {Flat} flat @param {Place} place */
export function indexOf({ shape: [, height, width], where }, [channel, row, column]) {
  return channel * height * width + where[row * width + column];
}

/** The way back. @param {Flat} flat @param {number} index @returns {Place} */
export function placeAt({ shape: [, height, width], order }, index) {
  const pixel = order[index % (height * width)];
  return [Math.floor(index / (height * width)), Math.floor(pixel / width), pixel % width];
}

/** The place of the picture that is drawn at a place of the order. @param {Flat} flat @param {Place} drawn */
export function placeDrawn(flat, [channel, row, column]) {
  const [, height, width] = flat.shape;
  return placeAt(flat, (channel * height + row) * width + column);
}

/**
 * Where a value of the picture is drawn: the other way round.
 * @param {Flat} flat @param {Place} place @returns {Place}
 */
export function drawnAt(flat, place) {
  const [, height, width] = flat.shape;
  const index = indexOf(flat, place);
  return [place[0], Math.floor(index / width) % height, index % width];
}

/**
 * The neighbours of a value in the picture: one each beside and below, or above at the end, and in another channel.
 * @param {Flat} flat @param {Place} place
 */
export function neighboursOf({ shape }, place) {
  const axes = /** @type {[Kind, number][]} */ ([["beside", 2], ["below", 1], ["channel", 0]]);
  return axes.filter(([, axis]) => shape[axis] > 1).map(([kind, axis]) => {
    const next = /** @type {Place} */ ([...place]);
    next[axis] += place[axis] + 1 < shape[axis] ? 1 : -1;
    return { kind, place: next };
  });
}

/**
 * Parts of the row around some of its places, as [first, behind the last]; those that touch become one.
 * @param {number[]} places @param {number} around how many places are shown on each side @param {number} count of all
 */
export function partsAround(places, around, count) {
  /** @type {[number, number][]} */
  const parts = [];
  for (const place of [...places].sort((one, other) => one - other)) {
    const [first, end] = [Math.max(0, place - around), Math.min(count, place + around + 1)];
    const last = parts.at(-1);
    if (last && first <= last[1] + 1) last[1] = Math.max(last[1], end);
    else parts.push([first, end]);
  }
  return parts;
}

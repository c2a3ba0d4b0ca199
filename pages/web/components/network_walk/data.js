// What pages/pixel_to_class/walk_data.py sends, and what the component knows.

import { opaque, painted, palette, unpacked } from "../../kit/pixels.js";

/** @typedef {[number, number, number]} Three */
/**
 * What a step reads of another one: unit u of an axis reads from `u * stride - before` on, `extent` cells.
 * @typedef {object} Edge
 * @property {number} from place of the step; -1: the input
 * @property {number} groups
 * @property {number} first of the step's maps that reads it
 * @property {number} count of its maps
 * @property {Three[] | null} reaches extent, stride, before, down and across; null: everything
 */
/**
 * @typedef {object} Step
 * @property {string} name of the layer whose output is shown
 * @property {string} family
 * @property {Three} shape maps, rows, columns
 * @property {string} kind
 * @property {string} says
 * @property {Three[] | null} fields first centre, step and width, px of the picture, down and across; null: everything
 * @property {Edge[]} edges
 */
/** @typedef {{ place: number, name: string, share: number }} NamedShare */
/** @typedef {{ layer: string, at: number[] }} Place */
/**
 * @typedef {object} Head
 * @property {{ name: string, size: Three, step: number }[]} packs
 * @property {NamedShare[]} classes
 * @property {string} token
 * @property {string} asks
 * @property {string} title
 * @property {string} language
 * @property {string} note
 * @property {boolean} hatched
 * @property {Three} input
 * @property {[number, number]} size of the picture
 * @property {number} target number of the class that is asked about
 * @property {Place} place
 * @property {{ label: string, steps: Step[] }[]} columns
 * @property {Record<string, string>} words
 */
/**
 * Maps of one step: bytes, and what they stand for.
 * @typedef {object} Pack
 * @property {Three} size maps, rows, columns as they are drawn
 * @property {number} step a cell is the mean of so many rows and columns
 * @property {Float32Array} low
 * @property {Float32Array} high
 * @property {Uint8Array} levels
 */
/** @typedef {{ sequential: Uint32Array, diverging: Uint32Array }} Tables */

export const LEVELS = 254;
const GAP = 255;
const TABLE = 768; // bytes of 256 colours

/** Steps in order, whatever columns they stand in. @param {Pick<Head, "columns">} head */
export function stepsOf(head) {
  return head.columns.flatMap((column) => column.steps);
}

/** @param {Uint8Array} block */
export function unpack(block) {
  const { head, floats, bytes } = unpacked(block);
  const packs = readPacks(head, floats, bytes);
  const rgb = bytes(3 * head.size[0] * head.size[1]);
  const tables = { sequential: palette(bytes(TABLE)), diverging: palette(bytes(TABLE)) };
  return { head: /** @type {Head} */ (head), packs, rgb, tables };
}

/**
 * What an answer holds: maps, classes, and after a change of the input another token and picture.
 * @param {string} text in base64
 */
export function unpackAnswer(text) {
  const { head, floats, bytes } = unpacked(bytesOf(text));
  const packs = readPacks(head, floats, bytes);
  return { head: /** @type {Pick<Head, "classes" | "size" | "token">} */ (head), packs,
    rgb: head.size ? bytes(3 * head.size[0] * head.size[1]) : null };
}

/**
 * @param {Pick<Head, "packs">} head @param {(count: number) => Float32Array} floats
 * @param {(count: number) => Uint8Array} bytes @returns {Map<string, Pack>}
 */
function readPacks(head, floats, bytes) {
  const ends = head.packs.map(({ size }) => [floats(size[0]), floats(size[0])]);
  return new Map(head.packs.map(({ name, size, step }, place) => [name, { size, step, low: ends[place][0],
    high: ends[place][1], levels: bytes(size[0] * size[1] * size[2]) }]));
}

/** @param {string} text in base64 */
export function bytesOf(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** @param {string} text in base64 */
export function floatsOf(text) {
  return new Float32Array(bytesOf(text).buffer);
}

/**
 * What a byte stands for; NaN where the number is not finite.
 * @param {Pack} pack @param {number} map @param {number} row @param {number} column of the pack
 */
export function valueAt({ size, low, high, levels }, map, row, column) {
  const level = levels[(map * size[1] + row) * size[2] + column];
  return level === GAP ? Number.NaN : low[map] + (level / LEVELS) * (high[map] - low[map]);
}

/**
 * The cell of a map's largest number, row and column of the pack; the first one where no number is finite.
 * @param {Pack} pack @param {number} map
 */
export function largestCell({ size: [, rows, columns], levels }, map) {
  const own = levels.subarray(map * rows * columns, (map + 1) * rows * columns);
  let most = 0;
  own.forEach((level, at) => {
    if (level !== GAP && (own[most] === GAP || level > own[most])) most = at;
  });
  return [Math.floor(most / columns), most % columns];
}

/**
 * Where the ends of a map's colours are: from 0, or, where any map of the step has a value below 0, to both sides of 0.
 * @param {Pack} pack @param {number} map @param {boolean} own whether each map has a scale of its own
 */
export function scaleOf({ low, high, size }, map, own) {
  const signed = low.some((value) => value < 0);
  const end = (/** @type {number} */ one) => (signed ? Math.max(high[one], -low[one]) : high[one]);
  const alone = own && size[1] * size[2] > 1; // a single value would be its own largest
  let most = alone ? end(map) : 0;
  for (let one = 0; !alone && one < low.length; one++) most = Math.max(most, end(one));
  return { signed, most };
}

/**
 * The colour of each byte of a map.
 * @param {Pack} pack @param {number} map @param {boolean} own @param {Tables} tables
 */
export function coloursOf(pack, map, own, tables) {
  const { signed, most } = scaleOf(pack, map, own);
  const [low, span] = [pack.low[map], pack.high[map] - pack.low[map]];
  const table = signed ? tables.diverging : tables.sequential;
  return Uint32Array.from({ length: 256 }, (_, level) => (level === GAP ? table[GAP]
    : table[levelOf(low + (level / LEVELS) * span, signed, most)]));
}

/** @param {number} value @param {boolean} signed @param {number} most */
export function levelOf(value, signed, most) {
  if (!Number.isFinite(value)) return GAP;
  const share = most > 0 ? value / most : 0;
  return Math.round(LEVELS * Math.min(1, Math.max(0, signed ? 0.5 + share / 2 : share)));
}

/** @param {import("./index.js").View} view @param {number} place */
export function nameOf(view, place) {
  return place < 0 ? "input" : view.steps[place].name;
}

/** The picture that the network is given. @param {Uint8Array} rgb @param {[number, number]} size */
export function pictureOf(rgb, [height, width]) {
  return painted(height, width, (pixels) => {
    for (let at = 0; at < height * width; at++) pixels[at] = opaque(rgb[3 * at], rgb[3 * at + 1], rgb[3 * at + 2]);
  });
}

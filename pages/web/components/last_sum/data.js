// What pages/pixel_to_class/last_sum.py sends, taken apart.

import { painted, palette, unpacked } from "../../kit/pixels.js";

/** @typedef {{ channel: number, feature: number, weight: number, paid: number }} Row */
/**
 * @typedef {object} Sum of one class
 * @property {number} place number of the class
 * @property {string} name
 * @property {number} share 0 to 1
 * @property {Row[]} rows what moved the score most, by what it paid
 * @property {{ count: number, paid: number }} rest all other features together
 * @property {number} bias
 * @property {number} total of rows, rest and bias
 * @property {number} score as the network computed it
 * @property {Row | null} extra the channel that the reader chose, where no row has it
 */
/**
 * @typedef {object} Head
 * @property {[number, number]} photo height and width, px
 * @property {[number, number]} grid rows and columns of a map; 0 where features have no place
 * @property {Sum[]} classes
 * @property {number[]} channels whose maps are sent
 * @property {number} chosen which of the classes is asked about
 * @property {number} payer channel that is looked at; -1: all together
 * @property {boolean} signed whether maps have values below 0
 * @property {boolean} hatched whether stripes mark what is below 0
 * @property {number} high the largest value of the maps
 * @property {number} class_high the largest of the class maps, whatever its sign
 * @property {{ channels: number[], side: number, atlas: string, told: string[][] }} liked
 * @property {Record<"channel" | "feature" | "weight" | "paid" | "rest" | "bias" | "total" | "same" | "where" | "map"
 *   | "value" | "plain" | "likes" | "classes" | "rows" | "photo" | "score" | "share" | "keys" | "all", string>} words
 */
/** @typedef {Head & { sums: Float32Array, maps: Float32Array, colours: Uint8Array, signs: Uint8Array,
 *   rgb: Uint8Array }} Data */

/** @param {Uint8Array} data @returns {Data} */
export function unpackSum(data) {
  const { head, floats, bytes } = unpacked(data);
  const cells = head.grid[0] * head.grid[1];
  const [sums, maps] = [floats(head.classes.length * cells), floats(head.channels.length * cells)];
  return { ...head, sums, maps, colours: bytes(768), signs: bytes(768), rgb: bytes(3 * head.photo[0] * head.photo[1]) };
}

/** @param {Data} data @param {Float32Array} values @param {number} place @param {boolean} signed */
function picked(data, values, place, signed) {
  const cells = data.grid[0] * data.grid[1];
  return {
    photo: data.photo, map: data.grid, values: values.subarray(place * cells, (place + 1) * cells), signed,
    colours: signed && values === data.sums ? data.signs : data.colours, rgb: data.rgb, hatched: data.hatched,
  };
}

/**
 * The map of a channel, or of a whole class, as `mapDrawn` of kit/photo_and_map.js takes it; null: there is none.
 * @param {Data} data @param {number} place which class @param {number} channel -1: all together
 */
export function mapOf(data, place, channel) {
  if (!data.grid[0]) return null;
  if (channel < 0) return { ...picked(data, data.sums, place, true), high: data.class_high };
  const at = data.channels.indexOf(channel);
  return at < 0 ? null : { ...picked(data, data.maps, at, data.signed), high: data.high };
}

/** The row of a channel in the sum of a class, if it has one. @param {Sum} sum @param {number} channel */
export function rowOf(sum, channel) {
  const { extra } = sum;
  return sum.rows.find((row) => row.channel === channel) ?? (extra?.channel === channel ? extra : null);
}

/** Running totals of a sum from above to below: each line starts where the one before it ends. @param {Sum} sum */
export function totalsOf({ rows, rest, bias }) {
  let at = 0;
  return [0, ...[...rows.map((row) => row.paid), ...(rest.count ? [rest.paid] : []), bias].map((paid) => (at += paid))];
}

/**
 * Between what all running totals of all sums lie: one scale for all.
 * @param {Sum[]} sums @returns {[number, number]}
 */
export function spanOf(sums) {
  const all = sums.flatMap(totalsOf);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  return high > low ? [low, high] : [low, low + 1];
}

/** The photo, one pixel each. @param {Data} data */
export function photoOf({ photo: [height, width], rgb }) {
  return painted(height, width, (pixels) => pixels.set(palette(rgb)));
}

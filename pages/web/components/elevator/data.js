// What pages/pixel_to_class/elevator_view.py sends, taken apart, and where one stands between two floors.

import { painted, palette, unpacked } from "../../kit/pixels.js";
import { seenBy, unitNear } from "../../math/fields.js";

/**
 * @typedef {object} Floor
 * @property {string} label
 * @property {string} shape
 * @property {number} share of the picture's side that a unit sees, 0 to 1
 * @property {import("../../math/fields.js").FieldNumbers[] | null} fields rows and columns; null: no places
 * @property {[number, number]} size rows and columns of a map
 * @property {[number, number]} grid the same as it is sent
 * @property {boolean} signed
 * @property {number[]} channels whose maps are shown, the chosen one first
 * @property {string[]} values the largest of each of these maps
 * @property {string[]} told names of the photos whose parts are shown
 * @property {boolean} dream whether there is a picture made for the chosen channel
 * @property {[string, number][]} bars classes and their shares, on the highest floor
 * @property {string} says
 * @property {string} word what its units look for
 */
/**
 * @typedef {object} Head
 * @property {[number, number]} photo height and width, px
 * @property {[number, number]} surest where the network found most, down and across, shares of the sides
 * @property {Floor[]} floors
 * @property {number} patch side of a patch in the picture of all of them, px
 * @property {string} patches a row for each floor
 * @property {number} dream
 * @property {string} dreams
 */
/** @typedef {Record<"slider" | "keys" | "photo" | "maps" | "values" | "likes_value" | "colours" | "classes" | "likes"
 *   | "dream" | "floor" | "sees" | "all" | "up" | "stop" | "hint" | "record" | "recording" | "recorded"
 *   | "not_recorded" | "picture", string>} Words */
/** @typedef {{ key: string, size: number, floor: number, point: number[], words: Words }} Data `key`: of all floors */
/** @typedef {Head & { image: HTMLCanvasElement, maps: HTMLCanvasElement[][] }} House */

/** Where the reader stands, and what all floors are, still packed. @param {Uint8Array} data */
export function unpackElevator(data) {
  const { head, bytes } = unpacked(data);
  return { told: /** @type {Data} */ (head), block: bytes(head.size) };
}

/** @param {Uint8Array} block @returns {House} */
export function unpackHouse(block) {
  const { head, bytes } = unpacked(block);
  const tables = [palette(bytes(768)), palette(bytes(768))];
  const [height, width] = head.photo;
  const rgb = bytes(3 * height * width);
  const image = painted(height, width, (pixels) => pixels.set(palette(rgb)));
  const maps = head.floors.map((/** @type {Floor} */ floor) => mapsOf(floor, tables[Number(floor.signed)], bytes));
  return { ...head, image, maps };
}

/** @param {Floor} floor @param {Uint32Array} table @param {(size: number) => Uint8Array} bytes */
function mapsOf({ channels, grid: [rows, columns] }, table, bytes) {
  return channels.map(() => {
    const levels = bytes(rows * columns);
    return painted(rows, columns, (pixels) => levels.forEach((level, cell) => { pixels[cell] = table[level]; }));
  });
}

/** Soft at both ends. @param {number} share 0 to 1 */
export function eased(share) {
  return share * share * (3 - 2 * share);
}

/**
 * The two floors that one is between, and how far from the lower one, 0 to 1.
 * @param {number} at @param {number} count @returns {[number, number, number]}
 */
export function between(at, count) {
  const low = Math.min(count - 1, Math.max(0, Math.floor(at)));
  return [low, Math.min(count - 1, low + 1), eased(Math.min(1, Math.max(0, at - low)))];
}

/**
 * What the unit over a point sees, shares of the picture's sides: top, left, bottom, right; may reach beyond it.
 * @param {Floor} floor @param {[number, number]} photo @param {number[]} point down and across
 */
export function seenFrom({ fields, size }, photo, point) {
  if (!fields || Math.max(...size) === 1) return [0, 0, 1, 1];
  const spans = fields.map((field, axis) => {
    const edges = seenBy(field, unitNear(field, point[axis] * photo[axis] - 0.5, size[axis]));
    return edges.map((edge) => edge / photo[axis]);
  });
  return [spans[0][0], spans[1][0], spans[0][1], spans[1][1]];
}

/** A box between two. @param {number[]} one @param {number[]} other @param {number} share */
export function mixed(one, other, share) {
  return one.map((edge, at) => edge + (other[at] - edge) * share);
}

/**
 * Row and column of the unit over a point.
 * @param {Floor} floor @param {[number, number]} photo @param {number[]} point
 */
export function cellOver({ fields, size }, photo, point) {
  return fields ? fields.map((field, axis) => unitNear(field, point[axis] * photo[axis] - 0.5, size[axis])) : [0, 0];
}

// What the bytes of a sheet mean: numbers and pixels of its maps, without any element of the page but canvases.

import { fill, number } from "../../kit/format.js";
import { painted, palette, penOf, unpacked } from "../../kit/pixels.js";
import { belowZero } from "../../kit/stripes.js";

/**
 * What explorer/figures/contact_sheet.py packs.
 * @typedef {object} Sheet
 * @property {number} count of maps
 * @property {[number, number]} thumb height and width of a thumbnail, cells
 * @property {[number, number]} size of a map
 * @property {number} step cells of a map per cell of its thumbnail
 * @property {number[]} order of the maps
 * @property {string} scale name of the colours
 * @property {boolean} signed whether 0 is in the middle of the colours
 * @property {boolean} hatched whether stripes mark what is below 0
 * @property {boolean} shared whether all maps have one scale
 * @property {number | null} selected
 * @property {boolean} alone whether the large map is shown elsewhere
 * @property {Record<"name" | "count" | "averaged" | "hint" | "choose" | "map" | "cell" | "stats" | "blank" | "constant"
 *   | "missing" | "not_finite" | "each" | "sequential" | "diverging" | "colours" | "keys" | "extent", string>} words
 * @property {Float32Array} high of each map's colours
 * @property {Float32Array} minimum
 * @property {Float32Array} maximum
 * @property {Float32Array} mean
 * @property {Float32Array} active share of cells above 0, 0 to 1
 * @property {Float32Array} missing cells that are not finite
 * @property {Float32Array | null} full the selected map
 * @property {Uint8Array} colours of 256 levels
 * @property {Uint8Array} levels of all thumbnails
 */
/** @typedef {{ canvas: HTMLCanvasElement, at: (map: number) => [number, number] }} Thumbnails where a map's is, px */
/**
 * @typedef {{ levels: Uint8Array, height: number, width: number, step: number, value: (cell: number) => number,
 *   exact: boolean }} Enlarged
 */

export const NOT_FINITE = 255;

/**
 * The layout is written down in explorer/figures/contact_sheet.py, packed_sheet().
 * @param {Uint8Array} data @returns {Sheet}
 */
export function unpack(data) {
  const { head: sheet, floats, bytes } = unpacked(data);
  const { count, size, thumb, large } = sheet;
  for (const name of ["high", "minimum", "maximum", "mean", "active", "missing"]) sheet[name] = floats(count);
  sheet.full = large ? floats(size[0] * size[1]) : null;
  sheet.colours = bytes(768);
  sheet.levels = bytes(count * thumb[0] * thumb[1]);
  return sheet;
}

/**
 * All thumbnails under each other, one pixel per cell.
 * @param {Sheet} data @param {typeof picture} drawn how their cells are drawn
 * @returns {Thumbnails}
 */
export function thumbnails(data, drawn = picture) {
  const [height, width] = data.thumb;
  const canvas = document.createElement("canvas");
  const perColumn = Math.max(1, Math.floor(8192 / height));
  canvas.width = width * Math.ceil(data.count / perColumn);
  canvas.height = height * Math.min(perColumn, data.count);
  const context = penOf(canvas);
  for (let first = 0, x = 0; first < data.count; first += perColumn, x += width) {
    const last = Math.min(first + perColumn, data.count);
    const part = data.levels.subarray(first * height * width, last * height * width);
    context.drawImage(drawn(data, part, width, height * (last - first)), x, 0);
  }
  return { canvas, at: (map) => [width * Math.floor(map / perColumn), height * (map % perColumn)] };
}

/** @param {Sheet} sheet @param {Uint8Array} levels @param {number} width @param {number} height */
export function picture({ colours }, levels, width, height) {
  const table = palette(colours);
  return painted(height, width, (pixels) => {
    for (let cell = 0; cell < levels.length; cell++) pixels[cell] = table[levels[cell]];
  });
}

/** The same where stripes are. @type {typeof picture} */
export function belowPicture(_sheet, levels, width, height) {
  return belowZero(height, width, (cell) => levels[cell]);
}

/**
 * The full map where the server sent it, the thumbnail until then.
 * @param {Sheet} data @param {number} map @returns {Enlarged}
 */
export function enlarged(data, map) {
  if (data.full && data.selected === map) {
    const [height, width] = data.size;
    const { full } = data;
    return { levels: quantised(data, full, map), height, width, step: 1, value: (cell) => full[cell], exact: true };
  }
  const [height, width] = data.thumb;
  const levels = data.levels.subarray(map * height * width, (map + 1) * height * width);
  const value = (/** @type {number} */ cell) => approximate(data, map, levels[cell]);
  return { levels, height, width, step: data.step, value, exact: false };
}

/** @param {Sheet} sheet @param {Float32Array} full @param {number} map */
function quantised({ high, signed }, full, map) {
  const [middle, reach] = signed ? [127, 127] : [0, 254];
  const level = (/** @type {number} */ value) => Math.round(middle + (reach * value) / high[map]);
  return Uint8Array.from(full, (value) => (Number.isFinite(value) ? level(value) : NOT_FINITE));
}

/** @param {Sheet} sheet @param {number} map @param {number} level */
export function approximate({ high, signed }, map, level) {
  if (level === NOT_FINITE) return NaN;
  return signed ? ((level - 127) / 127) * high[map] : (level / 254) * high[map];
}

/** @param {Sheet} data @param {number} map */
export function facts(data, map) {
  const { words } = data;
  const [minimum, maximum, missing] = [data.minimum[map], data.maximum[map], data.missing[map]];
  const all = data.size[0] * data.size[1];
  const flat = missing === 0 && minimum === maximum;
  const told = [];
  if (flat) told.push(minimum === 0 ? words.blank : fill(words.constant, { value: number(minimum) }));
  else if (missing < all) {
    told.push(fill(words.stats, { minimum: number(minimum), maximum: number(maximum), mean: number(data.mean[map]),
      active: Math.round(100 * data.active[map]) }));
  }
  if (missing > 0) told.push(fill(words.missing, { count: missing.toLocaleString("en") }));
  return told.join(" ");
}

// What the bytes of photo and results mean.

import { painted, palette, unpacked } from "../../kit/pixels.js";
import { belowZero } from "../../kit/stripes.js";

/** @typedef {import("../../math/filters.js").Size} Size */
/** @typedef {import("../../math/filters.js").Step} Step */
/** @typedef {{ size: Size, pixels: Uint8Array }} Picture */
/**
 * A result.
 * @typedef {Picture & { place: number, title: string, told: string, says: string, low: string, high: string,
 *   signed: boolean, bar?: number[] | null, arrows: number[][], steps: Step[] }} Panel an arrow: a place in shares of
 *   the sides, and an angle
 */
/**
 * What pages/classic_filters/result.py packs.
 * @typedef {object} Shown
 * @property {Picture & { key: string }} photo
 * @property {boolean} compare side by side
 * @property {boolean} hatched whether stripes mark what is below 0
 * @property {number} selected place of the filter
 * @property {number[]} start the place that is pointed at first, shares of the sides
 * @property {Panel[]} panels
 * @property {(Picture & { place: number, title: string })[]} thumbs
 * @property {Uint8Array} diverging colours of 255 levels
 * @property {Record<"before" | "after" | "divider" | "point" | "cell" | "none" | "patch" | "kernel" | "products"
 *   | "sum" | "across" | "down", string> & { channels: string[] }} words
 */

/**
 * The same as it is sent, without pixels and colours.
 * @typedef {Omit<Shown, "diverging" | "photo" | "panels" | "thumbs"> & { photo: Omit<Shown["photo"], "pixels">,
 *   panels: Omit<Panel, "pixels">[], thumbs: Omit<Shown["thumbs"][0], "pixels">[] }} Sent
 */

export const GREYS = Uint8Array.from({ length: 3 * 256 }, (_, at) => Math.floor(at / 3));

/**
 * The layout is written down in pages/classic_filters/result.py, packed_result().
 * @param {Uint8Array} data @returns {Shown}
 */
export function unpack(data) {
  const { head: shown, bytes } = unpacked(data);
  const pixels = (/** @type {{ size: Size }} */ { size: [height, width, depth] }) => bytes(height * width * depth);
  shown.photo.pixels = pixels(shown.photo);
  shown.diverging = bytes(3 * 255);
  for (const part of [...shown.panels, ...shown.thumbs]) part.pixels = pixels(part);
  return shown;
}

/**
 * (height, width, 1 or 3) into a canvas of one pixel per cell; `colours` are those of the levels.
 * @param {Picture} picture @param {Uint8Array} [colours]
 */
export function pictureOf({ pixels, size: [height, width, depth] }, colours = GREYS) {
  const table = palette(depth === 3 ? pixels : colours);
  return painted(height, width, (made) => {
    for (let cell = 0; cell < height * width; cell++) made[cell] = table[depth === 3 ? cell : pixels[cell]];
  });
}

/** Where stripes are on a result, if anywhere. @param {Shown} shown @param {Panel} panel */
export function belowOf({ hatched }, { signed, size: [height, width], pixels }) {
  return hatched && signed ? belowZero(height, width, (cell) => pixels[cell]) : null;
}

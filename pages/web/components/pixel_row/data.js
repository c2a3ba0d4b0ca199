// What pages/pixels/flatten.py sends, and the colours that values and neighbours have.

import { opaque, painted, unpacked } from "../../kit/pixels.js";
import { flatOf, indexOf } from "../../math/flatten.js";

/** @typedef {import("../../math/flatten.js").Place} Place */
/**
 * @typedef {object} Data
 * @property {Place} shape channels, height and width
 * @property {boolean} shuffled
 * @property {string} at the chosen value, "channel_row_column" of the picture
 * @property {Record<"label" | "strip" | "red" | "green" | "blue" | "grey" | "value" | "beside" | "below" | "channel" |
 *   "neighbour" | "index" | "apart" | "between" | "keys" | "read" | "taken" | "back" | "next" | "play" | "pause" |
 *   "line" | "speed" | "rate", string>} words
 */
/**
 * @typedef {object} Made
 * @property {import("../../math/flatten.js").Flat} flat
 * @property {Uint8Array} values of the picture, channel after channel
 * @property {HTMLCanvasElement[]} planes each channel as it is drawn
 * @property {HTMLCanvasElement} picture all channels, in their own order
 * @property {HTMLCanvasElement} row all values, one pixel high
 */
/** @typedef {Data & Made} Shown */

/** In which variable of the styles each neighbour's colour stands; the value itself is orange. */
export const COLOURS = { chosen: "--pooling", beside: "--convolution", below: "--linear", channel: "--activation" };

/** @param {Uint8Array} block @returns {Shown} */
export function unpack(block) {
  const { head, floats, bytes } = unpacked(block);
  const [channels, height, width] = head.shape;
  const flat = flatOf(head.shape, floats(height * width));
  const values = bytes(channels * height * width);
  const planes = Array.from({ length: channels }, (_, channel) => painted(height, width, (cells) => {
    for (let at = 0; at < cells.length; at++) {
      cells[at] = colourNumber(channels, channel, values[channel * height * width + flat.order[at]]);
    }
  }));
  const row = painted(1, values.length, (cells) => {
    for (let at = 0; at < cells.length; at++) {
      const channel = Math.floor(at / (height * width));
      const pixel = flat.order[at % (height * width)];
      cells[at] = colourNumber(channels, channel, values[channel * height * width + pixel]);
    }
  });
  const picture = painted(height, width, (cells) => {
    for (let at = 0; at < cells.length; at++) {
      const [red, green, blue] = [0, 1, 2].map((channel) =>
        values[Math.min(channel, channels - 1) * cells.length + at]);
      cells[at] = opaque(red, green, blue);
    }
  });
  return { ...head, flat, values, planes, picture, row };
}

/** Red, green and blue of a value: its channel's colour, or grey. @param {number} channels @param {number} channel
 * @param {number} value */
export function colourParts(channels, channel, value) {
  return [0, 1, 2].map((at) => (channels === 1 || at === channel ? value : 0));
}

/** @param {number} channels @param {number} channel @param {number} value */
function colourNumber(channels, channel, value) {
  const [red, green, blue] = colourParts(channels, channel, value);
  return opaque(red, green, blue);
}

/** The value at a place of the picture. @param {Shown} shown @param {Place} place */
export function valueAt({ values, shape: [, height, width] }, [channel, row, column]) {
  return values[(channel * height + row) * width + column];
}

/** How far two values lie apart in the row. @param {Shown} shown @param {Place} one @param {Place} other */
export function apart({ flat }, one, other) {
  return Math.abs(indexOf(flat, one) - indexOf(flat, other));
}

/** What a channel is called. @param {Shown} shown @param {number} channel */
export function channelName({ shape, words }, channel) {
  return shape[0] === 1 ? words.grey : [words.red, words.green, words.blue][channel];
}

// What pages/pixels/numbers.py sends, what the reader has set, and a pixel's numbers in all their ranges.

import { number } from "../../kit/format.js";
import { opaque, painted, unpacked } from "../../kit/pixels.js";
import { pixelAtShare } from "../../math/zoom.js";

/** @typedef {"bytes" | "unit" | "normalised"} Values */
/** @typedef {"colour" | "channels" | "grey"} Show */
/** @typedef {"hwc" | "chw" | "nchw"} Layout */
/**
 * @typedef {object} Setup
 * @property {Show} show
 * @property {"grey" | "colour"} tint of channels that stand apart
 * @property {"mean" | "luma"} grey
 * @property {Values} values
 * @property {Layout} layout
 * @property {string} zoom percent of the whole picture's size
 * @property {string} centre "down_across" of the window, ten thousandths of the picture's sides
 * @property {string} at the chosen pixel, in the same
 */
/** @typedef {[number, number][]} Steps per channel: what a byte is multiplied by, and what is added then */
/** @typedef {{ shape: number[], index: string, numpy: string[], torch: string[] }} Code */
/**
 * @typedef {object} Data
 * @property {[number, number]} size rows and columns
 * @property {number} bits of each channel
 * @property {Setup} setup
 * @property {Record<"mean" | "luma", number[]>} weights
 * @property {Record<Values, Record<"1" | "3", Steps>>} steps
 * @property {Record<"1" | "3", [number[], number[]]>} normal means and deviations
 * @property {Record<Layout, Record<Values, Record<"1" | "3", Code>>>} code
 * @property {Record<"1" | "3", string>} room how much of it the numbers take
 * @property {Record<"label" | "show" | "colour" | "channels" | "grey" | "tint" | "tintGrey" | "tintColour" |
 *   "weights" | "mean" | "luma" | "values" | "bytes" | "unit" | "normalised" | "layout" | "hwc" | "chw" | "nchw" |
 *   "red" | "green" | "blue" | "whole" | "near" | "zoom" | "larger" | "smaller" | "scale" | "pixel" | "part" |
 *   "keys" | "count" | "order_hwc" | "order_chw" | "order_nchw", string>} words
 */
/** @typedef {Data & { pixels: Uint8Array, canvases: Map<string, HTMLCanvasElement> }} Shown */
/** @typedef {{ name: string, channel: number }} Pane which numbers it shows: a channel, or -1 for all, -2 for grey */

/** In the order that links and messages have. @type {(keyof Setup)[]} */
export const SETTINGS = ["show", "tint", "grey", "values", "layout", "zoom", "centre", "at"];
export const ALL = -1;
export const GREY = -2;

/** @param {Uint8Array} block @returns {Shown} */
export function unpack(block) {
  const { head, bytes } = unpacked(block);
  return { ...head, pixels: bytes(head.size[0] * head.size[1] * 3), canvases: new Map() };
}

/** @param {Setup} setup */
export function textOf(setup) {
  return SETTINGS.map((name) => `${name}=${setup[name]}`).join("&");
}

/** @param {string} text "down_across" in ten thousandths */
export function sharesOf(text) {
  return /** @type {[number, number]} */ (text.split("_").map((part) => Number(part) / 1e4));
}

/** @param {number[]} shares */
export function placeText(shares) {
  return shares.map((share) => Math.round(share * 1e4)).join("_");
}

/** The chosen pixel. @param {Shown} shown @param {Setup} setup */
export function chosen(shown, setup) {
  return pixelAtShare(sharesOf(setup.at), shown.size);
}

/** @param {Shown} shown @param {number[]} pixel */
export function bytesAt({ pixels, size }, [row, column]) {
  const from = 3 * (row * size[1] + column);
  return [pixels[from], pixels[from + 1], pixels[from + 2]];
}

/** The weighted sum of red, green and blue. @param {number[]} bytes @param {number[]} weights */
export function greyOf(bytes, weights) {
  return bytes.reduce((sum, byte, channel) => sum + byte * weights[channel], 0);
}

/** What a network gets of a pixel: one number of grey, or three. @param {Shown} shown @param {Setup} setup
 * @param {number[]} pixel */
export function channelsAt(shown, setup, pixel) {
  const bytes = bytesAt(shown, pixel);
  return setup.show === "grey" ? [greyOf(bytes, shown.weights[setup.grey])] : bytes;
}

/** Bytes in a range. @param {Shown} shown @param {number[]} bytes @param {Values} values */
export function inRange(shown, bytes, values) {
  const steps = shown.steps[values][bytes.length === 1 ? "1" : "3"];
  return bytes.map((byte, channel) => byte * steps[channel][0] + steps[channel][1]);
}

/** A number of a range, with as many decimals as it is told with. @param {number} value @param {Values} values
 * @param {number} [places] */
export function decimals(value, values, places = 3) {
  if (values === "bytes") return number(Math.round(value * 10) / 10);
  const text = value.toFixed(places);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
}

/** @param {Setup} setup @param {Data["words"]} words @returns {Pane[]} */
export function panesOf(setup, words) {
  if (setup.show === "colour") return [{ name: "", channel: ALL }];
  if (setup.show === "grey") return [{ name: "", channel: GREY }];
  return [words.red, words.green, words.blue].map((name, channel) => ({ name, channel }));
}

/** Red, green and blue that a pixel is drawn in. @param {Shown} shown @param {Setup} setup @param {number} channel
 * @param {number[]} pixel */
export function drawnAs(shown, setup, channel, pixel) {
  const bytes = bytesAt(shown, pixel);
  if (channel === ALL) return bytes;
  const value = channel === GREY ? Math.round(greyOf(bytes, shown.weights[setup.grey])) : bytes[channel];
  return setup.tint === "colour" && channel !== GREY ? bytes.map((_, at) => (at === channel ? value : 0))
    : [value, value, value];
}

/** The picture, one pixel per pixel, as a pane shows it. @param {Shown} shown @param {Setup} setup
 * @param {number} channel */
export function canvasOf(shown, setup, channel) {
  const key = `${channel} ${channel === GREY ? setup.grey : channel === ALL ? "" : setup.tint}`;
  const made = shown.canvases.get(key) ?? painted(shown.size[0], shown.size[1], (cells) => {
    for (let at = 0; at < cells.length; at++) {
      const place = [Math.floor(at / shown.size[1]), at % shown.size[1]];
      const [red, green, blue] = drawnAs(shown, setup, channel, place);
      cells[at] = opaque(red, green, blue);
    }
  });
  shown.canvases.set(key, made);
  return made;
}

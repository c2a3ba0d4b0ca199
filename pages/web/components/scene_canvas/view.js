// What pages/ui/components/scene_canvas.py sends, and what the component knows.

import { bytesOf } from "../../kit/pixels.js";

/**
 * A box over the picture. Places are shares of the picture's sides.
 * @typedef {object} Box
 * @property {[number, number, number, number]} box left, top, right, bottom
 * @property {string} label
 * @property {string} colour #rrggbb
 * @property {"solid" | "dashed" | "dotted"} line
 * @property {number} width px
 * @property {number} fill how opaque its inside is, 0 to 1
 * @property {string} pick what is sent when it is clicked; "": it is not to be clicked
 */
/** @typedef {{ kind: "boxes", boxes: Box[] }} Boxes */
/** @typedef {{ kind: "grid", rows: number, columns: number, colour: string, chosen: number[] | null }} Grid */
/**
 * Values of cells, a byte each, in base64, row by row: of classes, whose colours "" leaves clear, or a map.
 * @typedef {{ kind: "classes", rows: number, columns: number, values: string, colours: string[], opacity: number }
 *   } Classes
 */
/** @typedef {{ kind: "heat", rows: number, columns: number, values: string, palette: string, opacity: number }} Heat */
/** @typedef {{ kind: "points", points: { x: number, y: number, label: string, colour: string }[] }} Points */
/** @typedef {Boxes | Grid | Classes | Heat | Points} Overlay */
/**
 * What was found in a scene.
 * @typedef {object} Answer
 * @property {Overlay[]} overlays from below to above
 * @property {string[][]} facts names and values
 * @property {string[]} lines
 * @property {string} error what is wrong; ""
 */
/**
 * @typedef {object} Data
 * @property {string} scene
 * @property {number} side largest that the picture is shown, px
 * @property {{ colour: number[], source: string, small: string }} ground a colour, or a picture of it, and the same as
 *   64 x 64 bytes in base64
 * @property {string} grains noise, 64 x 64 x 3 whole numbers of 16 bits in base64; ""
 * @property {{ name: string, more: Record<string, string | number | boolean>, photo: boolean, language: string }} asks
 * @property {boolean} cells whether cells of a grid can be chosen
 * @property {boolean} undo whether a change can be taken back
 * @property {Answer} answer
 * @property {Record<import("../../math/scene.js").Kind, string>} kinds
 * @property {Record<"label" | "keys" | "cells" | "place" | "none" | "add" | "remove" | "undo" | "front" | "colour" |
 *   "small" | "full" | "hint", string>} words
 */
/**
 * @typedef {object} State
 * @property {Data} data
 * @property {import("../../math/scene.js").Scene} scene
 * @property {number} chosen place of the thing in hand; -1: none
 * @property {Answer} answer
 * @property {import("../../kit/asking.js").Asking} asking
 * @property {{ source: string, pixels: Uint8ClampedArray } | null} ground that has been read
 * @property {{ key: string, pixels: Uint8ClampedArray } | null} plain ground
 * @property {boolean} small whether the picture is shown as the network sees it
 * @property {number} frame that will be drawn; 0: none
 * @property {Map<string, Uint8Array>} bytes read from base64
 */

export const RASTER = 480; // px that the picture is drawn in
export const SEEN = 64; // px that networks look at

/** The same, read once. @param {State} view @param {string} text */
export function keptBytes(view, text) {
  const found = view.bytes.get(text) ?? bytesOf(text);
  if (view.bytes.size > 40) view.bytes.clear();
  view.bytes.set(text, found);
  return found;
}

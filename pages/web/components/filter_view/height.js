// How high pictures are drawn: the sum below them is to be seen without losing them.

import { roomBelow } from "../../kit/component.js";
import { growth } from "../../kit/pixels.js";

const TALLEST_PX = 700;
const LOWEST_PX = 200;
const ROW_PX = 60; // of each row of pictures, above and below them
const NUMBERS_PX = 196;
const THUMBS_PX = 90;

/**
 * Height for a picture of which so many stand below each other, px.
 * @param {import("./index.js").View} view @param {number} rows
 */
export function tallestIn({ card, shown, figures }, rows) {
  const captions = shown.compare && figures.length > 1 ? ROW_PX + 20 : ROW_PX;
  const rest = (NUMBERS_PX + (shown.thumbs.length > 2 ? THUMBS_PX : 0) + rows * captions) * growth();
  return Math.max((LOWEST_PX * growth()) / rows, Math.min(TALLEST_PX * growth(), (roomBelow(card) - rest) / rows));
}

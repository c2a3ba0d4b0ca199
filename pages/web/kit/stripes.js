// Signs without colour: stripes on what is below 0, as strong as it is far from 0. explorer/figures/hatching.py draws
// the same into files.

import { density, growth, opaque, painted, paintScale, palette, penOf } from "./pixels.js";

const EACH = 8; // px from one stripe to the next
const LINE = 1 / 6; // of that; a dark line beside a white one shows on any colour
const FULL = 4; // stripes are at their full strength from this part of the scale on
const MIDDLE = 127; // the level of 0

/** How strong the stripes are on a level, 0 to 255; what is not finite (255) has none. @param {number} level */
export function strengthOf(level) {
  return Math.min(255, Math.max(0, Math.round((255 * FULL * (MIDDLE - level)) / MIDDLE)));
}

/**
 * A picture of one pixel per cell, which is there where stripes are.
 * @param {number} height @param {number} width @param {(cell: number) => number} levelAt
 */
export function belowZero(height, width, levelAt) {
  return painted(height, width, (pixels) => {
    for (let cell = 0; cell < height * width; cell++) pixels[cell] = (strengthOf(levelAt(cell)) << 24) >>> 0;
  });
}

/**
 * Stripes over all that `cover` draws, as strong as it is there.
 * @param {CanvasRenderingContext2D} context @param {(pen: CanvasRenderingContext2D) => void} cover
 */
export function stripe(context, cover) {
  const { width, height } = context.canvas;
  if (!width || !height) return;
  const layer = document.createElement("canvas");
  [layer.width, layer.height] = [width, height];
  const pen = penOf(layer);
  pen.imageSmoothingEnabled = false;
  pen.setTransform(context.getTransform());
  cover(pen);
  pen.resetTransform();
  pen.globalCompositeOperation = "source-in";
  pen.fillStyle = /** @type {CanvasPattern} */ (pen.createPattern(tile(), "repeat"));
  pen.fillRect(0, 0, width, height);
  context.save();
  context.resetTransform();
  context.drawImage(layer, 0, 0);
  context.restore();
}

function tile() {
  const side = Math.max(4, Math.round(EACH * density() * growth()));
  const line = Math.max(1, Math.round(side * LINE));
  return painted(side, side, (pixels) => {
    for (let cell = 0; cell < side * side; cell++) {
      const across = (Math.floor(cell / side) + (cell % side)) % side;
      if (across < line) pixels[cell] = opaque(16, 21, 31);
      else if (across < 2 * line) pixels[cell] = opaque(255, 255, 255);
    }
  });
}

/**
 * The bar of a scale with 0 in its middle; hatched, its left half has the stripes that maps have.
 * @param {HTMLCanvasElement} bar @param {ArrayLike<number>} colours of 255 levels @param {boolean} hatched
 */
export function paintSigned(bar, colours, hatched) {
  paintScale(bar, colours, 255);
  if (!hatched) return;
  const [wide, tall] = [bar.clientWidth, bar.clientHeight].map((length) => Math.round(length * density()));
  if (!wide || !tall) return;
  [bar.width, bar.height] = [wide, tall];
  const pen = penOf(bar);
  pen.drawImage(painted(1, 255, (pixels) => pixels.set(palette(colours).subarray(0, 255))), 0, 0, wide, tall);
  const below = belowZero(1, 255, (level) => level);
  stripe(pen, (cover) => cover.drawImage(below, 0, 0, wide, tall));
}

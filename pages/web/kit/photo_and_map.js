// A photo and a map on it: bytes into pixels, and rectangles over them.

import { cellIn, placeIn } from "./cells.js";
import { make } from "./elements.js";
import { density, growth, painted, palette, penOf, unpacked } from "./pixels.js";
import { belowZero, stripe } from "./stripes.js";

const EACH = 5; // %, a step of the opacity

/**
 * What the header and the bytes after it make together.
 * @typedef {object} PhotoAndMap
 * @property {[number, number]} photo height and width, px
 * @property {[number, number]} map height and width, cells; 0 without a map
 * @property {number} high the value at the upper end of the colours
 * @property {boolean} signed whether 0 is in the middle of the colours
 * @property {boolean} hatched whether stripes mark what is below 0
 * @property {Float32Array} values of the map, row by row
 * @property {Uint8Array} colours of the map's 256 levels
 * @property {Uint8Array} rgb of the photo
 */

/**
 * The layout is written down in explorer/figures/wire.py, packed_photo(); without a map its part is empty.
 * @param {Uint8Array} data
 */
export function unpackPhoto(data) {
  const { head, floats, bytes } = unpacked(data);
  const [values, colours] = [floats(head.map[0] * head.map[1]), bytes(768)];
  return { ...head, values, colours, rgb: bytes(3 * head.photo[0] * head.photo[1]) };
}

/**
 * The layout is written down in explorer/figures/wire.py, packed_compact(). `file` is the photo, for `pixelsOf`;
 * until then `rgb` is empty.
 * @param {Uint8Array} data
 */
export function unpackCompact(data) {
  const { head, bytes } = unpacked(data);
  const colours = bytes(768);
  const thirds = bytes(3 * head.map[0] * head.map[1]);
  const bits = Uint32Array.from({ length: thirds.length / 3 }, (_, cell) =>
    ((thirds[3 * cell] << 8) | (thirds[3 * cell + 1] << 16) | (thirds[3 * cell + 2] << 24)) >>> 0);
  const file = bytes(head.file_bytes);
  return { ...head, values: new Float32Array(bits.buffer), colours, file, rgb: new Uint8Array(0) };
}

/**
 * Open a photo that is the file of a picture.
 * @param {Uint8Array<ArrayBuffer>} file @param {[number, number]} sides height and width
 * @returns {Promise<Uint8Array>} red, green and blue of each pixel
 */
export async function pixelsOf(file, [height, width]) {
  const picture = await createImageBitmap(new Blob([file]), { colorSpaceConversion: "none" });
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = penOf(canvas);
  context.drawImage(picture, 0, 0);
  picture.close();
  const { data } = context.getImageData(0, 0, width, height);
  return new Uint8Array(data.filter((_, at) => at % 4 < 3));
}

/** @param {PhotoAndMap} data */
export function photoCanvas({ photo: [height, width], rgb }) {
  return painted(height, width, (pixels) => pixels.set(palette(rgb)));
}

/** @typedef {{ colours: HTMLCanvasElement, below: HTMLCanvasElement | null }} MapDrawn `below`: where stripes are */

/** @param {PhotoAndMap} data @returns {MapDrawn} */
export function mapDrawn({ map: [height, width], values, colours, high, signed, hatched }) {
  const [middle, reach] = signed ? [127, 127] : [0, 254];
  const table = palette(colours);
  const levelAt = (/** @type {number} */ cell) => {
    const level = Math.round(middle + (reach * values[cell]) / high);
    return Number.isFinite(values[cell]) ? Math.min(254, Math.max(0, level)) : 255;
  };
  return {
    colours: painted(height, width, (pixels) => {
      for (let cell = 0; cell < height * width; cell++) pixels[cell] = table[levelAt(cell)];
    }),
    below: signed && hatched ? belowZero(height, width, levelAt) : null,
  };
}

/** A map over the whole canvas. @param {CanvasRenderingContext2D} context @param {MapDrawn} map */
export function layMap(context, { colours, below }, share = 1) {
  lay(context, colours, share);
  if (below) stripe(context, (pen) => lay(pen, below, share));
}

/**
 * A canvas as wide as its card; its height follows from the photo, so that it is there before anything is drawn.
 * @param {HTMLCanvasElement} canvas @param {[number, number]} sides height and width of the photo
 */
export function fitted(canvas, [height, width]) {
  canvas.style.aspectRatio = `${width} / ${height}`;
  const wide = Math.max(1, Math.round(canvas.getBoundingClientRect().width * density()));
  const tall = Math.max(1, Math.round((wide * height) / width));
  if (canvas.width !== wide || canvas.height !== tall) [canvas.width, canvas.height] = [wide, tall];
  const context = penOf(canvas);
  context.imageSmoothingEnabled = false;
  return context;
}

/** A picture over the whole canvas. @param {CanvasRenderingContext2D} context @param {HTMLCanvasElement} picture */
export function lay(context, picture, share = 1) {
  context.globalAlpha = share;
  context.drawImage(picture, 0, 0, context.canvas.width, context.canvas.height);
  context.globalAlpha = 1;
}

/**
 * Seen on bright and dark grounds alike: white in dark.
 * @param {CanvasRenderingContext2D} context @param {() => void} paint
 */
export function stroke(context, paint) {
  const thick = 2 * density() * growth();
  for (const [strokeStyle, lineWidth] of /** @type {const} */ ([["#10151f", 2 * thick], ["#ffffff", thick]])) {
    Object.assign(context, { strokeStyle, lineWidth });
    paint();
  }
}

/** @param {CanvasRenderingContext2D} context @param {import("./pixels.js").Box} box @param {number[]} [dash] */
export function outline(context, box, dash = []) {
  context.setLineDash(dash.map((length) => length * growth()));
  stroke(context, () => context.strokeRect(...box));
  context.setLineDash([]);
}

/**
 * The cell of the map under the pointer.
 * @param {{ data: PhotoAndMap, canvas: HTMLCanvasElement }} view @param {MouseEvent} event
 */
export function mapCellAt({ data, canvas }, event) {
  return cellIn(data.map, placeIn(canvas, event));
}

/** @param {Element} label @param {number} value */
export function opacitySlider(label, value) {
  return make("input", "", label, { type: "range", min: 0, max: 100, step: EACH, value });
}

// Whole pixels of the screen, colours and bytes.

/** px of the page's letters up to a width of 1600 px, as in pages/ui/components/component.py. */
export const LETTER = 15;

/** Return how much larger the page's letters are on this screen; 1 up to a width of 1600 px. */
export function growth() {
  return (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || LETTER) / LETTER;
}

const PAPER_DENSITY = 3; // 288 dots per inch
let onPaper = false;

/** Say that what is drawn from now on is for a sheet of paper, or no more. @param {boolean} now */
export function drawForPaper(now) {
  onPaper = now;
}

export function density() {
  return Math.max(window.devicePixelRatio || 1, onPaper ? PAPER_DENSITY : 0);
}

/** @param {HTMLCanvasElement} canvas @returns {CanvasRenderingContext2D} */
export function penOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

/**
 * Gives a canvas so many pixels of the screen; its styles follow, so that none of them lies between two.
 * @param {HTMLCanvasElement} canvas @param {number} width @param {number} height
 */
export function sized(canvas, width, height) {
  [canvas.width, canvas.height] = [width, height];
  [canvas.style.width, canvas.style.height] = [width, height].map((length) => `${length / density()}px`);
  return penOf(canvas);
}

/**
 * The same for at most so many pixels of the page, in which it is then drawn; `scale` times as large, if that is given.
 * @param {HTMLCanvasElement} canvas @param {number} width @param {number} height @param {number} [scale]
 */
export function surface(canvas, width, height, scale = 1) {
  const ratio = density() * scale;
  const context = sized(canvas, Math.floor(width * ratio), Math.floor(height * ratio));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/**
 * A canvas of one pixel per cell, which `paint` sets as numbers of four bytes, see `opaque`.
 * @param {number} height @param {number} width @param {(pixels: Uint32Array) => void} paint
 */
export function painted(height, width, paint) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const made = new ImageData(width, height);
  paint(new Uint32Array(made.data.buffer));
  penOf(canvas).putImageData(made, 0, 0);
  return canvas;
}

/** @param {number} red @param {number} green @param {number} blue */
export function opaque(red, green, blue) {
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
}

/** Of red, green and blue of one level after the other, each level as one number. @param {ArrayLike<number>} colours */
export function palette(colours) {
  return Uint32Array.from({ length: colours.length / 3 }, (_, level) =>
    opaque(colours[3 * level], colours[3 * level + 1], colours[3 * level + 2]));
}

/**
 * A bar one pixel high, stretched by its styles, of the first `levels` of a palette.
 * @param {HTMLCanvasElement} bar @param {ArrayLike<number>} colours @param {number} levels
 */
export function paintScale(bar, colours, levels) {
  [bar.width, bar.height] = [levels, 1];
  bar.setAttribute("aria-hidden", "true"); // its ends are told beside it
  const line = painted(1, levels, (pixels) => pixels.set(palette(colours).subarray(0, levels)));
  penOf(bar).drawImage(line, 0, 0);
}

/** Red, green and blue of #rrggbb or rgb(...). @param {string} colour */
export function rgbOf(colour) {
  if (colour.startsWith("#")) return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return colour.match(/[\d.]+/g)?.map(Number) ?? [255, 255, 255];
}

/** How bright a colour is, 0 to 1: relative luminance (WCAG 2.2). @param {string} colour */
export function luminance(colour) {
  const [red, green, blue] = rgbOf(colour).map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Whether white is read better on it than black; at the border both have 4.6 to 1. @param {string} colour */
export function isDark(colour) {
  return luminance(colour) < 0.179;
}

/** What is written on a colour; at least 4.5 to 1, whatever the colour. @param {string} colour */
export function inkOn(colour) {
  return isDark(colour) ? "#ffffff" : "#000000";
}

/** What a variable of the styles holds, such as `--text`. @param {Element} element @param {string} name */
export function colourOf(element, name) {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

/** @typedef {[number, number, number, number]} Box left, top, width, height */

/**
 * All that is drawn meanwhile stays inside a box.
 * @param {CanvasRenderingContext2D} context @param {Box} box @param {() => void} draw
 */
export function inside(context, box, draw) {
  context.save();
  context.beginPath();
  context.rect(...box);
  context.clip();
  draw();
  context.restore();
}

/**
 * Stripes through a rectangle: what is not part of the input, or not read.
 * @param {CanvasRenderingContext2D} context @param {Box} box
 * @param {{ colour: string, gap: number, line?: number, alpha?: number }} look
 */
export function hatch(context, box, { colour, gap, line = 1, alpha = 1 }) {
  const [left, top, wide, tall] = box;
  inside(context, box, () => {
    Object.assign(context, { strokeStyle: colour, lineWidth: line, globalAlpha: alpha });
    context.beginPath();
    for (let at = -tall; at < wide; at += gap) {
      context.moveTo(left + at, top + tall);
      context.lineTo(left + at + tall, top);
    }
    context.stroke();
  });
}

/**
 * A block of bytes: length of a header (uint32, little-endian), the header (JSON), then what `floats` and `bytes` take.
 * @param {Uint8Array} data
 */
export function unpacked(data) {
  const block = data.slice();
  const length = new DataView(block.buffer).getUint32(0, true);
  let at = 4 + length;
  const take = (/** @type {number} */ size) => (at += size) - size;
  return {
    head: JSON.parse(new TextDecoder().decode(block.subarray(4, at))),
    floats: (/** @type {number} */ count) => new Float32Array(block.buffer, take(4 * count), count),
    bytes: (/** @type {number} */ count) => block.subarray(take(count), at),
  };
}

/** @param {string} text bytes in base64 */
export function bytesOf(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

// A bar of light on a retina, and what two cells of the visual cortex make of it: the sums of
// explorer/convolution/visual_cells.py, for a bar that follows a finger.

/**
 * @typedef {object} Bar
 * @property {number} turn degrees; 0 stands upright
 * @property {number} off of its middle from that of the field, across the bar, px
 * @property {number} thick px
 * @property {boolean} dark on light
 */
/**
 * @typedef {object} Eye
 * @property {number} retina side of what is seen, px
 * @property {number} field side of what the cells see of it, px
 * @property {number} length of the bar, px
 * @property {Float32Array} even weights of the simple cell, row by row
 * @property {Float32Array} odd the same a quarter of a wave further
 */

/** @param {number} value */
function share(value) {
  return Math.min(1, Math.max(0, value));
}

/** How light each pixel of the retina is, 0 to 1. @param {Bar} bar @param {Eye} eye */
export function lightOf({ turn, off, thick, dark }, { retina, length }) {
  const angle = (turn * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const found = new Float64Array(retina * retina);
  for (let row = 0; row < retina; row++) {
    for (let column = 0; column < retina; column++) {
      const [y, x] = [row - Math.floor(retina / 2), column - Math.floor(retina / 2)];
      const [across, along] = [Math.abs(x * cos + y * sin - off), Math.abs(y * cos - x * sin)];
      const light = share(thick / 2 + 0.5 - across) * share(length / 2 + 0.5 - along);
      found[row * retina + column] = dark ? 1 - light : light;
    }
  }
  return found;
}

/** The pixel of the retina at a cell of the field. @param {Eye} eye @param {number} cell */
export function pixelAt({ retina, field }, cell) {
  const first = Math.floor(retina / 2) - Math.floor(field / 2);
  return (first + Math.floor(cell / field)) * retina + first + (cell % field);
}

/** Both sums over the field. @param {ArrayLike<number>} light @param {Eye} eye @returns {[number, number]} */
export function sumsOf(light, eye) {
  let [even, odd] = [0, 0];
  for (let cell = 0; cell < eye.field ** 2; cell++) {
    const seen = light[pixelAt(eye, cell)];
    even += seen * eye.even[cell];
    odd += seen * eye.odd[cell];
  }
  return [even, odd];
}

/**
 * How strongly the simple and the complex cell fire, 0 to 1 of what their favourite bar of that width brings about.
 * @param {Bar} bar @param {Eye} eye @param {number} likes degrees that both cells like
 * @returns {[number, number]}
 */
export function answersOf(bar, eye, likes) {
  const [even, odd] = sumsOf(lightOf(bar, eye), eye);
  const best = Math.hypot(...sumsOf(lightOf({ turn: likes, off: 0, thick: bar.thick, dark: false }, eye), eye));
  return [Math.max(0, even) / best, Math.min(1, Math.hypot(even, odd) / best)];
}

/**
 * Where the bar is after a pull: how far across itself its middle goes.
 * @param {Bar} bar @param {[number, number]} by px right and down
 */
export function pulled({ turn, off }, [right, down]) {
  const angle = (turn * Math.PI) / 180;
  return off + right * Math.cos(angle) + down * Math.sin(angle);
}

/** The ends of the bar, px from the middle of the field. @param {Bar} bar @param {number} reach from its middle */
export function endsOf({ turn, off }, reach) {
  const angle = (turn * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [1, -1].map((way) => [off * cos - way * reach * sin, off * sin + way * reach * cos]);
}

/** How a bar is turned whose end is pulled to a place, 0 to 179 degrees. @param {Bar} bar @param {number[]} place */
export function turnedTo({ turn, off }, [x, y]) {
  const angle = (turn * Math.PI) / 180;
  const [right, down] = [x - off * Math.cos(angle), y - off * Math.sin(angle)];
  const degrees = Math.round((Math.atan2(-right, down) * 180) / Math.PI);
  return ((degrees % 180) + 180) % 180;
}

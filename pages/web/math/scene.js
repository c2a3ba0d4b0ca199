// Scenes, drawn as explorer/scenes draws them: one is on the screen before the server knows of it.

/** @typedef {"circle" | "square" | "triangle" | "star" | "ring" | "cross"} Kind */
/** @typedef {{ kind: Kind, x: number, y: number, size: number, angle: number, colour: string }} Thing */
/** @typedef {{ head: string, things: Thing[] }} Scene `head`: ground, noise and seed, as the text has them */

/** @type {Kind[]} */
export const KINDS = ["circle", "square", "triangle", "star", "ring", "cross"];
export const SIZES = [0.05, 1.5]; // those that a hand makes; explorer/scenes/scene.py allows smaller ones
export const MOST_THINGS = 80;
export const GRAIN = 64; // rows and columns of the noise
const [WAIST, HOLE, ARM, RIM, SHADE, LIGHT] = [0.42, 0.55, 0.3, 0.07, 0.72, 0.16];
const SECTOR = Math.PI / 5;
const EDGE = 1.5;
const NEAR = 0.02; // a thing is held by what is so near to it, a share of the side

/** Signed distances from outlines in a circle of radius 1: below 0 inside.
 * @type {Record<Kind, (x: number, y: number) => number>} */
const OUTLINES = {
  circle: (x, y) => Math.sqrt(x * x + y * y) - 1,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) - Math.SQRT1_2,
  triangle: (x, y) => Math.max(y, Math.sqrt(0.75) * Math.abs(x) - y / 2) - 0.5,
  star: (x, y) => {
    const turn = Math.atan2(x, -y);
    const fold = Math.abs(turn - 2 * SECTOR * Math.round(turn / (2 * SECTOR)));
    const radius = Math.sqrt(x * x + y * y);
    const [down, right] = [WAIST * Math.cos(SECTOR) - 1, WAIST * Math.sin(SECTOR)];
    return (right * (radius * Math.cos(fold) - 1) - down * radius * Math.sin(fold)) / Math.hypot(down, right);
  },
  ring: (x, y) => Math.abs(Math.sqrt(x * x + y * y) - (1 + HOLE) / 2) - (1 - HOLE) / 2,
  cross: (x, y) => {
    const [one, other, reach] = [Math.abs(x), Math.abs(y), Math.sqrt(1 - ARM ** 2)];
    return Math.min(Math.max(one - reach, other - ARM), Math.max(other - reach, one - ARM));
  },
};

/** @param {string} text as explorer/scenes writes it @returns {Scene} */
export function sceneFromText(text) {
  const [head, ...rest] = text.split("~");
  return { head, things: rest.map((one) => {
    const [kind, x, y, size, angle, colour] = one.split(".");
    return { kind: /** @type {Kind} */ (kind), x: Number(x) / 1e3, y: Number(y) / 1e3, size: Number(size) / 1e3,
      angle: Number(angle), colour };
  }) };
}

/** @param {Scene} scene */
export function textOf({ head, things }) {
  const whole = (/** @type {number} */ share) => Math.round(1e3 * share);
  return [head, ...things.map(({ kind, x, y, size, angle, colour }) =>
    [kind, whole(x), whole(y), whole(size), ((Math.round(angle) % 360) + 360) % 360, colour].join("."))].join("~");
}

/** The thing with its centre in the picture and a size that can be drawn. @param {Thing} thing @returns {Thing} */
export function settledThing(thing) {
  const within = (/** @type {number} */ value, /** @type {number} */ least, /** @type {number} */ most) =>
    Math.min(most, Math.max(least, Math.round(1e3 * value) / 1e3));
  return { ...thing, x: within(thing.x, 0, 1), y: within(thing.y, 0, 1), size: within(thing.size, SIZES[0], SIZES[1]),
    angle: ((Math.round(thing.angle) % 360) + 360) % 360 };
}

/** How far a place is from a thing's outline, all as shares of the side. @param {Thing} thing @param {number} x
 * @param {number} y */
export function distance(thing, x, y) {
  const [radius, turn] = [thing.size / 2, (thing.angle * Math.PI) / 180];
  const [right, down] = [(x - thing.x) / radius, (y - thing.y) / radius];
  return radius * OUTLINES[thing.kind](right * Math.cos(turn) + down * Math.sin(turn),
    down * Math.cos(turn) - right * Math.sin(turn));
}

/** The uppermost thing at a place, or one that is near to it; -1: none is. @param {Thing[]} things @param {number} x
 * @param {number} y */
export function thingAt(things, x, y) {
  const far = things.map((thing) => distance(thing, x, y));
  const under = far.findLastIndex((one) => one < 0);
  if (under >= 0) return under;
  const nearest = far.indexOf(Math.min(...far));
  return far[nearest] < NEAR ? nearest : -1;
}

/**
 * The picture of things over a ground, red, green, blue and 255 of each pixel.
 * @param {Thing[]} things @param {number} side px
 * @param {Uint8ClampedArray} ground in the same four bytes, see `plain` and `opened`
 * @param {ArrayLike<number>} [grains] noise of GRAIN x GRAIN x 3 values, steps of a byte
 */
export function drawn(things, side, ground, grains) {
  const pixels = ground.slice();
  for (const thing of things) lay(pixels, thing, side);
  if (grains) addNoise(pixels, side, grains);
  return pixels;
}

/** A ground of one colour. @param {number[]} colour @param {number} side px */
export function plain([red, green, blue], side) {
  const pixels = new Uint8ClampedArray(4 * side * side);
  const word = new Uint8Array([red, green, blue, 255]);
  new Uint32Array(pixels.buffer).fill(new Uint32Array(word.buffer)[0]);
  return pixels;
}

/** Three bytes a pixel as four. @param {ArrayLike<number>} bytes */
export function opened(bytes) {
  const pixels = new Uint8ClampedArray((4 * bytes.length) / 3).fill(255);
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    [pixels[to], pixels[to + 1], pixels[to + 2]] = [bytes[from], bytes[from + 1], bytes[from + 2]];
  }
  return pixels;
}

/** @param {Uint8ClampedArray} pixels @param {number} side @param {ArrayLike<number>} grains */
function addNoise(pixels, side, grains) {
  const pick = Int32Array.from({ length: side }, (_, at) => Math.floor(((at + 0.5) * GRAIN) / side));
  for (let row = 0, to = 0; row < side; row++) {
    for (let column = 0; column < side; column++, to += 4) {
      const from = 3 * (pick[row] * GRAIN + pick[column]);
      pixels[to] += grains[from]; // values beyond a byte are brought to its ends
      pixels[to + 1] += grains[from + 1];
      pixels[to + 2] += grains[from + 2];
    }
  }
}

/** Draw a thing over pixels. @param {Uint8ClampedArray} pixels @param {Thing} thing @param {number} side */
function lay(pixels, thing, side) {
  const [radius, turn, outline] = [(thing.size * side) / 2, (thing.angle * Math.PI) / 180, OUTLINES[thing.kind]];
  const [cos, sin, rim] = [Math.cos(turn), Math.sin(turn), Math.max(RIM * radius, 0.5) + 0.5];
  const [red, green, blue] = [0, 2, 4].map((at) => parseInt(thing.colour.slice(at, at + 2), 16));
  const [left, top] = [thing.x, thing.y].map((share) => Math.max(0, Math.floor(share * side - radius - EDGE)));
  const [right, bottom] = [thing.x, thing.y].map((share) => Math.min(side, Math.ceil(share * side + radius + EDGE)));
  for (let row = top; row < bottom; row++) {
    const y = (row + 0.5 - thing.y * side) / radius;
    const light = 1 - Math.min(1, Math.max(-1, y)) * LIGHT;
    for (let column = left, at = 4 * (row * side + left); column < right; column++, at += 4) {
      const x = (column + 0.5 - thing.x * side) / radius;
      const away = radius * outline(x * cos + y * sin, y * cos - x * sin);
      const cover = Math.min(1, 0.5 - away);
      if (cover <= 0) continue;
      const shade = light * (1 - (1 - SHADE) * Math.min(1, Math.max(0, away + rim)));
      pixels[at] += cover * (Math.min(255, shade * red) - pixels[at]);
      pixels[at + 1] += cover * (Math.min(255, shade * green) - pixels[at + 1]);
      pixels[at + 2] += cover * (Math.min(255, shade * blue) - pixels[at + 2]);
    }
  }
}

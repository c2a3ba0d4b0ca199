// Through what window the world is seen, and how one flies from one place to another.

/** @typedef {import("./layout.js").Rect} Rect */
/** @typedef {{ x: number, y: number, k: number }} Camera middle of the window in the world, and px for a unit of it */
/** @typedef {[number, number]} Pair */

const RHO = 1.3; // how much a flight zooms out on its way

/** All of a rectangle, with a margin in px. @param {Rect} rect @param {Pair} room width, height @param {number} margin
 * @returns {Camera} */
export function seeing({ x, y, w, h }, [width, height], margin) {
  const k = Math.min((width - 2 * margin) / Math.max(w, 1e-6), (height - 2 * margin) / Math.max(h, 1e-6));
  return { x: x + w / 2, y: y + h / 2, k: Math.max(k, 1e-6) };
}

/** From the world to px of the window. @param {Camera} camera @param {Pair} room @param {number} x @param {number} y */
export function onScreen({ x: cx, y: cy, k }, [width, height], x, y) {
  return /** @type {Pair} */ ([(x - cx) * k + width / 2, (y - cy) * k + height / 2]);
}

/** And back. @param {Camera} camera @param {Pair} room @param {number} left @param {number} top */
export function inWorld({ x, y, k }, [width, height], left, top) {
  return /** @type {Pair} */ ([x + (left - width / 2) / k, y + (top - height / 2) / k]);
}

/**
 * So many times nearer; what lies under a point of the window stays there.
 * @param {Camera} camera @param {Pair} room @param {number} times @param {Pair} point @param {Pair} bounds of `k`
 */
export function zoomed(camera, room, times, [left, top], [least, most]) {
  const k = Math.min(most, Math.max(least, camera.k * times));
  const [x, y] = inWorld(camera, room, left, top);
  return { x: x - (left - room[0] / 2) / k, y: y - (top - room[1] / 2) / k, k };
}

/**
 * The way from one place to another that looks shortest: far ones are seen from above on the way.
 * Source: van Wijk & Nuij (2003), Smooth and efficient zooming and panning, equations 9 to 11.
 * @param {Camera} from @param {Camera} to @param {Pair} room @returns {(share: number) => Camera}
 */
export function flight(from, to, room) {
  const [w0, w1] = [room[0] / from.k, room[0] / to.k];
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const far = Math.hypot(dx, dy);
  if (far < 1e-6 * w0) {
    return (share) => ({ x: from.x + share * dx, y: from.y + share * dy, k: room[0] / (w0 * (w1 / w0) ** share) });
  }
  const b = [w0, w1].map((w, end) => (w1 * w1 - w0 * w0 + (end ? -1 : 1) * RHO ** 4 * far * far)
    / (2 * w * RHO * RHO * far));
  const [r0, r1] = b.map((one) => Math.log(-one + Math.sqrt(one * one + 1)));
  const long = (r1 - r0) / RHO;
  return (share) => {
    const s = share * long;
    const along = (w0 / (RHO * RHO)) * (Math.cosh(r0) * Math.tanh(RHO * s + r0) - Math.sinh(r0)) / far;
    const w = w0 * Math.cosh(r0) / Math.cosh(RHO * s + r0);
    return { x: from.x + along * dx, y: from.y + along * dy, k: room[0] / w };
  };
}

/** How a flight sets out and lands softly. @param {number} share of its time */
export function eased(share) {
  return share < 0.5 ? 4 * share ** 3 : 1 - (-2 * share + 2) ** 3 / 2;
}

/**
 * No farther away than all of it, which is then in the middle; and not beside it.
 * @param {Camera} camera @param {Rect} size @param {Pair} room @param {number} least of `k` @returns {Camera}
 */
export function kept(camera, size, room, least) {
  if (camera.k <= 1.001 * least) return { x: size.x + size.w / 2, y: size.y + size.h / 2, k: least };
  const inside = (/** @type {number} */ at, /** @type {number} */ from, /** @type {number} */ long,
    /** @type {number} */ seen) => {
    const bounds = [from, from + long];
    if (long * camera.k <= seen) bounds.splice(0, 2, from + long - seen / camera.k / 2, from + seen / camera.k / 2);
    return Math.min(bounds[1], Math.max(bounds[0], at));
  };
  return { x: inside(camera.x, size.x, size.w, room[0]), y: inside(camera.y, size.y, size.h, room[1]), k: camera.k };
}

/** @param {import("./index.js").View} view @param {import("./layout.js").Rect} rect
 * @returns {[number, number, number, number]} */
export function screenRect({ camera, room }, { x, y, w, h }) {
  const [left, top] = onScreen(camera, room, x, y);
  return [left, top, w * camera.k, h * camera.k];
}

/** @param {import("./index.js").View} view @param {[number, number, number, number]} box */
export function isSeen({ room }, [left, top, wide, tall]) {
  return left < room[0] && top < room[1] && left + wide > 0 && top + tall > 0;
}

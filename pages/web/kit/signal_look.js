// How all maps of the attribution page are looked at. One slider moves them together, and the pointer over one of them
// marks the same place in the others; the server need not know of either.

/**
 * @typedef {object} Look
 * @property {"over" | "masked"} mode
 * @property {number} over opacity of the maps, %
 * @property {number} masked share of the photo that a mask keeps, %
 * @property {number[] | null} point shares [down, across] of the photo
 */

/** @type {Look} */
export const look = { mode: "over", over: 60, masked: 20, point: null };
const channel = new EventTarget();

/** @param {Partial<Look>} change */
export function changeLook(change) {
  Object.assign(look, change);
  channel.dispatchEvent(new Event("look"));
}

/**
 * Tell a view about every change.
 * @template {{ gone: AbortSignal }} View @param {View} view @param {(view: View) => void} tell
 */
export function onLook(view, tell) {
  channel.addEventListener("look", () => tell(view), { signal: view.gone });
}

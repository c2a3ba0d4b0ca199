// A pad tells the pictures of its page what is drawn on it, with each step of the pen, without asking the server.

/** @typedef {{ drawing: string, changes: Record<string, number> }} Drawn as `asked` of pages/ui/components/digit_pad.py
 *   reads it */

const channel = new EventTarget();

/** @param {Drawn} detail */
export function tellDrawing(detail) {
  channel.dispatchEvent(new CustomEvent("drawing", { detail }));
}

/** @param {(drawn: Drawn) => void} follow @param {AbortSignal} gone */
export function onDrawing(follow, gone) {
  channel.addEventListener("drawing", (event) => follow(/** @type {CustomEvent<Drawn>} */ (event).detail),
    { signal: gone });
}

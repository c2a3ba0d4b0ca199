// A component changes numbers faster than the rest of its page can follow. Once its reader pauses, it says so here, and
// the parts of the page that listen are computed again.

const channel = new EventTarget();

/** Say that the reader pauses. @param {string} event which component this is about */
export function tellFollowers(event) {
  channel.dispatchEvent(new Event(event));
}

/** @param {string} event @param {() => void} follow @param {AbortSignal} gone */
export function onPause(event, follow, gone) {
  channel.addEventListener(event, follow, { signal: gone });
}

// Fingers on pictures. A finger that moves at once scrolls the page, as everywhere; one that rests for a moment, or
// sets out sideways, moves on the picture.

const HOLD_MS = 180;
const JITTER = 8; // px that a resting finger may move

/**
 * Let a finger that has rested on a picture drag there, in any direction, while the page stands still.
 * @param {HTMLElement} picture @param {(last: MouseEvent) => void} [release] is told where it was lifted
 */
export function dragByTouch(picture, release) {
  let timer = 0;
  let held = false;
  let from = [0, 0];
  /** @type {PointerEvent | null} */
  let last = null;
  const end = () => {
    clearTimeout(timer);
    held = false;
    last = null;
  };
  picture.addEventListener("touchstart", ({ touches }) => {
    end();
    if (touches.length > 1) return;
    from = [touches[0].clientX, touches[0].clientY];
    timer = setTimeout(() => { held = true; }, HOLD_MS);
  }, { passive: true });
  picture.addEventListener("touchmove", (event) => {
    const { clientX, clientY } = event.touches[0];
    if (held) event.preventDefault(); // else the page would scroll
    else if (Math.hypot(clientX - from[0], clientY - from[1]) > JITTER) clearTimeout(timer);
  }, { passive: false });
  picture.addEventListener("pointermove", (event) => { last = event.pointerType === "touch" ? event : null; });
  picture.addEventListener("pointercancel", end);
  picture.addEventListener("touchend", () => {
    if (last) release?.(last);
    end();
  });
  picture.addEventListener("contextmenu", (event) => held && event.preventDefault());
}

/**
 * Tell what a mouse points at, and what a finger touches, which stays when the finger is lifted.
 * @param {HTMLElement} picture @param {(event: MouseEvent | null) => void} look null: nothing any more
 */
export function pointed(picture, look) {
  for (const name of /** @type {const} */ (["pointerdown", "pointermove"])) picture.addEventListener(name, look);
  picture.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && look(null));
  dragByTouch(picture);
}

// Films the elevator in the browser: a run from the lowest to the highest floor, as WebM.

const [RATE, SECONDS_PER_FLOOR, REST_S, BITS] = [30, 0.9, 1, 4_000_000];
const KIND = "video/webm";

/** Whether this browser can film a canvas. @param {HTMLCanvasElement} canvas */
export function canFilm(canvas) {
  return typeof MediaRecorder === "function" && MediaRecorder.isTypeSupported(KIND)
    && typeof canvas.captureStream === "function";
}

/**
 * Where the film stands after so many seconds, floors; null: it is over.
 * @param {number} seconds @param {number} count
 */
export function floorAt(seconds, count) {
  const length = (count - 1) * SECONDS_PER_FLOOR;
  if (seconds > length + 2 * REST_S) return null;
  return Math.min(count - 1, Math.max(0, (seconds - REST_S) / SECONDS_PER_FLOOR));
}

/**
 * Film a canvas while it is drawn from below to above.
 * @param {HTMLCanvasElement} canvas @param {number} count of floors @param {(at: number) => void} show
 * @param {AbortSignal} gone @returns {Promise<Blob>}
 */
export function filmed(canvas, count, show, gone) {
  const stream = canvas.captureStream(RATE);
  const recorder = new MediaRecorder(stream, { mimeType: KIND, videoBitsPerSecond: BITS });
  /** @type {Blob[]} */
  const parts = [];
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  const film = new Promise((/** @type {(film: Blob) => void} */ done) => {
    recorder.addEventListener("stop", () => {
      stream.getTracks().forEach((track) => track.stop());
      done(new Blob(parts, { type: KIND }));
    }, { once: true });
  });
  recorder.start();
  const began = performance.now();
  const tick = () => {
    const at = floorAt((performance.now() - began) / 1000, count);
    if (at === null || gone.aborted) {
      recorder.stop();
      return;
    }
    show(at);
    requestAnimationFrame(tick);
  };
  tick();
  return film;
}

/** Hand a film to the reader. @param {Blob} film @param {string} name */
export function save(film, name) {
  const address = URL.createObjectURL(film);
  const link = document.createElement("a");
  Object.assign(link, { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

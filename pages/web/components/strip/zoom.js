// How large the picture is, and a small one of all of it while it does not fit.

import { makeSvg, setAll } from "../../kit/elements.js";
import { growth } from "../../kit/pixels.js";
import { size } from "./drawing.js";
import { fitting, stepped } from "./gaps.js";

const WIDER = 1.15; // than what is seen: below, the small picture would show the same again
const SMALL = 26; // px; its height

/** @typedef {import("./index.js").View} View */
/** @typedef {ReturnType<typeof newZoom>} Zoom */

/** @param {View} view */
export function newZoom(view) {
  const { card, scroller, gone } = view;
  const map = makeSvg("svg", card, { class: "map", preserveAspectRatio: "none", "aria-hidden": true });
  scroller.after(map);
  const shapes = makeSvg("g", map);
  const seen = makeSvg("rect", map, { class: "seen", rx: 2 });
  const zoom = { map, shapes, seen, fits: false, drawn: "", waits: 0 };
  scroller.addEventListener("scroll", () => frame(view, zoom), { passive: true });
  scroller.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return; // so does a touchpad that is pinched
    event.preventDefault();
    zoomTo(view, zoom, stepped(view.zoom ?? 1, -Math.sign(event.deltaY) / 2), event.clientX);
  }, { passive: false });
  map.addEventListener("pointerdown", (event) => {
    map.setPointerCapture(event.pointerId);
    goTo(view, zoom, event);
  });
  map.addEventListener("pointermove", (event) => {
    if (map.hasPointerCapture(event.pointerId)) goTo(view, zoom, event);
  });
  const watcher = new ResizeObserver(() => (zoom.fits ? fit(view, zoom) : frame(view, zoom)));
  watcher.observe(scroller);
  gone.addEventListener("abort", () => watcher.disconnect());
  return zoom;
}

/** Show all of the picture. @param {View} view @param {Zoom} zoom */
export function fit(view, zoom) {
  zoomTo(view, zoom, fitting(view.data.width * growth(), view.scroller.clientWidth));
  zoom.fits = true;
}

/** @param {View} view @param {Zoom} zoom @param {number} by */
export function nearer(view, zoom, by) {
  zoomTo(view, zoom, stepped(view.zoom ?? 1, by));
}

/**
 * What lies under a point of the window stays there; without one, what is in the middle.
 * @param {View} view @param {Zoom} zoom @param {number} to @param {number} [clientX]
 */
function zoomTo(view, zoom, to, clientX) {
  const { scroller } = view;
  const box = scroller.getBoundingClientRect();
  const at = clientX === undefined ? scroller.clientWidth / 2 : clientX - box.left;
  const place = (scroller.scrollLeft + at) / (view.zoom ?? 1);
  zoom.fits = false;
  view.zoom = to;
  size(view);
  view.card.classList.toggle("smaller", to < 1);
  view.card.classList.toggle("far", to < 0.5);
  scroller.style.minHeight = to < 1 ? `${view.data.height * growth()}px` : "";
  scroller.scrollLeft = place * to - at;
  frame(view, zoom);
}

/** The small picture follows the large one. @param {View} view @param {Zoom} zoom */
export function drawMap(view, zoom) {
  const { width, height, nodes } = view.data;
  setAll(zoom.map, { viewBox: `0 0 ${width} ${height}`, height: SMALL });
  /** @type {Map<string, string>} */
  const paths = new Map();
  for (const { kind, behind, x, y, front, across, tall, rise } of nodes) {
    if (behind) continue;
    const wide = Math.max(front + across, width / 400);
    paths.set(kind, `${paths.get(kind) ?? ""}M${x} ${y - rise}h${wide}v${tall + rise}h${-wide}z`);
  }
  const drawn = [width, height, ...paths].join();
  if (drawn === zoom.drawn) return;
  zoom.drawn = drawn;
  zoom.shapes.replaceChildren();
  for (const [kind, path] of paths) {
    makeSvg("path", zoom.shapes, { d: path }).style.setProperty("fill", `var(--${kind})`);
  }
  cancelAnimationFrame(zoom.waits); // measured once all else is drawn, not in between
  zoom.waits = requestAnimationFrame(() => (zoom.fits ? fit(view, zoom) : frame(view, zoom)));
}

/** Mark what is seen of the picture. @param {View} view @param {Zoom} zoom */
function frame({ scroller, data, zoom: scale = 1 }, { map, seen }) {
  const whole = data.width * growth() * scale;
  const { clientWidth: room, scrollLeft: left } = scroller;
  map.classList.toggle("needed", room > 0 && whole > WIDER * room);
  setAll(seen, { x: (left / whole) * data.width, y: 0, height: data.height,
    width: (Math.min(room, whole) / whole) * data.width });
}

/** @param {View} view @param {Zoom} zoom @param {PointerEvent} event */
function goTo({ scroller }, { map }, event) {
  const box = map.getBoundingClientRect();
  const share = (event.clientX - box.left) / Math.max(box.width, 1);
  scroller.scrollLeft = share * scroller.scrollWidth - scroller.clientWidth / 2;
}

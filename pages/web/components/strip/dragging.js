// Layers and kinds of layers are dragged to a gap in the picture. A finger that rests on a layer lifts it; one that
// moves at once scrolls.

import { around, make, makeSvg, setAll, setText } from "../../kit/elements.js";
import { growth } from "../../kit/pixels.js";
import { nearestGap } from "./gaps.js";

const BEGINS = 5; // px that a pointer moves before it drags
const REST_MS = 350;
const REACH = 110; // px of the picture
const EDGE = 44; // px at which the picture scrolls on
const SCROLL = 14; // px per frame

/** @typedef {import("./index.js").View} View */
/** @typedef {import("./gaps.js").Gap} Gap */
/**
 * What is lifted: what is said of it, and what is done when it is dropped. `pulled`: a finger pulls it out of its row.
 * @typedef {{ label: string, drop: (gap: Gap) => void, pulled?: boolean }} Load
 */
/**
 * @typedef {object} Press
 * @property {number} id of the pointer
 * @property {number} x
 * @property {number} y
 * @property {Load} load
 * @property {boolean} lifted
 * @property {Gap} [gap]
 * @property {number} [timer]
 * @property {number} [frame]
 */
/** @typedef {ReturnType<typeof newDragging>} Dragging */

/**
 * @param {View} view @param {HTMLElement} palette
 * @param {(id: string) => Load | null} layer @param {(code: string, label: string) => Load} kind
 */
export function newDragging(view, palette, layer, kind) {
  const { svg, gone } = view;
  const place = makeSvg("g", svg, { class: "drop", "aria-hidden": true });
  makeSvg("rect", place, { x: -3, y: -26, width: 6, height: 52, rx: 3 });
  makeSvg("circle", place, { r: 7 });
  const dragging = { place, carried: make("div", "carried", view.card, { "aria-hidden": true }),
    press: /** @type {Press | null} */ (null), dropped: -Infinity };
  svg.addEventListener("pointerdown", (event) => {
    const id = around(event, ".node")?.dataset.id;
    const load = id === undefined || event.button ? null : layer(id);
    if (load) begin(view, dragging, event, load);
  });
  palette.addEventListener("pointerdown", (event) => {
    const chip = around(event, "button");
    if (chip?.dataset.code && !event.button && !(/** @type {HTMLButtonElement} */ (chip).disabled)) {
      begin(view, dragging, event, kind(chip.dataset.code, chip.textContent ?? ""));
    }
  });
  addEventListener("pointermove", (event) => moved(view, dragging, event), { signal: gone });
  addEventListener("pointerup", (event) => ended(view, dragging, event), { signal: gone });
  addEventListener("pointercancel", () => stop(dragging), { signal: gone });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !dragging.press?.lifted) return;
    event.stopPropagation(); // what is selected stays so
    dragging.dropped = performance.now();
    stop(dragging);
  }, { signal: gone, capture: true });
  for (const surface of [svg, palette]) {
    surface.addEventListener("touchmove", (event) => {
      if (dragging.press?.lifted) event.preventDefault();
    }, { passive: false, signal: gone });
    surface.addEventListener("contextmenu", (event) => dragging.press && event.preventDefault(), { signal: gone });
  }
  return dragging;
}

/** Whether a click only ends a movement, and means nothing by itself. @param {Dragging} dragging */
export function wasDropped(dragging) {
  return performance.now() - dragging.dropped < 300;
}

/** @param {View} view @param {Dragging} dragging @param {PointerEvent} event @param {Load} load */
function begin(view, dragging, event, load) {
  stop(dragging);
  /** @type {Press} */
  const press = { id: event.pointerId, x: event.clientX, y: event.clientY, load, lifted: false };
  dragging.press = press;
  if (event.pointerType === "touch") press.timer = setTimeout(() => lift(view, dragging, press), REST_MS);
}

/** @param {View} view @param {Dragging} dragging @param {Press} press */
function lift(view, dragging, press) {
  if (dragging.press !== press) return;
  press.lifted = true;
  setText(dragging.carried, press.load.label);
  view.card.classList.add("dragging");
  const follow = () => {
    if (dragging.press !== press) return;
    scrollOn(view, press);
    show(view, dragging, press);
    press.frame = requestAnimationFrame(follow);
  };
  follow();
}

/** @param {View} view @param {Dragging} dragging @param {PointerEvent} event */
function moved(view, dragging, event) {
  const { press } = dragging;
  if (press?.id !== event.pointerId) return;
  const far = Math.hypot(event.clientX - press.x, event.clientY - press.y) > BEGINS;
  if (!press.lifted && far) {
    if (event.pointerType === "touch" && press.timer !== undefined && !leavesRow(press, event)) {
      stop(dragging); // the finger scrolls
      return;
    }
    lift(view, dragging, press);
  }
  if (press.lifted) [press.x, press.y] = [event.clientX, event.clientY];
}

/** A finger that leaves the row of kinds drags one out of it. @param {Press} press @param {PointerEvent} event */
function leavesRow({ load, x, y }, event) {
  return load.pulled && Math.abs(event.clientY - y) > Math.abs(event.clientX - x);
}

/** @param {View} view @param {Press} press */
function scrollOn({ scroller }, press) {
  const box = scroller.getBoundingClientRect();
  if (press.y < box.top || press.y > box.bottom) return;
  if (press.x < box.left + EDGE) scroller.scrollLeft -= SCROLL;
  else if (press.x > box.right - EDGE) scroller.scrollLeft += SCROLL;
}

/** @param {View} view @param {Dragging} dragging @param {Press} press */
function show(view, { place, carried }, press) {
  const card = view.card.getBoundingClientRect();
  const box = view.svg.getBoundingClientRect();
  const scale = growth() * (view.zoom ?? 1);
  const inside = press.y > box.top - 40 && press.y < box.bottom + 40;
  press.gap = inside
    ? nearestGap(view.data.gaps ?? [], (press.x - box.left) / scale, (press.y - box.top) / scale, REACH) : undefined;
  const below = press.timer === undefined ? 12 : -60; // where no finger covers it
  carried.style.translate = `${press.x - card.left + 12}px ${press.y - card.top + below}px`;
  place.classList.toggle("shown", press.gap !== undefined);
  if (press.gap) setAll(place, { transform: `translate(${press.gap.x} ${press.gap.y})` });
}

/** @param {View} view @param {Dragging} dragging @param {PointerEvent} event */
function ended(view, dragging, event) {
  const { press } = dragging;
  if (!press && wasDropped(dragging)) dragging.dropped = performance.now(); // given up before the finger left
  if (press?.id !== event.pointerId) return;
  if (press.lifted) {
    show(view, dragging, press);
    dragging.dropped = performance.now();
    if (press.gap) press.load.drop(press.gap);
  }
  stop(dragging);
}

/** @param {Dragging} dragging */
function stop(dragging) {
  const { press, place, carried } = dragging;
  if (press) {
    clearTimeout(press.timer);
    cancelAnimationFrame(press.frame ?? 0);
  }
  dragging.press = null;
  place.classList.remove("shown");
  carried.parentElement?.classList.remove("dragging");
}

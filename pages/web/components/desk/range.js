// A slider with a field beside it. The slider offers what is usual; into the field any number can be typed.

import { isFocused, make, setAll } from "../../kit/elements.js";
import { newStep } from "./line.js";

/** @typedef {import("./controls.js").Shown} Shown */
/** @typedef {import("./controls.js").Range} Range */
/** @typedef {{ slider: HTMLInputElement, field: HTMLInputElement }} Parts */

const DECIMALS = 4;

/** @param {Shown} shown @returns {Parts} */
export function newRange(shown) {
  const slider = make("input", "slider", shown.body, { type: "range" });
  const field = make("input", "field", shown.body, { type: "text", autocomplete: "off", spellcheck: false });
  const parts = { slider, field };
  slider.addEventListener("pointerdown", newStep);
  slider.addEventListener("keydown", (event) => event.repeat || newStep());
  slider.addEventListener("input", () => {
    const value = valueAt(rangeOf(shown), Number(slider.value));
    field.value = String(value);
    tell(slider, value);
    shown.set(value, false);
  });
  // A released slider; the arrow keys release it at each step.
  slider.addEventListener("pointerup", () => shown.sent !== undefined && shown.set(shown.sent, true));
  field.addEventListener("focus", () => {
    newStep();
    field.select();
  });
  field.addEventListener("input", () => typed(shown, parts, false));
  field.addEventListener("change", () => typed(shown, parts, true));
  field.addEventListener("blur", () => write(shown, parts));
  field.addEventListener("keydown", (event) => stepped(shown, parts, event));
  return parts;
}

/** @param {Shown} shown @param {Parts} parts @param {boolean} idle */
export function drawRange(shown, parts, idle) {
  const { least, most, step, stops } = rangeOf(shown);
  const [first, last, by] = stops.length ? [0, stops.length - 1, 1] : [least, most, step];
  const words = stops.some((stop) => typeof stop === "string");
  // While a finger holds the slider, its ends stay where they are.
  if (idle) setAll(parts.slider, { min: first, max: last, step: by });
  setAll(parts.field, { inputmode: words ? "text" : step < 1 ? "decimal" : "numeric", "data-named": "",
    "aria-label": shown.control.label });
  if (!idle) return;
  const { value } = shown.control;
  const own = isFocused(parts.field) && (shown.sent === undefined || shown.sent === value);
  if (!own) parts.field.value = String(value);
  parts.field.removeAttribute("aria-invalid");
  shown.sent = undefined;
  slide(shown, parts.slider, /** @type {string | number} */ (value));
}

/**
 * Set a slider to what is nearest to a value.
 * @param {Shown} shown @param {HTMLInputElement} slider @param {string | number} value
 */
function slide(shown, slider, value) {
  const { stops } = rangeOf(shown);
  const place = stops.length ? placeOf(stops, value) : Number(value);
  if (Number(slider.value) !== place) slider.value = String(place);
  tell(slider, value);
}

/** @param {HTMLInputElement} slider @param {string | number} value */
function tell(slider, value) {
  const [from, to, at] = [slider.min, slider.max, slider.value].map(Number);
  slider.style.setProperty("--at", `${to > from ? (100 * (at - from)) / (to - from) : 0}%`);
  slider.setAttribute("aria-valuetext", String(value));
}

/** The stop that a value is, or the nearest one. @param {(string | number)[]} stops @param {string | number} value */
function placeOf(stops, value) {
  const exact = stops.indexOf(value);
  if (exact >= 0 || typeof value === "string") return Math.max(0, exact);
  const distances = stops.map((stop) => (typeof stop === "number" ? Math.abs(stop - value) : Infinity));
  return distances.indexOf(Math.min(...distances));
}

/** @param {Range} range @param {number} at */
function valueAt({ stops, step }, at) {
  return stops.length ? stops[at] : step < 1 ? Number(at.toFixed(DECIMALS)) : at;
}

/**
 * What is in the field counts as soon as it is a number that can be.
 * @param {Shown} shown @param {Parts} parts @param {boolean} done
 */
function typed(shown, parts, done) {
  const value = read(shown, parts.field.value);
  parts.field.toggleAttribute("aria-invalid", value === undefined);
  if (value === undefined) return;
  slide(shown, parts.slider, value);
  shown.set(value, done);
}

/** A field that is left shows what counts. @param {Shown} shown @param {Parts} parts */
function write(shown, { field }) {
  field.value = String(shown.sent ?? shown.control.value);
  field.removeAttribute("aria-invalid");
}

/** @param {Shown} shown @param {string} text @returns {string | number | undefined} */
function read(shown, text) {
  const { least, step, stops } = rangeOf(shown);
  const plain = text.trim().replace(",", ".");
  if (stops.includes(plain)) return plain;
  const value = plain === "" ? Number.NaN : Number(plain);
  if (!Number.isFinite(value) || value < least) return undefined;
  return step < 1 ? value : Number.isInteger(value) ? value : undefined;
}

/** Arrow keys count in the field, too. @param {Shown} shown @param {Parts} parts @param {KeyboardEvent} event */
function stepped(shown, parts, event) {
  const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  const value = read(shown, parts.field.value);
  if (!way || typeof value !== "number") return;
  event.preventDefault();
  if (!event.repeat) newStep();
  const { least, step } = rangeOf(shown);
  const next = Math.max(least, Number((value + way * step).toFixed(DECIMALS)));
  parts.field.value = String(next);
  slide(shown, parts.slider, next);
  shown.set(next, false);
}

/** @param {Shown} shown @returns {Range} */
function rangeOf(shown) {
  return shown.control.range ?? { least: 0, most: 1, step: 1, stops: [] };
}

// What a run is made with: rate, batch and momentum as sliders. The rate counts in powers of ten, and a mark stands
// where it becomes too large.

import { make, setAll, setStyle, setText } from "../../kit/elements.js";
import { fill, number } from "../../kit/format.js";

/** @typedef {{ rate: number, batch: number, momentum: number }} Dialled */
/** @typedef {"rate" | "batch" | "momentum"} Name */

export const RATES = [1e-3, 10]; // least and largest
export const BATCHES = [1, 4, 16, 64, 256, 0]; // 0: all cells
const [STEPS, MOMENTUM] = [100, 0.95];
const DIGITS = 2;

/** The rate at a place of its slider, with two digits. @param {number} place 0 to 100 */
export function rateAt(place) {
  return Number((RATES[0] * (RATES[1] / RATES[0]) ** (place / STEPS)).toPrecision(DIGITS));
}

/** The place of a rate on its slider. @param {number} rate */
export function placeOfRate(rate) {
  return Math.min(STEPS, Math.max(0, (STEPS * Math.log(rate / RATES[0])) / Math.log(RATES[1] / RATES[0])));
}

/**
 * @param {HTMLElement} parent @param {(name: Name, value: number) => void} set
 */
export function newDials(parent, set) {
  const dial = (/** @type {Name} */ name, /** @type {number} */ most, /** @type {number} */ step) => {
    const label = make("label", `dial ${name}`, parent);
    const told = make("span", "told-of", label);
    const track = make("span", "track", label);
    const slider = make("input", "slider", track, { type: "range", min: 0, max: most, step });
    slider.addEventListener("input", () => {
      const at = Number(slider.value);
      set(name, name === "rate" ? rateAt(at) : name === "batch" ? BATCHES[at] : at);
    });
    return { label, told, slider, mark: name === "rate" ? make("span", "mark", track, { "aria-hidden": true }) : null };
  };
  return { rate: dial("rate", STEPS, 1), batch: dial("batch", BATCHES.length - 1, 1),
    momentum: dial("momentum", MOMENTUM, 0.05) };
}

/**
 * @param {ReturnType<typeof newDials>} dials @param {Dialled} dialled @param {{ limit: number, batch: number }} run
 * @param {Record<"eta" | "batch" | "momentum" | "all" | "limit", string>} words
 */
export function drawDials(dials, dialled, run, words) {
  const all = dialled.batch === 0;
  const shown = { rate: number(dialled.rate), momentum: number(dialled.momentum),
    batch: all ? fill(words.all, { cells: run.batch.toLocaleString("en") }) : number(dialled.batch) };
  const places = { rate: Math.round(placeOfRate(dialled.rate)), momentum: dialled.momentum,
    batch: Math.max(0, BATCHES.indexOf(dialled.batch)) };
  for (const name of /** @type {Name[]} */ (["rate", "batch", "momentum"])) {
    const { told, slider } = dials[name];
    setText(told, fill(words[name === "rate" ? "eta" : name], { value: shown[name] }));
    if (Number(slider.value) !== places[name]) slider.value = String(places[name]);
    setAll(slider, { "aria-label": told.textContent ?? "", "aria-valuetext": shown[name] });
  }
  const { mark, label } = dials.rate;
  label.toggleAttribute("data-over", dialled.rate > run.limit);
  if (!mark) return;
  setStyle(mark, "left", `${placeOfRate(run.limit)}%`);
  mark.title = fill(words.limit, { limit: number(run.limit, 3) });
}

// What those who do not see a picture are told of it.

import { fill, number } from "./format.js";

/**
 * Where the smallest and the largest value lie, of those that are finite; -1: there are none.
 * @param {ArrayLike<number>} values
 */
export function extremes(values) {
  let [least, most] = [-1, -1];
  for (let at = 0; at < values.length; at++) {
    if (!Number.isFinite(values[at])) continue;
    if (least < 0 || values[at] < values[least]) least = at;
    if (most < 0 || values[at] > values[most]) most = at;
  }
  return [least, most];
}

/**
 * Of what size a map is, between which values it lies, and where the largest is; "" where no value is finite.
 * @param {string} template from `spoken()` of pages/ui/components/component.py
 * @param {{ map: number[], values: ArrayLike<number> }} of its sides, and its values row by row
 */
export function extentText(template, { map: [rows, columns], values }) {
  const [least, most] = extremes(values);
  return most < 0 ? "" : fill(template, { rows, columns, least: number(values[least]), most: number(values[most]),
    row: Math.floor(most / columns) + 1, column: (most % columns) + 1 });
}

/** Tell what a picture shows now, in sentences. @param {Element} picture @param {string[]} sentences */
export function setAlt(picture, ...sentences) {
  const told = sentences.map((one) => one.trim().replace(/\.$/, "")).filter(Boolean).join(". ");
  if (picture.getAttribute("aria-label") !== told) picture.setAttribute("aria-label", told);
}

/**
 * What a line says of a picture is read out while the reader is in that picture, not when others change it.
 * @param {HTMLElement} picture @param {HTMLElement} line
 */
export function heard(picture, line) {
  const live = (/** @type {string} */ how) => () => line.setAttribute("aria-live", how);
  live("off")();
  for (const name of ["focus", "pointerenter"]) picture.addEventListener(name, live("polite"));
  for (const name of ["blur", "pointerleave"]) picture.addEventListener(name, live("off"));
}

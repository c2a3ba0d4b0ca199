// A plot on a canvas: its frame, its letters, lines and points. Lengths are px of the page.

import { colourOf, growth } from "./pixels.js";

const [LEFT, RIGHT, TOP, UNDER] = [52, 10, 8, 24];
const POINT = 5;

/** Where a plot lies in its canvas. @param {number} wide @param {number} tall @returns {import("./pixels.js").Box} */
export function frameOf(wide, tall) {
  const [left, right, top, under] = [LEFT, RIGHT, TOP, UNDER].map((edge) => edge * growth());
  return [left, top, wide - left - right, tall - top - under];
}

/** Write in the quiet letters of a card. @param {CanvasRenderingContext2D} pen @param {Element} card */
export function lettered(pen, card) {
  Object.assign(pen, { font: `${12 * growth()}px ${colourOf(card, "--st-font") || "sans-serif"}`,
    fillStyle: colourOf(card, "--quiet"), textBaseline: "middle" });
}

/** @param {CanvasRenderingContext2D} pen @param {number[][]} places */
export function line(pen, places) {
  pen.beginPath();
  places.forEach(([x, y], at) => (at ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.stroke();
}

/** @param {CanvasRenderingContext2D} pen @param {number[]} place @param {string} colour */
export function dot(pen, [x, y], colour) {
  pen.beginPath();
  pen.arc(x, y, POINT * growth(), 0, 7);
  Object.assign(pen, { fillStyle: colour, strokeStyle: "#ffffff", lineWidth: 2 });
  pen.fill();
  pen.stroke();
}

// From a pointer or a key to a cell of a picture. A cell is [row, column], or one number per axis.

import { dragByTouch } from "./touch.js";

/** @typedef {number[]} Cell */

/** @type {Record<string, [number, number] | undefined>} rows and columns that a key moves by */
export const ARROWS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

/**
 * Where in an element the pointer is, px from its upper left corner.
 * @param {Element} element @param {MouseEvent} event
 */
export function pointIn(element, event) {
  const box = element.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

/** The same as shares [down, across] of its sides, from 0 to 1. @param {Element} element @param {MouseEvent} event */
export function placeIn(element, event) {
  const { width, height } = element.getBoundingClientRect();
  const [x, y] = pointIn(element, event);
  return [y / height, x / width].map((share) => Math.min(1, Math.max(0, share)));
}

/** The cell of a grid at such a place. @param {number[]} sides @param {number[]} place @returns {Cell} */
export function cellIn(sides, place) {
  return sides.map((side, axis) => Math.min(side - 1, Math.floor(place[axis] * side)));
}

/**
 * The neighbour that an arrow key leads to, or null for other keys.
 * @param {string} key @param {Cell} cell @param {number[]} sides
 */
export function cellBeside(key, cell, sides) {
  return ARROWS[key]?.map((step, axis) => Math.min(sides[axis] - 1, Math.max(0, cell[axis] + step))) ?? null;
}

/**
 * How far an arrow key leads in cells that are counted row by row, or undefined for other keys.
 * @param {string} key @param {number} columns
 */
export function strideOf(key, columns) {
  const step = ARROWS[key];
  return step && step[0] * columns + step[1];
}

/**
 * `find` turns an event into a cell; `look` is told what is pointed at, null when nothing is, and `pick` what is
 * clicked; `release` what a finger that dragged is lifted from, which is picked, too, if nothing else is said.
 * @template Found
 * @param {HTMLElement} canvas @param {(event: MouseEvent) => Found} find
 * @param {(found: Found | null) => void} look @param {(found: Found) => void} pick
 * @param {(found: Found) => void} release
 */
export function onPointer(canvas, find, look, pick, release = pick) {
  canvas.addEventListener("pointermove", (event) => look(find(event)));
  canvas.addEventListener("pointerleave", () => look(null));
  canvas.addEventListener("click", (event) => pick(find(event)));
  dragByTouch(canvas, (event) => release(find(event)));
}

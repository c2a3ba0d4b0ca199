// Where a window can stand on a picture: rows and columns of places, a stride apart.

import { placeIn } from "../../kit/cells.js";

/**
 * @typedef {object} Slide
 * @property {[number, number]} sides height and width of the picture as the network is given it, px
 * @property {[number, number]} map rows and columns of places
 * @property {number} window side of the window, px
 * @property {number} stride px from one place to the next
 */
/** @typedef {[number, number]} Place row and column */
/** @typedef {import("../../kit/pixels.js").Box} Box */

/**
 * The place whose window has its middle nearest to a point.
 * @param {Slide} slide @param {number[]} share down and across, of the picture's sides @returns {Place}
 */
export function nearest({ sides, map, window, stride }, share) {
  const [row, column] = share.map((one, axis) => {
    const at = Math.round((one * sides[axis] - window / 2) / stride);
    return Math.min(map[axis] - 1, Math.max(0, at));
  });
  return [row, column];
}

/**
 * The same for a pointer on a canvas of the picture.
 * @param {Slide} slide @param {Element} canvas @param {MouseEvent} event
 */
export function placeAt(slide, canvas, event) {
  return nearest(slide, placeIn(canvas, event));
}

/**
 * The window at a place: left, top, width and height, px.
 * @param {Slide} slide @param {Place} place @returns {Box}
 */
export function windowAt({ window, stride }, [row, column]) {
  return [column * stride, row * stride, window, window];
}

/**
 * The part of the picture that stands for the first rows, or for all columns of them: each place has a square of one
 * stride around the middle of its window.
 * @param {Slide} slide @param {Place} place @param {number} rows @param {number} columns @returns {Box}
 */
export function cellsAt({ window, stride }, [row, column], rows, columns) {
  const before = (window - stride) / 2;
  return [before + column * stride, before + row * stride, columns * stride, rows * stride];
}

/** How many places come before one, row by row. @param {Slide} slide @param {Place} place */
export function numberOf({ map }, [row, column]) {
  return row * map[1] + column;
}

/** The place that so many come before. @param {Slide} slide @param {number} number @returns {Place} */
export function placeOf({ map }, number) {
  return [Math.floor(number / map[1]), number % map[1]];
}

// A frame with two axes in a picture, and what is drawn in it.

import { childrenOf, makeSvg, setAll, setText } from "../../kit/elements.js";
import { number } from "../../kit/format.js";

/**
 * @typedef {object} Frame
 * @property {number} left px, as right, top and bottom
 * @property {number} right
 * @property {number} top
 * @property {number} bottom
 * @property {number[]} x least and largest input
 * @property {number[]} y of the values
 */

/** From numbers to px. @param {Frame} frame */
export function scaleOf({ left, right, top, bottom, x: [low, high], y: [least, most] }) {
  return {
    x: (/** @type {number} */ value) => left + ((value - low) / (high - low)) * (right - left),
    y: (/** @type {number} */ value) => bottom - ((value - least) / (most - least)) * (bottom - top),
  };
}

/** The line through all points. @param {Frame} frame @param {number[]} inputs @param {number[]} values */
export function pathOf(frame, inputs, values) {
  const { x, y } = scaleOf(frame);
  return inputs.map((input, at) => `${at ? "L" : "M"}${x(input).toFixed(1)} ${y(values[at]).toFixed(1)}`).join("");
}

/** @param {number} value @param {number} least @param {number} most */
export function clamped(value, least, most) {
  return Math.min(Math.max(value, least), most);
}

/**
 * Draw a grid with its numbers; the lines at 0 are stronger.
 * @param {SVGElement} group @param {Frame} frame @param {number[]} ticks of the values
 * @param {number} apart of the inputs that are written
 */
export function axisLines(group, frame, ticks, apart) {
  const { x, y } = scaleOf(frame);
  const [low, high] = frame.x;
  const inputs = Array.from({ length: high - low + 1 }, (_, step) => low + step).filter((at) => at % apart === 0);
  const marks = [
    ...inputs.map((at) => ({ at, line: [x(at), frame.top, x(at), frame.bottom], text: [x(at), frame.bottom + 15],
      anchor: "middle" })),
    ...ticks.map((at) => ({ at, line: [frame.left, y(at), frame.right, y(at)], text: [frame.left - 6, y(at) + 4],
      anchor: "end" }))];
  childrenOf(group, marks.length, () => {
    const mark = makeSvg("g", group);
    makeSvg("line", mark);
    makeSvg("text", mark);
    return mark;
  }).forEach((mark, place) => {
    const { at, line: [x1, y1, x2, y2], text: [left, base], anchor } = marks[place];
    setAll(mark.children[0], { x1, y1, x2, y2, class: at ? "grid" : "zero" });
    setAll(mark.children[1], { x: left, y: base, "text-anchor": anchor });
    setText(mark.children[1], number(at));
  });
}

// A picture with boxes on it, in SVG: they stay sharp at any size, and styles give them their looks.

import { childrenOf, makeSvg, setAll, setClass, setText } from "./elements.js";

/** How many units wide and high a drawing is, whatever the side of its picture in px. */
export const UNITS = 480;
const LETTERS = 15; // units
const EDGE = 4;

/**
 * @typedef {object} DrawnBox
 * @property {number[]} box x1, y1, x2, y2, px of the picture
 * @property {string} colour
 * @property {string} name written in its upper left corner; ""
 * @property {string} look class of its frame, such as "dashed"; ""
 */

/** @param {Element} parent */
export function newBoxPicture(parent) {
  const svg = makeSvg("svg", parent, { class: "box-picture", viewBox: `0 0 ${UNITS} ${UNITS}`, tabindex: 0,
    role: "application" });
  const image = makeSvg("image", svg, { width: UNITS, height: UNITS, preserveAspectRatio: "none" });
  const [under, boxes, over] = ["under", "boxes", "over"].map((name) => makeSvg("g", svg, { class: name }));
  return { svg, image, under, boxes, over };
}

/** @typedef {ReturnType<typeof newBoxPicture>} BoxPicture */

/** @param {BoxPicture} picture @param {string} address of the picture, as data; "" for a plain ground */
export function drawGround({ image }, address) {
  image.toggleAttribute("hidden", !address);
  if (address && image.getAttribute("href") !== address) image.setAttribute("href", address);
}

/** Where a box lies in the drawing: left, top, width, height in units. @param {number[]} box @param {number} side */
export function placeOf([x1, y1, x2, y2], side) {
  const scale = UNITS / side;
  return { x: x1 * scale, y: y1 * scale, width: Math.max(0, x2 - x1) * scale, height: Math.max(0, y2 - y1) * scale };
}

/** Draw boxes and their names. @param {BoxPicture} picture @param {DrawnBox[]} boxes @param {number} side px */
export function drawBoxes({ boxes: group }, boxes, side) {
  childrenOf(group, boxes.length, () => newBox(group)).forEach((made, at) => {
    const { box, colour, name, look } = boxes[at];
    const place = placeOf(box, side);
    const [dark, frame, label] = [...made.children];
    setClass(made, ["box", look]);
    for (const rect of [dark, frame]) setAll(rect, place);
    frame.setAttribute("stroke", colour);
    setText(label, name);
    setAll(label, { x: Math.min(Math.max(place.x, 0) + EDGE, UNITS - LETTERS),
      y: Math.min(Math.max(place.y, 0) + LETTERS, UNITS - EDGE) });
  });
}

/** A frame with a dark one under it, so that it is seen on any ground. @param {Element} group */
function newBox(group) {
  const made = makeSvg("g", group);
  makeSvg("rect", made, { class: "dark" });
  makeSvg("rect", made, { class: "frame" });
  makeSvg("text", made, { "font-size": LETTERS, fill: "#ffffff" });
  return made;
}

// Draws two boxes on squared paper: what both cover, the smallest box around both, and corners to pull.

import { childrenOf, makeSvg, setAll, setText } from "../../kit/elements.js";
import { number } from "../../kit/format.js";

/** @typedef {import("../../math/boxes.js").Box} Box */
/** @typedef {import("./index.js").View} View */

const [LEFT, TOP, RIGHT, BOTTOM] = [26, 8, 10, 24]; // px around the paper
const EVERY = 4; // lines between two that are labelled
const [GRIP, REACH] = [5, 15]; // px: of a corner as it is drawn, and as it is caught
const LETTERS = 15; // px from a name to its box

/** @param {SVGSVGElement} svg */
export function newPicture(svg) {
  const paper = { grid: makeSvg("g", svg, { class: "grid" }), hull: makeSvg("rect", svg, { class: "hull" }) };
  const boxes = /** @type {const} */ (["ours", "theirs"]).map((name) => {
    const group = makeSvg("g", svg, { class: `box ${name}`, tabindex: 0, role: "application", "data-box": name });
    return { group, body: makeSvg("rect", group, { class: "body" }) };
  });
  const shared = makeSvg("rect", svg, { class: "shared" });
  const grips = boxes.map(({ group }, at) => ({ named: makeSvg("text", group, { class: "named" }),
    corners: [0, 1, 2, 3].map((corner) => makeSvg("rect", svg, { class: `corner ${at ? "theirs" : "ours"}`,
      "data-corner": corner })) }));
  return { ...paper, boxes, shared, grips };
}

/** px of the screen for one of the paper. @param {number[]} size @param {number} wide px of the picture */
export function scaleFor([width], wide) {
  return Math.max(4, (wide - LEFT - RIGHT) / width);
}

/** Draw the paper for another width. @param {View} view @param {number} wide px */
export function layOut({ data: { size }, svg, picture, scale }, wide) {
  const tall = Math.round(size[1] * scale + TOP + BOTTOM);
  setAll(svg, { viewBox: `0 0 ${wide} ${tall}`, width: wide, height: tall });
  const lines = size.flatMap((length, axis) => Array.from({ length: length + 1 }, (_, at) => ({ axis, at })));
  const drawn = childrenOf(picture.grid, 2 * lines.length, (at) => makeSvg(at % 2 ? "text" : "line", picture.grid));
  lines.forEach(({ axis, at }, place) => {
    const named = at % EVERY === 0;
    const [x, y] = [LEFT + (axis ? 0 : at * scale), TOP + (axis ? at * scale : 0)];
    setAll(drawn[2 * place], { x1: x, y1: y, x2: axis ? LEFT + size[0] * scale : x,
      y2: axis ? y : TOP + size[1] * scale, class: named ? "bold" : "thin" });
    setAll(drawn[2 * place + 1], axis ? { x: LEFT - 6, y: y + 4, "text-anchor": "end" }
      : { x, y: TOP + size[1] * scale + 16, "text-anchor": "middle" });
    setText(drawn[2 * place + 1], named ? number(at) : "");
  });
}

/** @param {View} view */
export function drawBoxes({ picture, boxes, fit, scale, active, data: { words } }) {
  rect(picture.hull, fit.hull, scale);
  setAll(picture.shared, { visibility: fit.shared ? "visible" : "hidden" });
  if (fit.shared) rect(picture.shared, fit.shared, scale);
  const names = { ours: words.ours, theirs: words.theirs };
  (/** @type {const} */ (["ours", "theirs"])).forEach((name, at) => {
    const box = boxes[name];
    rect(picture.boxes[at].body, box, scale);
    const { named, corners } = picture.grips[at];
    const [x, y] = placeOf([box[0], at ? box[3] : box[1]], scale);
    const above = !at && y - TOP < 1.2 * LETTERS;
    setAll(named, { x: x + 5, y: at ? y - 6 : above ? y + LETTERS : y - 5 });
    setText(named, names[name]);
    corners.forEach((corner, place) => {
      const [across, down] = placeOf(cornerOf(box, place), scale);
      setAll(corner, { x: across - GRIP, y: down - GRIP, width: 2 * GRIP, height: 2 * GRIP, rx: 2,
        visibility: "visible", class: `corner ${name}${name === active ? " active" : ""}` });
    });
  });
}

/** @param {SVGRectElement} drawn @param {Box} box @param {number} scale */
function rect(drawn, [x1, y1, x2, y2], scale) {
  const [x, y] = placeOf([x1, y1], scale);
  setAll(drawn, { x, y, width: (x2 - x1) * scale, height: (y2 - y1) * scale });
}

/** Corners go round: 0 upper left, 1 upper right, 2 lower right, 3 lower left. @param {Box} box @param {number} at */
export function cornerOf(box, at) {
  return [box[at === 1 || at === 2 ? 2 : 0], box[at > 1 ? 3 : 1]];
}

/** Where a point of the paper is drawn, px. @param {number[]} point @param {number} scale */
export function placeOf([x, y], scale) {
  return [LEFT + x * scale, TOP + y * scale];
}

/** The point of the paper under a pointer. @param {View} view @param {{ clientX: number, clientY: number }} event */
export function pointOf({ svg, scale }, { clientX, clientY }) {
  const { left, top, width } = svg.getBoundingClientRect();
  const shrunk = Number(svg.getAttribute("width")) / (width || 1);
  return [((clientX - left) * shrunk - LEFT) / scale, ((clientY - top) * shrunk - TOP) / scale];
}

/**
 * What a pointer takes hold of: a corner that is near, else the box that it is in; of two the active one, where that
 * does not contain the other.
 * @param {View} view @param {number[]} point
 * @returns {{ name: "ours" | "theirs", corner: number | null } | null}
 */
export function heldAt({ boxes, active, scale }, point) {
  const names = /** @type {const} */ ([active, active === "ours" ? "theirs" : "ours"]);
  const corners = names.flatMap((name) => [0, 1, 2, 3].map((corner) => {
    const [x, y] = cornerOf(boxes[name], corner);
    return { name, corner, far: Math.hypot(point[0] - x, point[1] - y) * scale };
  })).filter(({ far }) => far <= REACH).sort((one, other) => one.far - other.far);
  if (corners.length) return { name: corners[0].name, corner: corners[0].corner };
  const inside = names.filter((name) => point[0] >= boxes[name][0] && point[0] <= boxes[name][2]
    && point[1] >= boxes[name][1] && point[1] <= boxes[name][3]);
  return inside.length ? { name: inside[0], corner: null } : null;
}

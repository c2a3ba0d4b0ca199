// On a sheet of paper nobody scrolls: a long network stands there in rows, cut where no layer is.

import { makeSvg } from "../../kit/elements.js";
import { growth } from "../../kit/pixels.js";

const SMALLEST = 0.8; // of the size on the screen: below, letters are no longer read
const LETTER = 3.4; // px; half of one of what stands below a layer
const BEFORE = 4; // px

/** @typedef {import("./index.js").Node} Node */
/** @typedef {{ start: number, end: number }} Span px of the picture */

/**
 * Return the rows of a picture; one where all of it is read in the room that there is.
 * @param {Node[]} nodes @param {number} width of the picture, px @param {number} room px
 * @returns {Span[]}
 */
export function rowsOf(nodes, width, room) {
  const most = Math.max(room / SMALLEST, 1);
  if (width <= most) return [{ start: 0, end: width }];
  const starts = groupsOf(nodes).map(({ start }) => Math.max(0, start - BEFORE));
  const ends = groupsOf(nodes).map(({ end }) => end + BEFORE);
  /** @type {number[]} */
  const cuts = [];
  starts.forEach((start, at) => {
    if (!at || ends[at] - (cuts.at(-1) ?? 0) > most) cuts.push(at ? start : 0);
  });
  return cuts.map((start, at) => ({ start, end: cuts[at + 1] ?? width }));
}

/** Layers that stand above each other, or whose names touch, are one group. @param {Node[]} nodes @returns {Span[]} */
function groupsOf(nodes) {
  const spans = nodes.map(({ x, front, across, textX, shape, label, behind }) => {
    const half = behind ? 0 : LETTER * Math.max(shape.length, label.length);
    return { start: Math.min(x, textX - half), end: Math.max(x + front + across, textX + half) };
  });
  /** @type {Span[]} */
  const groups = [];
  for (const span of spans.toSorted((one, other) => one.start - other.start)) {
    const last = groups.at(-1);
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
    else groups.push({ ...span });
  }
  return groups;
}

/**
 * Put the rows into `scroller` in the place of its picture, whose parts they show.
 * @param {HTMLElement} scroller @param {SVGElement} svg @param {Node[]} nodes
 */
export function layRows(scroller, svg, nodes) {
  takeRows(scroller);
  const [, , width, height] = (svg.getAttribute("viewBox") ?? "").split(" ").map(Number);
  const room = scroller.clientWidth / growth();
  const rows = rowsOf(nodes, width, room);
  const widest = Math.max(...rows.map(({ start, end }) => end - start), room);
  for (const { start, end } of rows) {
    const row = makeSvg("svg", scroller, { class: "row", viewBox: `${start} 0 ${end - start} ${height}`,
      "aria-hidden": true });
    row.style.width = `${(100 * (end - start)) / widest}%`;
    for (const part of svg.children) makeSvg("use", row, { href: `#${part.id}` });
  }
}

/** @param {HTMLElement} scroller */
export function takeRows(scroller) {
  for (const row of scroller.querySelectorAll(".row")) row.remove();
}

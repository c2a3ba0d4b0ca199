// What is read by the unit that is pointed at, who reads it, and what is looked at: frames and lines over the maps.

import { colourOf } from "../../kit/pixels.js";
import { isSeen, screenRect } from "./camera.js";
import { rectOf, tileOf } from "./layout.js";

/** @typedef {import("./index.js").View} View */
/** @typedef {import("./reach.js").Box} Box */

const MOST_FRAMES = 700;
const NEAR = 26; // px of a unit

/** Frames around what a unit reads, and around who reads it. @param {View} view
 * @param {CanvasRenderingContext2D} pen */
export function paintReach(view, pen) {
  const { reach } = view;
  if (!reach) return;
  paintCone(view, pen);
  for (const [place, box] of reach.reads) frame(view, pen, place, box, "#ff8a00", []);
  for (const [place, box] of reach.readers) frame(view, pen, place, box, "#00b8e6", [4, 3]);
}

/** @param {View} view @param {number} place @param {Box} box @param {number} map */
function boxRect({ scene, steps, head }, place, [, rows, columns], map) {
  const figure = scene.figures.get(place);
  if (!figure || figure.k <= 0) return null;
  const tile = tileOf(figure, place < 0 ? 0 : map);
  const [, tall, wide] = place < 0 ? head.input : steps[place].shape;
  return { x: tile.x + (columns[0] / wide) * tile.w, y: tile.y + (rows[0] / tall) * tile.h,
    w: ((columns[1] - columns[0] + 1) / wide) * tile.w, h: ((rows[1] - rows[0] + 1) / tall) * tile.h };
}

/**
 * @param {View} view @param {CanvasRenderingContext2D} pen @param {number} place @param {Box} box
 * @param {string} colour @param {number[]} dashes
 */
function frame(view, pen, place, box, colour, dashes) {
  const figure = view.scene.figures.get(place);
  if (!figure || figure.k * view.camera.k < 1e-4) return;
  const [from, to] = place < 0 ? [0, 0] : box[0];
  const step = Math.max(1, Math.ceil((to - from + 1) / MOST_FRAMES));
  pen.beginPath();
  for (let map = from; map <= to; map += step) {
    const rect = boxRect(view, place, box, map);
    if (!rect) return;
    const [left, top, wide, tall] = screenRect(view, rect);
    if (isSeen(view, [left, top, wide, tall])) pen.rect(left, top, Math.max(1.5, wide), Math.max(1.5, tall));
  }
  const thin = figure.k * figure.wide * view.camera.k < 22;
  pen.setLineDash([]);
  Object.assign(pen, { strokeStyle: "rgb(0 0 0 / 55%)", lineWidth: thin ? 1.6 : 3 });
  pen.stroke();
  pen.setLineDash(dashes);
  Object.assign(pen, { strokeStyle: colour, lineWidth: thin ? 1 : 1.6 });
  pen.stroke();
  pen.setLineDash([]);
}

/** Lines from the unit to what it reads in the steps right before it. @param {View} view
 * @param {CanvasRenderingContext2D} pen */
function paintCone(view, pen) {
  const { reach, steps } = view;
  if (!reach || reach.place < 0) return;
  const end = boxRect(view, reach.place, reach.own, reach.own[0][0]);
  if (!end) return;
  const [left, top, wide, tall] = screenRect(view, end);
  if (wide > NEAR) return; // numbers are read there
  Object.assign(pen, { lineWidth: 1, strokeStyle: "#ff8a00", globalAlpha: 0.6 });
  pen.beginPath();
  for (const { from } of steps[reach.place].edges) {
    const box = reach.reads.get(from);
    if (!box) continue;
    const [first, last] = from < 0 ? [0, 0] : box[0];
    const step = Math.max(1, Math.ceil((last - first + 1) / 24));
    for (let map = first; map <= last; map += step) {
      const rect = boxRect(view, from, box, map);
      if (rect) connect(pen, screenRect(view, rect), [left, top, wide, tall], view.down);
    }
  }
  pen.stroke();
  pen.globalAlpha = 1;
}

/** @param {CanvasRenderingContext2D} pen @param {number[]} from @param {number[]} to @param {boolean} down */
function connect(pen, from, to, down) {
  const [x0, y0] = down ? [from[0] + from[2] / 2, from[1] + from[3]] : [from[0] + from[2], from[1] + from[3] / 2];
  const [x1, y1] = down ? [to[0] + to[2] / 2, to[1]] : [to[0], to[1] + to[3] / 2];
  pen.moveTo(x0, y0);
  if (down) pen.bezierCurveTo(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2, x1, y1);
  else pen.bezierCurveTo((x0 + x1) / 2, y0, (x0 + x1) / 2, y1, x1, y1);
}

/** A line around what is looked at, and around the unit. @param {View} view @param {CanvasRenderingContext2D} pen */
export function paintFocus(view, pen) {
  const { focus, scene, steps, head } = view;
  const figure = scene.figures.get(focus.place ?? -2);
  if (focus.place === null || !figure || figure.k <= 0) return;
  const [map, row, column] = focus.at;
  const rect = map === undefined ? rectOf(figure) : tileOf(figure, focus.place < 0 ? 0 : map);
  Object.assign(pen, { strokeStyle: colourOf(view.card, "--selection") || "#1c3d8f", lineWidth: 2 });
  const [left, top, wide, tall] = screenRect(view, rect);
  pen.strokeRect(left - 3, top - 3, wide + 6, tall + 6);
  if (row === undefined) return;
  const [, rows, columns] = focus.place < 0 ? head.input : steps[focus.place].shape;
  Object.assign(pen, { strokeStyle: "#ffffff", lineWidth: 3 });
  const cell = /** @type {[number, number, number, number]} */ ([left + (column / columns) * wide,
    top + (row / rows) * tall, Math.max(3, wide / columns), Math.max(3, tall / rows)]);
  pen.strokeRect(...cell);
  Object.assign(pen, { strokeStyle: "#d4006a", lineWidth: 1.8 });
  pen.strokeRect(...cell);
}

// The network as the camera sees it.

import { percent, shorter } from "../../kit/format.js";
import { colourOf, density, inkOn, painted, penOf } from "../../kit/pixels.js";
import { isSeen, screenRect } from "./camera.js";
import { coloursOf, levelOf, scaleOf } from "./data.js";
import { magnified, rectOf, tileOf } from "./layout.js";
import { paintFocus, paintReach } from "./frames.js";

/** @typedef {import("./index.js").View} View */
/** @typedef {import("./layout.js").Figure} Figure */
/** @typedef {import("./layout.js").Rect} Rect */
/** @typedef {import("./data.js").Pack} Pack */

const NUMBERS = 30; // px of a cell that its number fits into
const LETTERS = 12; // px

/**
 * All maps of a step as one small picture, drawn once.
 * @param {View} view @param {Pack} pack @param {Figure} figure
 */
function spriteOf(view, pack, figure) {
  const key = `${figure.columns} ${view.own}`;
  const known = view.sprites.get(pack);
  if (known?.key === key) return known.canvas;
  const [count, tall, wide] = pack.size;
  const times = magnified(Math.max(tall, wide));
  const [stepX, stepY] = [figure.wide + figure.gap, figure.tall + figure.gap];
  const [width, height] = [figure.columns * stepX - figure.gap, figure.rows * stepY - figure.gap];
  const canvas = painted(height, width, (pixels) => {
    for (let map = 0; map < count; map++) {
      const colours = coloursOf(pack, map, view.own, view.tables);
      const from = Math.floor(map / figure.columns) * stepY * width + (map % figure.columns) * stepX;
      for (let row = 0; row < tall * times; row++) {
        const line = (map * tall + Math.floor(row / times)) * wide;
        for (let column = 0; column < wide * times; column++) {
          pixels[from + row * width + column] = colours[pack.levels[line + Math.floor(column / times)]];
        }
      }
    }
  });
  view.sprites.set(pack, { key, canvas });
  return canvas;
}

/** @param {View} view */
export function paint(view) {
  const { canvas, room, camera, scene } = view;
  const pen = penOf(canvas);
  pen.setTransform(density(), 0, 0, density(), 0, 0);
  pen.clearRect(0, 0, ...room);
  view.ink = colourOf(view.card, "--text") || "#1c2333";
  view.quiet = colourOf(view.card, "--quiet") || "#5b667a";
  for (const [place, figure] of scene.figures) {
    if (figure.k * camera.k > 1e-4) paintFigure(view, pen, place, figure);
  }
  paintLabels(view, pen);
  paintBars(view, pen);
  if (view.reach) paintReach(view, pen);
  paintFocus(view, pen);
}

/** @param {View} view @param {CanvasRenderingContext2D} pen @param {number} place @param {Figure} figure */
function paintFigure(view, pen, place, figure) {
  const box = screenRect(view, rectOf(figure));
  if (!isSeen(view, box)) return;
  pen.imageSmoothingEnabled = figure.k * view.camera.k * density() < 1;
  if (place < 0) {
    pen.drawImage(view.picture, ...box);
    paintNumbers(view, pen, place, figure, 0);
    return;
  }
  const pack = view.packs.get(view.steps[place].name);
  if (!pack) {
    pen.fillStyle = "rgb(128 138 155 / 18%)";
    pen.fillRect(...box);
    return;
  }
  pen.drawImage(spriteOf(view, pack, figure), ...box);
  for (const [key, full] of view.full) {
    const [step, map] = key.split(":").map(Number);
    if (step === place) paintFull(view, pen, figure, map, full);
  }
}

/**
 * One map in full, over its small picture.
 * @param {View} view @param {CanvasRenderingContext2D} pen @param {Figure} figure @param {number} map
 * @param {import("./index.js").Full} full
 */
function paintFull(view, pen, figure, map, full) {
  const place = full.place;
  const pack = view.packs.get(view.steps[place].name);
  const box = screenRect(view, tileOf(figure, map));
  if (!pack || !isSeen(view, box)) return;
  if (full.own !== view.own) {
    const { signed, most } = scaleOf(pack, map, view.own);
    const table = signed ? view.tables.diverging : view.tables.sequential;
    full.canvas = painted(full.size[0], full.size[1], (pixels) => {
      full.values.forEach((value, at) => { pixels[at] = table[levelOf(value, signed, most)]; });
    });
    full.own = view.own;
  }
  if (full.canvas) pen.drawImage(full.canvas, ...box);
  paintNumbers(view, pen, place, figure, map);
}

/**
 * The numbers of a map that is known in full, where its cells are large enough.
 * @param {View} view @param {CanvasRenderingContext2D} pen @param {number} place @param {Figure} figure
 * @param {number} map
 */
function paintNumbers(view, pen, place, figure, map) {
  const full = view.full.get(`${place}:${place < 0 ? view.focus.at[0] ?? 0 : map}`);
  if (!full) return;
  const [left, top, wide, tall] = screenRect(view, tileOf(figure, map));
  const [w, h] = [wide / full.size[1], tall / full.size[0]];
  if (w < NUMBERS) return;
  Object.assign(pen, { textAlign: "center", textBaseline: "middle", font: `${Math.min(14, w / 3.2)}px ${view.font}` });
  const first = [Math.max(0, Math.floor(-top / h)), Math.max(0, Math.floor(-left / w))];
  const last = [Math.min(full.size[0] - 1, (view.room[1] - top) / h),
    Math.min(full.size[1] - 1, (view.room[0] - left) / w)];
  for (let row = first[0]; row <= last[0]; row++) {
    for (let column = first[1]; column <= last[1]; column++) {
      const at = row * full.size[1] + column;
      const texts = shorter(full.values[at]);
      pen.fillStyle = inkOn(groundOf(view, place, map, at, full.values[at]));
      pen.fillText(texts.find((text) => pen.measureText(text).width < w - 4) ?? "", left + (column + 0.5) * w,
        top + (row + 0.5) * h);
    }
  }
}

/**
 * The colour of a cell, #rrggbb.
 * @param {View} view @param {number} place @param {number} map @param {number} at @param {number} value
 */
function groundOf(view, place, map, at, value) {
  const hex = (/** @type {ArrayLike<number>} */ parts) =>
    `#${[0, 1, 2].map((one) => parts[one].toString(16).padStart(2, "0")).join("")}`;
  if (place < 0) return hex(view.rgb.subarray(3 * at, 3 * at + 3));
  const pack = /** @type {Pack} */ (view.packs.get(view.steps[place].name));
  const { signed, most } = scaleOf(pack, map, view.own);
  const colour = (signed ? view.tables.diverging : view.tables.sequential)[levelOf(value, signed, most)];
  return hex([colour & 255, (colour >> 8) & 255, (colour >> 16) & 255]);
}

/** @param {View} view @param {CanvasRenderingContext2D} pen */
function paintLabels(view, pen) {
  const { scene, head, steps, open, camera } = view;
  const font = `${LETTERS}px ${view.font}`;
  Object.assign(pen, { font, textAlign: "left", textBaseline: "top", fillStyle: view.quiet });
  /** @type {[string, Rect][]} */
  const labels = [[head.words.picture, rectOf(/** @type {Figure} */ (scene.figures.get(-1)))]];
  let place = 0;
  head.columns.forEach((column, at) => {
    const last = place + column.steps.length - 1;
    for (let one = at === open ? place : last; one <= last; one++) {
      const text = at === open ? steps[one].name : column.label;
      labels.push([text, rectOf(/** @type {Figure} */ (scene.figures.get(one)))]);
    }
    place += column.steps.length;
  });
  const boxes = labels.map(([, rect]) => screenRect(view, rect));
  let free = -Infinity;
  labels.forEach(([text], at) => {
    const [left, top, wide, tall] = boxes[at];
    const long = pen.measureText(text).width;
    if (!isSeen(view, [left, top, wide, tall + 20])) return;
    if (view.down) labelDown(pen, text, [left, top, long, tall], 40 * camera.k);
    else if (left > free && top + tall + LETTERS + 6 < view.room[1] && !boxes.slice(at + 1).some((box) =>
      box[0] < left + long && box[1] + box[3] > top + tall + 3)) {
      pen.fillText(text, left, top + tall + 5);
      free = left + long + 8;
    }
  });
}

/** Left of maps that lie below each other, or above them where there is room. @param {CanvasRenderingContext2D} pen
 * @param {string} text @param {number[]} box left, top, length of the text, height @param {number} above */
function labelDown(pen, text, [left, top, long, tall], above) {
  if (long + 8 < left) pen.fillText(text, left - long - 8, top + tall / 2 - LETTERS / 2);
  else if (above > LETTERS + 2) pen.fillText(text, Math.max(4, left), top - LETTERS - 3);
}

/** @param {View} view @param {CanvasRenderingContext2D} pen */
function paintBars(view, pen) {
  const { scene, camera, classes, head } = view;
  const [left, top, wide] = screenRect(view, scene.bars);
  const high = (scene.bars.h / Math.max(1, classes.length)) * camera.k;
  const letters = Math.min(13, high * 0.62);
  if (letters < 3) return;
  Object.assign(pen, { textBaseline: "middle", textAlign: "left" });
  classes.forEach(({ name, share, place }, at) => {
    const y = top + (at + 0.5) * high;
    const asked = place === head.target;
    pen.font = `${asked ? 600 : 400} ${letters}px ${view.font}`;
    pen.fillStyle = view.ink;
    const room = wide * 0.52;
    pen.fillText(cut(pen, name, room - 6), left, y);
    pen.fillStyle = asked ? colourOf(view.card, "--linear") || "#3d8f6a" : "#9aa4b2";
    pen.fillRect(left + room, y - high * 0.3, Math.max(2, wide * 0.3 * share), high * 0.6);
    pen.fillStyle = view.ink;
    pen.fillText(percent(share, 1), left + room + Math.max(2, wide * 0.3 * share) + 5, y);
  });
}

/** @param {CanvasRenderingContext2D} pen @param {string} text @param {number} room px */
function cut(pen, text, room) {
  let shown = text;
  while (shown && pen.measureText(shown).width > room) shown = shown.slice(0, -1);
  return shown === text ? text : `${shown.slice(0, -1)}…`;
}

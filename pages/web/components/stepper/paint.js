// Draws one state of the stepper. A frame is: grids, then what the current or pointed-at cell lights up.

import { clean, fill, shorter } from "../../kit/format.js";
import { hatch, inkOn } from "../../kit/pixels.js";
import { biasOf, count, reachOf, sumOf, unravel } from "../../math/convolution.js";
import { cornerOf, CURVE, labelled } from "./layout.js";
import { focusedCell, isOwn, kernelAt, lightOf, outputAt, sourceAt } from "./light.js";
import { paintMarks } from "./marks.js";

/** @typedef {import("./view.js").View} View */
/** @typedef {import("./view.js").PlacedBlock} Block */
/** @typedef {import("./light.js").Light} Light */
/** @typedef {"input" | "kernel" | "output" | "padding" | "cut"} Kind */
/** @typedef {{ kind: Kind, value: number | null, unread?: boolean, channel?: number }} Looks null: no number there */
/**
 * @typedef {{ x: number, y: number, cell: number, value: number, kind: Kind, lit: boolean, small: string, shade:
 *   string | null }} Writing `cell`: px of its side
 */

const GUNS = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]]; // of the channels of a photo, and of a grey one
const LEAST_LETTERS = 10; // px, in cells that have the room
const SMALLEST_LETTERS = 8;
const SMALLEST_ON_COLOUR = 6;
const LEAST_WITH_WEIGHT = 22; // px; a weight stands in a corner from ROOMY on, else under the value
const ROOMY = 34;
const SHADE_BELOW = 18; // px; smaller cells are told by colour, larger ones by their number

/** @param {View} view */
export function paint(view) {
  const { context, plan, colours } = view;
  context.fillStyle = colours.background;
  context.fillRect(0, 0, plan.width, plan.height);
  const light = lightOf(view);
  plan.blocks.forEach((block) => paintBlock(view, block, light));
  context.fillStyle = colours.quiet;
  context.font = `26px ${colours.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const { text, x, y } of plan.symbols) context.fillText(text, x, y);
}

/** @param {View} view @param {Block} block @param {Light} light */
function paintBlock(view, block, light) {
  const { context, colours } = view;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.fillStyle = colours.text;
  context.font = `600 14px ${colours.font}`;
  context.fillText(block.title, block.left + (view.plan.blocks[1].held ?? 0), block.top + 15);
  paintLabels(view, block);
  const total = count(block.shape);
  for (let flat = 0; flat < total; flat++) paintCell(view, block, flat, light);
  if (block.name === "input" && light.cell !== undefined && view.mode === "gather") paintWindow(view, block, light);
  if (light.strong.block === block.name) paintStrong(view, block, light);
  if (block.curve) block.corners.forEach((_, row) => paintCurve(view, block, row, light));
  if (block.biasAt) paintBias(view, block, block.biasAt);
  paintMarks(view, block);
}

/** @param {View} view @param {Block} block */
function paintLabels(view, block) {
  if (!labelled(block)) return;
  const { context, colours } = view;
  context.font = `12px ${colours.font}`;
  context.fillStyle = colours.quiet;
  block.corners.forEach((row, at) => row.forEach(({ x, y }, slice) => {
    const parts = block.slices > 1 ? [fill(view.words.slice, { slice: slice + 1 })] : [];
    if (block.rows > 1) parts.unshift(panelName(view, block, at));
    context.fillText(parts.join(", "), x, y - 5 - (block.curve ? CURVE : 0), block.width * block.cell + 8);
  }));
}

/** @param {View} view @param {Block} block @param {number} row */
function panelName(view, block, row) {
  if (block.name !== "kernel") return block.labels[row] ?? String(row + 1);
  const { words, model } = view;
  if (view.mode === "scatter") return words.maps[row];
  const channel = unravel(focusedCell(view), model.outputShape)[0];
  return words.channels[Math.floor(channel / model.groupOut) * model.groupIn + row];
}

/** Value, kind and looks of one cell. @param {View} view @param {Block} block @param {number} flat @returns {Looks} */
function cellOf(view, block, flat) {
  const { model } = view;
  if (block.name === "kernel") return { value: model.weight[kernelAt(view, flat)], kind: "kernel" };
  if (block.name === "output") {
    const cell = outputAt(view, flat);
    return cell < 0 ? { kind: "cut", value: null } : { value: shownValue(view, cell), kind: "output" };
  }
  const source = sourceAt(view, flat);
  const unread = view.mode === "gather" || !model.transposed ? !model.readPlaces.has(flat) : false;
  const own = source >= 0 && isOwn(view, flat);
  const kind = own ? "input" : "padding";
  return { value: source < 0 ? 0 : model.input[source], kind, unread, channel: unravel(flat, block.shape)[0] };
}

/**
 * The number in an output cell at this moment of the run, or null before its turn.
 * @param {View} view @param {number} cell
 */
function shownValue(view, cell) {
  const { model, mode, step } = view;
  if (mode === "overlaps") return view.overlaps[cell];
  if (mode === "scatter") {
    const last = view.hover?.block === "output" && outputAt(view, view.hover.cell) === cell ? Infinity : step;
    const sum = sumOf(model, cell, last) + biasOf(model, cell);
    return touched(view, cell, last) ? clean(sum, reachOf(model, cell)) : null;
  }
  const pointed = view.hover?.block === "output" && outputAt(view, view.hover.cell) === cell;
  return cell <= step || pointed || view.hover?.block === "input" ? model.output[cell] : null;
}

/** @param {View} view @param {number} cell @param {number} last */
function touched({ model }, cell, last) {
  for (let term = cell * model.terms; term < (cell + 1) * model.terms; term++) {
    if (model.source[term] >= 0 && model.source[term] <= last) return true;
  }
  return last === Infinity;
}

/** @param {View} view @param {Block} block @param {number} flat @param {Light} light */
function paintCell(view, block, flat, light) {
  const { context, colours } = view;
  const { cell } = block;
  const { x, y } = cornerOf(block, flat);
  const looks = cellOf(view, block, flat);
  const { value, kind, unread } = looks;
  const lit = light[block.name].has(flat);
  const shade = shadeOf(view, looks);
  context.fillStyle = shade ?? (kind === "padding" || kind === "cut" ? colours.padding : colours.background);
  context.fillRect(x, y, cell, cell);
  if (lit && block.name !== "kernel") {
    context.fillStyle = shade ? colours.litOver : colours.lit;
    context.fillRect(x, y, cell, cell);
  }
  if (unread || kind === "cut") hatch(context, [x, y, cell, cell], { colour: colours.quiet, gap: 6, alpha: 0.45 });
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  if (cell >= 12) context.strokeRect(Math.round(x) + 0.5, Math.round(y) + 0.5, cell, cell);
  if (lit && shade && block.name !== "kernel") outline(view, { x, y, cell }, 1.5);
  if (value === null) return;
  const small = lit && cell >= LEAST_WITH_WEIGHT ? light[block.name].get(flat) ?? "" : "";
  writeCell(view, { x, y, cell, value, kind, lit: lit && block.name !== "kernel", small, shade });
}

/** @param {View} view @param {Looks} looks */
function shadeOf({ model, plan, mode, tones, range }, { kind, value, channel = 0 }) {
  if (value === null) return null;
  if (kind === "kernel") return tone(tones.diverging, 0.5 + (0.1 * value) / (range.kernel || 1));
  if (kind === "output" && mode === "overlaps") return tone(tones.viridis, value / (range.overlaps || 1));
  if (!model.shaded && plan.cell >= SHADE_BELOW) return null;
  if (model.dims === 1) return null;
  if (kind === "input" && model.photo) {
    return `rgb(${GUNS[model.coloured ? channel : 3].map((gun) => gun * value).join(" ")})`;
  }
  if (kind !== "input" && kind !== "output") return null;
  const [low, high] = range[kind];
  if (low < 0) return tone(tones.diverging, 0.5 + (0.5 * value) / Math.max(-low, high));
  return tone(tones.viridis, value / (high || 1));
}

/** @param {string[]} scale @param {number} share */
function tone(scale, share) {
  return scale[Math.round(Math.min(1, Math.max(0, share)) * (scale.length - 1))];
}

/** @param {View} view @param {Writing} writing */
function writeCell({ context, colours, model, range }, { x, y, cell, value, kind, lit, small, shade }) {
  const letters = (/** @type {number} */ px, heavy = lit) => `${heavy ? 600 : 400} ${px}px ${colours.font}`;
  const size = Math.min(17, Math.max(LEAST_LETTERS, cell * 0.36));
  context.font = letters(size);
  const fit = (/** @type {string} */ text) => (size * (cell - 3)) / context.measureText(text).width;
  const least = shade ? SMALLEST_ON_COLOUR : SMALLEST_LETTERS;
  const texts = shorter(value);
  const plainly = texts.filter((text) => !text.includes("e"));
  const text = plainly.find((one) => fit(one) >= size) ?? plainly.findLast((one) => fit(one) >= least)
    ?? texts[texts.length - 1];
  const fitting = fit(text);
  if (fitting < least && shade) { // its colour tells it, and stripes its sign
    const reach = kind === "input" || kind === "output" ? Math.max(...range[kind].map(Math.abs)) : range.kernel;
    const alpha = Math.min(1, (-4 * value) / (reach || 1));
    if (model.hatched && value < 0) hatch(context, [x, y, cell, cell], { colour: inkOn(shade), gap: 5, alpha });
    return;
  }
  context.font = letters(Math.min(size, fitting), lit && fitting >= size);
  const plain = kind === "padding" ? colours.quiet : lit ? colours.selection : colours.text;
  context.fillStyle = shade ? inkOn(shade) : plain;
  context.textAlign = "center";
  context.textBaseline = "middle";
  const above = cell < ROOMY ? cell * 0.17 : 2;
  context.fillText(text, x + cell / 2, y + cell / 2 - (small ? above : -0.5));
  if (!small) return;
  context.font = `${Math.max(cell < ROOMY ? 8 : 9, cell * 0.23)}px ${colours.font}`;
  context.textAlign = cell < ROOMY ? "center" : "right";
  if (cell < ROOMY) context.fillText(small, x + cell / 2, y + cell * 0.77, cell - 2);
  else context.fillText(small, x + cell - 4, y + cell - 8, cell - 6);
}

/** @param {View} view @param {{ x: number, y: number, cell: number }} at @param {number} width */
function outline(view, { x, y, cell }, width) {
  view.context.strokeStyle = view.colours.convolution;
  view.context.lineWidth = width;
  view.context.strokeRect(x + width / 2, y + width / 2, cell - width, cell - width);
}

/**
 * A frame around each slice of the window; dilated windows also get one around each of their cells.
 * @param {View} view @param {Block} block @param {Light} light
 */
function paintWindow(view, block, light) {
  const { context, colours, model } = view;
  const { cell } = block;
  const corners = new Map();
  for (const place of light.input.keys()) {
    const at = unravel(place, block.shape);
    const panel = at.slice(0, Math.max(1, at.length - 2)).join();
    const { x, y } = cornerOf(block, place);
    const box = corners.get(panel) ?? [x, y, x, y];
    corners.set(panel, [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)]);
    if (model.dilated) outline(view, { x, y, cell }, 2);
  }
  context.strokeStyle = colours.convolution;
  context.lineWidth = model.dilated ? 1.5 : 2.5;
  context.setLineDash(model.dilated ? [5, 4] : []);
  for (const [left, top, right, low] of corners.values()) {
    context.strokeRect(left, top, right - left + cell + 1, low - top + cell + 1);
  }
  context.setLineDash([]);
}

/** @param {View} view @param {Block} block @param {Light} light */
function paintStrong(view, block, { strong }) {
  const { context, colours } = view;
  const { cell } = block;
  const { x, y } = cornerOf(block, strong.cell);
  context.fillStyle = colours.convolution;
  context.fillRect(x, y, cell + 1, cell + 1);
  const { value } = cellOf(view, block, strong.cell);
  if (value === null) return;
  writeCell(view, { x, y, cell, value, kind: block.name, lit: true, small: "", shade: colours.convolution });
}

/** @param {View} view @param {Block} block @param {import("./view.js").Corner} biasAt */
function paintBias(view, { cell }, biasAt) {
  const { context, colours, model } = view;
  const channel = unravel(focusedCell(view), model.outputShape)[0];
  context.fillStyle = colours.quiet;
  context.font = `12px ${colours.font}`;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.fillText(view.words.bias, biasAt.x, biasAt.y - 5);
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  context.strokeRect(biasAt.x + 0.5, biasAt.y + 0.5, cell, cell);
  const value = model.bias?.[channel] ?? 0;
  writeCell(view, { ...biasAt, cell, value, kind: "kernel", lit: false, small: "", shade: null });
}

/**
 * The values of a row of cells as a line above it, points over the middles of the cells.
 * @param {View} view @param {Block} block @param {number} row @param {Light} light
 */
function paintCurve(view, block, row, light) {
  const { context, colours } = view;
  const { cell } = block;
  const values = Array.from({ length: block.width }, (_, at) => cellOf(view, block, row * block.width + at).value);
  const { x, y } = block.corners[row][0];
  const [low, high] = [Math.min(0, ...view.range.curve), Math.max(0, ...view.range.curve)];
  const level = (/** @type {number} */ value) => y - 8 - ((value - low) / (high - low || 1)) * (CURVE - 18);
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, level(0));
  context.lineTo(x + block.width * cell, level(0));
  context.stroke();
  context.strokeStyle = block.name === "input" ? colours.input : colours.convolution;
  context.fillStyle = colours.convolution;
  context.lineWidth = 2;
  context.beginPath();
  values.forEach((value, at) => {
    if (value !== null) context.lineTo(x + (at + 0.5) * cell, level(value));
  });
  context.stroke();
  values.forEach((value, at) => {
    const flat = row * block.width + at;
    const meant = light[block.name].has(flat) || (light.strong.block === block.name && light.strong.cell === flat);
    if (!meant || value === null) return;
    context.beginPath();
    context.arc(x + (at + 0.5) * cell, level(value), 4, 0, 2 * Math.PI);
    context.fill();
  });
}

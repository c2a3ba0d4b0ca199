// Draws the sheet that explorer/figures/contact_sheet.py packed: thumbnails on one canvas, the selected map large on
// another. Everything is drawn in whole device pixels without smoothing; the browser selects at once and then tells the
// server.

import { cellIn, onPointer, placeIn, pointIn } from "../../kit/cells.js";
import { announce, awaits, component, PAUSE_MS } from "../../kit/component.js";
import { make, setAll } from "../../kit/elements.js";
import { fill, number } from "../../kit/format.js";
import { colourOf, density, growth, sized } from "../../kit/pixels.js";
import { setAlt, extentText } from "../../kit/spoken.js";
import { paintSigned, stripe } from "../../kit/stripes.js";
import { setWord } from "../../kit/word.js";
import { approximate, belowPicture, enlarged, facts, picture, thumbnails, unpack } from "./data.js";

/**
 * @typedef {{ map: number, row: number, column: number, step: number, value: number, exact: boolean }} Read a cell
 *   that is pointed at
 */
/**
 * @typedef {{ ratio: number, gap: number, zoom: number, columns: number, pitch: number[] }} Plan lengths in px of
 *   the screen
 */
/**
 * @typedef {object} State
 * @property {import("./data.js").Sheet} data
 * @property {import("./data.js").Thumbnails} thumbnails
 * @property {import("./data.js").Thumbnails | null} below where stripes are
 * @property {Map<number, number>} places of the maps
 * @property {Plan} plan
 * @property {import("./data.js").Enlarged} shown
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

const GAP_PX = 6;
const LEAST_PX = 30;
const MOST_PX = 150;

export default component({ build, listen, receive, redraw: fit });

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const columns = make("div", "columns", card);
  const left = make("div", "left", columns);
  const head = make("div", "head", left);
  const [title, note, scale] = ["title", "quiet", "scale quiet"].map((name) => make("span", name, head));
  const low = make("span", "", scale);
  const bar = make("canvas", "bar", scale);
  const [high, colours] = [make("span", "", scale), make("span", "", scale)];
  const grid = make("div", "grid", left);
  const sheet = make("canvas", "", grid, { tabindex: 0, role: "slider", "aria-valuemin": 1 });
  const line = make("div", "read quiet", left);
  const right = make("div", "large", columns);
  const [name, told, frame] = ["name", "facts", "frame"].map((part) => make("div", part, right));
  const [map, hint] = [make("canvas", "", frame, { role: "img" }), make("span", "", frame)];
  return { card, title, note, low, bar, high, colours, grid, sheet, line, name, told, frame, map, hint };
}

/** @param {View} view */
function listen(view) {
  const { sheet, map } = view;
  const tell = (/** @type {Read | null} */ cell) => read(view, cell);
  onPointer(sheet, (event) => cellAt(view, event), tell,
    (/** @type {Read | null} */ cell) => cell && choose(view, cell.map, 0));
  onPointer(map, (event) => largeCellAt(view, event), tell, tell);
  sheet.addEventListener("keydown", (event) => pressed(view, event));
}

/** @param {View} view @param {Uint8Array} data */
function receive(view, data) {
  const sheet = unpack(data);
  view.data = sheet;
  view.card.classList.toggle("alone", sheet.alone);
  view.thumbnails = thumbnails(sheet);
  view.below = sheet.hatched ? thumbnails(sheet, belowPicture) : null;
  if (!awaits(view, sheet.selected) || view.selected >= sheet.count) view.selected = sheet.selected;
  view.places = new Map(sheet.order.map((map, index) => [map, index]));
  describe(view);
  fit(view);
}

/** @param {View} view */
function describe(view) {
  const { words, step, size, count, shared, signed, high, scale } = view.data;
  view.title.textContent = fill(words.count, { count, height: size[0], width: size[1] });
  view.note.textContent = step > 1 ? fill(words.averaged, { step }) : "";
  view.low.textContent = signed ? (shared ? number(-high[0]) : "−") : "0";
  view.high.textContent = shared ? number(high[0]) : words.each;
  setWord(view.colours, fill(signed ? words.diverging : words.sequential, { scale }), words.colours);
  view.hint.textContent = words.choose;
  view.line.textContent = words.hint;
  setAlt(view.sheet, words.name, view.title.textContent ?? "", words.keys);
  setAll(view.sheet, { "aria-valuemax": count, "aria-valuenow": 1, "aria-valuetext": words.choose });
  paintSigned(view.bar, view.data.colours, view.data.hatched);
}

/**
 * The largest whole enlargement of a cell with which all maps are seen without scrolling, within reason.
 * @param {View} view
 */
function fit(view) {
  const ratio = density();
  const letters = ratio * growth();
  const { count, thumb } = view.data;
  const wide = (view.grid.clientWidth - 6) * ratio;
  const tall = (parseFloat(getComputedStyle(view.grid).maxHeight) - 6) * ratio;
  if (wide <= 0) return;
  const gap = Math.round(GAP_PX * letters);
  const longest = Math.max(...thumb);
  const columnsAt = (/** @type {number} */ zoom) => Math.max(1, Math.floor((wide - gap) / (thumb[1] * zoom + gap)));
  const heightAt = (/** @type {number} */ zoom) => Math.ceil(count / columnsAt(zoom)) * (thumb[0] * zoom + gap) + gap;
  let zoom = Math.max(1, Math.ceil((LEAST_PX * letters) / longest));
  const widest = Math.min((wide - 2 * gap) / thumb[1], (MOST_PX * letters) / longest);
  const fits = (/** @type {number} */ next) => next <= widest && heightAt(next) <= tall;
  while (fits(zoom + 1)) zoom++;
  view.plan = { ratio, gap, zoom, columns: columnsAt(zoom), pitch: [thumb[1] * zoom + gap, thumb[0] * zoom + gap] };
  drawSheet(view);
  drawLarge(view);
}

/** @param {View} view */
function drawSheet(view) {
  const { data, plan, thumbnails: source, below } = view;
  const [height, width] = data.thumb;
  const shownColumns = Math.min(plan.columns, data.count);
  const context = sized(view.sheet, shownColumns * plan.pitch[0] + plan.gap,
    Math.ceil(data.count / plan.columns) * plan.pitch[1] + plan.gap);
  context.imageSmoothingEnabled = false;
  const draw = (/** @type {CanvasRenderingContext2D} */ pen, /** @type {typeof source} */ from) =>
    data.order.forEach((map, index) => {
      const [x, y] = corner(plan, index);
      pen.drawImage(from.canvas, ...from.at(map), width, height, x, y, width * plan.zoom, height * plan.zoom);
    });
  draw(context, source);
  if (below) stripe(context, (pen) => draw(pen, below));
  if (view.selected === null) return;
  const [x, y] = corner(plan, view.places.get(view.selected) ?? 0);
  context.strokeStyle = colourOf(view.card, "--selection");
  context.lineWidth = plan.gap * 0.6;
  const half = plan.gap / 2;
  context.strokeRect(x - half, y - half, width * plan.zoom + plan.gap, height * plan.zoom + plan.gap);
  const ordinal = view.selected + 1;
  const told = `${fill(data.words.map, { map: ordinal })}: ${facts(data, view.selected)}`;
  setAll(view.sheet, { "aria-valuenow": ordinal, "aria-valuetext": told });
}

/** @param {View} view */
function drawLarge(view) {
  const { data, selected, plan } = view;
  if (data.alone) return;
  const none = selected === null;
  view.frame.classList.toggle("empty", none);
  view.map.style.display = none ? "none" : "block";
  view.hint.style.display = none ? "inline" : "none";
  view.name.textContent = none ? "" : fill(data.words.map, { map: selected + 1 });
  view.told.textContent = none ? "" : facts(data, selected);
  if (none) return;
  view.shown = enlarged(data, selected);
  const { levels, height, width } = view.shown;
  const room = view.frame.clientWidth * plan.ratio;
  const fitting = room / Math.max(height, width);
  const zoom = fitting >= 1 ? Math.floor(fitting) : fitting;
  const context = sized(view.map, Math.round(width * zoom), Math.round(height * zoom));
  context.imageSmoothingEnabled = zoom < 1;
  context.drawImage(picture(data, levels, width, height), 0, 0, view.map.width, view.map.height);
  const below = data.hatched ? belowPicture(data, levels, width, height) : null;
  if (below) stripe(context, (pen) => pen.drawImage(below, 0, 0, view.map.width, view.map.height));
  const values = Array.from(levels, (_, cell) => view.shown.value(cell));
  setAlt(view.map, `${view.name.textContent}: ${view.told.textContent}`,
    extentText(data.words.extent, { map: [height, width], values }));
}

/** @param {View} view @param {MouseEvent} event @returns {Read | null} */
function cellAt({ data, plan, sheet }, event) {
  const [x, y] = pointIn(sheet, event).map((length) => length * plan.ratio - plan.gap);
  const [across, down] = [Math.floor(x / plan.pitch[0]), Math.floor(y / plan.pitch[1])];
  const column = Math.floor((x - across * plan.pitch[0]) / plan.zoom);
  const row = Math.floor((y - down * plan.pitch[1]) / plan.zoom);
  const index = down * plan.columns + across;
  const [height, width] = data.thumb;
  const inGap = across < 0 || down < 0 || column >= width || row >= height;
  if (inGap || across >= plan.columns || index >= data.count) return null;
  const map = data.order[index];
  const level = data.levels[(map * height + row) * width + column];
  return { map, row, column, step: data.step, value: approximate(data, map, level), exact: false };
}

/** @param {View} view @param {MouseEvent} event */
function largeCellAt({ map: canvas, shown, selected }, event) {
  const { width, height, step, exact } = shown;
  const [row, column] = cellIn([height, width], placeIn(canvas, event));
  return { map: selected, row, column, step, value: shown.value(row * width + column), exact };
}

/** @param {View} view @param {Read | null} cell */
function read({ data, line }, cell) {
  const { words, size } = data;
  if (!cell) {
    line.textContent = words.hint;
    return;
  }
  const told = cell.exact ? number(cell.value) : `≈ ${number(cell.value, 3)}`;
  const value = Number.isFinite(cell.value) ? told : words.not_finite;
  const span = (/** @type {number} */ at, /** @type {number} */ side) =>
    (cell.step > 1 ? `${at * cell.step + 1}–${Math.min(side, (at + 1) * cell.step)}` : at + 1);
  const [row, column] = [span(cell.row, size[0]), span(cell.column, size[1])];
  line.textContent = fill(words.cell, { map: cell.map + 1, row, column, value });
}

/** @param {View} view @param {number} map @param {number} wait */
function choose(view, map, wait) {
  view.selected = map;
  drawSheet(view);
  drawLarge(view);
  announce(view, map, wait);
}

/** @param {View} view @param {KeyboardEvent} event */
function pressed(view, event) {
  const { data, plan, places, selected } = view;
  const at = places.get(selected) ?? -1;
  const last = data.count - 1;
  const below = at < 0 ? 0 : at + plan.columns;
  const above = at - plan.columns;
  /** @type {Record<string, number>} */
  const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: below, ArrowUp: above, Home: 0, End: last };
  if ((event.key === "Enter" || event.key === " ") && at >= 0) choose(view, selected, 0);
  else if (event.key in steps) {
    const next = steps[event.key];
    if (next >= 0 && next <= last) choose(view, data.order[next], PAUSE_MS);
    reveal(view);
  } else return;
  event.preventDefault();
}

/** Only the sheet itself scrolls, never the page. @param {View} view */
function reveal({ grid, plan, places, selected }) {
  if (selected === null) return;
  const [top, height] = [corner(plan, places.get(selected) ?? 0)[1] / plan.ratio - 8, plan.pitch[1] / plan.ratio + 16];
  if (top < grid.scrollTop) grid.scrollTop = top;
  else if (top + height > grid.scrollTop + grid.clientHeight) grid.scrollTop = top + height - grid.clientHeight;
}

/** @param {Plan} plan @param {number} index */
function corner({ columns, pitch, gap }, index) {
  return [gap + (index % columns) * pitch[0], gap + Math.floor(index / columns) * pitch[1]];
}

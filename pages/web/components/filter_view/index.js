// Photo and result on one canvas with a divider between, or up to six results side by side. What the reader points at
// is worked out here, from the photo and the kernels, without asking the server.

import { cellBeside, cellIn, placeIn } from "../../kit/cells.js";
import { announce, awaits, component } from "../../kit/component.js";
import { make, setAll } from "../../kit/elements.js";
import { cellText } from "../../kit/format.js";
import { colourOf, growth, inside, paintScale, surface } from "../../kit/pixels.js";
import { setAlt } from "../../kit/spoken.js";
import { paintSigned } from "../../kit/stripes.js";
import { dragByTouch } from "../../kit/touch.js";
import { evaluator } from "../../math/filters.js";
import { belowOf, GREYS, pictureOf, unpack } from "./data.js";
import { drawNumbers, numbersText } from "./numbers.js";
import { drawArrows, drawStripes } from "./signs.js";
import { drawWindow, paint } from "./paint.js";
import { tallestIn } from "./height.js";
import { workOf } from "./work.js";

/** @typedef {ReturnType<typeof newFigure>} Figure */
/**
 * @typedef {import("./data.js").Panel & { canvas: HTMLCanvasElement, below: HTMLCanvasElement | null, at:
 *   import("../../math/filters.js").Evaluator }} Panel `below`: where stripes are
 */
/**
 * @typedef {object} State
 * @property {import("./data.js").Shown} shown
 * @property {Panel[]} panels
 * @property {HTMLCanvasElement} photo
 * @property {number} active which panel is pointed at
 * @property {[number, number]} box width and height of a picture, px
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

const LEAST_PX = 48; // of a strip of a photo, which is drawn wider than it is
const MANY = 4; // pictures in two columns
const STEP = 0.02; // of the width, per arrow key

/** @type {Record<string, number>} shares that a key moves the divider by */
const STEPS = { ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP, Home: -1, End: 1 };

export default component({ build, listen: watch, receive, redraw: fit });

/** The height of the window counts, too. @param {View} view */
function watch(view) {
  window.addEventListener("resize", () => view.shown && fit(view), { signal: view.gone });
}

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const stage = make("div", "stage", card);
  const thumbs = make("div", "thumbs", card);
  const numbers = make("div", "numbers", card);
  const head = make("div", "head", numbers);
  const read = make("div", "read", head, { "aria-live": "polite" });
  const channels = make("div", "channels", head);
  const canvas = make("canvas", "", make("div", "grids", numbers), { role: "img" });
  return { card, stage, thumbs, read, channels, canvas, figures: /** @type {Figure[]} */ ([]), divider: 0.5, channel: 0,
    cursor: [0.5, 0.5], pinned: false, frame: 0 };
}

/** @param {View} view @param {Uint8Array} data */
function receive(view, data) {
  const shown = unpack(data);
  const other = view.shown?.photo.key !== shown.photo.key;
  view.shown = shown;
  view.photo = pictureOf(shown.photo);
  if (other) view.cursor = shown.start;
  if (!awaits(view, shown.selected)) view.selected = shown.selected;
  view.active = Math.max(0, shown.panels.findIndex((panel) => panel.place === shown.selected));
  drawChannels(view);
  drawThumbs(view);
  makeFigures(view);
  fit(view);
}

/** @param {View} view */
function makeFigures(view) {
  const { panels, compare, words } = view.shown;
  while (view.figures.length > panels.length) view.figures.pop()?.figure.remove();
  while (view.figures.length < panels.length) {
    const made = newFigure(view.stage);
    listen(view, made, view.figures.length);
    view.figures.push(made);
  }
  view.stage.classList.toggle("several", compare && panels.length > 1);
  view.panels = panels.map((panel) => ({ ...panel, at: evaluator(view.shown.photo, panel.steps),
    canvas: pictureOf(panel, panel.signed ? view.shown.diverging : GREYS), below: belowOf(view.shown, panel) }));
  view.figures.forEach((entry, index) => {
    const panel = panels[index];
    const colours = panel.signed ? view.shown.diverging : GREYS;
    entry.title.textContent = panel.title;
    entry.size.textContent = panel.told;
    entry.says.textContent = panel.says;
    entry.low.textContent = panel.low;
    entry.high.textContent = panel.high;
    if (panel.signed) paintSigned(entry.bar, colours, view.shown.hatched);
    else paintScale(entry.bar, panel.bar ?? colours, panel.bar ? panel.bar.length / 3 : 255);
    entry.handle.hidden = entry.before.hidden = entry.after.hidden = compare || !panel.steps.length;
    [entry.before.textContent, entry.after.textContent] = [words.before, words.after];
    entry.handle.setAttribute("aria-label", words.divider);
    setAlt(entry.picture, panel.title, panel.told, panel.says, words.point);
    entry.figure.classList.toggle("chosen", compare && index === view.active && panels.length > 1);
  });
}

/** @param {HTMLElement} stage */
function newFigure(stage) {
  const figure = make("figure", "", stage);
  const caption = make("figcaption", "", figure);
  const [title, size] = [make("span", "title", caption), make("span", "quiet", caption)];
  const scale = make("span", "scale quiet", caption);
  const low = make("span", "", scale);
  const bar = make("canvas", "bar", scale);
  const high = make("span", "", scale);
  const frame = make("div", "frame", figure);
  const picture = make("canvas", "picture", frame, { tabindex: 0, role: "application" });
  const [before, after] = [make("span", "side before", frame), make("span", "side after", frame)];
  const handle = make("button", "handle", frame,
    { role: "slider", "aria-orientation": "horizontal", "aria-valuemin": 0, "aria-valuemax": 100 });
  const says = make("div", "says quiet", figure);
  return { figure, title, size, low, bar, high, frame, picture, before, after, handle, says, held: false };
}

/** @param {View} view @param {Figure} entry @param {number} index */
function listen(view, entry, index) {
  const { picture, handle, frame } = entry;
  const shareAt = (/** @type {MouseEvent} */ event) => placeIn(picture, event).map((share) => Math.min(0.99999, share));
  handle.addEventListener("pointerdown", (event) => {
    entry.held = true;
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => entry.held && divide(view, placeIn(picture, event)[1]));
  for (const name of ["pointerup", "pointercancel"]) handle.addEventListener(name, () => (entry.held = false));
  handle.addEventListener("keydown", (event) => {
    if (!(event.key in STEPS)) return;
    divide(view, view.divider + STEPS[event.key]);
    event.preventDefault();
  });
  frame.addEventListener("pointermove", (event) => !entry.held && !view.pinned && point(view, index, shareAt(event)));
  dragByTouch(picture);
  picture.addEventListener("click", (event) => clickedAt(view, index, shareAt(event)));
  picture.addEventListener("keydown", (event) => moved(view, index, event));
}

/**
 * A click pins the cell, so that the pointer can leave; the next click lets go. Side by side it also chooses the
 * filter.
 * @param {View} view @param {number} index @param {number[]} share
 */
function clickedAt(view, index, share) {
  const { compare, panels } = view.shown;
  view.pinned = !view.pinned;
  point(view, index, share);
  if (!compare || panels[index].place < 0 || panels[index].place === view.selected) return;
  view.selected = panels[index].place;
  announce(view, view.selected, 0);
}

/** @param {View} view @param {number} index @param {KeyboardEvent} event */
function moved(view, index, event) {
  if (event.key === "Escape") view.pinned = false;
  const sides = view.shown.panels[index].size.slice(0, 2);
  const next = cellBeside(event.key, cellIn(sides, view.cursor), sides);
  if (!next) return;
  view.pinned = true;
  point(view, index, next.map((cell, axis) => (cell + 0.5) / sides[axis]));
  event.preventDefault();
}

/** @param {View} view @param {number} share */
function divide(view, share) {
  view.divider = Math.min(1, Math.max(0, share));
  draw(view, 0);
}

/** @param {View} view @param {number} index @param {number[]} share */
function point(view, index, share) {
  view.cursor = share;
  if (view.panels[index].steps.length) view.active = index;
  if (view.frame) return;
  view.frame = requestAnimationFrame(() => {
    view.frame = 0;
    view.figures.forEach((_, place) => draw(view, place));
    tell(view);
  });
}

/** @param {View} view */
function fit(view) {
  const { photo, panels, compare } = view.shown;
  const several = compare && panels.length > 1 && view.card.clientWidth >= 560 * growth();
  const columns = several ? (panels.length > MANY ? 3 : 2) : 1;
  view.stage.classList.toggle("many", columns > 2);
  const room = (view.card.clientWidth - 14 * (columns - 1)) / columns;
  if (room <= 0) return;
  const tallest = tallestIn(view, Math.ceil(panels.length / columns));
  const [height, width] = photo.size;
  const zoom = Math.min(room / width, tallest / height);
  const shownSide = (/** @type {number} */ side) => Math.max(LEAST_PX, Math.round(side * zoom));
  view.box = [shownSide(width), shownSide(height)];
  view.stage.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
  view.figures.forEach((_, index) => draw(view, index));
  tell(view);
}

/** @param {View} view @param {number} index */
function draw(view, index) {
  const { shown, box, figures, photo } = view;
  const { picture, handle, frame, before, after } = figures[index];
  const panel = view.panels[index];
  const context = surface(picture, ...box);
  frame.style.width = `${box[0]}px`;
  const split = shown.compare ? 0 : Math.round(view.divider * box[0]);
  paint(context, photo, box, 0, split);
  paint(context, panel.canvas, box, split, box[0]);
  inside(context, [split, 0, box[0] - split, box[1]], () => {
    if (panel.below) drawStripes(context, panel.below, box);
    drawArrows(context, panel.arrows, box);
  });
  before.style.opacity = split > 70 ? "1" : "0";
  after.style.opacity = box[0] - split > 70 ? "1" : "0";
  drawWindow(context, view, panel);
  if (handle.hidden) return;
  context.fillStyle = "#ffffff";
  const line = 3 * growth();
  context.fillRect(split - line / 2, 0, line, box[1]);
  handle.style.left = `${split}px`;
  handle.setAttribute("aria-valuenow", String(Math.round(100 * view.divider)));
}

/** @param {View} view */
function tell(view) {
  const panel = view.panels[view.active];
  const step = panel?.steps.at(-1);
  view.canvas.style.visibility = step ? "visible" : "hidden";
  view.read.textContent = step ? "" : view.shown.words.none;
  if (!step) return;
  const { photo, words, diverging } = view.shown;
  const work = workOf(photo, panel, { at: view.cursor, channel: view.channel });
  const font = getComputedStyle(view.card).fontFamily;
  const [text, quiet] = [colourOf(view.card, "--text"), colourOf(view.card, "--quiet")];
  drawNumbers(view.canvas, work, { words, diverging, hatched: view.shown.hatched, font, text, quiet });
  view.read.textContent = cellText(words.cell, [work.row, work.column], { value: work.told });
  setAlt(view.canvas, ...numbersText(work, words));
}

/** @param {View} view */
function drawChannels(view) {
  const depth = view.shown.photo.size[2];
  view.channels.replaceChildren();
  if (depth === 1) return;
  view.shown.words.channels.forEach((name, channel) => {
    const button = make("button", "", view.channels);
    button.textContent = name;
    setAll(button, { "aria-pressed": channel === view.channel });
    button.addEventListener("click", () => {
      view.channel = channel;
      drawChannels(view);
      tell(view);
    });
  });
}

/** @param {View} view */
function drawThumbs(view) {
  view.thumbs.replaceChildren();
  view.thumbs.hidden = view.shown.thumbs.length < 3;
  view.shown.thumbs.forEach((thumb) => {
    const button = make("button", "thumb", view.thumbs);
    button.appendChild(pictureOf(thumb));
    make("span", "", button).textContent = thumb.title;
    button.disabled = thumb.place < 0;
    setAll(button, { "aria-pressed": thumb.place === view.selected });
    button.addEventListener("click", () => {
      view.selected = thumb.place;
      [...view.thumbs.children].forEach((other, at) =>
        setAll(other, { "aria-pressed": view.shown.thumbs[at].place === view.selected }));
      announce(view, view.selected, 0);
    });
  });
}

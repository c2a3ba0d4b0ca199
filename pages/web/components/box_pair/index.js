// Two boxes that follow the finger, the keys and typed numbers, and what both cover, IoU and GIoU with their working.
// All of it is computed here, within a frame; Python is told where the boxes stand once the reader pauses.

import { announce, awaits, component } from "../../kit/component.js";
import { around, childrenOf, make, makeSvg, setAll, setClass, setStyle, setText } from "../../kit/elements.js";
import { fill, number } from "../../kit/format.js";
import { heard, setAlt } from "../../kit/spoken.js";
import { fitOf, moved, upright, within } from "../../math/boxes.js";
import { cornerOf, drawBoxes, heldAt, layOut, newPicture, pointOf, scaleFor } from "./picture.js";
import { linesOf } from "./sums.js";

/** @typedef {import("../../math/boxes.js").Box} Box */
/** @typedef {import("../../math/boxes.js").Meeting} Meeting */
/** @typedef {"ours" | "theirs"} Name */
/**
 * What pages/where_is_it/two_boxes.py sends.
 * @typedef {object} Data
 * @property {number[]} size width and height of the picture, px
 * @property {number[]} ours x1, y1, x2, y2
 * @property {number[]} theirs
 * @property {number} threshold IoU from which a box counts as right
 * @property {Record<Meeting | Name | "name" | "box" | "keys" | "numbers" | "right" | "wrong" | "turned"
 *   | "outside" | "whole" | "legend" | "threshold" | "values", string>} words
 */
/**
 * @typedef {object} State
 * @property {Data} data
 * @property {Record<Name, Box>} boxes
 * @property {number} right IoU from which a box counts as right
 * @property {import("../../math/boxes.js").Fit} fit
 * @property {number} scale px of the screen for one of the picture
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

const SLACK = 1e-9; // a quotient that is 0.5 may be told as a little less
const SEND_MS = 250;
const NAMES = /** @type {const} */ (["ours", "theirs"]);
const STEPS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0],
  ArrowUp: [0, -1], ArrowDown: [0, 1] });
const BESIDE = 700; // px from which the working stands beside the picture

/** For the tests, which have no browser around it. */
export const boxPair = { build, listen, receive, redraw };

export default component(boxPair);

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const left = make("div", "left", card);
  const svg = makeSvg("svg", left, { role: "group" });
  const picture = newPicture(svg);
  const typed = make("div", "typed", left);
  const rows = NAMES.map((name) => {
    const line = make("div", `row ${name}`, typed, { role: "group" });
    const title = make("span", "title", line);
    const fields = ["x1", "y1", "x2", "y2"].map((corner) => {
      const label = make("label", "", line);
      make("span", "", label).textContent = corner;
      return make("input", "", label, { type: "number", step: 1, "data-box": name });
    });
    return { line, title, fields };
  });
  const snap = make("button", "snap", typed, { type: "button", "aria-pressed": "true" });
  const right = make("div", "right", card);
  const meter = make("div", "meter", right);
  const values = { iou: make("span", "value", meter), verdict: make("span", "verdict", meter) };
  const bar = make("div", "bar", right, { "aria-hidden": "true" });
  const marks = { filled: make("i", "filled", bar), mark: make("i", "mark", bar) };
  const limit = make("label", "limit", right);
  const threshold = { title: make("span", "", limit),
    line: make("input", "", limit, { type: "range", min: 0.05, max: 0.95, step: 0.05 }) };
  const said = make("div", "said", right);
  const working = make("div", "working", right);
  const note = make("div", "note", right, { role: "status" });
  const legend = make("div", "legend", right);
  NAMES.forEach((_, at) => heard(/** @type {any} */ (picture.boxes[at].group), said));
  return { card, svg, picture, rows, snap, values, marks, threshold, said, working, note, legend, whole: true,
    active: /** @type {Name} */ ("ours"), held: /** @type {Held | null} */ (null) };
}

/** @typedef {{ name: Name, corner: number | null, from: number[], box: Box }} Held */

/** @param {View} view */
function listen(view) {
  const { svg, picture, snap, rows, threshold } = view;
  svg.addEventListener("pointerdown", (event) => {
    const from = pointOf(view, event);
    const found = heldAt(view, from);
    if (!found) return;
    event.preventDefault();
    svg.setPointerCapture?.(event.pointerId);
    view.active = found.name;
    view.held = { ...found, from, box: view.boxes[found.name] };
    picture.boxes[NAMES.indexOf(found.name)].group.focus({ preventScroll: true });
    draw(view);
  });
  svg.addEventListener("pointermove", (event) => drag(view, pointOf(view, event)));
  for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, () => { view.held = null; });
  svg.addEventListener("keydown", (event) => pressed(view, event));
  for (const { group } of picture.boxes) group.addEventListener("focus", () => {
    view.active = /** @type {Name} */ (group.getAttribute("data-box"));
    draw(view);
  });
  snap.addEventListener("click", () => {
    view.whole = !view.whole;
    snap.setAttribute("aria-pressed", String(view.whole));
  });
  threshold.line.addEventListener("input", () => {
    view.right = Number(threshold.line.value);
    draw(view);
    tell(view);
  });
  rows.forEach(({ fields }, at) => fields.forEach((field) => {
    field.addEventListener("input", () => typedInto(view, NAMES[at], false));
    field.addEventListener("change", () => typedInto(view, NAMES[at], true));
  }));
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  view.data = data;
  const said = textOf(data);
  if (!view.boxes || !awaits(view, said)) {
    view.boxes = { ours: /** @type {Box} */ ([...data.ours]), theirs: /** @type {Box} */ ([...data.theirs]) };
    view.right = data.threshold;
    view.threshold.line.value = String(view.right);
    view.selected = said;
    view.rows.forEach(({ fields }, at) => fields.forEach((field, corner) => {
      field.value = String(view.boxes[NAMES[at]][corner]);
    }));
  }
  const { words, size } = data;
  setText(view.snap, words.whole);
  setText(view.legend, words.legend);
  setText(view.threshold.title, words.threshold);
  setAll(view.svg, { "aria-label": words.name });
  view.rows.forEach(({ line, title, fields }, at) => {
    setText(title, words[NAMES[at]]);
    setAll(line, { "aria-label": fill(words.numbers, { box: words[NAMES[at]] }) });
    fields.forEach((field, corner) => setAll(field, { min: 0, max: size[corner % 2] }));
  });
  redraw(view);
}

/** @param {View} view */
function redraw(view) {
  const room = view.card.clientWidth;
  view.card.toggleAttribute("data-beside", room >= BESIDE);
  const wide = Math.max(240, view.svg.parentElement?.clientWidth || room);
  view.scale = scaleFor(view.data.size, wide);
  layOut(view, wide);
  draw(view);
}

/** What the pointer holds follows it. @param {View} view @param {number[]} point */
function drag(view, point) {
  const { held, data: { size }, whole } = view;
  if (!held) return;
  const rounded = (/** @type {number} */ value) => (whole ? Math.round(value) : Math.round(10 * value) / 10);
  if (held.corner === null) {
    const by = held.from.map((from, axis) => rounded(point[axis] - from));
    place(view, held.name, moved(held.box, by, size));
    return;
  }
  const [x, y] = cornerOf(held.box, (held.corner + 2) % 4);
  place(view, held.name, within([x, y, ...point.map(rounded)], size));
}

/** Arrows move a box; with Shift, its lower right corner. @param {View} view @param {KeyboardEvent} event */
function pressed(view, event) {
  const step = STEPS[event.key];
  const name = /** @type {Name | null | undefined} */ (around(event, "[data-box]")?.getAttribute("data-box"));
  if (!step || !name || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const box = view.boxes[name];
  const pulled = [box[0], box[1], Math.max(box[0], box[2] + step[0]), Math.max(box[1], box[3] + step[1])];
  place(view, name, event.shiftKey ? within(pulled, view.data.size) : moved(box, step, view.data.size));
}

/** Take over numbers that were typed; once they are `finished`, say what had to be changed.
 * @param {View} view @param {Name} name @param {boolean} finished */
function typedInto(view, name, finished) {
  const { rows, data: { size, words } } = view;
  const { fields } = rows[NAMES.indexOf(name)];
  const asked = fields.map(({ value }, at) => {
    const text = String(value).trim();
    return text && Number.isFinite(Number(text)) ? Number(text) : view.boxes[name][at];
  }).map((value) => Math.round(100 * value) / 100);
  const box = within(asked, size);
  view.active = name;
  place(view, name, box, finished);
  if (!finished) return;
  const outside = asked.some((value, at) => value < 0 || value > size[at % 2]);
  const turned = String(upright(asked)) !== String(asked);
  setText(view.note, turned ? words.turned : outside ? fill(words.outside, { width: size[0], height: size[1] }) : "");
}

/** @param {View} view @param {Name} name @param {Box} box @param {boolean} [rewrite] what stands in the fields */
function place(view, name, box, rewrite = true) {
  const rounded = /** @type {Box} */ (box.map((value) => Number(value.toFixed(2))));
  const same = String(rounded) === String(view.boxes[name]);
  view.boxes[name] = rounded;
  if (rewrite) view.rows[NAMES.indexOf(name)].fields.forEach((field, at) => { field.value = String(rounded[at]); });
  if (same) return;
  if (rewrite) setText(view.note, "");
  draw(view);
  tell(view);
}

/** @param {View} view */
function tell(view) {
  view.selected = textOf({ ...view.boxes, threshold: view.right });
  announce(view, view.selected, SEND_MS);
}

/** @param {View} view */
function draw(view) {
  const { boxes, data: { words }, right: threshold, values, marks, said, working } = view;
  view.fit = fitOf(boxes.ours, boxes.theirs);
  const { fit } = view;
  drawBoxes(view);
  const right = fit.iou >= threshold - SLACK;
  setText(values.iou, fill(words.values, { iou: number(fit.iou), giou: number(fit.giou) }));
  setText(values.verdict, fill(right ? words.right : words.wrong, { threshold: number(threshold) }));
  setClass(values.verdict, ["verdict", right ? "is-right" : "is-wrong"]);
  setStyle(marks.filled, "width", `${100 * fit.iou}%`);
  setStyle(marks.mark, "left", `${100 * threshold}%`);
  setText(said, words[fit.meeting]);
  const lines = linesOf(boxes.ours, boxes.theirs, fit);
  childrenOf(working, lines.length, () => make("div", "line", working))
    .forEach((line, at) => line.replaceChildren(lines[at]));
  NAMES.forEach((name, at) => {
    const [x1, y1, x2, y2] = boxes[name];
    setAlt(view.picture.boxes[at].group, fill(words.box, { box: words[name], x1, y1, x2, y2 }), words.keys);
  });
}

/** @param {Record<Name, number[]> & { threshold: number }} setting */
function textOf(setting) {
  return [...NAMES.map((name) => `${name}=${setting[name].join("_")}`), `threshold=${setting.threshold}`].join("&");
}

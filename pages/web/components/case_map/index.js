// The four cases of transfer learning as a map with a point that is dragged. All that is said of a quarter is here, so
// it follows the finger; Python hears only of advice that is taken over.

import { component } from "../../kit/component.js";
import { childrenOf, make, setAll, setClass, setStyle, setText } from "../../kit/elements.js";
import { fill, number } from "../../kit/format.js";
import { clamped, heightOf, quarterOf, sizeAt } from "./places.js";

/** @typedef {import("./places.js").Place} Place */
/** @typedef {"lecture" | "app"} Adviser */
/**
 * @typedef {object} Advice
 * @property {string} brief on the map
 * @property {string} says
 * @property {string} source
 * @property {boolean} followed the reader's plan does this already
 */
/**
 * @typedef {object} Quarter
 * @property {string} name
 * @property {string} title
 * @property {Record<Adviser, Advice>} advice
 * @property {string} differs why the app says something else; empty: it does not
 */
/**
 * What pages/fine_tune/four_cases.py sends.
 * @typedef {object} Data
 * @property {Place} own where the reader's set stands
 * @property {import("./places.js").Edges} edges
 * @property {Quarter[]} quarters upper left, upper right, lower left, lower right
 * @property {string} how the likeness was found, in a sentence
 * @property {Record<Adviser | "name" | "more" | "fewer" | "alike" | "unlike" | "told" | "own" | "back" | "take"
 *   | "followed" | "source" | "hint", string>} words
 */
/** @typedef {{ data: Data, at: Place }} State */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

const ADVISERS = /** @type {const} */ (["lecture", "app"]);
const [STEP, LEAP] = [0.02, 0.1]; // shares of the map that keys move
const KEYS = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0],
  ArrowUp: [0, STEP], ArrowDown: [0, -STEP], PageUp: [0, LEAP], PageDown: [0, -LEAP] });

/** For the tests, which have no browser around it. */
export const caseMap = { build, listen, receive, redraw };

export default component(caseMap);

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const left = make("div", "left", card);
  const frame = make("div", "frame", left);
  const upright = make("div", "axis upright", frame);
  const map = make("div", "map", frame);
  const quarters = Array.from({ length: 4 }, () => {
    const box = make("div", "quarter", map);
    return { box, title: make("b", "", box), lines: ADVISERS.map(() => make("span", "", box)) };
  });
  const home = make("i", "home", map, { "aria-hidden": "true" });
  const point = make("button", "point", map, { type: "button", role: "slider", "aria-valuemin": 0,
    "aria-valuemax": 100 });
  const level = make("div", "axis level", left);
  const right = make("div", "right", card);
  const told = make("div", "told", right, { role: "status" });
  const back = make("button", "back", right, { type: "button" });
  const advice = ADVISERS.map((adviser) => {
    const block = make("div", `advice ${adviser}`, right);
    const title = make("b", "", block);
    const says = make("p", "", block);
    const source = make("p", "source", block);
    return { adviser, title, says, source, take: make("button", "take", block, { type: "button" }) };
  });
  const differs = make("p", "differs", right);
  const how = make("div", "how", left);
  const hint = make("div", "hint", left);
  return { card, map, upright, level, quarters, home, point, told, back, advice, differs, how, hint };
}

/** @param {View} view */
function listen(view) {
  const { map, point, back, advice } = view;
  let held = false;
  map.addEventListener("pointerdown", (event) => {
    held = event.pointerType !== "touch" || event.target === point; // a finger elsewhere may be scrolling
    if (!held) return;
    map.setPointerCapture?.(event.pointerId);
    event.preventDefault();
    point.focus({ preventScroll: true });
    follow(view, event);
  });
  map.addEventListener("pointermove", (event) => held && follow(view, event));
  for (const end of ["pointerup", "pointercancel"]) map.addEventListener(end, () => { held = false; });
  map.addEventListener("click", (event) => event.target !== point && follow(view, event));
  point.addEventListener("keydown", (event) => {
    const step = KEYS[event.key];
    if (!step && event.key !== "Home") return;
    event.preventDefault();
    if (step) moveBy(view, step);
    else goHome(view);
  });
  back.addEventListener("click", () => {
    goHome(view);
    point.focus({ preventScroll: true });
  });
  for (const { adviser, take } of advice) take.addEventListener("click", () => {
    view.send(`${adviser}.${quarterHere(view).name}`);
  });
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  const before = view.data?.own;
  const dragged = before && (view.at.size !== before.size || view.at.likeness !== before.likeness);
  view.data = data;
  if (!dragged || data.own.size !== before.size) view.at = { ...data.own }; // likeness is measured while one drags
  const { words, quarters, how } = data;
  setText(view.upright.children[0] ?? make("span", "", view.upright), words.more);
  setText(view.upright.children[1] ?? make("span", "", view.upright), words.fewer);
  childrenOf(view.level, 2, () => make("span", "", view.level)).forEach((end, at) => {
    setText(end, at ? words.alike : words.unlike);
  });
  setAll(view.point, { "aria-label": words.name });
  setText(view.how, how);
  setText(view.hint, words.hint);
  setText(view.back, words.back);
  quarters.forEach((quarter, at) => {
    const { title, lines } = view.quarters[at];
    setText(title, quarter.title);
    ADVISERS.forEach((adviser, place) => setText(lines[place], `${words[adviser]}: ${quarter.advice[adviser].brief}`));
    setClass(lines[1], [quarter.differs !== "" && "other"]);
  });
  redraw(view);
}

/** @param {View} view */
function redraw(view) {
  put(view, view.home, view.data.own);
  draw(view);
}

/** @param {View} view @param {HTMLElement} mark @param {Place} place */
function put({ data }, mark, { size, likeness }) {
  setStyle(mark, "left", `${100 * clamped(likeness, 0, 1)}%`);
  setStyle(mark, "bottom", `${100 * heightOf(data.edges, size)}%`);
}

/** @param {View} view */
function quarterHere({ data, at }) {
  return data.quarters[quarterOf(data.edges, at)];
}

/** Show where the point is, and what is advised there. @param {View} view */
function draw(view) {
  const { data, at, point } = view;
  const { words, own } = data;
  const here = quarterHere(view);
  const isOwn = at.size === own.size && at.likeness === own.likeness;
  put(view, point, at);
  const percent = Math.round(100 * at.likeness);
  const told = fill(isOwn ? words.own : words.told, { size: number(at.size), likeness: percent, quarter: here.title });
  setText(view.told, told);
  setAll(point, { "aria-valuenow": percent, "aria-valuetext": told });
  setStyle(view.back, "visibility", isOwn ? "hidden" : "visible");
  view.quarters.forEach(({ box }, place) => setClass(box, ["quarter", data.quarters[place] === here && "here"]));
  for (const { adviser, title, says, source, take } of view.advice) {
    const advice = here.advice[adviser];
    setText(title, words[adviser]);
    setText(says, advice.says);
    setText(source, fill(words.source, { source: advice.source }));
    setText(take, advice.followed ? words.followed : words.take);
    take.disabled = advice.followed;
  }
  setText(view.differs, here.differs);
}

/** @param {View} view @param {MouseEvent} event */
function follow(view, event) {
  const { left, top, width, height } = view.map.getBoundingClientRect();
  moveTo(view, (event.clientX - left) / width, 1 - (event.clientY - top) / height);
}

/** @param {View} view @param {[number, number]} step to the right and up, shares of the map */
function moveBy(view, [right, up]) {
  const { edges } = view.data;
  const to = { x: view.at.likeness + right, y: heightOf(edges, view.at.size) + up };
  const size = up ? sizeAt(edges, to.y) : view.at.size;
  view.at = { size, likeness: right ? rounded(to.x) : view.at.likeness };
  draw(view);
}

/** @param {View} view @param {number} x @param {number} y shares of the map */
function moveTo(view, x, y) {
  view.at = { size: sizeAt(view.data.edges, y), likeness: rounded(x) };
  draw(view);
}

/** @param {View} view */
function goHome(view) {
  view.at = { ...view.data.own };
  draw(view);
}

/** @param {number} likeness */
function rounded(likeness) {
  return Math.round(100 * clamped(likeness, 0, 1)) / 100;
}

// The teacher points at controls of the page itself: a frame follows the pointer, a press locks, hides, frees. Keys do
// the same where the focus is. A bar says what to do and how many there are; it lets the page be used in between.

import { make, setText } from "../../kit/elements.js";
import { controlAt, marked, markNext, namesAt, selector, told } from "./marks.js";

/** @typedef {import("./index.js").View} View */
/**
 * @typedef {object} Bar
 * @property {HTMLElement} root
 * @property {HTMLStyleElement} style of what is marked in the page
 * @property {HTMLElement} does
 * @property {HTMLElement} count
 * @property {HTMLButtonElement} pause
 * @property {HTMLButtonElement} done
 */

const STOPPED = ["pointerdown", "pointerup", "mousedown", "mouseup", "touchstart", "touchend", "click", "dblclick"];
const PRESSING = ["Enter", " "];

/** @param {View} view */
export function listenToPointer(view) {
  const how = { capture: true, passive: false, signal: view.gone };
  for (const name of STOPPED) document.addEventListener(name, (event) => press(view, event), how);
  document.addEventListener("pointerover", ({ target }) => points(view) && hover(view, controlAt(target)), how);
  document.addEventListener("focusin", ({ target }) => points(view) && hover(view, controlAt(target)), how);
  document.addEventListener("keydown", (event) => {
    if (PRESSING.includes(event.key)) press(view, event);
  }, how);
  view.gone.addEventListener("abort", () => {
    hover(view, null);
    view.bar?.root.remove();
    view.bar?.style.remove();
    view.bar = null;
  });
}

/** @param {View} view */
function points(view) {
  return view.data?.pointing === true && !view.paused && view.bar !== null;
}

/** @param {View} view @param {Event} event */
function press(view, event) {
  if (!points(view) || (event.target instanceof Node && view.bar?.root.contains(event.target))) return;
  const control = controlAt(event.target);
  if (!control) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.type !== "click" && event.type !== "keydown") return;
  markNext(view.marks, namesAt(control));
  showPointed(view);
}

/** @param {View} view @param {Element | null} control */
function hover(view, control) {
  for (const one of document.querySelectorAll("[data-task-here]")) one.removeAttribute("data-task-here");
  if (view.bar) control?.setAttribute("data-task-here", "");
}

/** Draw what is marked, in the page and in the bar. @param {View} view */
export function showPointed(view) {
  const bar = view.bar ??= buildBar(view);
  const { words } = view.data;
  const [locked, hidden] = [marked(view.marks, "locked"), marked(view.marks, "hidden")];
  setText(bar.does, words.does);
  setText(bar.count, words.count.replace("{locked}", String(locked.length)).replace("{hidden}", String(hidden.length)));
  setText(bar.pause, view.paused ? words.go_on : words.pause);
  setText(bar.done, words.done);
  bar.pause.setAttribute("aria-pressed", String(view.paused));
  bar.style.textContent = [...rules(locked, "locked", words.locked), ...rules(hidden, "hidden", words.hidden)]
    .join("\n");
}

/** @param {string[]} names @param {string} mark @param {string} word */
function rules(names, mark, word) {
  if (!names.length) return [];
  const line = `3px ${mark === "hidden" ? "dashed" : "solid"} var(--task-${mark})`;
  return [
    `${selector(names)} { --task-mark: var(--task-${mark}); outline: ${line}; outline-offset: -2px; }`,
    `${selector(names)} { position: relative; }`,
    `${selector(names)}::after { content: "${word.replace(/["\\\n]/g, "")}"; }`,
    ...(mark === "hidden" ? [`${selector(names)} > * { opacity: 0.3; }`] : []),
  ];
}

/** @param {View} view @returns {Bar} */
function buildBar(view) {
  const root = make("div", "task-pointing", document.body, { role: "toolbar" });
  const style = make("style", "", document.head);
  const does = make("span", "", root);
  const count = make("strong", "", root, { role: "status" });
  const pause = make("button", "", root, { type: "button" });
  const done = make("button", "task-done", root, { type: "button" });
  pause.addEventListener("click", () => {
    view.paused = !view.paused;
    hover(view, null);
    showPointed(view);
  });
  done.addEventListener("click", () => view.send(told(view.marks)));
  // A list that is open on the page stays open while the bar is pressed.
  for (const name of ["pointerdown", "mousedown", "touchstart"]) {
    root.addEventListener(name, (event) => event.stopPropagation());
  }
  return { root, style, does, count, pause, done };
}

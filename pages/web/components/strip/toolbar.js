// The tools above the picture: all that a finger can do to it there is a button for.

import { childrenOf, make, setAll, setIcon, setText } from "../../kit/elements.js";

/** @typedef {import("./editor.js").Tools} Tools */
/**
 * @typedef {object} Bar
 * @property {HTMLElement} row
 * @property {HTMLElement} palette
 * @property {HTMLElement} views how much of the network is seen
 * @property {HTMLInputElement} times
 * @property {Map<string, HTMLButtonElement>} buttons by what they do
 * @property {string} drawn what it showed last
 */

/** What the buttons show, in the order in which they stand; a blank is a gap. */
const ICONS = {
  earlier: "M11 5L4 12l7 7v-5h9v-4h-9z",
  later: "M13 5l7 7-7 7v-5H4v-4h9z",
  "": "",
  copy: "M8 3h12v14h-3v-2h1V5h-8v1H8zM4 8h11v13H4zm2 2v9h7v-9z",
  paste: "M9 2h6v2h4v18H5V4h4zM7 6v14h10V6h-2v2H9V6z",
  remove: "M9 3h6l1 2h4v2H4V5h4zM6 8h12l-1 13H7zm3 2v9h1.6v-9zm4.4 0v9H15v-9z",
  " ": "",
  residual: "M3 14h4v6h4v-6h2v6h4v-6h4v2h-2v6h-8v-6h-2v6H5v-6H3zM4 12C4 5 20 5 20 11h2l-3 4-3-4h2c0-3-12-3-12 1z",
  parallel: "M2 11h4l3-5h6l3 5h4v2h-4l-3 5H9l-3-5H2zm6 1l2 4h4l2-4-2-4h-4z",
  repeat: "M7 5h10v3l4-4-4-4v3H5v7h2zm10 14H7v-3l-4 4 4 4v-3h12v-7h-2z",
  "  ": "",
  add: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zm0 2a7 7 0 1 1 0 14a7 7 0 0 1 0-14zM11 8h2v3h3v2h-3v3h-2v-3H8v-2h3z",
  cat: "M3 5h18v3H3zm0 5.5h18v3H3zM3 16h18v3H3z",
  several: "M3 5h4v4H3zm6 1h12v2H9zM3 10h4v4H3zm6 1h12v2H9zM3 15h4v4H3zm6 1h12v2H9z",
  "   ": "",
  maps: "M3 3h8v8H3zm2 2v4h4V5zm8-2h8v8h-8zm2 2v4h4V5zM3 13h8v8H3zm2 2v4h4v-4zm8-2h8v8h-8zm2 2v4h4v-4z",
  folds: "M4 4h16v2H4zm8 3l4 4h-3v2h3l-4 4-4-4h3v-2H8zM4 18h16v2H4z",
  fit: "M3 5h2v14H3zm16 0h2v14h-2zM10 8v3h4V8l4 4-4 4v-3h-4v3l-4-4z",
  farther: "M4 11h16v2H4z",
  nearer: "M11 4h2v7h7v2h-7v7h-2v-7H4v-2h7z",
};
/** Those that only change how the network is seen. */
const VIEWS = ["folds", "fit", "farther", "nearer"];
/** Buttons that stay pressed. */
const SWITCHES = ["add", "cat", "several", "folds"];

/**
 * @param {HTMLElement} card @param {(tool: string) => void} use @param {(code: string) => void} put
 * @returns {Bar}
 */
export function newBar(card, use, put) {
  const root = document.createElement("div");
  root.className = "tools";
  card.prepend(root);
  const row = make("div", "row-of-tools", root, { role: "toolbar" });
  const views = make("div", "row-of-tools views", card.querySelector(".scale") ?? card, { role: "toolbar" });
  /** @type {Bar["buttons"]} */
  const buttons = new Map();
  const times = document.createElement("input");
  setAll(times, { type: "number", min: 2, max: 99, step: 1, value: 2, class: "times-field" });
  for (const [tool, icon] of Object.entries(ICONS)) {
    if (!icon) {
      make("span", "between", row);
      continue;
    }
    const button = make("button", "tool", VIEWS.includes(tool) ? views : row, { type: "button", "data-tool": tool });
    button.addEventListener("click", () => use(tool));
    buttons.set(tool, button);
    if (tool === "repeat") row.append(times);
  }
  times.addEventListener("keydown", (event) => {
    if (event.key === "Enter") use("repeat");
  });
  const palette = make("div", "palette", root, { role: "toolbar" });
  palette.addEventListener("click", (event) => {
    const chip = event.target instanceof Element ? event.target.closest("button") : null;
    if (chip?.dataset.code && !chip.disabled) put(chip.dataset.code);
  });
  for (const one of [row, palette, views]) one.addEventListener("keydown", (event) => walk(one, event));
  return { row, palette, views, times, buttons, drawn: "" };
}

/**
 * @param {Bar} bar @param {Tools} tools @param {Record<string, boolean>} can which buttons do something now
 * @param {Record<string, boolean>} on which are pressed
 */
export function drawBar(bar, tools, can, on) {
  const { row, palette, views, times, buttons } = bar;
  const drawn = JSON.stringify([tools, can, on]);
  if (drawn === bar.drawn) return; // as nearly always while a number is dragged
  bar.drawn = drawn;
  const { words } = tools;
  setAll(row, { "aria-label": words.tools });
  setAll(views, { "aria-label": words.views });
  setAll(palette, { "aria-label": words.palette });
  setAll(times, { "aria-label": words.times });
  times.disabled = !can.repeat;
  for (const [tool, button] of buttons) {
    setIcon(button, ICONS[/** @type {keyof typeof ICONS} */ (tool)], words[/** @type {keyof Tools["words"]} */ (tool)]);
    button.disabled = !can[tool];
    button.hidden = tool === "folds" && tools.folds === null;
    if (SWITCHES.includes(tool)) setAll(button, { "aria-pressed": Boolean(on[tool]) });
  }
  const chips = childrenOf(palette, tools.palette.length, () => make("button", "chip", palette, { type: "button" }));
  tools.palette.forEach(({ code, label, kind }, place) => {
    const chip = chips[place];
    chip.dataset.code = code;
    chip.style.setProperty("--tone", `var(--${kind})`);
    setText(chip, label);
    chip.title = words.put;
    chip.disabled = tools.full;
  });
  for (const one of [row, palette, views]) rove(one);
}

/** One stop for the tabulator in each row; arrows go on from there. @param {Element} bar */
function rove(bar) {
  const all = [...bar.querySelectorAll("button:not(:disabled):not([hidden]), input:not(:disabled)")];
  const stop = all.find((one) => one.getAttribute("tabindex") === "0") ?? all[0];
  for (const one of all) one.setAttribute("tabindex", one === stop || one instanceof HTMLInputElement ? "0" : "-1");
}

/** @param {Element} bar @param {KeyboardEvent} event */
function walk(bar, event) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
  if (!by || event.target instanceof HTMLInputElement) return;
  const all = /** @type {HTMLElement[]} */ ([...bar.querySelectorAll("button:not(:disabled):not([hidden])")]);
  const at = all.findIndex((one) => one === event.target);
  const next = all[(at + by + all.length) % all.length];
  for (const one of all) one.setAttribute("tabindex", one === next ? "0" : "-1");
  next?.focus();
  event.preventDefault();
}

// What stands beside the table: the selected layer, what can be done with it, its numbers and its controls.

import { childrenOf, make, setAll, setIcon, setOptions, setText } from "../../kit/elements.js";
import { drawControls } from "./controls.js";

/** @typedef {import("./controls.js").Control} Control */
/** @typedef {import("./line.js").Message} Message */
/** @typedef {{ sign: string, label: string, can: boolean, message: Message }} Action */
/**
 * What `layer_controls.panel` sends.
 * @typedef {object} Panel
 * @property {string} name of the layer
 * @property {string} kind
 * @property {Action[]} actions
 * @property {Control[]} first
 * @property {Control[]} more
 * @property {Action[]} repairs
 * @property {{ label: string, button: string, can: boolean, why: string, choices: string[][], message: Message }} add
 */
/** @typedef {ReturnType<typeof buildPanel>} Parts */
/** @typedef {(message: Message, done?: boolean) => void} Say */

/** @type {Record<string, string>} drawn within 24 x 24 */
const SIGNS = {
  earlier: "M11 4 3 12l8 8v-6h10v-4H11z", later: "m13 4 8 8-8 8v-6H3v-4h10z",
  copy: "M8 2h13v14h-3v-2h1V4h-9v1H8zM3 7h13v15H3zm2 2v11h9V9z",
  delete: "M9 2h6v2h6v2H3V4h6zM5 8h14l-1 14H6zm2.1 2 .7 10h8.4l.7-10z",
};

/** @param {HTMLElement} parent */
export function buildPanel(parent) {
  const root = make("div", "panel", parent, { role: "group" });
  const fixed = make("div", "fixed", root);
  const head = make("div", "heading", fixed);
  const [name, kind, actions] = [make("strong", "", head), make("span", "kind", head), make("span", "actions", head)];
  const numbers = make("dl", "numbers", fixed);
  const first = make("div", "controls", root);
  const details = make("details", "more", root);
  const summary = make("summary", "", details);
  const more = make("div", "controls", details);
  const error = make("p", "note error", root, { role: "status" });
  const repairs = make("div", "repairs", root);
  const refused = make("p", "note wrong", root, { role: "status" });
  const add = make("div", "add", root);
  const label = make("label", "", add, { for: "kinds" });
  const select = make("select", "", add, { id: "kinds" });
  const button = make("button", "", add, { type: "button" });
  return { root, name, kind, actions, numbers, first, details, summary, more, error, repairs, refused, label, select,
    button };
}

/**
 * @param {Parts} parts @param {import("./index.js").Data} data @param {boolean} idle whether all was answered
 * @param {Say} say
 */
export function drawPanel(parts, { panel, refused, words }, idle, say) {
  setAll(parts.root, { "aria-label": words.controls });
  setText(parts.name, panel.name);
  setText(parts.kind, panel.kind);
  drawActions(parts.actions, panel.actions, say);
  drawControls(parts.first, panel.first, idle, words, say);
  parts.details.hidden = panel.more.length === 0;
  setText(parts.summary, words.more);
  drawControls(parts.more, panel.more, idle, words, say);
  setText(parts.refused, refused);
  parts.refused.hidden = !refused;
  drawActions(parts.repairs, panel.repairs, say);
  drawAdding(parts, panel.add, say);
}

/** What is wrong with the layer. @param {Parts} parts @param {string} text */
export function drawError({ error }, text) {
  setText(error, text);
  error.hidden = !text;
}

/** @param {HTMLElement} parent @param {Action[]} actions @param {Say} say */
function drawActions(parent, actions, say) {
  const buttons = childrenOf(parent, actions.length, () => make("button", "", parent, { type: "button" }));
  buttons.forEach((button, place) => {
    const { sign, label, can, message } = actions[place];
    if (sign in SIGNS) setIcon(button, SIGNS[sign], label);
    else setText(button, label);
    button.className = `deed ${sign}`;
    button.toggleAttribute("disabled", !can);
    button.onclick = () => say(message);
  });
}

/** @param {Parts} parts @param {Panel["add"]} add @param {Say} say */
function drawAdding({ label, select, button }, add, say) {
  setText(label, add.label);
  const chosen = select.value;
  setOptions(select, add.choices);
  if (chosen && select.value !== chosen) select.value = chosen;
  setText(button, add.button);
  button.toggleAttribute("disabled", !add.can);
  button.title = add.why;
  button.onclick = () => say({ ...add.message, value: select.value });
}

/**
 * The numbers of the selected layer, right above its controls where the table is far below them.
 * @param {Parts} parts @param {import("../layer_table/index.js").Data} table
 */
export function drawNumbers({ numbers }, { columns, rows, selected, totals }) {
  const row = rows.find(({ name }) => name === selected);
  const own = columns.slice(1).map(({ title }, place) => [title, row?.cells[place + 1] ?? ""]);
  const all = totals.slice(0, 2).map(({ label, value }) => [`Σ ${label}`, value]);
  const shown = [...own, ...all].filter(([, value]) => value !== "");
  childrenOf(numbers, shown.length, () => newNumber(numbers)).forEach((pair, place) => {
    const [title, value] = [...pair.children];
    setText(title, shown[place][0]);
    setText(value, shown[place][1]);
  });
}

/** @param {HTMLElement} parent */
function newNumber(parent) {
  const pair = make("div", "", parent);
  make("dt", "", pair);
  make("dd", "", pair);
  return pair;
}

// Controls that Python describes. Elements stay from one call to the next, so that a slider moves on under the finger
// while its answers come; only what the reader is not just setting is set to what the server says.

import { isFocused, make, setAll, setOptions, setText } from "../../kit/elements.js";
import { setWord } from "../../kit/word.js";
import { stepNow } from "./line.js";
import { drawRange, newRange } from "./range.js";
import { drawSources, newSources } from "./sources.js";

/** @typedef {import("./line.js").Message} Message */
/** @typedef {string | number | boolean | string[]} Value */
/** @typedef {{ least: number, most: number, step: number, stops: (string | number)[] }} Range */
/**
 * What `layer_controls.panel` sends of each control.
 * @typedef {object} Control
 * @property {string} id
 * @property {string} label
 * @property {string} kind range, switch, choice, sources or text
 * @property {string} help
 * @property {Value} value
 * @property {Message} message to which `value` is added
 * @property {Range} [range]
 * @property {(string | number)[][]} [choices] values and titles
 * @property {string} [placeholder]
 */
/**
 * One control on the page.
 * @typedef {object} Shown
 * @property {HTMLElement} box
 * @property {HTMLElement} head
 * @property {HTMLElement} body
 * @property {Control} control
 * @property {string} topic what it was about when it was drawn last
 * @property {Value | undefined} sent what the reader set it to, and the server has not said yet
 * @property {(value: Value, done: boolean) => void} set tells the server
 * @property {(idle: boolean, words: Record<string, string>) => void} draw
 */

/**
 * Draw controls into `parent`, which holds nothing else.
 * @param {HTMLElement} parent @param {Control[]} controls @param {boolean} idle whether all was answered
 * @param {Record<string, string>} words @param {(message: Message, done: boolean) => void} say
 */
export function drawControls(parent, controls, idle, words, say) {
  const known = new Map([...parent.children].map((box) => [/** @type {HTMLElement} */ (box).dataset.id, box]));
  const wanted = controls.map((control) => {
    const id = `${control.kind} ${control.id}`;
    const found = known.get(id);
    const shown = (found && SHOWN.get(found)) ?? newControl(control, id, say);
    const topic = JSON.stringify(control.message);
    if (topic !== shown.topic) [shown.topic, shown.sent] = [topic, undefined];
    shown.control = control;
    label(shown);
    shown.draw(idle, words);
    return shown.box;
  });
  const alive = new Set(wanted);
  for (const box of [...parent.children]) if (!alive.has(/** @type {HTMLElement} */ (box))) box.remove();
  wanted.forEach((box, place) => {
    if (parent.children[place] !== box) parent.insertBefore(box, parent.children[place] ?? null);
  });
}

/** @type {WeakMap<Element, Shown>} */
const SHOWN = new WeakMap();

/**
 * @param {Control} control @param {string} id @param {(message: Message, done: boolean) => void} say
 * @returns {Shown}
 */
function newControl(control, id, say) {
  const box = document.createElement("div");
  box.className = `control ${control.kind}`;
  box.dataset.id = id;
  const [head, body] = [make("div", "head", box), make("div", "body", box)];
  /** @type {Shown} */
  const shown = { box, head, body, control, topic: "", sent: undefined, draw: () => {},
    set: (value, done) => {
      shown.sent = value;
      const step = shown.control.kind === "range" ? { step_of: `${shown.control.id} ${stepNow()}` } : {};
      say({ ...shown.control.message, ...step, value }, done);
    } };
  shown.draw = KINDS[control.kind](shown);
  SHOWN.set(box, shown);
  return shown;
}

/** @type {Record<string, (shown: Shown) => Shown["draw"]>} */
const KINDS = {
  range: (shown) => {
    const parts = newRange(shown);
    return (idle) => drawRange(shown, parts, idle);
  },
  switch: newSwitch,
  choice: newChoice,
  text: newText,
  sources: (shown) => {
    const parts = newSources(shown);
    return (_idle, words) => drawSources(shown, parts, words);
  },
};

/** @param {Shown} shown */
function label({ head, control, box }) {
  if (control.help) setWord(head, control.label, control.help);
  else setText(head, control.label);
  for (const input of box.querySelectorAll("input, select")) {
    if (!input.hasAttribute("data-named")) setAll(input, { "aria-label": control.label });
  }
}

/** @param {Shown} shown @returns {Shown["draw"]} */
function newSwitch(shown) {
  const input = make("input", "", shown.body, { type: "checkbox", role: "switch" });
  input.addEventListener("change", () => shown.set(input.checked, true));
  return (idle) => {
    if (idle) input.checked = Boolean(shown.control.value);
  };
}

/** @param {Shown} shown @returns {Shown["draw"]} */
function newChoice(shown) {
  const select = make("select", "", shown.body);
  select.addEventListener("change", () => {
    const [value] = shown.control.choices?.[select.selectedIndex] ?? [];
    if (value !== undefined) shown.set(value, true);
  });
  return (idle) => {
    setOptions(select, shown.control.choices ?? []);
    if (idle) select.value = String(shown.control.value);
  };
}

/** @param {Shown} shown @returns {Shown["draw"]} */
function newText(shown) {
  const input = make("input", "field", shown.body, { type: "text", autocomplete: "off", spellcheck: false });
  input.addEventListener("change", () => shown.set(input.value, true));
  return (idle) => {
    input.placeholder = shown.control.placeholder ?? "";
    if (idle && !isFocused(input)) input.value = String(shown.control.value);
  };
}

// How the maps lie over the photo: as a layer of some opacity, or as a mask that keeps a share of the photo.

import { component } from "../../kit/component.js";
import { make, setAll } from "../../kit/elements.js";
import { changeLook, look, onLook } from "../../kit/signal_look.js";

/** @typedef {"over" | "masked"} Mode */
/**
 * @typedef {{ words: Record<"name" | Mode | `${Mode}_share`, string> }} Data what pages/attribution/components.py
 *   sends
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & { data: Data }} View */

/** @type {Mode[]} */
const MODES = ["over", "masked"];
const LEAST = { over: 0, masked: 1 }; // %

export default component({ build, listen, receive });

/** @param {View} view @param {Data} data */
function receive(view, data) {
  view.data = data;
  const { words } = data;
  view.modes.setAttribute("aria-label", words.name);
  view.buttons.forEach((button, index) => (button.textContent = words[MODES[index]]));
  draw(view);
}

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const modes = make("div", "modes", card, { role: "radiogroup" });
  const buttons = MODES.map(() => make("button", "", modes, { type: "button", role: "radio" }));
  const label = make("label", "", card);
  const name = make("span", "", label);
  const slider = make("input", "", label, { type: "range", max: 100 });
  const share = make("output", "", label);
  return { card, modes, buttons, name, slider, share };
}

/** @param {View} view */
function listen(view) {
  const { modes, buttons, slider } = view;
  buttons.forEach((button, index) => button.addEventListener("click", () => changeLook({ mode: MODES[index] })));
  slider.addEventListener("input", () => changeLook({ [look.mode]: Number(slider.value) }));
  modes.addEventListener("keydown", (event) => turned(event, buttons));
  onLook(view, draw);
}

/** @param {View} view */
function draw({ buttons, name, slider, share, data: { words } }) {
  const { mode } = look;
  buttons.forEach((button, index) => {
    setAll(button, { "aria-checked": MODES[index] === mode, tabindex: MODES[index] === mode ? 0 : -1 });
  });
  name.textContent = words[`${mode}_share`];
  setAll(slider, { "aria-label": words[`${mode}_share`], min: LEAST[mode] });
  slider.value = String(look[mode]);
  share.textContent = `${look[mode]} %`;
}

/** @param {KeyboardEvent} event @param {HTMLElement[]} buttons */
function turned(event, buttons) {
  if (!event.key.startsWith("Arrow")) return;
  const next = 1 - MODES.indexOf(look.mode);
  changeLook({ mode: MODES[next] });
  buttons[next].focus();
  event.preventDefault();
}

// A button that copies a text, and says whether it worked.

import { component } from "../../kit/component.js";
import { make, setText } from "../../kit/elements.js";

/**
 * What pages/ui/components/taking.py sends.
 * @typedef {object} Data
 * @property {string} text that is copied
 * @property {Record<"copy" | "copied" | "failed", string>} words
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & { data: Data }} View */

const SAID_MS = 2500;

export default component({ build, listen, receive });

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const button = make("button", "", card, { type: "button" });
  return { card, button, told: make("span", "told", card, { role: "status" }) };
}

/** @param {View} view */
function listen(view) {
  view.button.addEventListener("click", () => void copied(view));
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  view.data = data;
  setText(view.button, data.words.copy);
}

/** @param {View} view */
async function copied(view) {
  const { told, data } = view;
  const done = await write(data.text).catch(() => writeOldWay(view));
  told.textContent = done ? data.words.copied : data.words.failed;
  told.classList.toggle("wrong", !done);
  clearTimeout(view.timer);
  view.timer = setTimeout(() => (told.textContent = ""), SAID_MS);
}

/** @param {string} text */
async function write(text) {
  await navigator.clipboard.writeText(text); // there only under https and on the same machine
  return true;
}

/** @param {View} view */
function writeOldWay({ card, data }) {
  const field = make("textarea", "field", card);
  field.value = data.text;
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

// How maps are drawn on all pages: their colours, and whether signs are told without them. The choice is kept in a
// cookie for later visits.

import { announce, component } from "../../kit/component.js";
import { buildChoice, keepCookie } from "../../kit/cookie.js";
import { make, setAll } from "../../kit/elements.js";

/**
 * What pages/ui/colour_map.py sends.
 * @typedef {object} Data
 * @property {Record<string, string>} looks their names by what they are called in the cookie
 * @property {string} look
 * @property {boolean} hatched whether signs are told without colour
 * @property {string} suffix what then follows the look in the cookie
 * @property {Record<"label" | "meaning" | "hatch" | "why", string>} words
 * @property {string} cookie that keeps the choice
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & { data: Data }} View */

const HALF = "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 3v18M12 8h4.5M12 12h8M12 16h6";

export default component({ build, listen, receive });

/** @param {HTMLElement} parent */
function build(parent) {
  const { card, list } = buildChoice(parent, HALF);
  const label = make("label", "hatch", card);
  const box = make("input", "", label, { type: "checkbox" });
  return { card, list, label, box, hatch: make("span", "", label) };
}

/** @param {View} view */
function listen(view) {
  const choose = () => {
    const chosen = `${view.list.value}${view.box.checked ? view.data.suffix : ""}`;
    keepCookie(view.data.cookie, chosen);
    announce(view, chosen, 0);
  };
  for (const element of [view.list, view.box]) element.addEventListener("change", choose);
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  view.data = data;
  const { list, label, box, hatch } = view;
  const { words } = data;
  setAll(list, { "aria-label": words.label, title: words.meaning });
  if (!list.options.length) list.append(...Object.entries(data.looks).map(([look, name]) => new Option(name, look)));
  list.value = data.look;
  hatch.textContent = words.hatch;
  label.title = words.why;
  box.checked = data.hatched;
}

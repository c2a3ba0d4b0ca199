// The colours in which maps are drawn on all pages. The choice is kept in a cookie for later visits.

import { announce, component } from "../../kit/component.js";
import { keepCookie } from "../../kit/cookie.js";
import { make, makeSvg, setAll } from "../../kit/elements.js";

/**
 * What pages/ui/colour_map.py sends.
 * @typedef {object} Data
 * @property {Record<string, string>} looks their names by what they are called in the cookie
 * @property {string} look
 * @property {string} label
 * @property {string} cookie that keeps the choice
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & { data: Data }} View */

const HALF = "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 3v18M12 8h4.5M12 12h8M12 16h6";

export default component({ build, listen, receive });

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  makeSvg("path", makeSvg("svg", card, { viewBox: "0 0 24 24", "aria-hidden": true }), { d: HALF });
  return { card, list: make("select", "", card) };
}

/** @param {View} view */
function listen(view) {
  view.list.addEventListener("change", () => {
    keepCookie(view.data.cookie, view.list.value);
    announce(view, view.list.value, 0);
  });
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  view.data = data;
  const { list } = view;
  setAll(list, { "aria-label": data.label, title: data.label });
  if (!list.options.length) list.append(...Object.entries(data.looks).map(([look, name]) => new Option(name, look)));
  list.value = data.look;
}

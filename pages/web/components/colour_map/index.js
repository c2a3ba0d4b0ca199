// The colours in which maps are drawn on all pages. The choice is kept in a cookie for later visits.

import { component } from "../../kit/component.js";
import { buildChoice, listenToChoice } from "../../kit/cookie.js";
import { setAll } from "../../kit/elements.js";

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

export default component({ build, listen: listenToChoice, receive });

/** @param {HTMLElement} parent */
function build(parent) {
  return buildChoice(parent, HALF);
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  view.data = data;
  const { list } = view;
  setAll(list, { "aria-label": data.label, title: data.label });
  if (!list.options.length) list.append(...Object.entries(data.looks).map(([look, name]) => new Option(name, look)));
  list.value = data.look;
}

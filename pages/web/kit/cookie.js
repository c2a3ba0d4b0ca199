// What a browser keeps for later visits, and the lists in the frame whose choice it keeps.

import { announce } from "./component.js";
import { make, makeSvg } from "./elements.js";

/**
 * @typedef {import("./component.js").Life & { list: HTMLSelectElement, data: { cookie: string } }} Choice
 */

const A_YEAR_S = 365 * 24 * 3600;

/** Keep a choice for later visits. @param {string} name @param {string} value */
export function keepCookie(name, value) {
  const { pathname, protocol } = location;
  const folder = pathname.slice(0, pathname.lastIndexOf("/") + 1); // a page lies right under the app's own path
  document.cookie = [`${name}=${value}`, `Path=${folder}`, `Max-Age=${A_YEAR_S}`, "SameSite=Lax",
    ...(protocol === "https:" ? ["Secure"] : [])].join("; ");
}

/**
 * Make a list with an icon before it.
 * @param {HTMLElement} parent @param {string} icon its path, 24 x 24
 */
export function buildChoice(parent, icon) {
  const card = make("div", "card", parent);
  makeSvg("path", makeSvg("svg", card, { viewBox: "0 0 24 24", "aria-hidden": true }), { d: icon });
  return { card, list: make("select", "", card) };
}

/** Keep what is chosen, and tell the server. @param {Choice} view */
export function listenToChoice(view) {
  view.list.addEventListener("change", () => {
    keepCookie(view.data.cookie, view.list.value);
    announce(view, view.list.value, 0);
  });
}

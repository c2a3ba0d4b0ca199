// The languages in which the app can be read, each in its own words. The choice is kept in a cookie for later visits.

import { component } from "../../kit/component.js";
import { buildChoice, listenToChoice } from "../../kit/cookie.js";
import { setAll } from "../../kit/elements.js";
import { speak } from "./streamlit.js";

/**
 * What pages/ui/language.py sends.
 * @typedef {object} Data
 * @property {Record<string, string>} languages code and own name of each
 * @property {string} language in which the page is
 * @property {string} cookie that keeps the choice
 * @property {string} label
 * @property {Record<string, string>} streamlit what Streamlit writes itself, and how it is called in the language
 * @property {string} uploads where that stands, if only there it is to be changed
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & { data: Data }} View */

const GLOBE = "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M3 12h18M12 3c-5 5-5 13 0 18c5-5 5-13 0-18";

export default component({ build, listen: listenToChoice, receive });

/** @param {HTMLElement} parent */
function build(parent) {
  return buildChoice(parent, GLOBE);
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  view.data = data;
  const { list } = view;
  setAll(list, { "aria-label": data.label, title: data.label });
  const codes = Object.keys(data.languages);
  if ([...list.options].map(({ value }) => value).join() !== codes.join()) {
    list.replaceChildren(...codes.map((code) => new Option(data.languages[code], code)));
    [...list.options].forEach((option) => (option.lang = option.value));
  }
  list.value = data.language;
  document.documentElement.lang = data.language;
  // English readers need words for what went wrong with a file alone; nothing else is looked at for them.
  speak(data.streamlit, data.uploads);
}

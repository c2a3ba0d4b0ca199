// What a merge reads: each source with a button that removes it, and a list that adds another.

import { around, childrenOf, make, setAll, setOptions, setText } from "../../kit/elements.js";
import { fill } from "../../kit/format.js";

/** @typedef {import("./controls.js").Shown} Shown */
/** @typedef {{ list: HTMLElement, select: HTMLSelectElement }} Parts */

/** @param {Shown} shown @returns {Parts} */
export function newSources(shown) {
  const list = make("div", "sources", shown.body);
  const select = make("select", "", shown.body, { "data-named": "" });
  select.addEventListener("change", () => {
    if (select.value) shown.set([...sourcesOf(shown), select.value], true);
  });
  list.addEventListener("click", (event) => {
    const button = around(event, "button");
    if (button) shown.set(sourcesOf(shown).filter((name) => name !== button.dataset.name), true);
  });
  return { list, select };
}

/** @param {Shown} shown @param {Parts} parts @param {Record<string, string>} words */
export function drawSources(shown, { list, select }, words) {
  const sources = sourcesOf(shown);
  const buttons = childrenOf(list, sources.length, () => make("button", "source", list, { type: "button" }));
  buttons.forEach((button, place) => {
    const name = sources[place];
    button.dataset.name = name;
    setText(button, `${name} ×`);
    setAll(button, { "aria-label": fill(words.remove, { name }) });
    button.toggleAttribute("disabled", sources.length < 3);
  });
  const others = (shown.control.choices ?? []).filter(([name]) => !sources.includes(String(name)));
  setOptions(select, [["", words.another], ...others]);
  select.value = "";
  setAll(select, { "aria-label": words.another });
}

/** @param {Shown} shown */
function sourcesOf({ control }) {
  return /** @type {string[]} */ (control.value);
}

// The classes a network finds likeliest, as bars; a tick shows where each stood before something was changed. Where
// the page asks for it, the rows are a list to choose from: a click or the arrow keys.

import { ARROWS } from "../../kit/cells.js";
import { announce, awaits, component, PAUSE_MS } from "../../kit/component.js";
import { around, childrenOf, make } from "../../kit/elements.js";
import { fill, percent } from "../../kit/format.js";

/** @typedef {{ name: string, share: number, before: number | null }} Score shares from 0 to 1 */
/**
 * What pages/ui/components/class_scores.py sends.
 * @typedef {object} Data
 * @property {string} title
 * @property {string} note
 * @property {Score[]} rows
 * @property {number | null} chosen
 * @property {boolean} choose whether a row can be chosen
 * @property {Record<"moved" | "keys", string>} words
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & { data: Data }} View */

export default component({ build, listen, receive });

/** @param {View} view @param {Data} data */
function receive(view, data) {
  const { title, note, rows, words, chosen, choose } = data;
  if (!awaits(view, chosen)) view.selected = chosen;
  view.data = data;
  view.title.textContent = title;
  view.note.textContent = note;
  view.list.classList.toggle("choose", choose);
  view.list.setAttribute("role", choose ? "listbox" : "list");
  view.list.setAttribute("aria-label", choose ? `${title}. ${words.keys}` : title);
  if (choose) view.list.setAttribute("tabindex", "0");
  else view.list.removeAttribute("tabindex");
  childrenOf(view.list, rows.length, () => newRow(view.list)).forEach((item, index) => draw(item, rows[index], words));
  mark(view);
}

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  return { card, title: make("div", "title", card), list: make("ol", "", card), note: make("div", "note", card) };
}

/** @param {View} view */
function listen(view) {
  view.list.addEventListener("click", (event) => pick(view, rowOf(event)));
  view.list.addEventListener("keydown", (event) => pressed(view, event));
}

/** @param {HTMLElement} list */
function newRow(list) {
  const item = make("li", "", list);
  make("span", "name", item);
  item.append(" "); // else the name's last word and the share would be one word
  const track = make("span", "track", item);
  make("span", "bar", track);
  make("span", "tick", track);
  make("span", "share", item);
  return item;
}

/** @param {HTMLElement} item @param {Score} score @param {Data["words"]} words */
function draw(item, { name, share, before }, words) {
  const [label, , bar, tick, told] = item.querySelectorAll("span");
  label.textContent = name;
  label.title = name;
  told.textContent = percent(share, 1);
  bar.style.width = `${100 * share}%`;
  tick.hidden = before === null;
  tick.style.left = `${100 * (before ?? 0)}%`;
  item.setAttribute("aria-label", before === null ? `${name}: ${percent(share, 1)}`
    : fill(words.moved, { name, share: percent(share, 1), before: percent(before, 1) }));
}

/** @param {View} view */
function mark({ list, selected, data: { choose } }) {
  [...list.children].forEach((item, index) => {
    item.classList.toggle("chosen", choose && index === selected);
    item.setAttribute("role", choose ? "option" : "listitem");
    if (choose) item.setAttribute("aria-selected", String(index === selected));
    else item.removeAttribute("aria-selected");
  });
}

/** @param {Event} event */
function rowOf(event) {
  const item = around(event, "li");
  return [...(item?.parentElement?.children ?? [])].findIndex((other) => other === item);
}

/** @param {View} view @param {number} index @param {number} [wait] */
function pick(view, index, wait = 0) {
  if (!view.data.choose || index < 0 || index >= view.list.children.length || index === view.selected) return;
  view.selected = index;
  mark(view);
  announce(view, index, wait);
}

/** @param {View} view @param {KeyboardEvent} event */
function pressed(view, event) {
  const step = ARROWS[event.key]?.[0];
  if (!step || !view.data.choose) return;
  pick(view, view.selected === null ? 0 : view.selected + step, PAUSE_MS);
  event.preventDefault();
}

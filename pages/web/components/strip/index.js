// Draws the picture that explorer/figures/network_strip.py laid out. Nodes keep their elements from one call to the
// next, so a changed number changes only its own text; the browser selects at once and tells the server afterwards.

import { awaits, component, PAUSE_MS } from "../../kit/component.js";
import { around, make, makeSvg, setAll } from "../../kit/elements.js";
import { choose, drawLines, drawNodes, mark, reveal, size } from "./drawing.js";
import { newEditor } from "./editor.js";
import { layRows, takeRows } from "./rows.js";

/**
 * A volume, or a sheet behind one; lengths in px.
 * @typedef {object} Node
 * @property {string} id
 * @property {string} kind
 * @property {string} label
 * @property {string} shape
 * @property {number} behind how many sheets before it stand behind the same volume; 0: the volume
 * @property {boolean} ghost whether it was not computed
 * @property {boolean} wrong
 * @property {boolean} pale
 * @property {number} times how many blocks of one kind are folded into it; 0: it is a layer
 * @property {string[] | null} span first and last layer of what is folded into it
 * @property {number} x
 * @property {number} y
 * @property {number} front width of the front
 * @property {number} tall height of the front
 * @property {number} across width of the side
 * @property {number} rise height of the side
 * @property {number} textX
 * @property {number} textY
 */
/**
 * What pages/ui/components/network_strip.py sends; explorer/figures/network_strip.py laid it out.
 * @typedef {object} Data
 * @property {number} width
 * @property {number} height
 * @property {string | null} selected
 * @property {string[]} lines paths
 * @property {Node[]} nodes
 * @property {import("./gaps.js").Gap[]} [gaps] where layers can be put
 * @property {import("./editor.js").Tools} [tools] with which the network is changed
 * @property {Record<"name" | "missing" | "wrong" | "scale" | "note" | "folded", string>} words
 */
/** @typedef {import("./drawing.js").Entry} Entry */
/**
 * @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & {
 *   known?: string | null, data: Data, zoom?: number, editor?: import("./editor.js").Editor }} View
 */

/** For components that draw it as a part of theirs. */
export const strip = { build, listen, receive, reveal };

export default component(strip);

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const scroller = make("div", "scroller", card);
  const svg = makeSvg("svg", scroller, { role: "listbox", tabindex: 0, "aria-orientation": "horizontal" });
  const lines = makeSvg("g", svg, { class: "lines", id: "lines", "aria-hidden": true });
  const volumes = makeSvg("g", svg, { id: "volumes" });
  const caption = make("div", "scale", card);
  const [note, scale] = [make("strong", "", caption), make("span", "", caption)];
  return { card, svg, scroller, lines, volumes, note, scale, nodes: /** @type {Map<string, Entry>} */ (new Map()),
    order: /** @type {string[]} */ ([]) };
}

/** @param {View} view */
function listen(view) {
  const { svg, scroller, gone } = view;
  addEventListener("beforeprint", () => layRows(scroller, svg, [...view.nodes.values()].map(({ node }) => node)),
    { signal: gone });
  addEventListener("afterprint", () => takeRows(scroller), { signal: gone });
  svg.addEventListener("click", (event) => {
    const id = around(event, ".node")?.dataset.id;
    if (id !== undefined && !view.editor?.clicked(id, event)) choose(view, id, 0);
  });
  svg.addEventListener("keydown", (event) => {
    if (view.editor?.pressed(event)) event.preventDefault();
    else pressed(view, event);
  });
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  view.data = data;
  setAll(view.svg, { viewBox: `0 0 ${data.width} ${data.height}`, "aria-label": data.words.name });
  size(view);
  view.note.textContent = data.words.note;
  view.scale.textContent = data.words.note ? ` · ${data.words.scale}` : data.words.scale;
  drawLines(view.lines, data.lines);
  drawNodes(view, data);
  if (data.tools) view.editor ??= newEditor(view);
  const fromOutside = data.selected !== view.known;
  view.known = data.selected;
  const own = data.selected === view.selected;
  const stays = awaits(view, data.selected) || (!fromOutside && view.editor?.holds(view.selected));
  mark(view, stays ? view.selected : data.selected);
  if (data.tools) view.editor?.receive(data.tools);
  if (fromOutside && !own) reveal(view, view.selected);
}

/** @param {View} view @param {KeyboardEvent} event */
function pressed(view, event) {
  const at = view.order.indexOf(view.selected);
  const last = view.order.length - 1;
  /** @type {Record<string, number>} */
  const steps = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last };
  if ((event.key === "Enter" || event.key === " ") && at >= 0) choose(view, view.selected, 0);
  else if (event.key in steps && last >= 0) {
    const next = view.order[Math.min(last, Math.max(0, steps[event.key]))];
    if (view.nodes.get(next)?.node.span) mark(view, next); // Enter unfolds it
    else choose(view, next, PAUSE_MS);
    reveal(view, view.selected);
  } else return;
  event.preventDefault();
}

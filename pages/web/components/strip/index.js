// Draws the picture that explorer/figures/network_strip.py laid out. Nodes keep their elements from one call to the
// next, so a changed number changes only its own text; the browser selects at once and tells the server afterwards.

import { announce, awaits, component, PAUSE_MS } from "../../kit/component.js";
import { around, childrenOf, make, makeSvg, setAll, setText } from "../../kit/elements.js";
import { growth, LETTER } from "../../kit/pixels.js";
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
 * @property {Record<"name" | "missing" | "wrong" | "scale" | "note", string>} words
 */
/** @typedef {ReturnType<typeof newNode>} Entry the elements of a node */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & { known?: string | null }} View */

/** For components that draw it as a part of theirs. */
export const strip = { build, listen, receive };

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
    const group = around(event, ".node");
    if (group?.dataset.id !== undefined) choose(view, group.dataset.id, 0);
  });
  svg.addEventListener("keydown", (event) => pressed(view, event));
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  const [width, height] = [data.width, data.height].map((length) => `${length / LETTER}rem`);
  setAll(view.svg, { width, height, viewBox: `0 0 ${data.width} ${data.height}`, "aria-label": data.words.name });
  view.note.textContent = data.words.note;
  view.scale.textContent = data.words.note ? ` · ${data.words.scale}` : data.words.scale;
  drawLines(view.lines, data.lines);
  drawNodes(view, data);
  const fromOutside = data.selected !== view.known;
  view.known = data.selected;
  const own = data.selected === view.selected;
  mark(view, awaits(view, data.selected) ? view.selected : data.selected);
  if (fromOutside && !own) reveal(view, view.selected);
}

/** @param {Element} parent @param {string[]} paths */
function drawLines(parent, paths) {
  const lines = childrenOf(parent, paths.length, () => makeSvg("path", parent));
  lines.forEach((line, index) => set(line, "d", paths[index]));
}

/** @param {View} view @param {Data} data */
function drawNodes(view, data) {
  const alive = new Set(data.nodes.map((node) => node.id));
  for (const [id, entry] of view.nodes) {
    if (!alive.has(id)) {
      entry.group.remove();
      view.nodes.delete(id);
    }
  }
  view.order = data.nodes.map((node) => node.id);
  data.nodes.forEach((node, index) => {
    const entry = view.nodes.get(node.id) ?? newNode(view.volumes, node);
    view.nodes.set(node.id, entry);
    drawNode(entry, node, data.words);
    set(entry.group, "id", `node-${index}`);
    entry.node = node;
  });
  paint(view, data.nodes);
}

/**
 * Sheets come before the volume they stand behind, the farthest first; elements move only when the order changed.
 * @param {View} view @param {Node[]} nodes
 */
function paint(view, nodes) {
  /** @type {Element[]} */
  const wanted = [];
  let start = 0;
  nodes.forEach((node) => {
    if (node.behind === 0) start = wanted.length;
    const entry = view.nodes.get(node.id);
    if (entry) wanted.splice(start, 0, entry.group);
  });
  wanted.forEach((group, index) => {
    const present = view.volumes.children[index];
    if (present !== group) view.volumes.insertBefore(group, present ?? null);
  });
}

/** @param {Element} parent @param {Node} node */
function newNode(parent, node) {
  const group = makeSvg("g", parent, { role: "option" });
  group.dataset.id = node.id;
  const entry = {
    group, node, kinds: "", title: makeSvg("title", group), hit: makeSvg("rect", group, { class: "hit" }),
    side: makeSvg("path", group, { class: "face side" }), top: makeSvg("path", group, { class: "face top" }),
    front: makeSvg("path", group, { class: "face" }), outline: makeSvg("rect", group, { class: "outline", rx: 6 }),
    label: makeSvg("text", group, { class: "label" }), shape: makeSvg("text", group, { class: "shape" }),
    mark: makeSvg("g", group, { class: "mark" }),
  };
  makeSvg("circle", entry.mark, { r: 7 });
  makeSvg("text", entry.mark, { y: 4 }).textContent = "!";
  entry.shape.before(" "); // else the last word of the label and the first number would be one word
  return entry;
}

/** @param {Entry} entry @param {Node} node @param {Data["words"]} words */
function drawNode(entry, node, words) {
  const kinds = ["node", node.kind, node.ghost && "ghost", node.wrong && "wrong", node.pale && "pale"].filter(Boolean);
  entry.kinds = kinds.join(" ");
  entry.group.style.setProperty("--tone", `var(--${node.kind})`);
  const { x, y, front, tall, across, rise } = node;
  const bar = across === 0;
  const sheet = node.behind > 0 && !bar;
  set(entry.front, "d", sheet ? "" : `M${x} ${y}h${front}v${tall}h${-front}Z`);
  set(entry.side, "d", bar ? "" : `M${x + front} ${y}l${across} ${-rise}v${tall}l${-across} ${rise}Z`);
  set(entry.top, "d", bar || sheet ? "" : `M${x} ${y}h${front}l${across} ${-rise}h${-front}Z`);
  const right = x + front + across;
  const box = node.behind > 0
    ? [right - 7, y - rise - 3, 9, tall + 6]
    : [x - 6, y - rise - 6, right - x + 12, tall + rise + 12];
  place(entry.outline, box);
  const wide = Math.max(right - x + 12, 68);
  place(entry.hit, node.behind > 0 ? box : [node.textX - wide / 2, y - rise - 6, wide, node.textY + 26 - y + rise]);
  const named = node.behind === 0;
  for (const [text, below] of /** @type {const} */ ([[entry.shape, 0], [entry.label, 16]])) {
    set(text, "x", node.textX);
    set(text, "y", node.textY + below);
  }
  setText(entry.shape, named ? node.shape : "");
  setText(entry.label, named ? shortened(node.label) : "");
  set(entry.mark, "transform", `translate(${right} ${y - rise})`);
  set(entry.mark, "display", node.wrong ? "inline" : "none");
  const shape = node.ghost ? words.missing : node.shape;
  const [seen, whole] = [shortened(node.label), node.label];
  // Begins with what is seen: those who speak to their computer say that.
  const parts = [seen, shape, node.id, seen === whole ? "" : whole, node.wrong ? words.wrong : ""];
  const told = parts.filter(Boolean).join(", ");
  setText(entry.title, told);
  set(entry.group, "aria-label", told);
}

/** @param {View} view @param {string | null} id */
function mark(view, id) {
  view.selected = id;
  view.order.forEach((other, index) => {
    const entry = view.nodes.get(other);
    if (!entry) return;
    const on = other === id;
    set(entry.group, "class", on ? `${entry.kinds} selected` : entry.kinds);
    set(entry.group, "aria-selected", on);
    if (on) view.svg.setAttribute("aria-activedescendant", `node-${index}`);
  });
}

/** @param {View} view @param {string} id @param {number} wait */
function choose(view, id, wait) {
  mark(view, id);
  announce(view, id, wait);
}

/** @param {View} view @param {KeyboardEvent} event */
function pressed(view, event) {
  const at = view.order.indexOf(view.selected);
  const last = view.order.length - 1;
  /** @type {Record<string, number>} */
  const steps = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last };
  if ((event.key === "Enter" || event.key === " ") && at >= 0) choose(view, view.selected, 0);
  else if (event.key in steps && last >= 0) {
    choose(view, view.order[Math.min(last, Math.max(0, steps[event.key]))], PAUSE_MS);
    reveal(view, view.selected);
  } else return;
  event.preventDefault();
}

/** Only the strip itself scrolls, never the page. @param {View} view @param {string} id */
function reveal(view, id) {
  const node = view.nodes.get(id)?.node;
  if (!node) return;
  const scale = growth();
  const [scrollLeft, clientWidth] = [view.scroller.scrollLeft / scale, view.scroller.clientWidth / scale];
  const left = Math.min(node.x, node.textX - 44) - 12;
  const right = Math.max(node.x + node.front + node.across, node.textX + 44) + 12;
  if (left < scrollLeft) view.scroller.scrollLeft = left * scale;
  else if (right > scrollLeft + clientWidth) view.scroller.scrollLeft = (right - clientWidth) * scale;
}

/** @param {Element} rect @param {number[]} box */
function place(rect, [x, y, width, height]) {
  for (const [name, value] of Object.entries({ x, y, width, height })) set(rect, name, value);
}

/** @param {Element} target @param {string} name @param {string | number | boolean} value */
function set(target, name, value) {
  if (target.getAttribute(name) !== String(value)) target.setAttribute(name, String(value));
}

/** @param {string} text */
function shortened(text) {
  return text.length > 18 ? `${text.slice(0, 17)}…` : text;
}

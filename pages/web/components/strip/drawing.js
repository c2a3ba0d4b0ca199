// How the picture of a network is drawn: volumes, sheets behind them, lines, and what is chosen.

import { announce } from "../../kit/component.js";
import { childrenOf, makeSvg, setAll, setStyle, setText } from "../../kit/elements.js";
import { fill } from "../../kit/format.js";
import { growth, LETTER } from "../../kit/pixels.js";

/** @typedef {import("./index.js").Node} Node */
/** @typedef {import("./index.js").Data} Data */
/** @typedef {import("./index.js").View} View */
/** @typedef {ReturnType<typeof newNode>} Entry the elements of a node */

const LOW = 40; // px; above what is lower than this stands how often it is there, else on it
const PILE = 8; // px; as in explorer/figures/network_strip.py

/** The picture is as large as its zoom says. @param {View} view */
export function size({ svg, data, zoom = 1 }) {
  const [width, height] = [data.width, data.height].map((length) => `${(zoom * length) / LETTER}rem`);
  setAll(svg, { width, height });
}

/** @param {Element} parent @param {string[]} paths */
export function drawLines(parent, paths) {
  const lines = childrenOf(parent, paths.length, () => makeSvg("path", parent));
  lines.forEach((line, index) => set(line, "d", paths[index]));
}

/** @param {View} view @param {Data} data */
export function drawNodes(view, data) {
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
    pile: makeSvg("path", group, { class: "face pile" }), side: makeSvg("path", group, { class: "face side" }),
    top: makeSvg("path", group, { class: "face top" }),
    front: makeSvg("path", group, { class: "face" }), outline: makeSvg("rect", group, { class: "outline", rx: 6 }),
    label: makeSvg("text", group, { class: "label" }), shape: makeSvg("text", group, { class: "shape" }),
    mark: makeSvg("g", group, { class: "mark" }), times: makeSvg("g", group, { class: "times" }),
  };
  makeSvg("rect", entry.times, { height: 18, y: -9, rx: 9 });
  makeSvg("text", entry.times, { y: 4 });
  makeSvg("circle", entry.mark, { r: 7 });
  makeSvg("text", entry.mark, { y: 4 }).textContent = "!";
  entry.shape.before(" "); // else the last word of the label and the first number would be one word
  return entry;
}

/** @param {Entry} entry @param {Node} node @param {Data["words"]} words */
function drawNode(entry, node, words) {
  const kinds = ["node", node.kind, node.ghost && "ghost", node.wrong && "wrong", node.pale && "pale"].filter(Boolean);
  entry.kinds = kinds.join(" ");
  setStyle(entry.group, "--tone", `var(--${node.kind})`);
  const { x, y, front, tall, across, rise } = node;
  const bar = across === 0;
  const sheet = node.behind > 0 && !bar;
  set(entry.front, "d", sheet ? "" : `M${x} ${y}h${front}v${tall}h${-front}Z`);
  set(entry.side, "d", bar ? "" : `M${x + front} ${y}l${across} ${-rise}v${tall}l${-across} ${rise}Z`);
  set(entry.top, "d", bar || sheet ? "" : `M${x} ${y}h${front}l${across} ${-rise}h${-front}Z`);
  drawPile(entry, node);
  const right = x + front + across + (node.times > 1 ? PILE : 0);
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
  const parts = [seen, shape, node.span ? "" : node.id, seen === whole ? "" : whole, node.wrong ? words.wrong : "",
    node.times ? fill(words.folded, { times: node.times }) : ""];
  const told = parts.filter(Boolean).join(", ");
  setText(entry.title, told);
  set(entry.group, "aria-label", told);
}

/** What is folded lies behind its first block, and says how much it is. @param {Entry} entry @param {Node} node */
function drawPile({ pile, times }, node) {
  const { x, y, front, tall, across, rise } = node;
  const sheets = node.times > 1 ? [PILE, PILE / 2] : [];
  set(pile, "d", sheets.map((by) =>
    `M${x + by} ${y}l${across} ${-rise}h${front}v${tall}l${-across} ${rise}h${-front}Z`).join(""));
  set(times, "display", node.times ? "inline" : "none");
  const text = node.times > 1 ? `× ${node.times}` : "+";
  const wide = 12 + 7 * text.length;
  const at = tall + rise > LOW ? y + (tall - rise) / 2 : y - rise - 13;
  set(times, "transform", `translate(${x + (front + across) / 2} ${at})`);
  setAll(times.children[0], { x: -wide / 2, width: wide });
  setText(times.children[1], node.times ? text : "");
}

/** @param {View} view @param {string | null} id */
export function mark(view, id) {
  view.selected = id;
  view.order.forEach((other, index) => {
    const entry = view.nodes.get(other);
    if (!entry) return;
    const [on, too] = [other === id, view.editor?.chosen.has(other)];
    set(entry.group, "class", [entry.kinds, on && "selected", too && "chosen"].filter(Boolean).join(" "));
    set(entry.group, "aria-selected", on || Boolean(too));
    if (on) view.svg.setAttribute("aria-activedescendant", `node-${index}`);
  });
}

/** @param {View} view @param {string} id @param {number} wait */
export function choose(view, id, wait) {
  mark(view, id);
  announce(view, id, wait);
}

/** Only the strip itself scrolls, never the page. @param {View} view @param {string} id */
export function reveal(view, id) {
  const node = view.nodes.get(id)?.node;
  if (!node) return;
  const scale = growth() * (view.zoom ?? 1);
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

// How the network is changed in its picture: several layers are chosen, dragged, copied, wrapped and joined. What is
// asked for goes to the server as a message `{ do: ... }`, which pages/build_stack/picture_edits.py answers.

import { fill } from "../../kit/format.js";
import { make, setAll, setText } from "../../kit/elements.js";
import { newDragging, wasDropped } from "./dragging.js";
import { mark, reveal } from "./drawing.js";
import { between, spansOf } from "./gaps.js";
import { drawBar, newBar } from "./toolbar.js";
import { drawMap, fit, nearer, newZoom } from "./zoom.js";

/**
 * What `picture_tools` of pages/build_stack/picture_tools.py sends.
 * @typedef {object} Tools
 * @property {{ code: string, label: string, kind: string }[]} palette kinds of layers that can be put in
 * @property {number} copied how many layers can be pasted
 * @property {boolean} full whether no layer more is taken
 * @property {boolean | null} folds whether repeated blocks are folded; null: there are none
 * @property {string[]} made layers that the last change made
 * @property {number} turn which change that was
 * @property {boolean} maps whether the maps of this network can be opened
 * @property {Record<"tools" | "views" | "palette" | "put" | "times" | "earlier" | "later" | "copy" | "paste" |
 *   "remove" | "residual" | "parallel" | "repeat" | "add" | "cat" | "several" | "maps" | "folds" | "fit" | "farther" |
 *   "nearer" | "choose" | "chosen" | "adding" | "joining", string>} words
 */
/** @typedef {import("./index.js").View} View */
/**
 * @typedef {object} Editor
 * @property {Set<string>} chosen what is chosen besides the selected layer
 * @property {(id: string, event: MouseEvent) => boolean} clicked whether a click was taken
 * @property {(event: KeyboardEvent) => boolean} pressed whether a key was taken
 * @property {(id: string) => boolean} holds whether the reader stands on what the server cannot select
 * @property {(tools: Tools) => void} receive
 */
/**
 * @typedef {object} State
 * @property {View} view
 * @property {Set<string>} chosen
 * @property {Tools} tools
 * @property {string | null} anchor where a range begins
 * @property {boolean} several whether each tap chooses one more
 * @property {{ merge: string, from: string } | null} joining
 * @property {number} turn
 * @property {string | null} next where the keyboard goes once it is there
 * @property {import("./toolbar.js").Bar} bar
 * @property {import("./zoom.js").Zoom} zoom
 * @property {import("./dragging.js").Dragging} dragging
 * @property {HTMLElement} hint
 */

/** @param {View} view @returns {Editor} */
export function newEditor(view) {
  /** @type {State} */
  const state = /** @type {any} */ ({ view, chosen: new Set(), anchor: null, several: false, joining: null,
    turn: -1, next: null });
  state.bar = newBar(view.card, (tool) => use(state, tool), (code) => put(state, code));
  state.zoom = newZoom(view);
  state.hint = make("div", "hint", view.card, { role: "status" });
  state.bar.views.after(state.hint);
  state.dragging = newDragging(view, state.bar.palette, (id) => layerLoad(state, id),
    (code, label) => ({ label, pulled: true,
      drop: ({ behind, before }) => send(state, { do: "drop", code, behind, before }) }));
  setAll(view.svg, { "aria-multiselectable": true, "data-takes-alt": "" }); // Alt and an arrow move layers
  addEventListener("keydown", (event) => anywhere(state, event), { signal: view.gone });
  return {
    chosen: state.chosen,
    clicked: (id, event) => clicked(state, id, event),
    pressed: (event) => pressed(state, event),
    holds: (id) => view.data.nodes.some((node) => node.id === id && node.span !== null),
    receive: (tools) => receive(state, tools),
  };
}

/** @param {State} state @param {Tools} tools */
function receive(state, tools) {
  const { view, chosen } = state;
  state.tools = tools;
  const known = new Set(view.order);
  for (const id of [...chosen]) if (!known.has(id)) chosen.delete(id);
  if (state.joining && !known.has(state.joining.from)) state.joining = null;
  if (state.turn !== tools.turn) {
    if (state.turn >= 0) choosing(state, tools.made.length > 1 ? tools.made.filter((id) => known.has(id)) : []);
    state.turn = tools.turn;
    mark(view, view.selected);
  }
  if (state.next && known.has(state.next)) {
    mark(view, state.next);
    state.next = null;
  }
  drawMap(view, state.zoom);
  draw(state);
}

/** @param {State} state */
function draw(state) {
  const { tools, chosen, view, joining } = state;
  const any = layers(state).length > 0;
  drawBar(state.bar, tools, {
    earlier: any, later: any, copy: any, remove: any, residual: any, parallel: any, repeat: any && !tools.full,
    paste: tools.copied > 0 && !tools.full, add: true, cat: true, several: true, maps: tools.maps, folds: true,
    fit: true, farther: true, nearer: true,
  }, { add: joining?.merge === "add", cat: joining?.merge === "cat", several: state.several,
    folds: tools.folds === true });
  const { words } = tools;
  const from = joining ? view.nodes.get(joining.from)?.node.span?.[1] ?? joining.from : "";
  setText(state.hint, joining ? fill(joining.merge === "add" ? words.adding : words.joining, { layer: from })
    : chosen.size > 1 ? fill(words.chosen, { count: chosen.size }) : state.several ? words.choose : "");
}

/** First and last layer of each thing that is chosen. @param {State} state */
function layers({ view, chosen }) {
  return spansOf(view.data.nodes, chosen.size ? chosen : [view.selected]);
}

/** @param {State} state @param {Record<string, unknown> & { do: string }} message */
function send({ view }, message) {
  clearTimeout(view.timer); // what was selected last goes with it
  view.send(message);
}

/** @param {State} state @param {Iterable<string>} ids */
function choosing(state, ids) {
  state.chosen.clear();
  for (const id of ids) if (id !== "input") state.chosen.add(id);
}

/** @param {State} state @param {string} id @param {MouseEvent} event */
function clicked(state, id, event) {
  const { view, chosen } = state;
  if (wasDropped(state.dragging)) return true;
  if (state.joining) {
    join(state, id);
    return true;
  }
  if (event.shiftKey) {
    choosing(state, between(view.order, state.anchor ?? view.selected, id));
  } else if (event.ctrlKey || event.metaKey || state.several) {
    if (!chosen.size && !state.several) choosing(state, [view.selected]);
    if (chosen.has(id)) chosen.delete(id);
    else choosing(state, [...chosen, id]);
  } else {
    choosing(state, []);
    return unfold(state, id);
  }
  state.anchor ??= view.selected;
  mark(view, view.selected);
  draw(state);
  return true;
}

/** @param {State} state @param {string} id whether it is something folded */
function unfold(state, id) {
  const folded = state.view.nodes.get(id)?.node.span;
  state.anchor = id;
  if (folded) {
    state.next = `block:${folded[0]}`;
    send(state, { do: "unfold", id });
  }
  if (!folded) queueMicrotask(() => draw(state)); // once it is selected
  return Boolean(folded);
}

/** @param {State} state @param {string} target */
function join(state, target) {
  const { joining, view } = state;
  if (!joining) return;
  const [source, other] = [joining.from, target].map((id) => view.nodes.get(id)?.node.span?.[1] ?? id);
  state.joining = null;
  send(state, { do: "join", source, target: other, merge: joining.merge });
  draw(state);
}

/** @param {State} state @param {string} id @returns {import("./dragging.js").Load | null} */
function layerLoad(state, id) {
  if (id === "input" || state.joining) return null;
  const { view, chosen } = state;
  const ids = chosen.has(id) ? [...chosen] : [id];
  const label = view.nodes.get(id)?.node.label ?? id;
  return { label: ids.length > 1 ? fill(state.tools.words.chosen, { count: ids.length }) : label,
    drop: ({ behind, before }) => send(state, { do: "shift", layers: spansOf(view.data.nodes, ids), behind, before }) };
}

/** Put a kind of layer behind what is chosen. @param {State} state @param {string} code */
function put(state, code) {
  if (!wasDropped(state.dragging)) send(state, { do: "drop", code, behind: last(state), before: null });
}

/** The last layer of what is chosen; the input where nothing is. @param {State} state */
function last(state) {
  return layers(state).at(-1)?.[1] ?? "input";
}

/** @param {State} state @param {string} tool */
function use(state, tool) {
  const { view, zoom, tools } = state;
  const chosen = layers(state);
  if (tool === "fit") fit(view, zoom);
  else if (tool === "nearer" || tool === "farther") nearer(view, zoom, tool === "nearer" ? 1 : -1);
  else if (tool === "several") {
    state.several = !state.several;
    choosing(state, state.several ? [view.selected] : []);
    mark(view, view.selected);
  } else if (tool === "add" || tool === "cat") {
    state.joining = state.joining?.merge === tool ? null : { merge: tool, from: view.selected };
    view.svg.focus();
  } else if (tool === "folds") send(state, { do: "fold", value: !tools.folds });
  else if (tool === "paste") send(state, { do: "paste", behind: last(state) });
  else if (tool === "maps" || tool === "undo" || tool === "redo") send(state, { do: tool });
  else if (tool === "earlier" || tool === "later") {
    send(state, { do: "step", layers: chosen, step: tool === "later" ? 1 : -1 });
  } else if (tool === "repeat") {
    send(state, { do: "repeat", layers: chosen, times: Math.round(Number(state.bar.times.value)) || 2 });
  } else if (chosen.length) send(state, { do: tool === "copy" ? "take" : tool, layers: chosen });
  draw(state);
}

/** @type {Record<string, string>} */
const WITH_CONTROL = { z: "undo", y: "redo", c: "copy", v: "paste", x: "cut", d: "repeat" };

/** @param {State} state @param {KeyboardEvent} event */
function pressed(state, event) {
  const { view, chosen } = state;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "Escape") return escaped(state);
  if (key === "Enter" || key === " ") {
    if (state.joining) join(state, view.selected);
    else if (state.several) clicked(state, view.selected, new MouseEvent("click"));
    else return unfold(state, view.selected);
  } else if (key === "Delete" || key === "Backspace") use(state, "remove");
  else if (event.ctrlKey || event.metaKey) return withControl(state, key, event);
  else if (event.altKey && (key === "ArrowLeft" || key === "ArrowRight")) {
    use(state, key === "ArrowRight" ? "later" : "earlier");
  } else if (key === "ArrowLeft" || key === "ArrowRight") {
    const at = view.order.indexOf(view.selected) + (key === "ArrowRight" ? 1 : -1);
    const next = view.order[at];
    if (next === undefined) return true;
    if (event.shiftKey) choosing(state, between(view.order, state.anchor ??= view.selected, next));
    else if (chosen.size && !state.several) choosing(state, []);
    if (!event.shiftKey) state.anchor = null;
    if (event.shiftKey || view.nodes.get(next)?.node.span) mark(view, next);
    else return false;
    reveal(view, next);
    draw(state);
  } else return false;
  return true;
}

/** @param {State} state @param {string} key @param {KeyboardEvent} event */
function withControl(state, key, event) {
  const tool = key === "z" && event.shiftKey ? "redo" : WITH_CONTROL[key];
  if (key === "a") {
    choosing(state, state.view.order);
    mark(state.view, state.view.selected);
    draw(state);
  } else if (tool === "cut") {
    use(state, "copy");
    use(state, "remove");
  } else if (tool) use(state, tool);
  else return false;
  return true;
}

/**
 * What was done can be taken back from everywhere but where a text is written.
 * @param {State} state @param {KeyboardEvent} event
 */
function anywhere(state, event) {
  const [target] = event.composedPath();
  const writes = target instanceof HTMLElement && (target.isContentEditable || target instanceof HTMLTextAreaElement
    || (target instanceof HTMLInputElement && !["range", "checkbox", "radio", "button"].includes(target.type)));
  const key = event.key.toLowerCase();
  if (event.defaultPrevented || writes || !(event.ctrlKey || event.metaKey) || !["z", "y"].includes(key)) return;
  if (document.querySelector("[role=dialog]")) return;
  use(state, key === "y" || event.shiftKey ? "redo" : "undo");
  event.preventDefault();
}

/** @param {State} state whether there was something to leave */
function escaped(state) {
  const busy = Boolean(state.joining) || state.several || state.chosen.size > 0;
  [state.joining, state.several] = [null, false];
  choosing(state, []);
  mark(state.view, state.view.selected);
  draw(state);
  return busy;
}

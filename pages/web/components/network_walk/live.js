// What is asked of the server while one walks: maps of a block that unfolds, one map in full, one unit's sum; and a
// changed input, of which all maps follow.

import { ask } from "../../kit/asking.js";
import { floatsOf, nameOf, pictureOf, unpackAnswer } from "./data.js";

/** @typedef {import("./index.js").View} View */
/** @typedef {import("./data.js").Pack} Pack */

/** Ask for all that is missing where the reader is. @param {View} view */
export function askAll(view) {
  askMaps(view);
  askMap(view);
  askUnit(view);
}

/** @param {View} view @param {"maps" | "map" | "unit"} kind @param {Record<string, unknown>} more
 * @param {(answer: any) => void} show */
function put(view, kind, more, show) {
  const token = view.token;
  ask(view.asking[kind], { ask: kind, token, language: view.head.language, ...more }, {
    show: (answer) => {
      if (view.gone.aborted || view.token !== token) return;
      view.failed = answer.error ?? "";
      if (!answer.error) show(answer);
      view.refresh();
    },
    fail: () => {
      view.failed = view.head.words.lost;
      view.refresh();
    },
  });
}

/** Maps of the steps of the open block that have not come yet. @param {View} view */
function askMaps(view) {
  const { open, head, packs } = view;
  if (open < 0) return;
  const names = head.columns[open].steps.map(({ name }) => name).filter((name) => !packs.has(name));
  if (!names.length) return;
  put(view, "maps", { names }, ({ block }) => {
    for (const [name, pack] of unpackAnswer(block).packs) view.packs.set(name, pack);
  });
}

/** The map that is looked at, with all its numbers. @param {View} view */
function askMap(view) {
  const { focus: { place, at } } = view;
  if (place === null || !at.length || view.full.has(`${place}:${at[0]}`)) return;
  put(view, "map", { layer: nameOf(view, place), map: at[0] }, ({ size, values, map }) => {
    if (view.full.size > 12) view.full.delete([...view.full.keys()][0]);
    view.full.set(`${place}:${map}`, { place, size, values: floatsOf(values), canvas: null, own: null });
  });
}

/** @param {View} view */
function askUnit(view) {
  const { focus: { place, at } } = view;
  if (place === null || at.length < 3) return;
  put(view, "unit", { layer: nameOf(view, place), at }, (answer) => {
    if (String(answer.at) !== String(view.focus.at) || answer.layer !== nameOf(view, view.focus.place ?? -1)) return;
    view.answer = answer;
    const [read, window] = view.window;
    if (!answer.reads[read]?.shown[window]) [view.window, view.cell] = [[0, 0], 0];
    view.window = largest(answer);
  });
}

/** The window with the largest sum. @param {import("./panel.js").Answer} answer @returns {[number, number]} */
function largest({ reads }) {
  let best = { read: 0, sum: -1 };
  reads.forEach((read, at) => {
    const sum = Math.abs(floatsOf(read.sums)[read.shown[0]] ?? 0);
    if (sum > best.sum) best = { read: at, sum };
  });
  return [best.read, 0];
}

/**
 * Another input: all maps and the answer of the network follow.
 * @param {View} view
 * @param {{ token: string, packs: Map<string, Pack>, rgb: Uint8Array | null, size: [number, number],
 *   classes: import("./data.js").NamedShare[] }} change
 */
export function changeInput(view, { token, packs, rgb, size, classes }) {
  if (view.token !== token || !view.packs) {
    view.full.clear();
    view.packs = packs;
  } else for (const [name, pack] of packs) view.packs.set(name, pack);
  Object.assign(view, { token, classes });
  if (rgb) Object.assign(view, { rgb, picture: pictureOf(rgb, size) });
}

/**
 * Ask what the network makes of a changed input; `source` is a name in CHANGES of pages/pixel_to_class/walk_answers.py.
 * @param {View} view @param {string} source @param {Record<string, unknown>} said
 */
export function askLive(view, source, said) {
  const { title } = view.head;
  ask(view.asking.live, { ask: "live", source, token: view.token, language: view.head.language, ...said }, {
    show: (answer) => {
      if (view.gone.aborted || view.head.title !== title) return; // another network is shown by now
      view.failed = answer.error ?? "";
      if (!answer.error) {
        const { head, packs, rgb } = unpackAnswer(answer.block);
        changeInput(view, { token: head.token, packs, rgb, size: head.size, classes: head.classes });
        askAll(view);
      }
      view.refresh();
    },
    fail: () => {
      view.failed = view.head.words.lost;
      view.refresh();
    },
  });
}

// A small network as the walk is given it, and a server that answers what it asks: what its tests share.

import { mock } from "node:test";

import { fire } from "./dom.js";
import { block, openCanvases } from "./pens.js";

openCanvases();
Object.assign(globalThis, { innerHeight: 900 });
const { default: networkWalk } = await import("../../pages/web/components/network_walk/index.js");
const { bestLayout, layoutOf, tileOf } = await import("../../pages/web/components/network_walk/layout.js");
const { onScreen, seeing } = await import("../../pages/web/components/network_walk/camera.js");
mock.timers.enable({ apis: ["setTimeout"] });

const WORDS = { label: "Network", keys: "Arrow keys", picture: "picture", network: "{count} steps: {best}",
  silent: "{count} steps", layer: "{layer}: {maps} of {rows} x {columns}. {says} {sees}",
  values: "{layer}: {maps} values. {says}",
  sees: "Sees {rows} x {columns}.", sees_all: "Sees all.",
  map: "{layer} map {map}: {least} to {most} at {row}, {column}",
  blank: "{layer} map {map}: all {value}", unit: "{layer} map {map} ({row}, {column}): {value} {reads}",
  value: "{layer} value {map}: {value} {reads}", about: "about {value}", reads: "Reads.", whole: "All", out: "Out",
  closer: "Closer", farther: "Farther", before: "Before", next: "Next", own: "Own", window: "{source}, map {map}",
  times: "kernel", others: "+ {count} more", padding: "padding", cell: "Row {row}, column {column}", paid: "Paid",
  lost: "Lost." };
const one = [[1, 1, 0], [1, 1, 0]];
const edge = (from, count, reaches, groups = 1) => ({ from, groups, first: 0, count, reaches });
const step = (name, shape, edges, fields = null) =>
  ({ name, family: "convolution", shape, kind: "conv", says: `Does ${name}.`, fields, edges });
export const COLUMNS = [
  { label: "conv", steps: [step("conv", [4, 8, 8], [edge(-1, 4, [[3, 1, 1], [3, 1, 1]])], [[0, 1, 3], [0, 1, 3]])] },
  { label: "block", steps: [step("first", [4, 8, 8], [edge(0, 4, [[3, 1, 1], [3, 1, 1]])], [[0, 1, 5], [0, 1, 5]]),
    step("add", [4, 8, 8], [edge(1, 4, one, 4), edge(0, 4, one, 4)], [[0, 1, 5], [0, 1, 5]])] },
  { label: "fc", steps: [step("fc", [3, 1, 1], [edge(2, 3, null)])] }];
const SIZES = { conv: [4, 8, 8], add: [4, 8, 8], fc: [3, 1, 1], first: [4, 8, 8] };

/** Maps whose values grow from 0 to 2; those of `fc` are 0, 1 and 2; the last map of `conv` is blank. */
function packed(head, names, more = []) {
  const packs = names.map((name) => ({ name, size: SIZES[name], step: 1 }));
  const ends = names.flatMap((name) => (name === "fc" ? [[0, 1, 2], [0, 1, 2]]
    : [[0, 0, 0, 0], name === "conv" ? [2, 2, 2, 0] : [2, 2, 2, 2]]));
  const levels = names.map((name) => Uint8Array.from({ length: SIZES[name].reduce((a, b) => a * b) }, (_, at) =>
    (name === "fc" ? 0 : (at * 4) % 255)));
  return block({ ...head, packs }, ...ends.map((end) => Float32Array.from(end)), ...levels, ...more);
}

const CLASSES = [["cat", 0.7], ["dog", 0.2], ["ship", 0.1]].map(([name, share], place) => ({ name, share, place }));
const RGB = Uint8Array.from({ length: 192 }, (_, at) => at);
const TABLE = Uint8Array.from({ length: 768 }, (_, at) => at % 256);
const head = (more = {}) => ({ classes: CLASSES, token: "t1", asks: "p2c_walk", title: "Net", language: "en", note: "",
  hatched: false, input: [3, 8, 8], size: [8, 8], target: 0, place: { layer: "", at: [] },
  columns: COLUMNS, words: WORDS,
  ...more });

const text = (bytes) => Buffer.from(bytes.buffer ?? bytes, bytes.byteOffset ?? 0, bytes.byteLength).toString("base64");
const numbers = (...values) => text(Float32Array.from(values));
const NINE = [1, 2, 3, 4, 5, 6, 7, 8, 9];
export const UNIT = { kind: "weighted", value: 1.25, total: 1.25, bias: 0.25,
  lines: [{ title: "Sum", tree: ["math", [["mi", "z"], ["mo", "="], ["mn", "1.25"]]] }],
  reads: [{ source: "conv", maps: [0, 2], corner: [-1, -1], spread: [1, 1], size: [3, 3],
  sums: numbers(0.25, -0.75), shown: [1, 0], values: numbers(...NINE, ...NINE.map((value) => -value)),
  weights: numbers(...NINE.map(() => 0.5), ...NINE.map(() => -2)), outside: [1, 0, 0, 0, 0, 0, 0, 0, 0] }] };

/** What tests look at: what was asked and sent, and the answers that the server gives. */
export const now = { asked: [], sent: [], answers: {}, parent: null, end: null };
globalThis.fetch = async (address, { body }) => {
  const question = JSON.parse(body);
  now.asked.push(question);
  const found = now.answers[question.ask]?.(question);
  return found ? { ok: true, json: async () => found } : { ok: false, status: found === null ? 422 : 500 };
};
const MAP = numbers(...Array.from({ length: 64 }, (_, at) => at / 32));
const ANSWERS = {
  maps: ({ names }) => ({ block: text(packed({ classes: CLASSES }, names)) }),
  map: ({ layer, map }) => ({ layer, map, size: [8, 8], values: MAP }),
  unit: ({ layer, at }) => ({ ...UNIT, layer, at }),
  live: () => ({ block: text(packed({ token: "t2", size: [8, 8],
    classes: CLASSES.map((found) => ({ ...found, share: found.place / 3 })) }, ["conv", "add", "fc"], [RGB])) }),
};

export function begin() {
  now.end?.();
  Object.assign(now, { asked: [], sent: [], answers: { ...ANSWERS }, end: null,
    parent: globalThis.document.createElement("div") });
}

export function show(more = {}) {
  const data = packed(head(more), ["conv", "add", "fc"], [RGB, TABLE, TABLE]);
  now.end = networkWalk({ parentElement: now.parent, data,
    setTriggerValue: (_, value) => now.sent.push(JSON.parse(value)) });
}

export const part = (selector) => now.parent.querySelector(selector);
export const canvas = () => part("canvas");
export const line = () => part(".told-line").textContent;
export const where = () => part(".where").textContent;
export const key = (name, more = {}) => fire(canvas(), "keydown", { key: name, ...more });
export const calls = (name) => {
  const all = canvas().getContext().calls;
  return all.slice(all.findLastIndex((call) => call.name === "clearRect")).filter((call) => call.name === name);
};
export const settled = async () => { for (let at = 0; at < 6; at++) await new Promise(setImmediate); };
export const wait = (ms) => mock.timers.tick(ms);
export function told() {
  wait(3000);
  return now.sent.splice(0);
}

const PACKS = new Map(Object.entries(SIZES).map(([name, size]) => [name, { size }]));
const PLAN = { columns: COLUMNS, packs: PACKS, picture: [8, 8], classes: 3 };
/** Where on the canvas a unit of the whole network is seen. */
export function spot(place, map, row = 4, column = 4) {
  const room = [1000, canvas().height];
  const best = bestLayout({ ...PLAN, open: -1 }, room);
  const scene = layoutOf({ ...PLAN, open: -1, ...best });
  const tile = tileOf(scene.figures.get(place), map);
  const [clientX, clientY] = onScreen(seeing(scene.size, room, 24), room, tile.x + ((column + 0.5) / 8) * tile.w,
    tile.y + ((row + 0.5) / 8) * tile.h);
  return { clientX, clientY, pointerId: 1, pointerType: "mouse" };
}
export function click(at) {
  fire(canvas(), "pointerdown", at);
  fire(canvas(), "pointerup", at);
}

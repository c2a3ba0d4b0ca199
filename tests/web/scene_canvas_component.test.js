// A scene as a reader has it: dragged, made larger, turned, added to by pointer and keys, and what the server is told.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { fire } from "./dom.js";
import { drawn, openCanvases, texts } from "./pens.js";

openCanvases();
globalThis.innerHeight = 2000;
const { default: sceneCanvas } = await import("../../pages/web/components/scene_canvas/index.js");
const { coloursOf, handlesOf } = await import("../../pages/web/components/scene_canvas/overlays.js");
const { sceneFromText } = await import("../../pages/web/math/scene.js");
mock.timers.enable({ apis: ["setTimeout"] });

const KINDS = { circle: "circle", square: "square", triangle: "triangle", star: "star", ring: "ring", cross: "cross" };
const WORDS = { label: "Scene", keys: "Keys.", cells: "Cells.", place: "{kind} {number}/{count} {x} {y} {size} {angle}",
  none: "nothing", add: "Add: {kind}", remove: "Remove", undo: "Undo", front: "Front", colour: "Colour", small: "Small",
  full: "Full", hint: "Drag." };
const NOTHING = { overlays: [], facts: [], lines: [], error: "" };
const HEAD = "dfe3e8.0.0";
const CIRCLE = "circle.300.300.200.0.ff0000";
const STAR = "star.700.600.400.0.0000ff";
const FIRST = `${HEAD}~${CIRCLE}~${STAR}`;
const SIZE = [1000, 200]; // of all elements here, px

function data(more = {}) {
  return { scene: FIRST, side: 560, ground: { colour: [10, 20, 30], source: "", small: "" }, grains: "",
    asks: { name: "wi_try", more: { threshold: 0.5 }, photo: false, language: "en" }, cells: false, undo: false,
    answer: NOTHING, kinds: KINDS, words: WORDS, ...more };
}

/** @type {any} */
let parent;
/** @type {any[]} */
let sent = [];
/** @type {any[]} */
let questions = [];
/** @type {any} */
let end;
const show = (more) => {
  end = sceneCanvas({ parentElement: parent, data: data(more), setTriggerValue: (_, value) => sent.push(value) });
};
const part = (selector) => parent.querySelector(selector);
const over = () => part(".over");
const told = () => {
  mock.timers.tick(500);
  return sent.splice(0).map((text) => JSON.parse(text));
};
const at = (x, y) => ({ clientX: x * SIZE[0], clientY: y * SIZE[1], pointerId: 1, button: 0 });
const drag = (from, ...to) => {
  fire(over(), "pointerdown", at(...from));
  to.forEach((place) => fire(over(), "pointermove", at(...place)));
  fire(over(), "pointerup", at(...to.at(-1)));
};
const key = (name, more = {}) => fire(over(), "keydown", { key: name, ...more });
const line = () => part(".line").textContent;
const settled = () => new Promise((resolve) => { setImmediate(resolve); });

beforeEach(() => {
  end?.();
  parent = globalThis.document.createElement("div");
  [sent, questions] = [[], []];
  mock.method(globalThis, "fetch", (address, { body }) => new Promise((resolve) => questions.push({
    address: String(address), asked: JSON.parse(body),
    answer: (found) => resolve({ ok: true, status: 200, json: async () => found }) })));
});
afterEach(() => mock.method(globalThis, "fetch").mock.restore());

test("a scene is drawn, and what is in it is said", () => {
  show();
  const { name, args } = part(".picture").getContext().calls.at(-1);
  assert.deepEqual([name, args.slice(1)], ["putImageData", [0, 0]]);
  assert.equal(over().getAttribute("aria-label"), "Scene. circle, star. Keys");
  assert.equal(line(), "Drag.");
});

test("a scene without shapes says so", () => {
  show({ scene: HEAD });
  assert.equal(over().getAttribute("aria-label"), "Scene. nothing. Keys");
  key("PageDown");
  key("ArrowUp");
  key("Delete");
  assert.deepEqual(told(), []);
});

test("a shape goes along with the pointer, is asked about at once, and told once the hand rests", () => {
  show();
  drag([0.3, 0.3], [0.35, 0.4], [0.4, 0.5]);
  assert.equal(line(), "circle 1/2 40 50 20 0");
  assert.deepEqual(questions.map(({ asked }) => asked), [{ threshold: 0.5, language: "en",
    scene: `${HEAD}~circle.350.400.200.0.ff0000~${STAR}` }]);
  assert.match(questions[0].address, /\/preview\/wi_try$/);
  assert.deepEqual(told(), [{ scene: `${HEAD}~circle.400.500.200.0.ff0000~${STAR}` }]);
});

test("answers are shown as they come, and only the newest question follows", async () => {
  show();
  drag([0.3, 0.3], [0.31, 0.3], [0.32, 0.3], [0.33, 0.3]);
  questions[0].answer({ ...NOTHING, facts: [["IoU", "0.8"]], lines: ["One."], error: "" });
  await settled();
  assert.deepEqual(["dt", "dd", ".lines"].map((name) => part(name).textContent), ["IoU", "0.8", "One."]);
  assert.deepEqual(questions.map(({ asked }) => asked.scene.split(".")[3]), ["310", "330"]);
});

test("a shape stays in the picture", () => {
  show();
  drag([0.3, 0.3], [-2, 3]);
  assert.equal(told()[0].scene.split("~")[1], "circle.0.1000.200.0.ff0000");
});

test("the square handle changes the size", () => {
  show();
  drag([0.7, 0.6], [0.7, 0.6]);
  const star = sceneFromText(FIRST).things[1];
  const size = handlesOf(star, SIZE[0]).size.map((one) => one / SIZE[0]);
  drag(size, [0.7 + 1.5 * (size[0] - 0.7), 0.6 + 1.5 * (size[1] - 0.6)]);
  assert.equal(told().at(-1).scene.split("~")[2], "star.700.600.600.0.0000ff");
});

test("a turn goes with the pointer, and in steps with Shift", () => {
  show();
  drag([0.7, 0.6], [0.7, 0.6]);
  const { turn } = handlesOf(sceneFromText(FIRST).things[1], SIZE[0]);
  fire(over(), "pointerdown", at(turn[0] / SIZE[0], turn[1] / SIZE[0]));
  fire(over(), "pointermove", at(0.7 + 0.2 * Math.sin(0.6), 0.6 - 0.2 * Math.cos(0.6)));
  assert.equal(told().at(-1).scene.split("~")[2], "star.700.600.400.34.0000ff");
  fire(over(), "pointermove", { ...at(0.7 + 0.2 * Math.sin(0.6), 0.6 - 0.2 * Math.cos(0.6)), shiftKey: true });
  assert.equal(told().at(-1).scene.split("~")[2], "star.700.600.400.30.0000ff");
});

for (const [name, more, wanted] of [
  ["ArrowRight", {}, "circle.310.300.200.0.ff0000"], ["ArrowUp", { shiftKey: true }, "circle.300.250.200.0.ff0000"],
  ["+", {}, "circle.300.300.212.0.ff0000"], ["-", {}, "circle.300.300.189.0.ff0000"],
  ["r", {}, "circle.300.300.200.15.ff0000"], ["R", { shiftKey: true }, "circle.300.300.200.345.ff0000"]]) {
  test(`the key ${name} does to the shape what it says`, () => {
    show();
    key("PageDown");
    assert.ok(key(name, more).defaultPrevented);
    assert.deepEqual(told(), [{ scene: `${HEAD}~${wanted}~${STAR}` }]);
  });
}

test("keys that mean nothing here are left to the browser", () => {
  show();
  for (const name of ["ArrowDown", "Tab", "w", "Delete"]) assert.ok(!key(name).defaultPrevented); // no shape in hand
  key("PageDown");
  for (const [name, more] of [["ArrowLeft", { altKey: true }], ["Tab"], ["a"], ["r", { ctrlKey: true }]]) {
    assert.ok(!key(name, more).defaultPrevented);
  }
  assert.deepEqual(told(), []);
});

test("keys go through the shapes and around", () => {
  show();
  const lines = ["PageDown", "PageDown", "PageDown", "PageUp", "Escape", "PageUp"].map((name) => {
    key(name);
    return line();
  });
  assert.deepEqual(lines.map((text) => text.split(" ")[0]), ["circle", "star", "circle", "star", "Drag.", "star"]);
});

test("shapes are added, removed, and laid over the others", () => {
  show();
  fire(part(".ring"), "click");
  assert.equal(line().split(" ").slice(0, 2).join(" "), "ring 3/3");
  const [{ scene }] = told();
  assert.equal(scene.split("~").length, 4);
  show({ scene }); // the server has it now
  show();
  key("PageDown");
  fire(part(".front"), "click");
  assert.deepEqual(told(), [{ scene: `${HEAD}~${STAR}~${CIRCLE}` }]);
  fire(part(".remove"), "click");
  assert.deepEqual(told(), [{ scene: `${HEAD}~${STAR}` }]);
});

test("a full scene takes no more, and says why", () => {
  show({ scene: [HEAD, ...Array(80).fill(CIRCLE)].join("~") });
  assert.ok(part(".ring").disabled && part(".ring").title === "Full");
  fire(part(".ring"), "click");
  assert.deepEqual(told(), []);
});

test("undo is told with the scene as it is, once, by button or key", () => {
  show({ undo: true });
  fire(part(".undo"), "click");
  key("z", { ctrlKey: true });
  assert.deepEqual(told(), [{ scene: FIRST, undo: true }, { scene: FIRST, undo: true }]);
});

test("the reader's own change is not taken back by an older answer, and the server's word counts afterwards", () => {
  show();
  key("PageDown");
  key("ArrowRight");
  show();
  assert.equal(line(), "circle 1/2 31 30 20 0");
  const [{ scene }] = told();
  show({ scene });
  show({ scene: `${HEAD}~${CIRCLE}` });
  assert.equal(line(), "circle 1/1 30 30 20 0");
});

test("a click chooses a cell of the grid and the smallest box around it, a drag does not", () => {
  const boxes = [["large", [0, 0, 1, 1]], ["small", [0.8, 0, 1, 0.2]], ["", [0.85, 0, 0.95, 0.15]]].map(([pick, box]) =>
    ({ box, label: pick, colour: "#ff0000", line: "solid", width: 2, fill: 0, pick }));
  const answer = { ...NOTHING, overlays: [{ kind: "grid", rows: 8, columns: 8, colour: "#ffffff", chosen: null },
    { kind: "boxes", boxes }] };
  show({ answer, cells: true });
  drag([0.9, 0.1], [0.9, 0.1]);
  assert.deepEqual(told(), [{ scene: FIRST, box: "small", cell: [0, 7] }]);
  key("s");
  assert.deepEqual(told(), [{ scene: FIRST, cell: [1, 7] }]);
  drag([0.9, 0.1], [0.5, 0.5]);
  assert.deepEqual(told(), []);
  assert.deepEqual(texts(over(), "clearRect"), ["large", "small"]);
});

test("cells are told only where they can be chosen", () => {
  show({ answer: { ...NOTHING, overlays: [{ kind: "grid", rows: 8, columns: 8, colour: "#ffffff", chosen: null }] } });
  drag([0.9, 0.1], [0.9, 0.1]);
  assert.deepEqual(told(), []);
});

test("boxes, points and maps are drawn where they are, in their colours", () => {
  const colours = { values: btoa("\x00\x01"), rows: 1, columns: 2, opacity: 0.5 };
  show({ answer: { ...NOTHING, overlays: [{ kind: "classes", ...colours, colours: ["", "#ff8000"] },
    { kind: "points", points: [{ x: 0.25, y: 0.5, label: "p", colour: "#00ff00" }] },
    { kind: "boxes", boxes: [{ box: [0.1, 0.2, 0.5, 0.7],
      label: "cat", colour: "#0000ff", line: "dashed", width: 2, fill: 0.1, pick: "" }] }] } });
  const calls = drawn(over(), "clearRect");
  const of = (name) => calls.filter((one) => one.name === name);
  assert.equal(of("drawImage")[0].globalAlpha, 0.5);
  const near = of("strokeRect").at(-1).args.map((value) => Math.round(value));
  assert.deepEqual([near, of("strokeRect").at(-1).strokeStyle], [[56, 112, 224, 280], "#0000ff"]);
  assert.deepEqual(of("setLineDash").at(-1).args, [[9, 6]]);
  assert.deepEqual(texts(over(), "clearRect"), ["p", "cat"]);
  assert.deepEqual([...coloursOf({ kind: "classes", ...colours, colours: ["", "#ff8000"] })], [0, 0xff0080ff]);
  const palette = btoa("\x01\x02\x03\xff\xfe\xfd");
  assert.deepEqual([...coloursOf({ kind: "heat", ...colours, palette })], [0xff030201, 0xfffdfeff]);
});

test("a question about a photo takes the ground along", () => {
  show({ asks: { name: "wi_try", more: {}, photo: true, language: "ko" },
    ground: { colour: [1, 2, 3], source: "", small: "QUJD" } });
  key("PageDown");
  key("ArrowRight");
  assert.deepEqual(questions[0].asked, { ground: "QUJD", language: "ko",
    scene: `${HEAD}~circle.310.300.200.0.ff0000~${STAR}` });
  told();
});

test("a refusal is shown, and a network's view has 64 px", () => {
  show({ answer: { ...NOTHING, error: "No network." } });
  assert.equal(part(".error").textContent, "No network.");
  assert.equal(part(".picture").width, 480);
  fire(part("button.small"), "click");
  assert.deepEqual([part(".picture").width, part("button.small").getAttribute("aria-pressed")], [64, "true"]);
});

// An answer is written, sent until it is heard, changed, refused, and found again after a reload.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { fire, openPage } from "./dom.js";

const parent = openPage();
const store = new Map();
const page = /** @type {any} */ (globalThis);
const storage = { getItem: (name) => store.get(name) ?? null, setItem: (name, text) => store.set(name, text),
  removeItem: (name) => store.delete(name) };
const { answerField } = await import("../../pages/web/components/answer_field/index.js");
let moment = 1000;
mock.method(Date, "now", () => ++moment);
mock.timers.enable({ apis: ["setTimeout"] });

const WORDS = { label: "Your answer", send: "Send", sent: "Sent", sending: "Sending", change: "Change",
  write: "Write {sign}" };
const DATA = { about: "KXRTM 1", keyboard: "decimal", signs: ["−", "/"], most: 12, own: "", heard: 0, refused: "",
  words: WORDS };

/** @type {any} */
let view;
/** @type {any[]} */
let sent;

/** Open the page anew: what is kept in the browser is all that is left. */
function open(more = {}) {
  view?.gone.abort();
  parent.replaceChildren();
  sent = [];
  const gone = new AbortController();
  view = { ...answerField.build(parent), send: (/** @type {any} */ told) => sent.push(told), gone: gone.signal };
  view.gone.abort = () => gone.abort();
  answerField.listen(view);
  show(more);
}

const show = (more = {}) => answerField.receive(view, { ...structuredClone(DATA), ...more });
function type(/** @type {string} */ text) {
  view.input.value = text;
  fire(view.input, "input");
}
const button = () => [view.submit.textContent, view.submit.disabled];
const enter = (more = {}) => fire(view.input, "keydown", { key: "Enter", ...more });

beforeEach(() => {
  store.clear();
  page.sessionStorage = storage;
  open();
});

test("nothing can be sent before something is written", () => {
  type("   ");
  assert.deepEqual(button(), ["Send", true]);
  enter();
  assert.deepEqual(sent, []);
});

for (const how of ["button", "Enter"]) {
  test(`an answer is sent by ${how}, and sent when the server has heard it`, () => {
    type(" 28 ");
    if (how === "Enter") enter();
    else fire(view.submit, "click");
    assert.deepEqual(sent, [{ text: "28", number: moment }]);
    assert.deepEqual(button(), ["Sending", true]);
    show({ own: "28", heard: moment });
    assert.deepEqual([...button(), view.input.value], ["Sent", true, "28"]);
    mock.timers.tick(60_000);
    assert.equal(sent.length, 1);
  });
}

test("on a lost line it is sent again every three seconds under the same number, until it is heard", () => {
  type("28");
  enter();
  mock.timers.tick(3000);
  mock.timers.tick(3000);
  assert.equal(sent.length, 3);
  assert.equal(new Set(sent.map(({ number }) => number)).size, 1);
  show(); // a run that heard nothing
  assert.deepEqual(button(), ["Sending", true]);
  show({ own: "28", heard: sent[0].number });
  mock.timers.tick(9000);
  assert.equal(sent.length, 3);
});

test("an answer can be changed, and the one that counts is not sent once more", () => {
  show({ own: "28" });
  type("28");
  assert.deepEqual(button(), ["Sent", true]);
  enter();
  type("30");
  assert.deepEqual(button(), ["Change", false]);
  enter();
  assert.deepEqual(sent.map(({ text }) => text), ["30"]);
});

test("what the server tidied stands there as it counts, but not over what is written meanwhile", () => {
  type("6 x  28");
  enter();
  show({ own: "6 x 28", heard: moment });
  assert.equal(view.input.value, "6 x 28");
  type("6 x  30");
  enter();
  const { number } = sent[1];
  type("6 x 32");
  show({ own: "6 x 30", heard: number });
  assert.equal(view.input.value, "6 x 32");
});

test("why it does not count is told beside it, until something else is written", () => {
  type("many");
  enter();
  show({ heard: moment, refused: "This is no number." });
  assert.equal(view.line.textContent, "This is no number.");
  assert.ok(view.input.hasAttribute("aria-invalid"));
  assert.deepEqual(button(), ["Send", false]);
  type("28");
  assert.equal(view.line.textContent, "");
  assert.ok(!view.input.hasAttribute("aria-invalid"));
});

test("what was written and not sent is there again after a reload, and of each question its own", () => {
  type("2");
  open();
  assert.equal(view.input.value, "2");
  show({ about: "KXRTM 2" });
  assert.equal(view.input.value, "");
  show({ about: "KXRTM 2", own: "7" });
  show({ about: "KXRTM 1" });
  assert.equal(view.input.value, "2");
  enter();
  show({ own: "2", heard: moment });
  assert.equal(store.size, 0);
  open({ own: "2" });
  assert.deepEqual([view.input.value, ...button()], ["2", "Sent", true]);
});

test("another question takes nothing along that was under way", () => {
  type("28");
  enter();
  show({ about: "KXRTM 2" });
  mock.timers.tick(9000);
  assert.equal(sent.length, 1);
  assert.deepEqual(button(), ["Send", true]);
});

test("a browser that keeps nothing still sends", () => {
  const forbidden = () => { throw new Error("forbidden"); };
  page.sessionStorage = { getItem: forbidden, setItem: forbidden, removeItem: forbidden };
  open();
  type("28");
  enter();
  assert.equal(sent.length, 1);
});

test("signs that a phone lacks are written where the reader is, within the length", () => {
  const [minus] = view.signs.children;
  assert.deepEqual([minus.textContent, minus.getAttribute("aria-label")], ["−", "Write −"]);
  view.input.value = "28";
  [view.input.selectionStart, view.input.selectionEnd] = [0, 0];
  fire(minus, "click");
  assert.equal(view.input.value, "−28");
  show({ signs: [" × "], most: 5 });
  [view.input.selectionStart, view.input.selectionEnd] = [3, 3];
  fire(view.signs.children[0], "click");
  assert.equal(view.input.value, "−28 ×");
  assert.equal(view.signs.children.length, 1);
  fire(view.signs, "click");
});

test("Enter that ends a syllable of Korean sends nothing, and once it is gone nothing is sent any more", () => {
  type("한");
  enter({ isComposing: true });
  assert.deepEqual(sent, []);
  enter();
  const { gone } = view;
  gone.abort();
  fire(view.submit, "click");
  assert.equal(sent.length, 1);
});

test("a phone shows the keyboard that fits, and it says what is asked", () => {
  assert.deepEqual(["inputmode", "aria-label", "maxlength"].map((name) => view.input.getAttribute(name)),
    ["decimal", "Your answer", "12"]);
});

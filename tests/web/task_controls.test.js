// Controls that a task locks refuse keys and clicks; those that are pointed at are locked, hidden, freed in turn.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Element, openPage } from "./dom.js";

const parent = openPage();
/** @type {[string, (event: any) => void][]} */
let heard = [];
Object.assign(globalThis, { Node: Element, KeyboardEvent: class {} });
const { document } = globalThis;
Object.assign(document, {
  body: new Element("body"), head: new Element("head"),
  addEventListener: (/** @type {string} */ name, /** @type {any} */ work) => heard.push([name, work]),
  querySelectorAll: (/** @type {string} */ said) => main.querySelectorAll(said),
});

const { controlAt, marked, markNext, nameOf, namesAt, selector, told } = await import(
  "../../pages/web/components/task_controls/marks.js");
const { listenToLocks, lockedAround } = await import("../../pages/web/components/task_controls/locking.js");
const { listenToPointer, showPointed } = await import("../../pages/web/components/task_controls/pointing.js");

/** @type {any} */
let main;
/** @type {any} */
let view;
/** @type {string[]} */
let sent;

/** @param {string} classes @param {any} [around] @param {Record<string, string>} [attributes] */
function put(classes, around = main, attributes = {}) {
  const made = new Element("div");
  made.className = classes;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return around.appendChild(made);
}

/** Let the page hear an event as a browser sends it. @param {string} type @param {any} target @param {any} [more] */
function send(type, target, more = {}) {
  const event = { type, target, prevented: false, stopped: false, ...more,
    preventDefault: () => { event.prevented = true; }, stopImmediatePropagation: () => { event.stopped = true; } };
  if (type === "keydown") Object.setPrototypeOf(event, globalThis.KeyboardEvent.prototype);
  for (const [name, work] of heard) if (name === type && !event.stopped) work(event);
  return event;
}

const WORDS = { does: "Press.", locked: "locked", hidden: "hidden", count: "{locked} locked, {hidden} hidden",
  pause: "Use", go_on: "Go on", done: "Done", told: "Locked" };

beforeEach(() => {
  heard = [];
  sent = [];
  document.body.replaceChildren();
  main = new Element("main");
  main.setAttribute("data-testid", "stMain");
  const gone = new AbortController();
  view = { card: parent, gone: gone.signal, end: () => gone.abort(), marks: new Map(), paused: false, bar: null,
    send: (/** @type {string} */ value) => sent.push(value),
    data: { locked: [], hidden: [], pointing: false, words: WORDS } };
  listenToLocks(view);
  listenToPointer(view);
});

const lock = (/** @type {string[]} */ ...locked) => { view.data = { ...view.data, locked }; };
const point = () => { view.data = { ...view.data, pointing: true }; showPointed(view); };

test("a control is called by its class, without the turn of its key", () => {
  assert.equal(nameOf(put("stElementContainer st-key-px_side css-1")), "px_side");
  assert.equal(nameOf(put("st-key-px_side-3")), "px_side");
  assert.equal(nameOf(put("stVerticalBlock")), "");
});

test("the innermost control counts, and nothing that stands around every page", () => {
  const row = put("st-key-px_toolbar");
  const side = put("st-key-px_side", row);
  assert.equal(controlAt(put("label", side)), side);
  assert.equal(controlAt(put("text", row)), row);
  assert.equal(controlAt(put("st-key-frame_share")), null);
  assert.equal(controlAt(put("st-key-task_bar")), null);
  assert.equal(controlAt(new Element("div")), null);
  assert.equal(controlAt(null), null);
});

test("what stands in a list that is open can be pointed at, too", () => {
  const list = new Element("div");
  list.setAttribute("data-testid", "stPopoverBody");
  const inner = put("st-key-ss_dilation", list);
  assert.equal(controlAt(inner), inner);
});

test("a row takes what stands in it along; a whole page is not taken", () => {
  const row = put("st-key-px_toolbar");
  put("st-key-px_side", row);
  put("st-key-px_bits-1", row);
  assert.deepEqual(namesAt(row), ["px_toolbar", "px_side", "px_bits"]);
  for (let at = 0; at < 13; at += 1) put(`st-key-px_${at}x`, row);
  assert.equal(controlAt(row), null);
});

test("of tabs their row is pointed at, not what they show", () => {
  const tabs = put("st-key-px_tabs");
  const tab = put("tab", put("list", tabs, { role: "tablist" }));
  const panel = put("panel", tabs, { role: "tabpanel" });
  const inner = put("st-key-px_side", panel);
  assert.equal(controlAt(tab), tabs);
  assert.deepEqual(namesAt(tabs), ["px_tabs"]);
  assert.equal(controlAt(panel), null);
  lock("px_tabs");
  assert.equal(lockedAround(view, tab), tabs);
  assert.equal(lockedAround(view, inner), null);
});

test("once locks, twice hides, three times frees", () => {
  const marks = new Map();
  const seen = [1, 2, 3].map(() => {
    markNext(marks, ["a", "b"]);
    return told(marks);
  });
  assert.deepEqual(seen, ["a,b;", ";a,b", ";"]);
  markNext(marks, ["b"]);
  markNext(marks, ["a", "b"]);
  assert.deepEqual([marked(marks, "locked"), marked(marks, "hidden")], [["b", "a"], []]);
});

test("an element is found under each turn of its key", () => {
  assert.equal(selector(["px_side"]), ':is(.st-key-px_side, [class*="st-key-px_side-"])');
});

test("keys and clicks in a locked control come to nothing, and Tab goes on", () => {
  const field = put("input", put("st-key-px_side-2"));
  lock("px_side");
  assert.ok(send("keydown", field, { key: "5" }).stopped);
  assert.ok(send("keydown", field, { key: "ArrowRight" }).prevented);
  assert.ok(send("click", field).prevented);
  assert.ok(send("beforeinput", field).prevented);
  assert.equal(send("keydown", field, { key: "Tab" }).stopped, false);
  assert.equal(send("keydown", field, { key: "c", ctrlKey: true }).stopped, false);
  assert.ok(send("keydown", field, { key: "v", ctrlKey: true }).stopped);
});

test("others can be worked, and all of them where nothing is locked", () => {
  const [field, other] = [put("input", put("st-key-px_side")), put("input", put("st-key-px_bits"))];
  assert.equal(send("click", field).stopped, false);
  lock("px_side");
  assert.equal(send("click", other).stopped, false);
  assert.equal(send("keydown", other, { key: "5" }).prevented, false);
});

test("what lies in a locked row is locked", () => {
  const row = put("st-key-px_toolbar");
  const side = put("st-key-px_side", row);
  lock("px_toolbar");
  assert.equal(lockedAround(view, side), row);
});

test("whoever comes to a locked control is told", () => {
  const control = put("st-key-px_side");
  const field = put("input", control);
  lock("px_side");
  send("focusin", field);
  assert.deepEqual([control.getAttribute("title"), field.getAttribute("aria-disabled")], ["Locked", "true"]);
});

test("while one points, a press marks and nothing else happens", () => {
  const field = put("button", put("st-key-px_side"));
  point();
  for (const type of ["pointerdown", "mousedown", "click"]) assert.ok(send(type, field).stopped, type);
  assert.deepEqual(told(view.marks), "px_side;");
  assert.equal(view.bar.count.textContent, "1 locked, 0 hidden");
  assert.match(view.bar.style.textContent, /px_side.*solid.*locked/s);
  assert.ok(send("keydown", field, { key: "Enter" }).stopped);
  assert.equal(told(view.marks), ";px_side");
  assert.match(view.bar.style.textContent, /dashed/);
});

test("a frame follows the pointer and the focus", () => {
  const [side, bits] = [put("st-key-px_side"), put("st-key-px_bits")];
  point();
  send("pointerover", side);
  assert.ok(side.hasAttribute("data-task-here"));
  send("focusin", bits);
  assert.deepEqual([side, bits].map((one) => one.hasAttribute("data-task-here")), [false, true]);
});

test("the page can be used in between", () => {
  const side = put("st-key-px_side");
  point();
  view.bar.pause.listeners.find((/** @type {any} */ one) => one[0] === "click")[1]();
  assert.equal(view.bar.pause.textContent, "Go on");
  assert.equal(send("click", side).stopped, false);
  assert.equal(told(view.marks), ";");
});

test("at the end the server is told, and nothing of it stays", () => {
  point();
  send("click", put("st-key-px_side"));
  view.bar.done.listeners.find((/** @type {any} */ one) => one[0] === "click")[1]();
  assert.deepEqual(sent, ["px_side;"]);
  assert.equal(document.body.children.length, 1);
  view.end();
  assert.equal(document.body.children.length, 0);
});

test("presses beside any control, and before pointing begins, are left alone", () => {
  point();
  assert.equal(send("click", put("text")).stopped, false);
  view.data = { ...view.data, pointing: false };
  assert.equal(send("click", put("st-key-px_side")).stopped, false);
});

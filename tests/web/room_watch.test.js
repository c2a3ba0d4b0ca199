// A room is watched: the page is told of a change once, asked for again where it did not hear, and a lost line is said.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { openPage, windowListeners } from "./dom.js";

const parent = openPage();
/** @type {any[]} */
const documentListeners = [];
const page = /** @type {any} */ (globalThis.document);
page.addEventListener = (/** @type {any} */ ...told) => documentListeners.push(told);
const { roomWatch } = await import("../../pages/web/components/room_watch/index.js");
let moment = 0;
mock.method(performance, "now", () => moment);
mock.timers.enable({ apis: ["setTimeout"] });

const DATA = { path: "pulse/KXRTM.12ab", watches: ["version"], known: "3", pace: 1000, words: { lost: "Lost.", back: "Back.", now: "Wait." } };

/** @type {any} */
let view;
/** @type {string[]} */
let sent;
/** @type {any} */
let gone;
/** @type {any[]} what the server answers: versions, pulses, states of HTTP above 399, or nothing at all */
let answers;
/** @type {URL[]} */
let asked;

/** Let the server answer as `answers` say, the last of them from then on. */
async function fetched(/** @type {URL} */ address) {
  asked.push(address);
  const now = answers.length > 1 ? answers.shift() : answers[0];
  if (now instanceof Error) throw now;
  const pulse = typeof now === "number" ? { over: false, version: now, students: 9, answers: 0 } : now;
  return { ok: !(now >= 400), status: now, json: async () => pulse };
}

beforeEach(() => {
  parent.replaceChildren();
  gone?.abort();
  gone = new AbortController();
  [sent, answers, asked, moment] = [[], [3], [], 0];
  page.hidden = false;
  globalThis.fetch = /** @type {any} */ (fetched);
  view = { ...roomWatch.build(parent), send: (/** @type {any} */ value) => sent.push(value), gone: gone.signal };
  roomWatch.listen(view);
  roomWatch.receive(view, DATA);
});

/** Let time pass in steps in which answers arrive. @param {number} ms */
async function wait(ms) {
  for (const end = moment + ms; moment < end;) {
    moment += 100;
    mock.timers.tick(100);
    for (let turn = 0; turn < 8; turn++) await Promise.resolve();
  }
}

test("it asks about once a second where the app lies, and a room that is the same is not told", async () => {
  await wait(10_000);
  assert.ok(asked.length >= 8 && asked.length <= 12, String(asked.length));
  assert.ok(asked[0].href.endsWith("/pulse/KXRTM.12ab"));
  assert.deepEqual([sent, view.note.hidden], [[], true]);
});

test("a change is told once, and the next one when it comes", async () => {
  answers = [3, 4];
  await wait(4000);
  assert.deepEqual(sent, ["4"]);
  roomWatch.receive(view, { ...DATA, known: "4" });
  await wait(2000);
  assert.deepEqual(sent, ["4"]);
  answers = [6];
  await wait(2000);
  assert.deepEqual(sent, ["4", "6"]);
});

test("a page that did not run again is told once more after three seconds", async () => {
  answers = [4];
  await wait(6000);
  assert.deepEqual(sent, ["4", "4"]);
});

test("a lost line is said after the second miss, and that it is back for a while", async () => {
  answers = [new Error("no line")];
  await wait(1300);
  assert.equal(view.note.hidden, true);
  await wait(1300);
  assert.deepEqual([view.note.hidden, view.line.textContent], [false, "Lost."]);
  assert.ok(view.note.classList.contains("lost"));
  answers = [3];
  await wait(4900);
  assert.deepEqual([view.line.textContent, view.note.classList.contains("lost")], ["Back.", false]);
  await wait(5000);
  assert.equal(view.note.hidden, true);
  assert.deepEqual(sent, []);
});

test("what went on meanwhile is told once the line is back; an answer that is an error counts as none", async () => {
  answers = [503, 503, 502, 5];
  await wait(12_000);
  assert.equal(sent[0], "5");
});

test("while nobody looks it asks a quarter as often, and at once when somebody does", async () => {
  page.hidden = true;
  await wait(1300);
  const before = asked.length;
  await wait(9600);
  assert.ok(asked.length - before <= 3, String(asked.length));
  page.hidden = false;
  const count = asked.length;
  documentListeners.findLast(([name]) => name === "visibilitychange")[1]();
  assert.equal(asked.length, count + 1);
  await wait(100);
  windowListeners.findLast(([name]) => name === "online")[1]();
  assert.equal(asked.length, count + 2);
});

test("one question is under way, and none once it is gone", async () => {
  /** @type {any} */
  let answer = null;
  globalThis.fetch = /** @type {any} */ ((/** @type {URL} */ address) => {
    asked.push(address);
    return new Promise((resolve) => { answer = resolve; });
  });
  await wait(1300);
  windowListeners.findLast(([name]) => name === "online")[1]();
  assert.equal(asked.length, 1);
  gone.abort();
  answer({ ok: true, json: async () => ({ over: false, version: 9 }) });
  await wait(5000);
  assert.equal(asked.length, 1);
});

test("only the numbers that the page wants to hear of count, and that a room is over counts for all", async () => {
  roomWatch.receive(view, { ...DATA, watches: ["version", "students"], known: "3.9" });
  answers = [{ over: false, version: 3, students: 9, answers: 17 }];
  await wait(3000);
  assert.deepEqual(sent, []);
  answers = [{ over: false, version: 3, students: 10, answers: 17 }];
  await wait(1500);
  assert.deepEqual(sent, ["3.10"]);
  answers = [{ over: true }];
  await wait(1500);
  assert.deepEqual(sent, ["3.10", "over"]);
  roomWatch.receive(view, { ...DATA, watches: [], known: "over" });
  await wait(5000);
  assert.deepEqual(sent, ["3.10", "over"]);
});

test("those who do not see the page hear what is new in the room, not what was there from the start", () => {
  assert.equal(view.spoken.textContent, "");
  assert.equal(view.spoken.getAttribute("role"), "status");
  roomWatch.receive(view, { ...DATA, words: { ...DATA.words, now: "A question." } });
  assert.equal(view.spoken.textContent, "A question.");
});

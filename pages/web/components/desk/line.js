// The line to the server: one request is under way, the newest values wait, and nothing queues up. A parcel that is not
// answered is sent again; it has a number, so that it is taken once.

import { tellFollowers } from "../../kit/signal_follow.js";

const AGAIN_MS = 4000;
const PAUSE_MS = 300; // without a change: the rest of the page follows
const VISIT = Math.random().toString(36).slice(2);
const MOST = 32; // messages of one parcel, as in pages/build_stack/messages.py

/** @typedef {Record<string, unknown> & { do: string }} Message */
/**
 * @typedef {object} Line
 * @property {string} from who sends
 * @property {number} number of the last parcel
 * @property {Message[]} waiting what is not sent yet
 * @property {Message[] | null} sent what is not answered yet
 * @property {(parcel: unknown) => void} send
 * @property {boolean} behind whether the rest of the page has not followed yet
 * @property {boolean} paused whether the reader has let go
 * @property {number} [again] a timer
 * @property {number} [quiet] a timer
 */

let steps = 0;

/** The reader begins to move something: all that changes with it is one step of undo. */
export function newStep() {
  steps += 1;
}

/** The name of the movement that goes on, another one in each visit. */
export function stepNow() {
  return `${VISIT} ${steps}`;
}

/** @param {AbortSignal} gone @returns {Line} */
export function newLine(gone) {
  /** @type {Line} */
  const line = { from: Math.random().toString(36).slice(2), number: 0, waiting: [], sent: null, send: () => {},
    behind: false, paused: false };
  gone.addEventListener("abort", () => {
    clearTimeout(line.again);
    clearTimeout(line.quiet);
  });
  return line;
}

/**
 * Tell the server; a newer value of the same control takes the place of one that still waits. `done`: the reader has
 * let go, so that all of the page may follow.
 * @param {Line} line @param {Message} message @param {boolean} [done]
 */
export function say(line, message, done = true) {
  const topic = topicOf(message);
  const last = line.waiting.at(-1);
  if (last && topic && topicOf(last) === topic) line.waiting.pop();
  if (line.waiting.length < MOST) line.waiting.push(message);
  [line.behind, line.paused] = [true, done];
  next(line);
  awaitPause(line);
}

/** Whether something is still to be answered. @param {Line} line */
export function isBusy(line) {
  return line.sent !== null || line.waiting.length > 0;
}

/** Take note of which parcel the server has taken. @param {Line} line @param {string} answered */
export function hear(line, answered) {
  if (line.sent && answered === `${line.from} ${line.number}`) {
    line.sent = null;
    clearTimeout(line.again);
    next(line);
  }
  awaitPause(line);
}

/** @param {Line} line */
function next(line) {
  if (line.sent || !line.waiting.length) return;
  line.sent = line.waiting;
  line.waiting = [];
  line.number += 1;
  post(line);
}

/** @param {Line} line */
function post(line) {
  line.send({ from: line.from, number: line.number, all: line.sent });
  clearTimeout(line.again);
  line.again = setTimeout(() => line.sent && post(line), AGAIN_MS);
}

/** @param {Line} line */
function awaitPause(line) {
  clearTimeout(line.quiet);
  if (!line.behind || isBusy(line)) return;
  line.quiet = setTimeout(() => {
    line.behind = false;
    tellFollowers("stack");
  }, line.paused ? 0 : PAUSE_MS);
}

/** What a message sets, where only its newest value counts; "" where every single one does. @param {Message} message */
export function topicOf(message) {
  if (message.do === "select" || message.do === "pick") return message.do;
  return "step_of" in message ? JSON.stringify({ ...message, value: null }) : "";
}

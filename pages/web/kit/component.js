// How a component lives on the page and talks to the server. Every component is made by `component`.

import { around } from "./elements.js";
import { density, drawForPaper, growth, isDark } from "./pixels.js";

export const PAUSE_MS = 220; // arrow keys held down become one message
const ANSWER_MS = 3000; // how long a choice of the reader outweighs what the server still believes

/**
 * What Streamlit hands to a component whenever its data or the theme changes.
 * @template Data
 * @typedef {object} Streamlit
 * @property {HTMLElement} parentElement
 * @property {Data} data
 * @property {(trigger: string, value: unknown) => void} setTriggerValue
 */

/**
 * What every view has beside its own parts.
 * @typedef {object} Life
 * @property {(value: unknown, trigger?: string) => void} send tells the server
 * @property {AbortSignal} gone is aborted when Streamlit takes the component off the page
 * @property {any} selected what the reader chose last, as it is sent
 * @property {number} waitUntil until then the reader's choice outweighs the server's, ms of `performance.now()`
 * @property {number} [timer] of the message that is about to be sent
 */

/**
 * Return the function that Streamlit calls for the component again and again. What is on screen stays from one call to
 * the next, with its listeners: `build` makes the parts and `listen` adds the listeners once, `receive` takes the data
 * of each call, and `redraw` also runs for another width of the card or density of the screen.
 * @template {{ card: HTMLElement }} Parts
 * @template {Parts & Life} View
 * @template Data
 * @param {object} how
 * @param {(parent: HTMLElement) => Parts} how.build
 * @param {(view: View) => void} [how.listen]
 * @param {(view: View, data: Data) => void} how.receive
 * @param {(view: View) => void} [how.redraw]
 * @returns {(streamlit: Streamlit<Data>) => () => void}
 */
export function component({ build, listen, receive, redraw }) {
  /** @type {WeakMap<HTMLElement, { view: View, end: () => void }>} */
  const lives = new WeakMap();
  return ({ parentElement, data, setTriggerValue }) => {
    let life = lives.get(parentElement);
    if (!life?.view.card.isConnected) {
      life?.end();
      life?.view.card.remove(); // after a lost line Streamlit puts back later what it had taken off the page
      life = begin(/** @type {View} */ (/** @type {unknown} */ (build(parentElement))), listen, redraw);
      lives.set(parentElement, life);
    }
    const { view, end } = life;
    view.send = (value, trigger = "selected") => setTriggerValue(trigger, value);
    tellTheme(view.card);
    receive(view, data);
    drawn(view.card);
    return end;
  };
}

/**
 * Make another component a part of this one: what it would tell the server goes to `send`. Its owner hands it its data,
 * and draws it anew for another width, where it asks for that.
 * @template {{ card: HTMLElement }} Parts
 * @template {Parts & Life} View
 * @param {{ build: (parent: HTMLElement) => Parts, listen?: (view: View) => void }} how
 * @param {HTMLElement} parent @param {AbortSignal} gone @param {(value: any) => void} send
 * @returns {View}
 */
export function part({ build, listen }, parent, gone, send) {
  const view = /** @type {View} */ (/** @type {unknown} */ (build(parent)));
  Object.assign(view, { gone, send, selected: null, waitUntil: 0 });
  gone.addEventListener("abort", () => clearTimeout(view.timer));
  listen?.(view);
  return view;
}

/**
 * Alt and an arrow are the browser's own Back and Forward; only what says so (`data-takes-alt`) takes them itself.
 * @param {KeyboardEvent} event
 */
export function leaveToBrowser(event) {
  if (event.altKey && event.key.startsWith("Arrow") && !around(event, "[data-takes-alt]")) event.stopPropagation();
}

/** @param {HTMLElement} card */
function tellTheme(card) {
  card.dataset.theme = isDark(getComputedStyle(card).backgroundColor) ? "dark" : "light";
}

/** Tell the page's styles (frame/room.css) that the room kept for a component is needed no more. @param {Node} card */
function drawn(card) {
  const root = card.getRootNode();
  if (root instanceof ShadowRoot && root.host instanceof HTMLElement) root.host.dataset.drawn = "";
}

/**
 * @template {{ card: HTMLElement } & Life} View
 * @param {View} view @param {((view: View) => void) | undefined} listen
 * @param {((view: View) => void) | undefined} redraw
 */
function begin(view, listen, redraw) {
  const gone = new AbortController();
  Object.assign(view, { gone: gone.signal, selected: null, waitUntil: 0 });
  gone.signal.addEventListener("abort", () => clearTimeout(view.timer));
  view.card.addEventListener("keydown", leaveToBrowser, { capture: true });
  listen?.(view);
  if (redraw) onWidth(view, redraw);
  addEventListener("beforeprint", () => onPaper(view, true, redraw), { signal: gone.signal });
  addEventListener("afterprint", () => onPaper(view, false, redraw), { signal: gone.signal });
  return { view, end: () => gone.abort() };
}

/**
 * Heights follow from what is drawn, so they do not call for a new drawing.
 * @template {{ card: HTMLElement } & Life} View
 * @param {View} view @param {(view: View) => void} redraw
 */
function onWidth(view, redraw) {
  const { card, gone } = view;
  let known = "";
  const check = () => {
    const now = `${card.getBoundingClientRect().width} ${density()} ${growth()}`;
    if (now !== known) redraw(view);
    known = now;
  };
  const watcher = new ResizeObserver(check);
  watcher.observe(card);
  gone.addEventListener("abort", () => watcher.disconnect());
  const watchDensity = () => matchMedia(`(resolution: ${density()}dppx)`).addEventListener("change", () => {
    check();
    watchDensity();
  }, { once: true, signal: gone });
  watchDensity();
}

/**
 * Draw for a sheet of paper, light and finer than a screen, or for the screen again. frame/print.js has made the page
 * as wide as the sheet by then.
 * @template {{ card: HTMLElement } & Life} View
 * @param {View} view @param {boolean} now @param {((view: View) => void) | undefined} redraw
 */
function onPaper(view, now, redraw) {
  drawForPaper(now);
  view.card.toggleAttribute("data-paper", now);
  tellTheme(view.card);
  redraw?.(view);
}

/**
 * Send the reader's choice, if no other follows within `wait` ms.
 * @param {Life} view @param {unknown} value @param {number} wait
 */
export function announce(view, value, wait) {
  outweigh(view);
  clearTimeout(view.timer);
  view.timer = setTimeout(() => view.send(value), wait);
}

/** Let what the reader chose count for a while, whatever the server says. @param {Life} view */
export function outweigh(view) {
  view.waitUntil = performance.now() + ANSWER_MS;
}

/**
 * Say whether the reader's own choice is still on its way, so that an older answer must not take it back.
 * @param {Life} view @param {unknown} selected what the server says
 */
export function awaits(view, selected) {
  if (selected === view.selected) view.waitUntil = 0;
  return performance.now() < view.waitUntil;
}

/**
 * How much of the window lies below the top of a card, where the page has not been scrolled, px.
 * @param {HTMLElement} card
 */
export function roomBelow(card) {
  const root = card.getRootNode();
  const scrolled = root instanceof ShadowRoot ? root.host.closest("[data-testid=stMain]")?.scrollTop ?? 0 : 0;
  return window.innerHeight - card.getBoundingClientRect().top - scrolled;
}

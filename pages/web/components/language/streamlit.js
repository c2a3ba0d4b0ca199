// What Streamlit writes itself, in the reader's language: it speaks English alone, and offers no way to change that.

const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt"];
const VALUE = /\\\{\w+\\\}/g;
const INSIDE = "[data-testid=stFileUploaderDropzone], [data-testid=stCameraInput]"; // parts with nothing but its words
/** Words of ours, and of readers. */
const OWN = `code, pre, textarea, script, style, [data-testid=stMarkdownContainer]:not(:is(${INSIDE}) *)`;

/** @typedef {{ pattern: RegExp, form: string }} Phrase one with values in it */

/** @type {Map<string, string>} */
const exact = new Map();
/** @type {Phrase[]} */
let phrases = [];
/** @type {string} */
let known = "{}";
/** Where to speak; empty: everywhere. */
let within = "";
/** What stood there before. @type {Map<Node, Map<string, string>>} */
const before = new Map();

const watcher = new MutationObserver((changes) => {
  for (const { type, target, addedNodes, attributeName } of changes) {
    if (within && !(target instanceof Element ? target : target.parentElement)?.closest(within)) continue;
    if (type === "childList") addedNodes.forEach(speakBelow);
    else if (type === "characterData") speakText(target);
    else if (attributeName && target instanceof Element) speakAttribute(target, attributeName);
  }
});

/**
 * Say the words of Streamlit as `words` tells, on the page and wherever they appear from now on.
 * @param {Record<string, string>} words English, with values as `{name}`, and what it is called; none: as they are
 * @param {string} where in which parts of the page, as a selector, from now on; empty: everywhere
 */
export function speak(words, where = "") {
  const now = JSON.stringify([words, where]);
  if (now === known) return;
  known = now;
  watcher.disconnect();
  takeBack();
  within = where;
  exact.clear();
  phrases = [];
  for (const [english, form] of Object.entries(words)) {
    if (english.includes("{")) phrases.push({ pattern: patternOf(english), form });
    else exact.set(english, form);
  }
  if (exact.size + phrases.length === 0) return;
  if (!within) speakBelow(document.body);
  watcher.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES });
}

/** Say everything in English again that still stands there as it was said. */
function takeBack() {
  for (const [node, texts] of before) {
    for (const [place, english] of texts) {
      if (!(node instanceof Element)) node.nodeValue = english;
      else if (node.isConnected) node.setAttribute(place, english);
    }
  }
  before.clear();
}

/** @param {string} english */
function patternOf(english) {
  return new RegExp(`^${english.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(VALUE, "(.+)")}$`);
}

/** @param {string} text */
function said(text) {
  const whole = exact.get(text);
  if (whole !== undefined) return whole;
  for (const { pattern, form } of phrases) {
    const [, ...values] = pattern.exec(text) ?? [];
    if (values.length) return form.replace(/\{\w+\}/g, () => values.shift() ?? "");
  }
  return null;
}

/** @param {Node} node */
function speakBelow(node) {
  if (node instanceof Text) speakText(node);
  if (!(node instanceof Element)) return;
  const walk = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let here = /** @type {Node | null} */ (node); here; here = walk.nextNode()) {
    if (here instanceof Element) for (const name of ATTRIBUTES) speakAttribute(here, name);
    else speakText(here);
  }
}

/** @param {Node} text */
function speakText(text) {
  const english = text.nodeValue?.trim();
  const here = english && !text.parentElement?.closest(OWN) ? said(english) : null;
  if (here === null || here === english) return;
  note(text, "", text.nodeValue ?? "");
  text.nodeValue = here;
}

/** @param {Element} element @param {string} name */
function speakAttribute(element, name) {
  const english = element.getAttribute(name);
  const here = english ? said(english) : null;
  if (here === null || here === english) return;
  note(element, name, english ?? "");
  element.setAttribute(name, here);
}

/** @param {Node} node @param {string} place @param {string} english */
function note(node, place, english) {
  for (const old of before.keys()) if (!old.isConnected) before.delete(old);
  const texts = before.get(node) ?? new Map();
  before.set(node, texts.set(place, english));
}

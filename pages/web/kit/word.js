// A word that tells what it means: when it is pointed at, has the keyboard, or is tapped. Escape closes.

import { make, setText } from "./elements.js";

const EDGE = 8; // px that the meaning keeps from the borders of the window

/**
 * Show `label` in `parent`, with what it means behind it. Called again, it changes both.
 * @param {HTMLElement} parent @param {string} label @param {string} meaning
 */
export function setWord(parent, label, meaning) {
  const [word, told] = parent.querySelector(".word") ? parent.children : made(parent);
  setText(word, label);
  setText(told, meaning);
}

/** @param {HTMLElement} parent */
function made(parent) {
  const word = make("button", "word", parent, { type: "button" });
  const id = `meaning-${Math.random().toString(36).slice(2)}`; // crypto.randomUUID() asks for https
  const told = make("span", "meaning", parent, { role: "tooltip", popover: "manual", id });
  word.setAttribute("aria-describedby", told.id);
  const open = () => show(word, told);
  const close = () => told.matches(":popover-open") && told.hidePopover();
  for (const event of ["pointerenter", "focus", "click"]) word.addEventListener(event, open);
  for (const event of ["pointerleave", "blur"]) word.addEventListener(event, close);
  word.addEventListener("keydown", (event) => event.key === "Escape" && close());
  return [word, told];
}

/** @param {HTMLElement} word @param {HTMLElement} told */
function show(word, told) {
  if (!told.textContent || !word.isConnected) return;
  if (!told.matches(":popover-open")) told.showPopover();
  const at = word.getBoundingClientRect();
  const { width, height } = told.getBoundingClientRect();
  const below = at.bottom + height + EDGE < window.innerHeight;
  told.style.left = `${Math.max(EDGE, Math.min(at.left, window.innerWidth - width - EDGE))}px`;
  told.style.top = `${below ? at.bottom + 4 : Math.max(EDGE, at.top - height - 4)}px`;
}

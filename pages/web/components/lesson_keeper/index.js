// Keeps in a cookie what a reader has answered, shows each step of a lesson from its top, and opens the rail where the
// sidebar is closed, away, or lies over the page.

import { keepCookie } from "../../kit/cookie.js";

/**
 * What pages/ui/lesson_rail/lesson_progress.py sends.
 * @typedef {object} Data
 * @property {string} cookie its name
 * @property {string} value what it is to say
 * @property {string} step that is open, such as "2/5"; empty outside of the rail
 */

const READ = ".st-key-lesson_read button";
const CLOSED = "[data-testid=stSidebar][data-collapsed=true]";
const OPENS = "[data-testid=stExpandSidebarButton] button, button[data-testid=stExpandSidebarButton]";

let value = "";
let step = "";

document.addEventListener("click", openRail, true); // before Streamlit hears it: nothing has to run on the server
document.addEventListener("keydown", closeRail, true);

/** Open the rail, or close it again in projector mode. @param {MouseEvent} event */
function openRail(event) {
  if (!(event.target instanceof Element) || !event.target.closest(READ)) return;
  event.preventDefault();
  event.stopPropagation();
  const page = document.documentElement;
  if ("present" in page.dataset) page.toggleAttribute("data-lesson");
  else if (document.querySelector(CLOSED)) press(OPENS);
}

/** In projector mode Escape closes the rail first. @param {KeyboardEvent} event */
function closeRail(event) {
  const page = document.documentElement;
  if (event.key !== "Escape" || !("present" in page.dataset) || !("lesson" in page.dataset)) return;
  event.stopPropagation();
  page.removeAttribute("data-lesson");
}

/** @param {string} selector */
function press(selector) {
  document.querySelector(selector)?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
}

/** @param {{data: Data}} shown */
export default function lessonKeeper({ data }) {
  if (data.value !== value) {
    value = data.value;
    keepCookie(data.cookie, value);
  }
  if (data.step && data.step !== step) {
    if (step) document.querySelector("[data-testid=stSidebarContent]")?.scrollTo(0, 0);
    step = data.step;
  }
}

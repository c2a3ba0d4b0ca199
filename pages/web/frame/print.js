// On paper: a head with title, link and QR code, and the page as wide as the sheet before anything is drawn for it.

const STYLES = /** @type {HTMLLinkElement} */ (document.querySelector("link[data-paper]"));
const CODE = new URL("../../../qr.svg", import.meta.url); // pages/ui/paper.py
const LONGEST = 600; // characters of a link that a sheet has room for
const MODULE_MM = 0.42; // of a QR code: phones read less, but not from every printer
const LEAST_MM = 24;
const MOST_LETTERS = 1.35; // times as large in a chart that shrinks; more of them stand on each other
const DARK = 128; // of red, green and blue together, a third each

const CONTROLS = '[class*="_toolbar"] :is(.stSelectbox, .stNumberInput, .stPopover, .stCheckbox, .stButtonGroup)';

const head = document.createElement("header");
head.id = "paper";
head.hidden = true;

/** What the browser shows is laid out as on the sheet meanwhile, so that canvases know how wide they will be. */
function toPaper() {
  const { classList } = document.documentElement;
  classList.toggle("on-dark", isDark());
  classList.add("on-paper");
  head.replaceChildren(told(), ...code());
  document.body.prepend(head);
  if (STYLES.sheet) STYLES.sheet.media.mediaText = "all";
  charts().forEach(shrink);
}

function toScreen() {
  document.documentElement.classList.remove("on-paper", "on-dark");
  if (STYLES.sheet) STYLES.sheet.media.mediaText = "print";
  for (const chart of charts()) chart.style.zoom = "";
}

function charts() {
  return /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".stPlotlyChart"));
}

function isDark() {
  const app = document.querySelector("[data-testid=stApp]") ?? document.body;
  const [red, green, blue] = getComputedStyle(app).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [255, 255, 255];
  return (red + green + blue) / 3 < DARK;
}

/** Title, what is set in the page's row of controls, and the link. */
function told() {
  const text = document.createElement("div");
  const title = document.querySelector(".stMain h1")?.textContent || document.title;
  for (const [tag, said] of [["h1", title], ["p", settings().join(" · ")]]) {
    if (said) text.appendChild(document.createElement(tag)).textContent = said;
  }
  const link = text.appendChild(document.createElement("a"));
  link.href = location.href;
  link.textContent = location.href.length > LONGEST ? `${location.href.slice(0, LONGEST)}…` : location.href;
  return text;
}

/** What the row of controls says, which is not printed itself. */
function settings() {
  const controls = document.querySelectorAll(CONTROLS);
  return [...controls].filter((control) => control.checkVisibility()).map(setting).filter(Boolean);
}

/** @param {Element} control */
function setting(control) {
  if (control.matches(".stCheckbox")) return control.querySelector("input:checked") ? control.textContent : "";
  if (control.matches(".stPopover")) return worded(control.querySelector("button"));
  if (control.matches(".stButtonGroup")) return control.querySelector("[data-testid$=Active]")?.textContent;
  const label = control.querySelector("[data-testid=stWidgetLabel] p");
  const name = control.matches(".stNumberInput") ? label?.textContent : "";
  return [name, control.querySelector("input")?.value].filter(Boolean).join(" ");
}

/** What a button says, if it says how something is set, which takes a number. @param {Element | null} button */
function worded(button) {
  const text = button?.querySelector("[data-testid=stMarkdownContainer]")?.textContent ?? "";
  return /\d/.test(text) ? text : "";
}

/** The link as a QR code; none where it is too long for one, or the server does not answer. */
function code() {
  const request = new XMLHttpRequest();
  CODE.searchParams.set("address", location.href);
  request.open("GET", CODE, false); // the browser prints as soon as this returns
  try {
    request.send();
  } catch {
    return [];
  }
  if (request.status !== 200) return [];
  const drawn = new DOMParser().parseFromString(request.responseText, "image/svg+xml").documentElement;
  const modules = Number(drawn.getAttribute("viewBox")?.split(" ")[2]);
  drawn.setAttribute("style", `width: ${Math.max(LEAST_MM, MODULE_MM * modules)}mm`);
  return [document.importNode(drawn, true)];
}

/** Charts are drawn anew too late for the sheet, so they shrink as pictures do. @param {HTMLElement} chart */
function shrink(chart) {
  const room = chart.parentElement?.clientWidth ?? 0;
  const wide = chart.querySelector(".main-svg")?.getBoundingClientRect().width ?? 0;
  if (!room || !wide) return;
  chart.style.zoom = String(room / wide);
  chart.style.setProperty("--letters", String(Math.min(MOST_LETTERS, Math.max(1, wide / room))));
}

addEventListener("beforeprint", toPaper);
addEventListener("afterprint", toScreen);

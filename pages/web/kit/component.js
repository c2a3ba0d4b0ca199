// Stands before the script of every component of this folder: how it lives on the page and talks to the server.

const PAUSE_MS = 220; // arrow keys held down become one message
const ANSWER_MS = 3000; // how long a choice of the reader outweighs what the server still believes
const views = new WeakMap();

// Streamlit calls a component again for each change of its data or the theme; what is on screen stays, with its
// listeners. `redraw` also runs for another width of the card or density of the screen. A component returns
// `view.end`, which Streamlit calls once, when it takes the component off the page.
function viewOf({ parentElement, setTriggerValue }, mount, redraw) {
  let view = views.get(parentElement);
  if (!view?.card.isConnected) {
    view?.end();
    view = Object.assign(mount(parentElement), { waitUntil: 0, selected: null });
    const unwatch = redraw && onWidth(view, redraw);
    view.end = () => {
      clearTimeout(view.timer);
      unwatch?.();
    };
    views.set(parentElement, view);
  }
  view.send = (value) => setTriggerValue("selected", value);
  view.card.dataset.theme = isDark(getComputedStyle(view.card).backgroundColor) ? "dark" : "light";
  return view;
}

// Heights follow from what is drawn, so they do not call for a new drawing. Return how to stop.
function onWidth(view, redraw) {
  let known = "";
  const check = () => {
    const now = `${view.card.getBoundingClientRect().width} ${density()}`;
    if (now !== known) redraw(view);
    known = now;
  };
  const watcher = new ResizeObserver(check);
  watcher.observe(view.card);
  const gone = new AbortController();
  const watchDensity = () => matchMedia(`(resolution: ${density()}dppx)`).addEventListener("change", () => {
    check();
    watchDensity();
  }, { once: true, signal: gone.signal });
  watchDensity();
  return () => {
    watcher.disconnect();
    gone.abort();
  };
}

function announce(view, value, wait) {
  view.waitUntil = performance.now() + ANSWER_MS;
  clearTimeout(view.timer);
  view.timer = setTimeout(() => view.send(value), wait);
}

// Whether the reader's own choice is still on its way, so that an older answer must not take it back.
function awaits(view, selected) {
  if (selected === view.selected) view.waitUntil = 0;
  return performance.now() < view.waitUntil;
}

function make(name, className, parent, attributes = {}) {
  const made = document.createElement(name);
  made.className = className;
  setAll(made, attributes);
  return parent.appendChild(made);
}

function setAll(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

// Leave `count` children, of which `add` makes those that are missing, and return them.
function childrenOf(parent, count, add) {
  while (parent.children.length > count) parent.lastChild.remove();
  while (parent.children.length < count) add(parent.children.length);
  return [...parent.children];
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// Values are only ever put into text, never into markup.
function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

function trueMinus(text) {
  return text.replaceAll("-", "−");
}

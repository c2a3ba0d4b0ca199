// Stands before the script of every component of this folder: what they share.

const PAUSE_MS = 220; // arrow keys held down become one message
const ANSWER_MS = 3000; // how long a choice of the reader outweighs what the server still believes
const views = new WeakMap();

// Streamlit calls a component again for each change of its data or the theme; what is on screen stays.
function viewOf({ parentElement, setTriggerValue }, mount) {
  let view = views.get(parentElement);
  if (!view?.card.isConnected) {
    view = { waitUntil: 0, selected: null, ...mount(parentElement) };
    views.set(parentElement, view);
  }
  view.send = (value) => setTriggerValue("selected", value);
  view.card.dataset.theme = isDark(view.card) ? "dark" : "light";
  return view;
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

function isDark(card) {
  const [red, green, blue] = getComputedStyle(card).backgroundColor.match(/\d+/g)?.map(Number) ?? [255, 255, 255];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
}

function make(name, className, parent) {
  const made = document.createElement(name);
  made.className = className;
  return parent.appendChild(made);
}

// Draws again whenever `element` changes its size. Return what its view has to disconnect in the end.
function onResize(parent, element, redraw) {
  const watcher = new ResizeObserver(() => views.has(parent) && redraw(views.get(parent)));
  watcher.observe(element);
  return watcher;
}

// A bar one pixel high, stretched by its styles: `colours` are red, green and blue of one level after the other.
function paintScale(bar, colours, levels) {
  [bar.width, bar.height] = [levels, 1];
  const pixels = new ImageData(levels, 1);
  for (let at = 0; at < levels; at++) {
    pixels.data.set(colours.slice(3 * at, 3 * at + 3), 4 * at);
    pixels.data[4 * at + 3] = 255;
  }
  bar.getContext("2d").putImageData(pixels, 0, 0);
}

// Values are only ever put into text, never into markup.
function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

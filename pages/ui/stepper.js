// Steps through a convolution. Python sends numbers and tables; stepping, pointing and editing happen here, and what
// was edited, or where the reader came to rest, is told to Python afterwards.

const TALLEST = 420;
const TALLEST_PHONE = 520;
const REST_MS = 900;

export default function (component) {
  const view = viewOf(component, mount);
  view.tellServer = (value) => component.setTriggerValue("reported", value);
  receive(view, component.data);
  return () => {
    clearTimeout(view.timer);
    stop(view);
    view.watcher.disconnect();
  };
}

function mount(parent) {
  const card = make("div", "card stepper", parent);
  const stage = make("div", "stage", card);
  const top = make("div", "top", stage);
  const modes = make("div", "modes", top);
  modes.setAttribute("role", "radiogroup");
  const scroller = make("div", "scroller", stage);
  const canvas = make("canvas", "", scroller);
  const field = make("input", "field", scroller);
  field.setAttribute("inputmode", "text");
  const said = make("div", "said quiet", stage);
  const bar = make("div", "bar", stage);
  const buttons = Object.fromEntries(["back", "play", "next"].map((name) => [name, make("button", name, bar)]));
  const line = make("input", "line", bar);
  Object.assign(line, { type: "range", min: 0, step: 1 });
  const at = make("span", "at quiet", bar);
  const speed = make("select", "speed", bar);
  const png = make("button", "png", bar);
  const below = make("div", "below", card);
  const [left, right] = [make("div", "box", below), make("div", "box", below)];
  const [sumTitle, sum] = [make("div", "small quiet", left), make("div", "sum", left)];
  const [formulaTitle, formula] = [make("div", "small quiet", right), make("div", "formula", right)];
  sum.setAttribute("aria-live", "polite");
  const view = { card, stage, modes, scroller, canvas, field, said, buttons, line, at, speed, png, sumTitle, sum,
    formulaTitle, formula, context: canvas.getContext("2d"), step: 0, hover: null, revision: 0, version: null, rate: 2 };
  listen(view, () => views.get(parent));
  view.watcher = new ResizeObserver(() => views.get(parent)?.model && fit(views.get(parent)));
  view.watcher.observe(scroller);
  return view;
}

function listen({ canvas, field, buttons, line, speed, png }, view) {
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "slider");
  canvas.addEventListener("pointermove", (event) => point(view(), event));
  canvas.addEventListener("pointerleave", () => setHover(view(), null));
  canvas.addEventListener("click", (event) => press(view(), event));
  canvas.addEventListener("keydown", (event) => key(view(), event));
  field.addEventListener("keydown", (event) => editorKey(view(), event));
  field.addEventListener("blur", () => editorLeft(view()));
  buttons.back.addEventListener("click", () => { stop(view()); goTo(view(), view().step - 1); });
  buttons.next.addEventListener("click", () => { stop(view()); goTo(view(), view().step + 1); });
  buttons.play.addEventListener("click", () => (view().playing ? stop(view()) : play(view())));
  line.addEventListener("input", () => { stop(view()); goTo(view(), Number(line.value)); });
  speed.addEventListener("change", () => { view().rate = Number(speed.value); if (view().playing) play(view()); });
  png.addEventListener("click", () => savePicture(view()));
}

// An older answer of the server must not take back what was edited since.
function receive(view, data) {
  const fresh = data.version !== view.version;
  if (!fresh && data.revision < view.revision) return;
  const { words, tones } = data;
  Object.assign(view, { words, tones });
  view.model = modelOf(data);
  view.overlaps = overlapsOf(view.model);
  view.version = data.version;
  if (fresh) {
    view.revision = data.revision;
    view.hover = null;
    stop(view);
    closeEditor(view, false);
    view.mode = data.mode;
    view.step = data.at;
  }
  view.step = Math.min(view.step, steps(view) - 1);
  view.range = rangesOf(view);
  view.colours = coloursOf(view);
  describe(view);
  fit(view);
}

function coloursOf({ card }) {
  const style = getComputedStyle(card);
  const read = (name) => style.getPropertyValue(name).trim();
  const dark = card.dataset.theme === "dark";
  const convolution = read("--convolution");
  return { background: read("--st-background-color"), text: read("--text"), quiet: read("--quiet"),
    selection: read("--selection"), input: read("--input"), convolution, line: read("--st-border-color"),
    padding: read("--st-secondary-background-color"), font: read("--st-font") || "sans-serif",
    lit: dark ? "#22345f" : "#dbe5fb", litOver: "rgb(36 87 197 / 22%)" };
}

function rangesOf({ model, overlaps }) {
  const span = (values) => [Math.min(...values), Math.max(...values)];
  return { input: span(model.input), output: span(model.output), overlaps: Math.max(...overlaps),
    kernel: Math.max(...model.weight.map(Math.abs)), curve: [...model.input, ...model.output] };
}

function describe(view) {
  const { words, buttons, canvas, png, modes, line } = view;
  setIcon(buttons.back, "M6 5h2v14H6zM19 5v14l-9-7z", words.back);
  setIcon(buttons.next, "M16 5h2v14h-2zM5 5v14l9-7z", words.next);
  setIcon(png, "M12 3v10l4-4 1.4 1.4L12 16.8 6.6 11.4 8 10l4 4M5 19h14v2H5z", words.png);
  png.append(" PNG");
  showPlaying(view);
  line.setAttribute("aria-label", words.timeline);
  canvas.setAttribute("aria-label", words.picture);
  modes.replaceChildren();
  for (const [name, text] of view.model.transposed ? Object.entries(words.modes) : []) {
    const button = make("button", "mode", modes);
    button.textContent = text;
    button.setAttribute("role", "radio");
    button.dataset.mode = name;
    button.addEventListener("click", () => switchMode(view, name));
  }
  view.speed.replaceChildren();
  for (const rate of [1, 2, 4, 8, 16]) {
    const option = make("option", "", view.speed);
    option.value = rate;
    option.textContent = fill(words.rate, { rate });
  }
  view.speed.value = view.rate;
  view.speed.setAttribute("aria-label", words.speed);
  view.formulaTitle.textContent = words.why;
  writeFormula(view);
}

function setIcon(button, path, label) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.appendChild(document.createElementNS(svg.namespaceURI, "path")).setAttribute("d", path);
  button.replaceChildren(svg);
  button.setAttribute("aria-label", label);
  button.title = label;
}

function showPlaying({ buttons, playing, words }) {
  setIcon(buttons.play, playing ? "M7 5h4v14H7zM13 5h4v14h-4z" : "M8 5v14l11-7z", playing ? words.pause : words.play);
}

function steps({ model, mode }) {
  return mode === "scatter" ? model.input.length : model.cells;
}

function switchMode(view, mode) {
  stop(view);
  Object.assign(view, { mode, step: mode === "scatter" ? 0 : view.model.cells - 1, hover: null });
  report(view, REST_MS);
  fit(view);
}

function fit(view) {
  const room = Math.floor(view.scroller.clientWidth);
  if (room <= 0) return;
  const tallest = room < 640 ? TALLEST_PHONE : TALLEST;
  view.ratio = window.devicePixelRatio || 1;
  view.plan = layout(blocksOf(view.model, view.mode, view.words), room, tallest);
  const { canvas, plan, ratio } = view;
  canvas.width = Math.round(plan.width * ratio);
  canvas.height = Math.round(plan.height * ratio);
  canvas.style.width = `${plan.width}px`;
  canvas.style.height = `${plan.height}px`;
  for (const button of view.modes.children) button.setAttribute("aria-checked", button.dataset.mode === view.mode);
  draw(view);
}

// One frame; its duration stands in the browser's own timeline as the measure "stepper".
function draw(view) {
  const start = performance.now();
  paint(view);
  tell(view);
  const { words, step, line, at, canvas } = view;
  const all = steps(view);
  Object.assign(line, { max: all - 1, value: step });
  line.style.setProperty("--done", `${(100 * step) / Math.max(1, all - 1)}%`);
  at.textContent = fill(view.mode === "scatter" ? words.atInput : words.at, { step: step + 1, steps: all });
  if (!view.editing) view.said.textContent = words.hint;
  const told = { min: 0, max: all - 1, now: step, text: `${view.sumTitle.textContent}: ${view.sum.textContent}` };
  for (const [name, value] of Object.entries(told)) canvas.setAttribute(`aria-value${name}`, value);
  performance.clearMeasures("stepper");
  performance.measure("stepper", { start, end: performance.now() });
}

function goTo(view, step) {
  view.hover = null;
  view.step = Math.max(0, Math.min(steps(view) - 1, step));
  report(view, REST_MS);
  draw(view);
}

function play(view) {
  stop(view);
  if (view.step >= steps(view) - 1) view.step = -1;
  view.playing = setInterval(() => {
    goTo(view, view.step + 1);
    if (view.step >= steps(view) - 1) stop(view);
  }, 1000 / view.rate);
  goTo(view, view.step + 1);
  showPlaying(view);
}

function stop(view) {
  clearInterval(view.playing);
  const played = view.playing;
  view.playing = null;
  if (played && view.words) showPlaying(view);
}

function report(view, wait) {
  clearTimeout(view.timer);
  view.timer = setTimeout(() => {
    if (view.playing) return void report(view, REST_MS);
    const { version, revision, mode, step, model } = view;
    view.tellServer({ version, revision, mode, at: Math.max(0, step), input: [...model.input],
      weight: [...model.weight], bias: model.bias });
  }, wait);
}

function under(view, event) {
  const box = view.canvas.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  const { plan } = view;
  for (const block of plan.blocks) {
    const cell = cellUnder(block, x, y, plan.cell);
    if (cell >= 0) return { block: block.name, cell };
    const { biasAt } = block;
    if (biasAt && x >= biasAt.x && x < biasAt.x + plan.cell && y >= biasAt.y && y < biasAt.y + plan.cell) {
      return { block: "bias", cell: 0 };
    }
  }
  return null;
}

function point(view, event) {
  if (view.playing || view.editing) return;
  const found = under(view, event);
  const meant = found && !(found.block === "output" && outputAt(view, found.cell) < 0)
    && !(found.block === "input" && sourceAt(view, found.cell) < 0);
  view.canvas.style.cursor = meant ? "pointer" : "default";
  setHover(view, meant ? found : null);
}

function setHover(view, hover) {
  if (hover?.block === view.hover?.block && hover?.cell === view.hover?.cell) return;
  view.hover = hover;
  draw(view);
}

function press(view, event) {
  const found = under(view, event);
  if (!found) return;
  if (found.block === "output") {
    const cell = outputAt(view, found.cell);
    if (cell >= 0 && view.mode !== "scatter") goTo(view, cell);
  } else if (found.block !== "input" || sourceAt(view, found.cell) >= 0) openEditor(view, found);
}

function key(view, event) {
  const [row] = (view.mode === "scatter" ? view.model.inputShape : view.model.outputShape).slice(-1);
  const moves = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row, Home: -Infinity, End: Infinity };
  if (event.key in moves) {
    stop(view);
    goTo(view, view.step + moves[event.key]);
  } else if (event.key === " ") {
    if (view.playing) stop(view);
    else play(view);
  } else if (event.key === "Enter") openEditor(view, editable(view)[0]);
  else return;
  event.preventDefault();
}

// Steps through a convolution. Python sends numbers and tables; stepping, pointing and editing happen here, and what
// was edited, or where the reader came to rest, is told to Python afterwards.

const TALLEST = 420;
const TALLEST_PHONE = 520;
const REST_MS = 900;
const RATES = [1, 2, 4, 8, 16]; // steps per second

export default function (component) {
  const view = viewOf(component, mount, fit);
  view.tellServer = (value) => component.setTriggerValue("reported", value);
  receive(view, component.data);
  return () => {
    stop(view);
    view.end();
  };
}

function mount(parent) {
  const card = make("div", "card stepper", parent);
  const stage = make("div", "stage", card);
  const top = make("div", "top", stage);
  const modes = make("div", "modes", top, { role: "radiogroup" });
  const scroller = make("div", "scroller", stage);
  const canvas = make("canvas", "", scroller, { tabindex: 0, role: "slider" });
  const field = make("input", "field", scroller, { inputmode: "text" });
  const said = make("div", "said quiet", stage);
  const player = newPlayer(stage);
  const png = make("button", "png", player.row);
  const below = make("div", "below", card);
  const [left, right] = [make("div", "box", below), make("div", "box", below)];
  const [sumTitle, sum] = [make("div", "small quiet", left), make("div", "sum", left, { "aria-live": "polite" })];
  const [formulaTitle, formula] = [make("div", "small quiet", right), make("div", "formula", right)];
  const view = { card, modes, scroller, canvas, field, said, player, png, sumTitle, sum, formulaTitle, formula,
    step: 0, hover: null, revision: 0, version: null, rate: 2 };
  listen(view);
  return view;
}

function listen(view) {
  const { canvas, field, player, png } = view;
  onPointer(canvas, (event) => under(view, event), (found) => point(view, found), (found) => press(view, found));
  canvas.addEventListener("keydown", (event) => key(view, event));
  field.addEventListener("keydown", (event) => editorKey(view, event));
  field.addEventListener("blur", () => editorLeft(view));
  player.back.addEventListener("click", () => jumpTo(view, view.step - 1));
  player.next.addEventListener("click", () => jumpTo(view, view.step + 1));
  player.line.addEventListener("input", () => jumpTo(view, Number(player.line.value)));
  player.play.addEventListener("click", () => toggle(view));
  player.speed.addEventListener("change", () => {
    view.rate = Number(player.speed.value);
    if (view.playing) play(view);
  });
  png.addEventListener("click", () => savePicture(view));
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
  const { words, player, canvas, png, modes } = view;
  namePlayer(player, words, RATES, view.rate);
  setIcon(png, "M12 3v10l4-4 1.4 1.4L12 16.8 6.6 11.4 8 10l4 4M5 19h14v2H5z", words.png, " PNG");
  showPlaying(player, view.playing, words);
  canvas.setAttribute("aria-label", words.picture);
  modes.replaceChildren();
  for (const [name, text] of view.model.transposed ? Object.entries(words.modes) : []) {
    const button = make("button", "mode", modes, { role: "radio" });
    button.textContent = text;
    button.dataset.mode = name;
    button.addEventListener("click", () => switchMode(view, name));
  }
  view.formulaTitle.textContent = words.why;
  writeFormula(view);
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
  view.plan = layout(blocksOf(view.model, view.mode, view.words), room, tallest);
  view.context = surface(view.canvas, view.plan.width, view.plan.height);
  for (const button of view.modes.children) button.setAttribute("aria-checked", button.dataset.mode === view.mode);
  draw(view);
}

// One frame; its duration stands in the browser's own timeline as the measure "stepper".
function draw(view) {
  const start = performance.now();
  paint(view);
  tell(view);
  const { words, step, player, canvas } = view;
  const all = steps(view);
  Object.assign(player.line, { max: all - 1, value: step });
  player.line.style.setProperty("--done", `${(100 * step) / Math.max(1, all - 1)}%`);
  player.told.textContent = fill(view.mode === "scatter" ? words.atInput : words.at, { step: step + 1, steps: all });
  if (!view.editing) view.said.textContent = words.hint;
  setAll(canvas, { "aria-valuemin": 0, "aria-valuemax": all - 1, "aria-valuenow": step,
    "aria-valuetext": `${view.sumTitle.textContent}: ${view.sum.textContent}` });
  performance.clearMeasures("stepper");
  performance.measure("stepper", { start, end: performance.now() });
}

function goTo(view, step) {
  view.hover = null;
  view.step = Math.max(0, Math.min(steps(view) - 1, step));
  report(view, REST_MS);
  draw(view);
}

// Where the reader goes, nothing plays on.
function jumpTo(view, step) {
  stop(view);
  goTo(view, step);
}

function toggle(view) {
  if (view.playing) stop(view);
  else play(view);
}

function play(view) {
  stop(view);
  if (view.step >= steps(view) - 1) view.step = -1;
  view.playing = setInterval(() => {
    goTo(view, view.step + 1);
    if (view.step >= steps(view) - 1) stop(view);
  }, 1000 / view.rate);
  goTo(view, view.step + 1);
  showPlaying(view.player, true, view.words);
}

function stop(view) {
  clearInterval(view.playing);
  const played = view.playing;
  view.playing = null;
  if (played) showPlaying(view.player, false, view.words);
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
  const [x, y] = pointIn(view.canvas, event);
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

function point(view, found) {
  if (found && (view.playing || view.editing)) return;
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

function press(view, found) {
  if (!found) return;
  if (found.block === "output") {
    const cell = outputAt(view, found.cell);
    if (cell >= 0 && view.mode !== "scatter") goTo(view, cell);
  } else if (found.block !== "input" || sourceAt(view, found.cell) >= 0) openEditor(view, found);
}

function key(view, event) {
  const [row] = (view.mode === "scatter" ? view.model.inputShape : view.model.outputShape).slice(-1);
  const move = { Home: -Infinity, End: Infinity }[event.key] ?? strideOf(event.key, row);
  if (move !== undefined) jumpTo(view, view.step + move);
  else if (event.key === " ") toggle(view);
  else if (event.key === "Enter") openEditor(view, editable(view)[0]);
  else return;
  event.preventDefault();
}

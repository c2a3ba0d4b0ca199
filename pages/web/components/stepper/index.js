// Steps through a convolution. Python sends numbers and tables; stepping, pointing and editing happen here, and what
// was edited, or where the reader came to rest, is told to Python afterwards.

import { onPointer, pointIn, strideOf } from "../../kit/cells.js";
import { component } from "../../kit/component.js";
import { make, setIcon } from "../../kit/elements.js";
import { colourOf, growth, surface } from "../../kit/pixels.js";
import { setAlt } from "../../kit/spoken.js";
import { modelOf, overlapsOf } from "../../math/convolution.js";
import { closeEditor, editable, editorKey, editorLeft, openEditor, rangesOf } from "./editor.js";
import { draw } from "./frame.js";
import { blocksOf, cellUnder, cornerOf, hold, layout } from "./layout.js";
import { outputAt, sourceAt } from "./light.js";
import { savePicture } from "./save.js";
import { writeFormula } from "./sums.js";
import { build, report, REST_MS, settle, steps } from "./view.js";

/** @typedef {import("./view.js").View} View */
/** @typedef {import("./view.js").Data} Data */
/** @typedef {import("./view.js").Slot} Slot */

const TALLEST = 420;
const TALLEST_PHONE = 520;
const LEAST_SEEN = 260; // px of the picture
const SAVE = "M12 3v10l4-4 1.4 1.4L12 16.8 6.6 11.4 8 10l4 4M5 19h14v2H5z";

export default component({ build, listen, receive, redraw: fit });

/** @param {View} view */
function listen(view) {
  const { canvas, field, player, png, scroller, gone } = view;
  onPointer(canvas, (event) => under(view, event), (found) => point(view, found), (found) => press(view, found),
    (found) => found?.block === "output" && press(view, found));
  canvas.addEventListener("keydown", (event) => pressed(view, event));
  field.addEventListener("keydown", (event) => editorKey(view, event));
  field.addEventListener("blur", () => editorLeft(view));
  player.drive({ steps: () => steps(view), at: () => view.step, go: (step) => goTo(view, step) }, gone);
  png.addEventListener("click", () => savePicture(view));
  scroller.addEventListener("scroll", () => scrolled(view));
}

/** An older answer of the server must not take back what was edited since. @param {View} view @param {Data} data */
function receive(view, data) {
  const fresh = data.version !== view.version;
  const known = !Number.isNaN(view.version);
  if (!fresh && data.revision < view.revision) return;
  const { words, tones } = data;
  Object.assign(view, { words, tones });
  view.model = modelOf(data);
  settle(view.model);
  view.overlaps = overlapsOf(view.model);
  view.version = data.version;
  if (fresh) {
    view.revision = data.revision;
    view.hover = null;
    view.player.stop();
    closeEditor(view, false);
    view.mode = data.mode;
    view.step = data.at;
  }
  view.step = Math.min(view.step, steps(view) - 1);
  view.range = rangesOf(view);
  describe(view);
  fit(view);
  follow(view);
  if (fresh && known) bringBack(view);
}

/** A picture that something below or above it has changed is what the reader wants to see now. @param {View} view */
function bringBack({ card }) {
  const { top } = card.getBoundingClientRect();
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  if (top < 0 || top > window.innerHeight - LEAST_SEEN) card.scrollIntoView({ block: "start", behavior });
}

/** @param {View} view */
function scrolled(view) {
  if (!view.plan || view.plan.blocks[0].shape.length > 2) return;
  hold(view.plan, view.scroller.scrollLeft / view.scale);
  draw(view);
}

/** Keep the cell of this step in sight where the picture is wider than the screen. @param {View} view */
function follow({ plan, scroller, mode, step, scale }) {
  if (plan.width * scale <= scroller.clientWidth) return;
  const [input, , output] = plan.blocks;
  const grid = mode === "scatter" ? input : output;
  scroller.scrollLeft = (cornerOf(grid, step).x + grid.cell / 2) * scale - scroller.clientWidth / 2;
}

/** @param {HTMLElement} card @returns {import("./view.js").Colours} */
function coloursOf(card) {
  const read = (/** @type {string} */ name) => colourOf(card, name);
  const dark = card.dataset.theme === "dark";
  return { background: read("--st-background-color"), text: read("--text"), quiet: read("--quiet"),
    selection: read("--selection"), input: read("--input"), convolution: read("--convolution"),
    pooling: read("--pooling"), linear: read("--linear"),
    line: read("--st-border-color"), padding: read("--st-secondary-background-color"),
    font: read("--st-font") || "sans-serif", lit: dark ? "#22345f" : "#dbe5fb", litOver: "rgb(36 87 197 / 22%)" };
}

/** @param {View} view */
function describe(view) {
  const { words, player, canvas, png, modes } = view;
  player.name(words);
  setIcon(png, SAVE, `PNG: ${words.png}`, " PNG"); // begins with what is seen
  setAlt(canvas, words.picture, words.input, words.kernel, words.output);
  modes.replaceChildren();
  const named = /** @type {[import("./view.js").Mode, string][]} */ (Object.entries(words.modes));
  for (const [name, text] of view.model.transposed ? named : []) {
    const button = make("button", "mode", modes, { role: "radio" });
    button.textContent = text;
    button.dataset.mode = name;
    button.addEventListener("click", () => switchMode(view, name));
  }
  view.formulaTitle.textContent = words.why;
  writeFormula(view);
}

/** @param {View} view @param {import("./view.js").Mode} mode */
function switchMode(view, mode) {
  view.player.stop();
  Object.assign(view, { mode, step: mode === "scatter" ? 0 : view.model.cells - 1, hover: null });
  report(view, REST_MS);
  fit(view);
}

/** All is drawn as on a usual screen, and larger where the page's letters are. @param {View} view */
function fit(view) {
  view.scale = growth();
  const room = Math.floor(view.scroller.clientWidth / view.scale);
  if (room <= 0) return;
  const tallest = room < 640 ? TALLEST_PHONE : TALLEST;
  view.colours = coloursOf(view.card);
  view.plan = layout(blocksOf(view.model, view.mode, view.words), room, tallest, view.model.shaded);
  view.context = surface(view.canvas, view.plan.width, view.plan.height, view.scale);
  if (view.plan.blocks[0].shape.length === 2) hold(view.plan, view.scroller.scrollLeft / view.scale);
  for (const button of view.modes.querySelectorAll("button")) {
    button.setAttribute("aria-checked", String(button.dataset.mode === view.mode));
  }
  draw(view);
}

/** @param {View} view @param {number} step */
function goTo(view, step) {
  view.hover = null;
  view.step = step;
  report(view, REST_MS);
  draw(view);
  follow(view);
}

/** @param {View} view @param {MouseEvent} event @returns {Slot | null} */
function under(view, event) {
  const [x, y] = pointIn(view.canvas, event).map((at) => at / view.scale);
  const { plan } = view;
  for (const block of plan.blocks) {
    const cell = cellUnder(block, x, y);
    if (cell >= 0) return { block: block.name, cell };
    const { biasAt } = block;
    if (biasAt && x >= biasAt.x && x < biasAt.x + block.cell && y >= biasAt.y && y < biasAt.y + block.cell) {
      return { block: "bias", cell: 0 };
    }
  }
  return null;
}

/** @param {View} view @param {Slot | null} found */
function point(view, found) {
  if (found && (view.player.playing || view.editing)) return;
  const meant = found && !(found.block === "output" && outputAt(view, found.cell) < 0)
    && !(found.block === "input" && sourceAt(view, found.cell) < 0);
  view.canvas.style.cursor = meant ? "pointer" : "default";
  setHover(view, meant ? found : null);
}

/** @param {View} view @param {Slot | null} hover */
function setHover(view, hover) {
  if (hover?.block === view.hover?.block && hover?.cell === view.hover?.cell) return;
  view.hover = hover;
  draw(view);
}

/** @param {View} view @param {Slot | null} found */
function press(view, found) {
  if (!found) return;
  if (found.block === "output") {
    const cell = outputAt(view, found.cell);
    if (cell >= 0 && view.mode !== "scatter") goTo(view, cell);
  } else if (found.block !== "input" || sourceAt(view, found.cell) >= 0) openEditor(view, found);
}

/** @param {View} view @param {KeyboardEvent} event */
function pressed(view, event) {
  const [row] = (view.mode === "scatter" ? view.model.inputShape : view.model.outputShape).slice(-1);
  /** @type {Record<string, number>} */
  const ends = { Home: -Infinity, End: Infinity };
  const move = ends[event.key] ?? strideOf(event.key, row);
  if (move !== undefined) view.player.jump(view.step + move);
  else if (event.key === " ") view.player.toggle();
  else if (event.key === "Enter") openEditor(view, editable(view)[0]);
  else return;
  event.preventDefault();
}

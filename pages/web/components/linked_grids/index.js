// Grids that are made of each other: a cell that is pointed at or chosen lights all it was made of, and all it goes
// into; a clock fills in what runs. What a cell reads is the server's; what is lit follows from it here.

import { cellBeside, onPointer, pointIn, strideOf } from "../../kit/cells.js";
import { announce, awaits, component, outweigh, PAUSE_MS } from "../../kit/component.js";
import { make } from "../../kit/elements.js";
import { cellText, fill, number } from "../../kit/format.js";
import { colourOf, growth, surface } from "../../kit/pixels.js";
import { heard, setAlt } from "../../kit/spoken.js";
import { layout, slotUnder } from "./layout.js";
import { extent, paint } from "./paint.js";
import { build, focus, reached, running, size, slotOf, steps } from "./view.js";

/** @typedef {import("./view.js").View} View */
/** @typedef {import("./view.js").Data} Data */
/** @typedef {import("./view.js").Slot} Slot */

const REST_MS = 900;
const LIT = { light: "#dbe5fb", dark: "#22345f" };

export default component({ build, listen, receive, redraw: fit });

/** @param {View} view */
function listen(view) {
  const { canvas, told, player, gone } = view;
  const under = (/** @type {MouseEvent} */ event) =>
    slotUnder(view.data.panels, view.plan, pointIn(canvas, event).map((at) => at / view.scale));
  onPointer(canvas, under, (found) => point(view, found), (found) => found && choose(view, found));
  canvas.addEventListener("keydown", (event) => pressed(view, event));
  player.drive({ steps: () => steps(view), at: () => view.step, go: (step) => goTo(view, step) }, gone);
  heard(canvas, told);
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  const first = !view.data;
  const said = steps(/** @type {View} */ ({ ...view, data })) ? `t.${data.clock}` : data.pick;
  view.data = data;
  if (first || (!awaits(view, said) && !view.player.playing)) {
    view.step = Math.min(data.clock, Math.max(0, steps(view) - 1));
    view.pick = slotOf(data.pick, data.panels);
  }
  if (view.pick) view.pick = slotOf(`${view.pick.panel}.${view.pick.cell}`, data.panels);
  view.hover = null;
  view.player.row.hidden = !steps(view);
  view.player.name(data.words);
  view.hint.textContent = data.words.hint;
  fit(view);
}

/** @param {View} view */
function fit(view) {
  if (!view.data) return;
  const { card, scroller, canvas, data } = view;
  view.scale = growth();
  const room = Math.floor(scroller.clientWidth / view.scale);
  if (room <= 0) return;
  const read = (/** @type {string} */ name) => colourOf(card, name);
  const theme = card.dataset.theme === "dark" ? "dark" : "light";
  view.colours = { background: read("--st-background-color"), text: read("--text"), quiet: read("--quiet"),
    convolution: read("--convolution"), line: read("--st-border-color"), font: read("--st-font") || "sans-serif",
    padding: read("--st-secondary-background-color"), lit: LIT[theme], litOver: "rgb(36 87 197 / 22%)" };
  view.plan = layout(data.panels, room);
  view.context = surface(canvas, Math.max(room, view.plan.width), view.plan.height, view.scale);
  draw(view);
}

/** @param {View} view */
function draw(view) {
  paint(view);
  const { words, panels } = view.data;
  const runs = running(view).map((at) => fill(words.done,
    { panel: panels[at].brief, done: Math.min(view.step + 1, size(panels[at])), cells: size(panels[at]) }));
  view.player.show(view.step, `${view.step + 1} / ${steps(view)}`);
  view.told.textContent = "";
  if (view.hover || view.pick) focus(view).forEach((slot) => tell(view, slot));
  else make("span", "quiet", view.told).textContent = runs.join(" · ");
  setAlt(view.canvas, words.name, ...panels.map(({ title }) => title), view.told.textContent ?? "", words.keys);
}

/** @param {View} view @param {Slot} slot */
function tell(view, { panel: at, cell }) {
  const { panels, words } = view.data;
  const panel = panels[at];
  const place = [Math.floor(cell / panel.columns), cell % panel.columns];
  make("b", "", view.told).textContent =
    cellText(words.cell, place, { panel: panel.brief, value: number(panel.values[cell], 3) });
  for (const [down, lead] of /** @type {const} */ ([[true, words.reads], [false, words.isRead]])) {
    const found = parts(view.data, { panel: at, cell }, down);
    if (found.length) make("span", "", view.told).textContent = fill(lead, { list: found.join(" · ") });
  }
}

/**
 * How much of each grid a cell reads, or is read by, in words.
 * @param {Data} data @param {Slot} slot @param {boolean} down
 */
function parts(data, slot, down) {
  const { words, panels } = data;
  return reached(data, slot, down).flatMap((cells, other) => {
    if (!cells.size) return [];
    const [, , rows, columns] = extent(panels[other], cells);
    const names = { panel: panels[other].brief, rows, columns, count: cells.size };
    return [fill(down ? words.area : cells.size === 1 ? words.countOne : words.count, names)];
  });
}

/** @param {View} view @param {Slot | null} found */
function point(view, found) {
  if (view.player.playing) return;
  view.canvas.style.cursor = found ? "pointer" : "default";
  if (found?.panel === view.hover?.panel && found?.cell === view.hover?.cell) return;
  view.hover = found;
  draw(view);
}

/**
 * A click on what runs moves the clock there; without a clock any cell is chosen.
 * @param {View} view @param {Slot} found
 */
function choose(view, found) {
  view.player.stop();
  if (steps(view)) {
    if (view.data.panels[found.panel].runs) goTo(view, found.cell);
    return;
  }
  view.pick = found;
  draw(view);
  report(view, `${found.panel}.${found.cell}`, PAUSE_MS);
}

/** @param {View} view @param {number} step */
function goTo(view, step) {
  view.hover = null;
  view.step = step;
  draw(view);
  report(view, `t.${step}`, REST_MS);
}

/** @param {View} view @param {string} text @param {number} wait */
function report(view, text, wait) {
  view.selected = text;
  outweigh(view);
  if (!view.player.playing || view.step >= steps(view) - 1) announce(view, text, wait);
}

/** @param {View} view @param {KeyboardEvent} event */
function pressed(view, event) {
  if (steps(view)) {
    const run = view.data.panels[running(view)[0]];
    const move = strideOf(event.key, run.columns);
    if (move !== undefined) view.player.jump(view.step + move);
    else if (event.key === " ") view.player.toggle();
    else return;
  } else if (!walk(view, event.key)) return;
  event.preventDefault();
}

/** Arrows go from cell to cell, Page Up and Page Down from grid to grid. @param {View} view @param {string} key */
function walk(view, key) {
  const { panels } = view.data;
  const now = view.pick ?? { panel: panels.length - 1, cell: 0 };
  const { rows, columns } = panels[now.panel];
  const to = cellBeside(key, [Math.floor(now.cell / columns), now.cell % columns], [rows, columns]);
  const turn = { PageUp: -1, PageDown: 1 }[key];
  view.hover = null;
  if (to) choose(view, { panel: now.panel, cell: to[0] * columns + to[1] });
  else if (turn) choose(view, { panel: (now.panel + turn + panels.length) % panels.length, cell: 0 });
  return Boolean(to || turn);
}

// One training step, slowly: the numbers of a tiny network, forward, back and after the update. All of them, the
// sentences and the formulas come from Python; here the moments are played, and a click on a cell of the picture
// changes it.

import { announce, awaits, component, outweigh } from "../../kit/component.js";
import { around, childrenOf, make, setAll, setClass, setText } from "../../kit/elements.js";
import { fill, number, shorter } from "../../kit/format.js";
import { setFormula } from "../../kit/formula_tree.js";
import { Player } from "../../kit/player.js";
import { COLUMNS, ROWS, shownAt } from "./cells.js";

/**
 * @typedef {object} Moment
 * @property {"start" | "forward" | "backward" | "update" | "again"} phase
 * @property {string} says
 * @property {unknown[]} lines trees of MathML
 * @property {string[]} reads names of cells
 * @property {string[]} writes names of cells, which are there from now on
 */
/** @typedef {"name" | "keys" | "change" | "cell" | "by" | "new" | import("./cells.js").Column["id"]} Sentence */
/** @typedef {Record<Sentence | Moment["phase"], string> & import("../../kit/player.js").PlayerWords} Words */
/**
 * What pages/layers/training_step.py sends.
 * @typedef {object} Data
 * @property {Record<string, number>} cells by their names
 * @property {Moment[]} moments
 * @property {number} step from 0
 * @property {Words} words
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & { data: Data }} View */

const REST_MS = 700;
const RATES = [0.25, 0.5, 1, 2];
const MOST_LINES = 3; // below each other
const ROOM = 6; // characters in a cell

/** For the tests, which have no browser around it. */
export const trainingStep = { build, listen, receive };

export default component(trainingStep);

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const player = new Player(card, RATES);
  player.rate = 0.5;
  const working = make("div", "working", card);
  const phase = make("div", "phase", working);
  const told = make("div", "told-line", working, { "aria-live": "polite" });
  const lines = make("div", "lines", working);
  const net = make("div", "net", card, { tabindex: 0, role: "group" });
  const columns = COLUMNS.map((column) => newColumn(net, column));
  return { card, player, phase, told, lines, net, columns, step: 0, known: "" };
}

/** @param {HTMLElement} net @param {import("./cells.js").Column} column */
function newColumn(net, column) {
  const box = make("div", `column ${column.id}`, net);
  const title = make("div", "title", box);
  const rows = ROWS.map(({ id, before }) => {
    const row = make("div", `row ${id}`, box);
    const name = make("div", "row-name", row);
    const names = (column[id] ?? []).map((cell) => before + cell);
    const grid = make("div", `grid wide${column.wide}`, row);
    return { row, name, cells: names.map((cell) => newCell(grid, cell, column.id === "x")) };
  });
  return { column, title, rows };
}

/** @param {HTMLElement} grid @param {string} name @param {boolean} changes */
function newCell(grid, name, changes) {
  const box = changes ? make("button", "cell", grid, { type: "button" }) : make("div", "cell", grid);
  box.dataset.cell = name;
  make("span", "letter", box).textContent = name.replace(/^[dn](?=.)/, "");
  make("span", "value", box);
  return { name, box, changes };
}

/** @param {View} view */
function listen(view) {
  const { net, player, gone } = view;
  player.drive({ steps: () => view.data.moments.length, at: () => view.step, go: (step) => goTo(view, step) }, gone);
  net.addEventListener("keydown", (event) => {
    if (event.key !== " " || event.target === net) player.press(event);
  });
  net.addEventListener("click", (event) => {
    const cell = around(event, "button.cell")?.dataset.cell;
    if (cell) view.send(cell);
  });
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  const known = JSON.stringify(data.cells);
  if (known !== view.known) view.player.stop();
  Object.assign(view, { data, known });
  if (!awaits(view, `t.${data.step}`) && !view.player.playing) view.step = data.step;
  view.step = Math.min(Math.max(view.step, 0), data.moments.length - 1);
  view.player.name(data.words);
  draw(view);
}

/** @param {View} view @param {number} step */
function goTo(view, step) {
  view.step = step;
  draw(view);
  view.selected = `t.${step}`;
  outweigh(view);
  if (!view.player.playing || step >= view.data.moments.length - 1) announce(view, view.selected, REST_MS);
}

/** @param {View} view */
function draw(view) {
  const { data: { moments, words }, step, player, phase, told, lines, net } = view;
  const moment = moments[step];
  player.show(step, `${step + 1} / ${moments.length}`);
  setClass(phase, ["phase", moment.phase]);
  setText(phase, words[moment.phase]);
  setText(told, moment.says);
  setClass(lines, ["lines", moment.lines.length > MOST_LINES && "many"]);
  childrenOf(lines, moment.lines.length, () => make("div", "formula", lines)).forEach((line, at) => {
    setFormula(/** @type {HTMLElement} */ (line), moment.lines[at]);
  });
  setAll(net, { "aria-label": `${words.name}. ${words.keys}` });
  drawCells(view, moment);
}

/** @param {View} view @param {Moment} moment */
function drawCells({ data, step, columns }, { reads, writes }) {
  const shown = shownAt(data.moments, step);
  for (const { column, title, rows } of columns) {
    setText(title, data.words[column.id]);
    rows.forEach(({ row, name, cells }, place) => {
      const there = cells.filter(({ name: cell }) => shown.has(cell));
      setClass(row, ["row", ROWS[place].id, !there.length && "empty"]);
      setText(name, place && cells.length ? data.words[ROWS[place].id === "by" ? "by" : "new"] : "");
      for (const { name: cell, box, changes } of cells) {
        const value = data.cells[cell];
        const is = { reads: reads.includes(cell), writes: writes.includes(cell), shown: shown.has(cell) };
        setClass(box, ["cell", is.writes && "writes", is.reads && !is.writes && "reads", !is.shown && "hidden"]);
        setText(box.children[1], is.shown ? written(value) : "");
        const said = fill(data.words.cell, { cell, value: is.shown ? number(value) : "–" });
        setAll(box, { title: changes ? `${said}. ${data.words.change}` : said });
        if (changes) box.setAttribute("aria-label", `${said}. ${data.words.change}`);
      }
    });
  }
}

/** A number that fits into a cell. @param {number} value */
function written(value) {
  const texts = shorter(value);
  return texts.find((text) => text.length <= ROOM) ?? texts[texts.length - 1];
}

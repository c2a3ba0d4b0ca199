// The desk of *Build a stack*: picture, controls, table and working of one network. What the reader does goes to the
// server over `line`, and what comes back is put into the elements that are there: while a slider is dragged, numbers
// follow and nothing else moves.

import { component, part } from "../../kit/component.js";
import { make, setAll, setText } from "../../kit/elements.js";
import { layerTable } from "../layer_table/index.js";
import { strip } from "../strip/index.js";
import { hear, isBusy, newLine, pause, say } from "./line.js";
import { buildPanel, drawNumbers, drawPanel } from "./panel.js";
import { drawNotes, drawWorking } from "./working.js";

/** @typedef {import("./line.js").Message} Message */
/**
 * What `desk_data` of pages/build_stack/desk.py sends.
 * @typedef {object} Data
 * @property {string} answered which parcel was taken last
 * @property {import("../strip/index.js").Data} picture
 * @property {import("../layer_table/index.js").Data} table
 * @property {import("./panel.js").Panel} panel
 * @property {import("./working.js").Piece[]} working
 * @property {import("./working.js").Note[]} notes
 * @property {{ open: boolean, text: string, refused: string }} code
 * @property {string} refused why the last thing asked for was not done
 * @property {Record<"more" | "code" | "remove" | "another" | "controls" | "working", string>} words
 */
/** @typedef {import("../strip/index.js").View} StripView */
/** @typedef {import("../layer_table/index.js").View} TableView */
/**
 * @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & {
 *   data: Data, line: import("./line.js").Line, strip: StripView, layers: TableView }} View
 */

export default component({ build, listen, receive, redraw });

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card desk", parent);
  const picture = make("div", "part-strip", card);
  const columns = make("div", "columns", card);
  const panel = buildPanel(columns);
  const middle = make("div", "part-layer_table", columns);
  const side = make("div", "side", columns);
  const working = make("div", "working", side, { role: "group", "aria-live": "off" });
  const notes = make("div", "notes", side, { tabindex: -1 });
  const code = make("details", "code", card);
  const title = make("summary", "", code);
  const text = make("pre", "", code, { tabindex: 0 });
  return { card, picture, columns, panel, middle, working, notes, code, title, text };
}

/** @param {View} view */
function listen(view) {
  view.line = newLine(view.gone);
  const tell = (/** @type {Message} */ message) => say(view.line, message);
  view.strip = part(strip, view.picture, view.gone, (said) => tell(asMessage(said)));
  view.layers = part(layerTable, view.middle, view.gone, (cell) => tell({ do: "pick", cell }));
  view.code.addEventListener("toggle", () => {
    if (view.code.open !== view.data.code.open) tell({ do: "code", value: view.code.open });
  });
  view.panel.root.addEventListener("pointerup", () => pause(view.line));
}

/** @param {View} view */
function redraw(view) {
  layerTable.redraw(view.layers);
}

/** The picture may say a message of its own, or only which layer was chosen. @param {any} said @returns {Message} */
function asMessage(said) {
  return typeof said === "object" && said && "do" in said ? said : { do: "select", layer: said };
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  view.data = data;
  view.line.send = (parcel) => view.send(parcel);
  hear(view.line, data.answered);
  const idle = !isBusy(view.line);
  strip.receive(view.strip, data.picture);
  layerTable.receive(view.layers, data.table);
  const tell = (/** @type {Message} */ message, done = true) => say(view.line, message, done);
  drawPanel(view.panel, data, idle, tell);
  drawNumbers(view.panel, data.table);
  setAll(view.working, { "aria-label": data.words.working });
  drawWorking(view.working, data.working);
  drawNotes(view.notes, data.notes, tell);
  drawCode(view, data);
}

/** @param {View} view @param {Data} data */
function drawCode(view, { code, words }) {
  setText(view.title, words.code);
  setText(view.text, code.text || code.refused);
  setAll(view.text, { "aria-label": words.code });
  if (!isBusy(view.line) && view.code.open !== code.open) view.code.open = code.open;
}

// The desk of *Build a stack*: picture, controls, table and working of one network. What the reader does goes to the
// server over `line`, and what comes back is put into the elements that are there: while a slider is dragged, numbers
// follow and nothing else moves.

import { component, part } from "../../kit/component.js";
import { make, setAll, setText } from "../../kit/elements.js";
import { layerTable } from "../layer_table/index.js";
import { strip } from "../strip/index.js";
import { ask, newAsking } from "../../kit/asking.js";
import { hear, isBusy, newLine, say, topicOf } from "./line.js";
import { buildPanel, drawError, drawNumbers, drawPanel } from "./panel.js";
import { drawNotes, drawWorking } from "./working.js";

/** @typedef {import("./line.js").Message} Message */
/**
 * What follows a finger: `numbers` of pages/build_stack/preview.py.
 * @typedef {object} Numbers
 * @property {import("../strip/index.js").Data} picture
 * @property {import("../layer_table/index.js").Data} table
 * @property {import("./working.js").Piece[]} working
 * @property {import("./working.js").Note[]} notes
 * @property {{ open: boolean, text: string, refused: string }} code
 * @property {string} error what is wrong with the selected layer
 */
/**
 * What `desk_data` of pages/build_stack/desk.py sends beside.
 * @typedef {object} Rest
 * @property {string} answered which parcel was taken last
 * @property {Record<string, unknown>} question sent back with changes, to ask what would become of the stack
 * @property {import("./panel.js").Panel} panel
 * @property {string} refused why the last thing asked for was not done
 * @property {Record<"more" | "code" | "remove" | "another" | "controls" | "working", string>} words
 */
/** @typedef {Numbers & Rest} Data */
/** @typedef {import("../strip/index.js").View} StripView */
/** @typedef {import("../layer_table/index.js").View} TableView */
/**
 * @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & {
 *   data: Data, line: import("./line.js").Line, strip: StripView, layers: TableView,
 *   asking: import("../../kit/asking.js").Asking, held: Message | null, ahead: boolean, timer?: number }} View
 * `held`: what the finger says and the server was only asked about; `ahead`: whether that is what is on screen
 */

const REST_MS = 300; // a finger that rests for so long has chosen

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
  view.strip = part(strip, view.picture, view.gone, (said) => tell(view, asMessage(said)));
  view.layers = part(layerTable, view.middle, view.gone, (cell) => tell(view, { do: "pick", cell }));
  view.code.addEventListener("toggle", () => {
    if (view.code.open !== view.data.code.open) tell(view, { do: "code", value: view.code.open });
  });
  view.asking = newAsking("build_stack", view.gone);
  [view.held, view.ahead] = [null, false];
  for (const event of ["pointerup", "focusout"]) view.panel.root.addEventListener(event, () => settle(view));
}

/**
 * Tell the server what the reader did. While a slider is moved it is only asked what would come of it, past Streamlit;
 * once the finger rests, the last value is told.
 * @param {View} view @param {Message} message @param {boolean} [done]
 */
function tell(view, message, done = true) {
  const moves = "step_of" in message;
  if (view.held && !(moves && topicOf(view.held) === topicOf(message))) settle(view);
  if (done || !moves || !view.asking.works) {
    clearTimeout(view.timer);
    view.held = null;
    say(view.line, message, done);
    return;
  }
  view.held = message;
  clearTimeout(view.timer);
  view.timer = setTimeout(() => settle(view), REST_MS);
  const all = [...(view.line.sent ?? []), ...view.line.waiting, message];
  ask(view.asking, { ...view.data.question, all }, {
    show: (numbers) => {
      if (!view.held && !isBusy(view.line)) return; // the server has said since what is
      view.ahead = true;
      const { tools } = view.data.picture;
      drawAll(view, { ...numbers, picture: { ...numbers.picture, tools } });
    },
    fail: () => settle(view),
  });
}

/** Tell what was only asked about. @param {View} view */
function settle(view) {
  clearTimeout(view.timer);
  const { held } = view;
  view.held = null;
  if (held) say(view.line, held);
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
  const idle = !isBusy(view.line) && !view.held;
  if (idle) view.ahead = false;
  drawPanel(view.panel, data, idle, (message, done) => tell(view, message, done));
  setAll(view.working, { "aria-label": data.words.working });
  setText(view.title, data.words.code);
  setAll(view.text, { "aria-label": data.words.code });
  if (!view.ahead) drawAll(view, data); // else what is on screen is newer
  if (idle && view.code.open !== data.code.open) view.code.open = data.code.open;
}

/** Draw all that follows a finger. @param {View} view @param {Numbers} numbers */
function drawAll(view, numbers) {
  layerTable.receive(view.layers, numbers.table); // first, since it asks what is in sight
  strip.receive(view.strip, numbers.picture);
  drawNumbers(view.panel, numbers.table);
  drawError(view.panel, numbers.error);
  drawWorking(view.working, numbers.working);
  drawNotes(view.notes, numbers.notes, (message) => tell(view, message));
  setText(view.text, numbers.code.text || numbers.code.refused);
}

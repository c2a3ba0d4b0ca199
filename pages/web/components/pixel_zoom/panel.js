// What is told of one pixel: its numbers in all ranges and how they come about, and how a program reads it.

import { childrenOf, make, setAll, setStyle, setText } from "../../kit/elements.js";
import { fill, number } from "../../kit/format.js";
import { formula, mathml, written } from "../../kit/formula.js";
import { bytesAt, channelsAt, decimals, inRange } from "./data.js";

/** @typedef {import("./index.js").View} View */
/** @typedef {import("./data.js").Values} Values */
/** @typedef {import("../../kit/formula.js").Part} Part */

/** @type {Values[]} */
const RANGES = ["bytes", "unit", "normalised"];
const MOST_ROWS = 3;

/** @param {HTMLElement} parent */
export function newPanel(parent) {
  const about = make("div", "about", parent);
  const head = make("div", "pixel", about);
  const [swatch, title] = [make("span", "swatch", head), make("span", "title", head)];
  const table = make("table", "numbers", about);
  const top = make("tr", "", make("thead", "", table));
  const heads = childrenOf(top, 1 + RANGES.length, (at) => make(at ? "th" : "td", "", top));
  const body = make("tbody", "", table);
  const rows = Array.from({ length: MOST_ROWS }, () => {
    const row = make("tr", "", body);
    const name = make("th", "", row, { scope: "row" });
    return { row, name, cells: RANGES.map(() => make("td", "", row)) };
  });
  return { about, swatch, title, heads, rows, working: make("div", "working", about) };
}

/** @param {HTMLElement} parent */
export function newCode(parent) {
  const area = make("div", "code", parent);
  const order = make("div", "order", area);
  const [choice, shape, told] = [make("div", "choice", order), make("div", "shape", order), make("div", "told", order)];
  const boxes = ["numpy", "torch"].map((name) => {
    const box = make("div", "box", area);
    make("code", "name", box).textContent = name;
    return make("pre", "", box, { tabindex: 0, "aria-label": name });
  });
  return { choice, shape, told, boxes };
}

/** @param {View} view */
export function tell(view) {
  const { shown, setup, panel, hover, pixel } = view;
  const at = hover ?? pixel;
  const bytes = bytesAt(shown, at);
  setStyle(panel.swatch, "background", `rgb(${bytes.join(", ")})`);
  setText(panel.title, fill(shown.words.pixel, { row: at[0], column: at[1] }));
  tellNumbers(view, channelsAt(shown, setup, at));
  panel.working.replaceChildren(...workingOf(view, bytes).map((parts) => {
    const line = document.createElement("div");
    line.append(formula(parts));
    return line;
  }));
  tellCode(view, at);
}

/** @param {View} view @param {number[]} channels */
function tellNumbers({ shown, setup, panel }, channels) {
  const { words } = shown;
  const names = channels.length === 1 ? [words.grey] : [words.red, words.green, words.blue];
  RANGES.forEach((range, at) => {
    setText(panel.heads[at + 1], words[range]);
    panel.heads[at + 1].className = range === setup.values ? "now" : "";
    const told = inRange(shown, channels, range);
    panel.rows.forEach(({ cells }, row) => {
      setText(cells[at], row < told.length ? decimals(told[row], range) : "");
      cells[at].className = range === setup.values ? "now" : "";
    });
  });
  panel.rows.forEach(({ row, name }, at) => {
    setText(name, names[at] ?? "");
    name.className = channels.length === 1 ? "" : ["red", "green", "blue"][at];
    row.classList.toggle("empty", at >= names.length);
  });
}

/**
 * How the numbers of the chosen range come about, a line for each channel; grey first of all becomes one number.
 * @param {View} view @param {number[]} bytes @returns {Part[][]}
 */
export function workingOf({ shown, setup }, bytes) {
  const grey = setup.show === "grey";
  const lines = grey ? greySum(bytes, setup.grey, shown.weights[setup.grey]) : [];
  const channels = grey ? [bytes.reduce((sum, byte, at) => sum + byte * shown.weights[setup.grey][at], 0)] : bytes;
  if (setup.values === "bytes") return grey ? lines : channels.map((byte) => inBits(byte, shown.bits));
  const [means, deviations] = shown.normal[grey ? "1" : "3"];
  const units = inRange(shown, channels, "unit").map((value) => decimals(value, "unit"));
  if (setup.values === "unit") {
    return [...lines, ...channels.map((value, at) => [tenth(value), "/", 255, "=", written(units[at])])];
  }
  const told = inRange(shown, channels, "normalised").map((value) => decimals(value, "normalised"));
  return [...lines, ...channels.map((_, at) => ["(", written(units[at]), "−", written(String(means[at])), ")", "/",
    written(String(deviations[at])), "=", written(told[at])])];
}

/**
 * Which of the levels a byte is, in the bits that are kept.
 * @param {number} byte @param {number} bits @returns {Part[]}
 */
function inBits(byte, bits) {
  const level = Math.round((byte / 255) * (2 ** bits - 1));
  return [mathml("msub", [written(level.toString(2).padStart(bits, "0")), written("2")]), "→", byte];
}

/**
 * In two lines, since one has no room.
 * @param {number[]} bytes @param {"mean" | "luma"} way @param {number[]} weights @returns {Part[][]}
 */
function greySum(bytes, way, weights) {
  const sum = tenth(bytes.reduce((all, byte, at) => all + byte * weights[at], 0));
  if (way === "mean") return [["(", bytes[0], "+", bytes[1], "+", bytes[2], ")", "/", 3, "=", sum]];
  const [red, green, blue] = bytes.map((byte, at) => [written(String(weights[at])), "·", byte]);
  return [[...red, "+", ...green], ["+", ...blue, "=", sum]];
}

/** @param {number} value */
function tenth(value) {
  return written(number(Math.round(value * 10) / 10));
}

/** @param {View} view @param {number[]} at */
function tellCode({ shown, setup, code }, at) {
  const { words } = shown;
  const count = setup.show === "grey" ? "1" : "3";
  const { shape, index, numpy, torch } = shown.code[setup.layout][setup.values][count];
  const read = `x[${fill(index, { row: at[0], column: at[1] })}]`;
  const values = inRange(shown, channelsAt(shown, setup, at), setup.values)
    .map((value) => decimals(value, setup.values).replace("−", "-")).join(", ");
  setText(code.shape, `(${shape.join(", ")})`);
  setText(code.told, `${words[/** @type {"order_hwc"} */ (`order_${setup.layout}`)]} ${fill(words.count,
    { product: shape.join(" × "), numbers: shape.reduce((all, side) => all * side).toLocaleString("en-US"),
      room: shown.room[count] })}`);
  [numpy, torch].forEach((lines, place) =>
    setText(code.boxes[place], [...lines, `${read}  # → [${values}]`].join("\n")));
}

/** @param {HTMLElement} group @param {[string, string][]} options @param {string} now @param {string} label */
export function showChoices(group, options, now, label) {
  setAll(group, { role: "group", "aria-label": label });
  childrenOf(group, options.length, () => make("button", "", group, { type: "button" })).forEach((button, at) => {
    setText(button, options[at][1]);
    setAll(button, { "data-value": options[at][0], "aria-pressed": options[at][0] === now });
  });
}

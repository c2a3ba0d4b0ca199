// Where the reader is, and what happens there, in a sentence.

import { fill, number, percent } from "../../kit/format.js";
import { largestCell, valueAt } from "./data.js";

/** @typedef {import("./index.js").View} View */

/** @param {View} view */
export function whereText(view) {
  const { head, focus: { place, at }, steps } = view;
  if (place === null) return head.title;
  const name = place < 0 ? head.words.picture : steps[place].name;
  if (!at.length) return name;
  return at.length === 1 ? `${name} · ${at[0] + 1}` : `${name} · ${at[0] + 1} · (${at[1] + 1}, ${at[2] + 1})`;
}

/** @param {View} view */
export function caption(view) {
  const { focus, pointed, head } = view;
  if (pointed) return unitText(view, pointed.place, pointed.at);
  if (focus.place === null) {
    const best = view.classes.reduce((one, other) => (other.share > one.share ? other : one), { name: "", share: -1 });
    const count = view.steps.length;
    if (!best.name) return fill(head.words.silent, { count });
    return fill(head.words.network, { count, best: `${best.name} (${percent(best.share, 1)})` });
  }
  if (!focus.at.length) return layerText(view, focus.place);
  return focus.at.length === 1 ? mapText(view, focus.place, focus.at[0]) : unitText(view, focus.place, focus.at);
}

/** @param {View} view @param {number} place */
function layerText({ head, steps }, place) {
  const { words } = head;
  if (place < 0) {
    const [maps, rows, columns] = head.input;
    return fill(words.layer, { layer: words.picture, maps, rows, columns, says: "", sees: "" }).trim();
  }
  const { name, shape: [maps, rows, columns], says, fields } = steps[place];
  const sees = fields ? fill(words.sees, { rows: Math.min(Math.round(fields[0][2]), head.input[1]),
    columns: Math.min(Math.round(fields[1]?.[2] ?? fields[0][2]), head.input[2]) }) : words.sees_all;
  return rows * columns > 1 ? fill(words.layer, { layer: name, maps, rows, columns, says, sees })
    : fill(words.values, { layer: name, maps, says });
}

/** @param {View} view @param {number} place @param {number} map */
function mapText(view, place, map) {
  const { head: { words }, steps } = view;
  const pack = place < 0 ? undefined : view.packs.get(steps[place].name);
  if (!pack) return layerText(view, place);
  const values = { layer: steps[place].name, map: map + 1, maps: pack.size[0] };
  if (pack.high[map] === pack.low[map]) return fill(words.blank, { ...values, value: number(pack.high[map], 3) });
  const [row, column] = largestCell(pack, map);
  return fill(words.map, { ...values, least: number(pack.low[map], 3), most: number(pack.high[map], 3),
    row: row * pack.step + 1, column: column * pack.step + 1 });
}

/** @param {View} view @param {number} place @param {number[]} at */
function unitText(view, place, at) {
  const { head: { words }, steps, answer } = view;
  const asked = answer && place >= 0 && answer.layer === steps[place].name && String(answer.at) === String(at);
  const value = asked ? number(answer.value) : valueText(view, place, at);
  const said = { map: at[0] + 1, row: at[1] + 1, column: at[2] + 1, value };
  if (place < 0) return fill(words.unit, { ...said, layer: words.picture, reads: "" }).trim();
  const [, rows, columns] = steps[place].shape;
  const template = rows * columns > 1 ? words.unit : words.value;
  return fill(template, { ...said, layer: steps[place].name, reads: words.reads });
}

/** The number itself where it is known, else what the small map says. @param {View} view @param {number} place
 * @param {number[]} at */
function valueText(view, place, [map, row, column]) {
  const full = view.full.get(`${place}:${map}`);
  if (full) return number(full.values[row * full.size[1] + column]);
  const pack = place < 0 ? undefined : view.packs.get(view.steps[place].name);
  if (!pack) return "…";
  const about = valueAt(pack, map, Math.min(pack.size[1] - 1, Math.floor(row / pack.step)),
    Math.min(pack.size[2] - 1, Math.floor(column / pack.step)));
  return fill(view.head.words.about, { value: number(about, 3) });
}

// The rows of the sum and of the classes: what each shows, and which of them is pointed at.

import { childrenOf, make, setAll, setStyle, setText } from "../../kit/elements.js";
import { bracketed, fill, number, percent, withSign } from "../../kit/format.js";
import { penOf } from "../../kit/pixels.js";
import { totalsOf } from "./data.js";

const [DIGITS, FEW] = [4, 3];

/** @typedef {import("./data.js").Sum} Sum */
/** @typedef {import("./data.js").Head["words"]} Words */
/**
 * @typedef {{ name: string, working: string, paid: number, channel: number | null, kind: string, from: number }} Line
 *   `from`: the sum of all lines above
 */

/** The lines of a sum from above to below. @param {Sum} sum @param {Words} words @returns {Line[]} */
export function linesOf(sum, words) {
  const rows = sum.rows.map(({ channel, feature, weight, paid }) => ({
    name: fill(words.channel, { channel: channel + 1 }), channel, paid, kind: "row",
    working: `${number(feature, FEW)} × ${bracketed(weight, FEW)}`,
  }));
  const plain = (/** @type {string} */ name, /** @type {number} */ paid, kind = "rest") =>
    ({ name, working: "", paid, channel: null, kind });
  const rest = sum.rest.count ? [plain(fill(words.rest, { count: sum.rest.count }), sum.rest.paid)] : [];
  const totals = totalsOf(sum);
  return [...rows, ...rest, plain(words.bias, sum.bias)].map((line, at) => ({ ...line, from: totals[at] }))
    .concat([{ ...plain(words.total, sum.total, "total"), from: 0 }]);
}

/**
 * Left edge and width of a bar, % of a scale.
 * @param {number} from @param {number} to @param {[number, number]} span
 */
export function barOf(from, to, [low, high]) {
  const [left, right] = [Math.min(from, to), Math.max(from, to)].map((at) => (100 * (at - low)) / (high - low));
  return [left, right - left];
}

/** @param {HTMLElement} list */
function newLine(list) {
  const item = make("li", "", list);
  make("canvas", "thumb", item, { "aria-hidden": true });
  make("span", "name", item);
  make("span", "working", item);
  make("span", "bar", make("span", "track", item));
  make("span", "paid", item);
  return item;
}

/**
 * @param {HTMLElement} list @param {Line[]} lines
 * @param {{ span: [number, number], thumb: (channel: number) => HTMLCanvasElement | null, lit: number | null }} how
 */
export function drawLines(list, lines, { span, thumb, lit }) {
  setStyle(list, "--zero", `${barOf(span[0], 0, span)[1]}%`);
  childrenOf(list, lines.length, () => newLine(list)).forEach((item, place) => {
    const { name, working, paid, channel, kind, from } = lines[place];
    const [small, called, told, track, amount] = /** @type {HTMLElement[]} */ ([...item.children]);
    item.className = `${kind} ${channel !== null && channel === lit ? "chosen" : ""}`;
    setText(called, name);
    setText(told, working);
    setText(amount, withSign(paid, DIGITS));
    const [left, wide] = barOf(from, from + paid, span);
    const bar = /** @type {HTMLElement} */ (track.children[0]);
    setStyle(bar, "left", `${left}%`);
    setStyle(bar, "width", `${wide}%`);
    bar.className = `bar ${kind === "total" ? "whole" : paid < 0 ? "minus" : "plus"}`;
    setAll(item, { role: channel === null ? "presentation" : "option", "aria-selected": channel === lit,
      "aria-label": `${name}: ${working ? `${working} = ` : ""}${number(paid, DIGITS)}`,
      "data-channel": channel ?? "" });
    drawThumb(/** @type {HTMLCanvasElement} */ (small), channel === null ? null : thumb(channel));
  });
}

/** @param {HTMLCanvasElement} canvas @param {HTMLCanvasElement | null} picture */
function drawThumb(canvas, picture) {
  canvas.hidden = !picture;
  if (!picture) return;
  [canvas.width, canvas.height] = [picture.width, picture.height];
  penOf(canvas).drawImage(picture, 0, 0);
}

/** @param {HTMLElement} list @param {Sum[]} sums @param {number} shown which class @param {Words} words */
export function drawClasses(list, sums, shown, words) {
  const newClass = () => {
    const item = make("li", "", list, { role: "option" });
    for (const part of ["name", "score", "share"]) make("span", part, item);
    make("span", "bar plus", make("span", "track", item));
    return item;
  };
  childrenOf(list, sums.length, newClass).forEach((item, place) => {
    const { name, score, share } = sums[place];
    const [called, points, part, track] = /** @type {HTMLElement[]} */ ([...item.children]);
    item.className = place === shown ? "chosen" : "";
    setText(called, name);
    setText(points, number(score, DIGITS));
    setText(part, percent(share, 1));
    setStyle(/** @type {HTMLElement} */ (track.children[0]), "width", `${100 * share}%`);
    setAll(item, { "aria-selected": place === shown, title: name,
      "aria-label": `${name}: ${words.score} ${number(score, DIGITS)}, ${words.share} ${percent(share, 1)}` });
  });
}

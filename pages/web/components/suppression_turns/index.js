// Non-maximum suppression, one comparison after the other: a picture with the boxes, and the list from which the first
// is taken. Which box falls is the server's; here its turns are played.

import { drawBoxes, drawGround, newBoxPicture, placeOf } from "../../kit/box_picture.js";
import { announce, awaits, component, outweigh } from "../../kit/component.js";
import { childrenOf, make, makeSvg, setAll, setClass, setStyle, setText } from "../../kit/elements.js";
import { fill, number } from "../../kit/format.js";
import { Player } from "../../kit/player.js";
import { heard, setAlt } from "../../kit/spoken.js";
import { momentOf, stepsOf } from "./turns.js";

/** @typedef {{ box: number[], colour: string, name: string, score: number }} ScoredBox */
/**
 * @typedef {"name" | "keys" | "start" | "hand" | "end" | "falls" | "stays" | "weaker" | "apart" | "kept" | "fell"
 *   | "list"} Sentence
 */
/**
 * What pages/where_is_it/suppression_turns.py sends.
 * @typedef {object} Data
 * @property {string} picture PNG as an address; "" for a plain ground
 * @property {number} side of the picture, px
 * @property {ScoredBox[]} boxes
 * @property {import("./turns.js").Turn[]} turns
 * @property {number} step from 0
 * @property {number} threshold IoU
 * @property {import("../../kit/player.js").PlayerWords & Record<Sentence, string>} words
 */
/**
 * @typedef {object} State
 * @property {Data} data
 * @property {import("./turns.js").Step[]} steps
 * @property {import("./turns.js").Moment} moment
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & State} View */

const REST_MS = 700;
const RATES = [0.5, 1, 2, 4, 8];
const DIGITS = 3;
const MOST_NAMED = 6; // of more boxes only those are named that it is about

/** For the tests, which have no browser around it. */
export const suppressionTurns = { build, listen, receive };

export default component(suppressionTurns);

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card", parent);
  const told = make("div", "told-line", card);
  const player = new Player(card, RATES);
  player.rate = 1;
  const both = make("div", "both", card);
  const picture = newBoxPicture(make("div", "side", both));
  const shared = makeSvg("rect", picture.under, { class: "shared" });
  const list = make("ol", "", make("div", "side", both));
  return { card, told, player, picture, shared, list, step: 0, known: "" };
}

/** @param {View} view */
function listen(view) {
  const { picture: { svg }, player, told, gone } = view;
  player.drive({ steps: () => view.steps.length, at: () => view.step, go: (step) => goTo(view, step) }, gone);
  svg.addEventListener("keydown", (event) => player.press(event));
  heard(/** @type {HTMLElement} */ (/** @type {unknown} */ (svg)), told);
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  const known = JSON.stringify([data.boxes.map(({ box, score }) => [box, score]), data.turns]);
  const fresh = known !== view.known;
  Object.assign(view, { data, known, steps: stepsOf(data.turns) });
  if (fresh) view.player.stop();
  if (fresh || (!awaits(view, `t.${data.step}`) && !view.player.playing)) view.step = data.step;
  view.step = Math.min(Math.max(view.step, 0), view.steps.length - 1);
  view.player.name(data.words);
  drawGround(view.picture, data.picture);
  draw(view);
}

/** @param {View} view @param {number} step */
function goTo(view, step) {
  view.step = step;
  draw(view);
  view.selected = `t.${step}`;
  outweigh(view);
  if (!view.player.playing || step >= view.steps.length - 1) announce(view, view.selected, REST_MS);
}

/** @param {View} view */
function draw(view) {
  const { data, steps, step, player, picture, told } = view;
  view.moment = momentOf(data.turns, data.boxes.map(({ score }) => score), steps[step]);
  drawBoxes(picture, data.boxes.map((one, place) => ({ ...one, look: lookOf(view, place) })), data.side);
  drawShared(view);
  drawList(view);
  player.show(step, `${step + 1} / ${steps.length}`);
  setClass(picture.boxes, ["boxes", data.boxes.length > MOST_NAMED && "crowded"]);
  setText(told, sentence(view));
  setAlt(picture.svg, data.words.name, told.textContent ?? "", data.words.keys);
}

/** @param {View} view @param {number} place */
function lookOf({ moment: { hand, looking, kept, fallen } }, place) {
  if (place === hand) return "hand";
  if (place === looking?.place) return fallen.has(place) ? "looked fallen" : "looked";
  if (fallen.has(place)) return "fallen";
  return kept.includes(place) ? "kept" : "waits";
}

/** What the two boxes that are compared both cover. @param {View} view */
function drawShared({ shared, moment: { hand, looking }, data: { boxes, side } }) {
  const [one, other] = [boxes[hand]?.box, looking && boxes[looking.place].box];
  const both = one && other ? [Math.max(one[0], other[0]), Math.max(one[1], other[1]), Math.min(one[2], other[2]),
    Math.min(one[3], other[3])] : [0, 0, 0, 0];
  setAll(shared, placeOf(both, side));
}

/** @param {View} view */
function drawList(view) {
  const { list, data: { boxes, words }, moment } = view;
  list.setAttribute("aria-label", words.list);
  childrenOf(list, boxes.length, () => newRow(list)).forEach((row, at) => {
    const place = moment.order[at];
    const [swatch, name, track, score, verdict] = [...row.children];
    const look = lookOf(view, place);
    setClass(row, [look, look === "waits" && moment.apart.has(place) && "apart"]);
    setStyle(/** @type {HTMLElement} */ (swatch), "background", boxes[place].colour);
    setText(name, boxes[place].name);
    setStyle(/** @type {HTMLElement} */ (track.children[0]), "width", `${100 * moment.scores[place]}%`);
    setText(score, moment.scores[place].toFixed(DIGITS));
    setText(verdict, verdictOf(view, place));
    if (look === "hand") follow(list, /** @type {HTMLElement} */ (row));
  });
}

/** @param {HTMLElement} list */
function newRow(list) {
  const row = make("li", "", list);
  make("span", "swatch", row);
  make("span", "name", row);
  make("span", "bar", make("span", "track", row));
  make("span", "score", row);
  make("span", "verdict", row);
  return row;
}

/** The list alone is moved, not the page. @param {HTMLElement} list @param {HTMLElement} row */
function follow(list, row) {
  const away = row.offsetTop - list.offsetTop;
  if (away < list.scrollTop || away > list.scrollTop + list.clientHeight - 40) list.scrollTop = Math.max(0, away - 40);
}

/** @param {View} view @param {number} place */
function verdictOf({ data: { boxes, words }, moment: { looking, fallen, kept, apart } }, place) {
  const fell = fallen.get(place);
  if (fell) return fill(words.fell, { iou: number(fell.iou, DIGITS), hand: boxes[fell.by].name });
  if (kept.includes(place)) return words.kept;
  if (place === looking?.place) return `IoU ${number(looking.iou, DIGITS)}`;
  return apart.has(place) ? words.apart : "";
}

/** What happens at this step. @param {View} view */
function sentence({ data: { boxes, words, threshold, turns }, moment: { hand, looking, kept }, steps, step }) {
  if (hand < 0) return fill(step ? words.end : words.start, { kept: kept.length, boxes: boxes.length });
  const names = { hand: boxes[hand].name, score: turns[steps[step].turn].score.toFixed(DIGITS) };
  if (!looking || looking.verdict === "apart") return fill(words.hand, names);
  return fill(words[looking.verdict], { ...names, box: boxes[looking.place].name, threshold: number(threshold),
    iou: number(looking.iou, DIGITS), before: looking.before.toFixed(DIGITS), after: looking.after.toFixed(DIGITS) });
}

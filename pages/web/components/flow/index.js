// Plays in which order the layers of a network are computed: its strip lights up, wave by wave. The waves follow from
// the graph (explorer/milestones/block_costs.py); here they are only shown.

import { component, part } from "../../kit/component.js";
import { make, setText } from "../../kit/elements.js";
import { fill } from "../../kit/format.js";
import { Player } from "../../kit/player.js";
import { heard } from "../../kit/spoken.js";
import { strip } from "../strip/index.js";
import { phase, turnsOf } from "./turns.js";

/**
 * What pages/architectures/data_flow.py sends.
 * @typedef {object} Data
 * @property {import("../strip/index.js").Data} picture
 * @property {string[][]} waves ids of what is computed together, in order; the input first
 * @property {[string, string | null][]} ends of each line of the picture the volumes it joins
 * @property {string[]} told a sentence per wave
 * @property {import("../../kit/player.js").PlayerWords & { step: string }} words
 */
/**
 * @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & {
 *   data?: Data, step: number, strip: import("../strip/index.js").View, turns: Map<string, number> }} View
 */

const RATES = [0.5, 1, 2];

/** For those who draw it as a part of theirs. */
export const flow = { build, listen, receive };

export default component(flow);

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card flow", parent);
  const player = new Player(card, RATES); // above the picture: with four branches that is taller than a window
  player.rate = 1;
  const said = make("div", "said", card);
  const picture = make("div", "part-strip", card);
  return { card, picture, player, said };
}

/** @param {View} view */
function listen(view) {
  const { player, picture, said, gone } = view;
  view.step = 0;
  view.strip = part(strip, picture, gone, (id) => player.jump(view.turns.get(id) ?? view.step));
  player.drive({
    steps: () => view.data?.waves.length ?? 0, at: () => view.step, go: (step) => show(view, step),
  }, gone);
  heard(player.line, said);
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  const before = JSON.stringify(view.data?.waves);
  view.data = data;
  view.turns = turnsOf(data.waves);
  strip.receive(view.strip, data.picture);
  view.player.name(data.words);
  const isOther = JSON.stringify(data.waves) !== before;
  if (isOther) view.player.stop(); // another network stands there whole, until it is played
  show(view, isOther ? data.waves.length - 1 : view.step);
}

/** @param {View} view @param {number} step */
function show(view, step) {
  const { data, turns, player } = view;
  if (!data) return;
  view.step = step;
  for (const [id, { group, node }] of view.strip.nodes) {
    const now = phase(turns.get(id), step);
    group.dataset.flow = now === "now" && node.behind ? "done" : now; // the volume is outlined, not its sheets
  }
  [...view.strip.lines.children].forEach((line, index) => {
    const [from, to] = data.ends[index];
    line.setAttribute("data-flow", phase(turns.get(to ?? from), step));
  });
  player.show(step, fill(data.words.step, { step: step + 1, steps: data.waves.length }));
  setText(view.said, data.told[step]);
  if (player.playing) strip.reveal(view.strip, data.waves[step][0]);
}

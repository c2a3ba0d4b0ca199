// The steps of a suppression: what is in hand, what was kept, what fell and to whom, and which scores hold by then.

/** @typedef {"falls" | "stays" | "weaker" | "apart"} Verdict */
/** @typedef {{ place: number, iou: number, before: number, after: number, verdict: Verdict }} Compared */
/** @typedef {{ hand: number, score: number, rest: Compared[] }} Turn */
/** @typedef {{ turn: number, compared: number }} Step `turn` -1: before the first; `compared` -1: none yet */
/**
 * @typedef {object} Moment
 * @property {number} hand the box in hand, -1: none
 * @property {Compared | null} looking the comparison that is made
 * @property {number[]} kept in their order, with the one in hand
 * @property {Map<number, { by: number, iou: number }>} fallen
 * @property {Set<number>} apart of other classes than the one in hand
 * @property {number[]} scores by then
 * @property {number[]} order of the list: kept, then what is left by score, then what fell in earlier turns
 */

/**
 * Each turn is the box taken in hand, and then one comparison after the other.
 * @param {Turn[]} turns @returns {Step[]}
 */
export function stepsOf(turns) {
  const found = [{ turn: -1, compared: -1 }];
  turns.forEach(({ rest }, turn) => {
    found.push({ turn, compared: -1 });
    rest.forEach(({ verdict }, compared) => {
      if (verdict !== "apart") found.push({ turn, compared });
    });
  });
  found.push({ turn: turns.length, compared: -1 });
  return found;
}

/** @param {Turn[]} turns @param {number[]} scores at the start @param {Step} step @returns {Moment} */
export function momentOf(turns, scores, { turn, compared }) {
  const now = [...scores];
  /** @type {Moment["fallen"]} */
  const fallen = new Map();
  turns.slice(0, turn + 1).forEach(({ hand, rest }, at) => {
    rest.slice(0, at < turn ? rest.length : compared + 1).forEach(({ place, iou, after, verdict }) => {
      now[place] = verdict === "falls" ? now[place] : after;
      if (verdict === "falls") fallen.set(place, { by: hand, iou });
    });
  });
  const here = turns[turn];
  const kept = turns.slice(0, turn + 1).map(({ hand }) => hand);
  return { hand: here?.hand ?? -1, looking: here?.rest[compared] ?? null, kept, fallen, scores: now,
    apart: new Set(here?.rest.flatMap(({ place, verdict }) => (verdict === "apart" ? [place] : []))),
    order: orderOf(turns, scores, turn) };
}

/** @param {Turn[]} turns @param {number[]} scores @param {number} turn */
function orderOf(turns, scores, turn) {
  const kept = turns.slice(0, turn + 1).map(({ hand }) => hand);
  const left = turn < 0 ? turns[0] && [turns[0].hand, ...turns[0].rest.map(({ place }) => place)]
    : turns[turn]?.rest.map(({ place }) => place);
  const shown = [...kept, ...(left ?? [])];
  const rest = scores.map((_, place) => place).filter((place) => !shown.includes(place));
  return [...shown, ...rest.sort((one, other) => scores[other] - scores[one])];
}

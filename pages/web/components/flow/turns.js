// When each layer has its turn, and what that means while a step is shown.

/** @param {string[][]} waves @returns {Map<string, number>} the wave of each layer, counted from 0 */
export function turnsOf(waves) {
  return new Map(waves.flatMap((wave, turn) => wave.map((id) => /** @type {const} */ ([id, turn]))));
}

/**
 * @param {number | undefined} turn of a layer; undefined: nobody knows, so it is there from the start
 * @param {number} step that is shown
 * @returns {"done" | "now" | "ahead"}
 */
export function phase(turn, step) {
  if (turn === undefined || turn < step) return "done";
  return turn === step ? "now" : "ahead";
}

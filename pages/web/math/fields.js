// What a unit sees, along one axis: the recurrence of explorer/graph/fields.py for the units a reader points at.

/**
 * @typedef {[start: number, jump: number, extent: number]} FieldNumbers the first unit's centre, the step to the
 *   next, the width of the field; px
 */

/**
 * First and last edge of what a unit sees, px; pixel n lies from n to n + 1.
 * @param {FieldNumbers} field @param {number} unit
 */
export function seenBy([start, jump, extent], unit) {
  const first = start + unit * jump - (extent - 1) / 2;
  return [first, first + extent];
}

/** The same in whole pixels: all that it reads a part of. @param {FieldNumbers} field @param {number} unit */
export function pixelsSeenBy(field, unit) {
  const [first, end] = seenBy(field, unit);
  return [Math.ceil(first - 1e-9), Math.floor(end - 1 + 1e-9) + 1];
}

/**
 * The unit whose field has its centre nearest to `place`, of so many.
 * @param {FieldNumbers} field @param {number} place px @param {number} units
 */
export function unitNear([start, jump], place, units) {
  return Math.min(units - 1, Math.max(0, Math.round((place - start) / (jump || 1))));
}

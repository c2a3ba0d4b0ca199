// Where layers can be put, and which layers are meant: what follows from the picture, without the page.

/**
 * A place right behind a layer, on the line to one that reads it, or before all that do; px of the picture.
 * @typedef {{ behind: string, before: string | null, x: number, y: number }} Gap
 */
/** @typedef {{ id: string, span: string[] | null }} Shown */

const ACROSS = 0.7; // places above and below count as nearer: lanes lie closer than columns

/**
 * The gap nearest to a point, at most `most` px away; undefined: there is none.
 * @param {Gap[]} gaps @param {number} x @param {number} y @param {number} most
 */
export function nearestGap(gaps, x, y, most) {
  /** @type {Gap | undefined} */
  let found;
  let least = most;
  for (const gap of gaps) {
    const far = Math.hypot(gap.x - x, ACROSS * (gap.y - y));
    if (far < least) [found, least] = [gap, far];
  }
  return found;
}

/**
 * All from one to another, in order. @param {string[]} order @param {string} one @param {string} other
 */
export function between(order, one, other) {
  const [start, end] = [order.indexOf(one), order.indexOf(other)].toSorted((a, b) => a - b);
  return start < 0 ? [other] : order.slice(start, end + 1);
}

/**
 * What stands for layers, as first and last layer each; the input is no layer.
 * @param {Shown[]} nodes @param {Iterable<string>} ids
 */
export function spansOf(nodes, ids) {
  const wanted = new Set(ids);
  return nodes.filter(({ id }) => wanted.has(id) && id !== "input").map(({ id, span }) => span ?? [id, id]);
}

/** How large a picture is drawn so that all of it is seen. @param {number} width @param {number} room */
export function fitting(width, room) {
  return Math.min(1, Math.max(SMALLEST, room / Math.max(width, 1)));
}

const SMALLEST = 0.2; // below, nothing is told apart
const STEP = 1.3;
const LARGEST = 2.2;

/** One step nearer or farther, through the size at which it is meant. @param {number} zoom @param {number} by */
export function stepped(zoom, by) {
  const next = Math.min(LARGEST, Math.max(SMALLEST, zoom * STEP ** by));
  return (zoom < 1 && next > 1) || (zoom > 1 && next < 1) ? 1 : next;
}

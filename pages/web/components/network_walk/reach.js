// What a unit reads, back to the pixels, and who reads it, up to the classes: boxes of maps, rows and columns, joined
// where ways meet. The windows are those of the network's own graph.

/** @typedef {import("./data.js").Step} Step */
/** @typedef {import("./data.js").Edge} Edge */
/** @typedef {import("./data.js").Three} Three */
/** @typedef {[number, number]} Span first and last */
/** @typedef {[Span, Span, Span]} Box of maps, rows and columns */

/**
 * @param {Step[]} steps @param {Three} input @param {number} place of the step; -1: the input @param {Box} box
 * @returns {{ reads: Map<number, Box>, readers: Map<number, Box> }}
 */
export function reachOf(steps, input, place, box) {
  const shape = (/** @type {number} */ at) => (at < 0 ? input : steps[at].shape);
  const reads = new Map([[place, box]]);
  for (let at = place; at >= 0; at--) {
    const own = reads.get(at);
    if (!own) continue;
    for (const edge of steps[at].edges) join(reads, edge.from, back(edge, own, shape(edge.from)));
  }
  const readers = new Map([[place, box]]);
  for (let at = place + 1; at < steps.length; at++) {
    for (const edge of steps[at].edges) {
      const own = readers.get(edge.from);
      if (own) join(readers, at, ahead(edge, own, shape(edge.from), steps[at].shape));
    }
  }
  reads.delete(place);
  readers.delete(place);
  return { reads, readers };
}

/** @param {Edge} edge @param {Box} box of the step @param {Three} shape of what it reads @returns {Box | null} */
export function back({ reaches, groups, first, count }, [maps, ...spans], shape) {
  const [low, high] = [Math.max(maps[0], first) - first, Math.min(maps[1], first + count - 1) - first];
  if (low > high) return null;
  const [own, read] = [count / groups, shape[0] / groups];
  const group = (/** @type {number} */ map) => Math.floor(map / own);
  const places = spans.map(([from, to], axis) => {
    if (!reaches) return /** @type {Span} */ ([0, shape[1 + axis] - 1]);
    const [extent, stride, before] = reaches[axis];
    return inside([from * stride - before, to * stride - before + extent - 1], shape[1 + axis]);
  });
  return boxOf([group(low) * read, (group(high) + 1) * read - 1], places);
}

/**
 * @param {Edge} edge @param {Box} box of what is read @param {Three} shape of that @param {Three} own of the step
 * @returns {Box | null}
 */
export function ahead({ reaches, groups, first, count }, [maps, ...spans], shape, own) {
  const [made, read] = [count / groups, shape[0] / groups];
  const [low, high] = [Math.floor(maps[0] / read), Math.floor(maps[1] / read)];
  const places = spans.map(([from, to], axis) => {
    if (!reaches) return /** @type {Span} */ ([0, own[1 + axis] - 1]);
    const [extent, stride, before] = reaches[axis];
    const least = Math.ceil((from + before - extent + 1) / stride);
    return inside([least, Math.floor((to + before) / stride)], own[1 + axis]);
  });
  return boxOf([first + low * made, Math.min(first + (high + 1) * made, own[0]) - 1], places);
}

/** @param {Span} span @param {number} most @returns {Span} */
function inside([from, to], most) {
  return [Math.max(0, from), Math.min(most - 1, to)];
}

/** @param {Span} maps @param {Span[]} places @returns {Box | null} */
function boxOf(maps, places) {
  return places.every(([from, to]) => from <= to) ? [maps, places[0], places[1]] : null;
}

/** @param {Map<number, Box>} found @param {number} place @param {Box | null} box */
function join(found, place, box) {
  if (!box) return;
  const before = found.get(place);
  found.set(place, before ? /** @type {Box} */ (before.map(([from, to], axis) =>
    [Math.min(from, box[axis][0]), Math.max(to, box[axis][1])])) : box);
}

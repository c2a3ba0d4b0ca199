// Where a picture lies behind a window that one zooms and moves: from the whole of it down to single pixels.

/**
 * @typedef {object} Zoom
 * @property {[number, number]} size rows and columns of the picture
 * @property {[number, number]} room height and width of the window, px
 * @property {number} times how much larger than the whole picture fits; 1: all of it
 * @property {[number, number]} centre of the window, in shares of the picture's height and width
 */

/** Side of a pixel when all of the picture is seen, px. @param {Pick<Zoom, "size" | "room">} zoom */
export function wholeCell({ size, room }) {
  return Math.min(room[0] / size[0], room[1] / size[1]);
}

/** The largest `times`: pixels of `largest` px. @param {Pick<Zoom, "size" | "room">} zoom @param {number} largest */
export function mostTimes(zoom, largest) {
  return Math.max(1, largest / wholeCell(zoom));
}

/** Side of a pixel, px. @param {Zoom} zoom */
export function cellOf(zoom) {
  return zoom.times * wholeCell(zoom);
}

/**
 * The same with a centre that leaves nothing empty beside the picture, but where it is smaller than the window.
 * @param {Zoom} zoom @returns {Zoom}
 */
export function settled(zoom) {
  const cell = cellOf(zoom);
  const centre = zoom.centre.map((share, axis) => {
    const half = zoom.room[axis] / (zoom.size[axis] * cell) / 2;
    return half >= 0.5 ? 0.5 : Math.min(1 - half, Math.max(half, share));
  });
  return { ...zoom, centre: /** @type {[number, number]} */ (centre) };
}

/** Where the picture's upper left corner lies, [down, across], px of the window. @param {Zoom} zoom */
export function cornerOf(zoom) {
  const cell = cellOf(zoom);
  return zoom.centre.map((share, axis) => zoom.room[axis] / 2 - share * zoom.size[axis] * cell);
}

/**
 * The pixel under a point [down, across] of the window, or null beside the picture.
 * @param {Zoom} zoom @param {number[]} point
 */
export function pixelUnder(zoom, point) {
  const corner = cornerOf(zoom);
  const cell = cellOf(zoom);
  const found = point.map((at, axis) => Math.floor((at - corner[axis]) / cell));
  return found.every((at, axis) => at >= 0 && at < zoom.size[axis]) ? found : null;
}

/** Rows or columns that can be seen: first and, excluded, last. @param {Zoom} zoom @param {0 | 1} axis */
export function visible(zoom, axis) {
  const cell = cellOf(zoom);
  const from = -cornerOf(zoom)[axis] / cell;
  const end = from + zoom.room[axis] / cell;
  return [Math.max(0, Math.floor(from)), Math.min(zoom.size[axis], Math.ceil(end))];
}

/**
 * So many times as large as all of it, at most `most`; what lies under `point` stays there.
 * @param {Zoom} zoom @param {number} times @param {number} most @param {number[]} [point] the middle, if not given
 */
export function zoomedTo(zoom, times, most, point = zoom.room.map((side) => side / 2)) {
  const corner = cornerOf(zoom);
  const next = { ...zoom, times: Math.min(most, Math.max(1, times)) };
  const [before, after] = [cellOf(zoom), cellOf(next)];
  const centre = point.map((at, axis) => {
    const under = (at - corner[axis]) / before; // in pixels of the picture
    return (under + (zoom.room[axis] / 2 - at) / after) / zoom.size[axis];
  });
  return settled({ ...next, centre: /** @type {[number, number]} */ (centre) });
}

/** The picture is dragged by so many px [down, across]. @param {Zoom} zoom @param {number[]} by */
export function moved(zoom, by) {
  const cell = cellOf(zoom);
  const centre = zoom.centre.map((share, axis) => share - by[axis] / (zoom.size[axis] * cell));
  return settled({ ...zoom, centre: /** @type {[number, number]} */ (centre) });
}

/** The same, moved by no more than it takes to show a pixel whole. @param {Zoom} zoom @param {number[]} pixel */
export function showing(zoom, pixel) {
  const cell = cellOf(zoom);
  const corner = cornerOf(zoom);
  const by = pixel.map((at, axis) => {
    const from = corner[axis] + at * cell;
    return from < 0 ? -from : Math.min(0, zoom.room[axis] - from - cell);
  });
  return moved(zoom, by);
}

/** Where a slider stands, 0 to 1: each step makes it larger by as much. @param {number} times @param {number} most */
export function shareOf(times, most) {
  return most > 1 ? Math.log(times) / Math.log(most) : 0;
}

/** The way back. @param {number} share @param {number} most */
export function timesAt(share, most) {
  return most ** share;
}

/** The pixel of a picture at shares of its sides. @param {number[]} shares @param {number[]} size */
export function pixelAtShare(shares, size) {
  return shares.map((share, axis) => Math.min(size[axis] - 1, Math.max(0, Math.floor(share * size[axis]))));
}

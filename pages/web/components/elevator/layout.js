// Where everything of the elevator stands, px of the page.

/** @typedef {{ x: number, y: number, side: number }} Square */
/**
 * @typedef {object} Layout
 * @property {number} wide
 * @property {number} tall
 * @property {{ x: number, y: number, wide: number, tall: number } | null} shaft all floors; null on a phone
 * @property {Square} photo
 * @property {Square} maps nine of them
 * @property {Square} patches six, in a square of three columns
 * @property {Square} dream
 */

const [HEAD, GAP, SHAFT, NARROW, TALLEST] = [26, 24, 172, 640, 400];
export const COLUMNS = 3;
export const SLIT = 4; // px between two tiles

/** @param {number} wide px @param {boolean} dreams whether there are any @returns {Layout} */
export function layoutFor(wide, dreams) {
  return wide < NARROW ? forPhone(wide, dreams) : forDesk(wide, dreams);
}

/** @param {number} wide @param {boolean} dreams @returns {Layout} */
function forDesk(wide, dreams) {
  const room = wide - SHAFT - 3 * GAP;
  const side = Math.floor(Math.min(TALLEST, room / 2.55));
  const maps = Math.floor(Math.min(side, (room - side) * 0.52));
  const last = Math.floor(Math.min(room - side - maps, side));
  const patches = dreams ? Math.floor(Math.min(last, 1.1 * (side - HEAD) / 2)) : last;
  const left = SHAFT + GAP;
  const right = left + side + GAP + maps + GAP;
  const rows = Math.floor((2 * patches) / COLUMNS);
  const dream = Math.min(patches, side - rows - HEAD - SLIT);
  return {
    wide, tall: HEAD + side + 4, shaft: { x: 0, y: HEAD, wide: SHAFT, tall: side },
    photo: { x: left, y: HEAD, side }, maps: { x: left + side + GAP, y: HEAD, side: maps },
    patches: { x: right, y: HEAD, side: patches }, dream: { x: right, y: HEAD + rows + HEAD + SLIT, side: dream },
  };
}

/** @param {number} wide @param {boolean} dreams @returns {Layout} */
function forPhone(wide, dreams) {
  const half = Math.floor((wide - 12) / 2);
  const below = HEAD + wide + HEAD + 8;
  const photo = { x: 0, y: HEAD, side: wide };
  const maps = { x: 0, y: below, side: half };
  const dream = { x: half + 12, y: below, side: half };
  if (!dreams) return { wide, tall: below + half + 4, shaft: null, photo, maps, dream, patches: { ...dream } };
  const patches = { x: 0, y: below + half + HEAD + 4, side: Math.floor(wide * 0.6) };
  return { wide, tall: patches.y + Math.floor((2 * patches.side) / COLUMNS) + 4, shaft: null, photo, maps, dream,
    patches };
}

/** Where a tile of three columns stands. @param {Square} square @param {number} place @returns {Square} */
export function tileOf({ x, y, side }, place) {
  const each = (side - (COLUMNS - 1) * SLIT) / COLUMNS;
  const [row, column] = [Math.floor(place / COLUMNS), place % COLUMNS];
  return { x: x + column * (each + SLIT), y: y + row * (each + SLIT), side: each };
}

/**
 * Where a floor stands in the shaft: the highest on top.
 * @param {NonNullable<Layout["shaft"]>} shaft @param {number} floor @param {number} count
 */
export function storey({ y, tall }, floor, count) {
  const each = tall / count;
  return { y: y + (count - 1 - floor) * each, tall: each };
}

/**
 * What of the stage is at a point of it.
 * @param {Layout} layout @param {number} x @param {number} y @param {number} count
 * @returns {{ kind: "floor" | "photo" | "map", place: number, at: number[] } | null}
 */
export function partAt({ shaft, photo, maps }, x, y, count) {
  if (shaft && x < shaft.x + shaft.wide && y >= shaft.y && y < shaft.y + shaft.tall) {
    return { kind: "floor", place: count - 1 - Math.floor(((y - shaft.y) * count) / shaft.tall), at: [] };
  }
  const [down, across] = [(y - photo.y) / photo.side, (x - photo.x) / photo.side];
  const onPhoto = Math.min(down, across) >= 0 && Math.max(down, across) <= 1;
  if (onPhoto) return { kind: "photo", place: 0, at: [down, across] };
  for (let place = 0; place < COLUMNS ** 2; place++) {
    const tile = tileOf(maps, place);
    if (x >= tile.x && x < tile.x + tile.side && y >= tile.y && y < tile.y + tile.side) {
      return { kind: "map", place, at: [] };
    }
  }
  return null;
}

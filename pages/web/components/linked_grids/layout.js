// Where the grids stand: those of a group beside each other, groups in lines, cells as large as the room allows.

/** @typedef {import("./view.js").Panel} Panel */
/** @typedef {import("./view.js").Plan} Plan */
/** @typedef {import("./view.js").Slot} Slot */

const CELLS = { most: 44, least: 20 }; // px
const TALLEST = [430, 560, 900]; // px; what does not fit may be higher before its cells get too small
const READABLE = 23; // px
const TITLE = 26;
const COLUMN_NAMES = 18;
const ARROW = 44; // with a sign between two grids
const BESIDE = 14; // without
const BETWEEN = 52; // groups
const LINE_GAP = 16;
const CHAR = 8.4; // px of a letter in a title
const NAME_CHAR = 6.6;
const LARGE = 1.5;

/** @param {Panel} panel @param {number} cell */
function cellOf(panel, cell) {
  return panel.large ? Math.min(CELLS.most * 1.2, LARGE * cell) : cell;
}

/** How many letters wide a text is: those of Korean are twice as wide. @param {string} text */
export function letters(text) {
  return [...text].reduce((sum, letter) => sum + (/[\u1100-\uffdc]/.test(letter) ? 2 : 1), 0);
}

/** @param {Panel} panel */
export function nameWidth({ rowNames }) {
  return rowNames.length ? Math.max(...rowNames.map(letters)) * NAME_CHAR + 8 : 0;
}

/** @param {Panel} panel */
function head({ columnNames }) {
  return TITLE + (columnNames.length ? COLUMN_NAMES : 0);
}

/** @param {Panel} panel */
function gapBefore({ sign }) {
  return sign ? ARROW : BESIDE;
}

/** @param {Panel} panel @param {number} cell */
function box(panel, cell) {
  const px = cellOf(panel, cell);
  return { width: Math.max(nameWidth(panel) + panel.columns * px, letters(panel.title) * CHAR),
    height: head(panel) + panel.rows * px };
}

/**
 * The panels line by line: a group goes to the next line where it does not fit, and is broken up where none has room.
 * @param {Panel[]} panels @param {number} cell @param {number} room @returns {number[][]}
 */
export function lines(panels, cell, room) {
  /** @type {number[][]} */
  const found = [[]];
  let left = 0;
  const width = (/** @type {number} */ at) => box(panels[at], cell).width;
  const groups = [...new Set(panels.map(({ group }) => group))]
    .map((group) => panels.map((_, at) => at).filter((at) => panels[at].group === group));
  for (const members of groups) {
    const whole = members.reduce((sum, at) => sum + width(at) + (at === members[0] ? 0 : gapBefore(panels[at])), 0);
    if (left && left + BETWEEN + whole > room) {
      found.push([]);
      left = 0;
    }
    for (const at of members) {
      const gap = left ? (at === members[0] ? BETWEEN : gapBefore(panels[at])) : 0;
      if (left && left + gap + width(at) > room) {
        found.push([]);
        left = 0;
      }
      left += (left ? gap : 0) + width(at);
      found[found.length - 1].push(at);
    }
  }
  return found;
}

/** @param {Panel[]} panels @param {number} cell @param {number} room @returns {Plan} */
function placed(panels, cell, room) {
  /** @type {Plan} */
  const plan = { places: [], signs: [], width: 0, height: 0, lines: 0 };
  for (const line of lines(panels, cell, room)) {
    plan.lines += 1;
    let left = 1;
    const tall = Math.max(...line.map((at) => box(panels[at], cell).height));
    line.forEach((at, index) => {
      const panel = panels[at];
      const linked = index > 0 && panels[line[index - 1]].group === panel.group;
      if (index) left += linked ? gapBefore(panel) : BETWEEN;
      const y = plan.height + TITLE + Math.min(90, (tall - TITLE) / 2);
      if (linked && panel.sign) plan.signs.push({ text: panel.sign, x: left - ARROW / 2, y });
      plan.places[at] = { left: left + nameWidth(panel), top: plan.height + head(panel), cell: cellOf(panel, cell) };
      left += box(panel, cell).width;
    });
    plan.width = Math.max(plan.width, left + 1);
    plan.height += tall + LINE_GAP;
  }
  return plan;
}

/** @param {Panel[]} panels @param {number} room px @returns {Plan} */
export function layout(panels, room) {
  for (let cell = CELLS.most; cell >= READABLE; cell--) {
    const plan = placed(panels, cell, room);
    if (plan.lines === 1 && plan.width <= room && plan.height <= TALLEST[0]) return plan;
  }
  for (const tallest of TALLEST) {
    for (let cell = CELLS.most; cell >= (tallest === TALLEST[2] ? CELLS.least : READABLE); cell--) {
      const plan = placed(panels, cell, room);
      if (plan.width <= room && plan.height <= tallest) return plan;
    }
  }
  return placed(panels, CELLS.least, room);
}

/** Corner of a cell, px. @param {Panel[]} panels @param {Plan} plan @param {Slot} slot */
export function cornerOf(panels, plan, { panel, cell }) {
  const { left, top, cell: px } = plan.places[panel];
  const { columns } = panels[panel];
  return { x: left + (cell % columns) * px, y: top + Math.floor(cell / columns) * px, px };
}

/**
 * The cell under a point, or null.
 * @param {Panel[]} panels @param {Plan} plan @param {number[]} point @returns {Slot | null}
 */
export function slotUnder(panels, plan, [x, y]) {
  for (let panel = 0; panel < panels.length; panel++) {
    const { left, top, cell } = plan.places[panel];
    const [row, column] = [Math.floor((y - top) / cell), Math.floor((x - left) / cell)];
    const { rows, columns } = panels[panel];
    if (row >= 0 && column >= 0 && row < rows && column < columns) return { panel, cell: row * columns + column };
  }
  return null;
}

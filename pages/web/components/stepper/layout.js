// Where input, kernel and output stand on the canvas. A block is a group of equal panels: channels, and for volumes
// slices. Of several arrangements the one with the largest cells is taken.

import { ravel, unravel } from "../../math/convolution.js";

/** @typedef {import("./view.js").Block} Block */
/** @typedef {import("./view.js").PlacedBlock} PlacedBlock */
/** @typedef {import("./view.js").Arrangement} Arrangement */
/** @typedef {import("./view.js").Plan} Plan */

const MOST_CELL = 48;
const LEAST_CELL = 20;
const LEAST_SHADE = 15; // where colours tell the values
const PANEL_GAP = 10;
const TINY_CELL = 6;
// Cells of a kernel and of a signal always have room for their numbers; where that is wider than the card, it scrolls.
const LEAST_KERNEL = 24;
const LEAST_SIGNAL = 28;
const LINE_GAP = 14;
const LABEL = 17;
const TITLE = 28;
const TITLE_CHAR = 8;
const SYMBOL = 52;
export const CURVE = 76;

/**
 * @param {import("./view.js").Model} model @param {import("./view.js").Mode} mode
 * @param {import("./view.js").Words} words
 */
export function blocksOf(model, mode, words) {
  const scatter = mode !== "gather" && model.transposed;
  const inner = scatter ? model.inputShape : model.laidShape;
  const crops = model.crops.map((ends) => /** @type {[number, number]} */ (scatter ? ends : [0, 0]));
  const sides = model.outputShape.slice(1).map((side, axis) => side + crops[axis][0] + crops[axis][1]);
  const out = [model.outputShape[0], ...sides];
  const kernels = mode === "scatter" ? model.groupOut : model.groupIn;
  const plain = { title: scatter ? words.inputPlain : words.input, labels: words.channels };
  const kernel = { title: words.kernel, labels: [], bias: Boolean(model.bias) && !scatter };
  return [
    panels("input", inner, plain, model.dims === 1 && inner[1] >= 12),
    panels("kernel", [kernels, ...model.weightShape.slice(2)], kernel, false),
    { indent: model.aligned ? model.before[0] : 0, crops,
      ...panels("output", out, { title: words.output, labels: words.maps }, model.dims === 1 && out[1] >= 12) },
  ];
}

/**
 * @param {import("./view.js").BlockName} name @param {number[]} of
 * @param {{ title: string, labels: string[], bias?: boolean }} rest @param {boolean} curve
 */
function panels(name, [rows, ...spatial], rest, curve) {
  const [slices, height, width] = [1, 1, 1, ...spatial].slice(-3);
  return { name, rows, slices, height, width, curve, shape: [rows, ...spatial], ...rest };
}

/** @param {Block} block */
export function labelled(block) {
  return block.rows > 1 || block.slices > 1 ? LABEL : 0;
}

/**
 * Cells and pixels that a block takes: [cells, px] per direction; `along` puts the slices side by side.
 * @param {Block} block @param {boolean} along
 */
function extent(block, along) {
  const [across, down] = along ? [block.slices, block.rows] : [block.rows, block.slices];
  const below = block.bias ? LABEL + 8 : 0;
  return {
    wide: [across * block.width + (block.indent ?? 0), (across - 1) * PANEL_GAP],
    tall: [down * block.height + (block.bias ? 1 : 0),
      down * (labelled(block) + (block.curve ? CURVE : 0)) + (down - 1) * PANEL_GAP + TITLE + below],
  };
}

// Which blocks stand side by side, line by line.
const FLOWS = [[[0, 1, 2]], [[0, 1], [2]], [[0], [1, 2]], [[0], [1], [2]]];

/** Px of the cells of a block, where those of the others are `cell`. @param {Block} block @param {number} cell */
function cellOf(block, cell) {
  return block.name === "kernel" ? Math.max(cell, LEAST_KERNEL) : cell;
}

/** @param {Block[]} blocks @param {number} room @param {number} tallest */
function arranged(blocks, room, tallest) {
  const isSignal = blocks[0].shape.length === 2;
  let best = { lines: FLOWS[isSignal ? FLOWS.length - 1 : 0], along: true, cell: isSignal ? LEAST_SIGNAL - 1 : 0 };
  for (const lines of FLOWS) {
    for (const along of blocks.some((block) => block.slices > 1 || block.rows > 1) ? [true, false] : [true]) {
      const cell = largestCell(blocks, { lines, along }, room, tallest);
      if (cell > best.cell) best = { lines, along, cell };
    }
  }
  return isSignal ? { ...best, cell: Math.max(best.cell, LEAST_SIGNAL) } : best;
}

/**
 * @param {Block[]} blocks @param {Omit<Arrangement, "cell">} arrangement @param {number} room @param {number} tallest
 */
function largestCell(blocks, { lines, along }, room, tallest) {
  for (let cell = MOST_CELL; cell > TINY_CELL; cell--) {
    let tall = 0;
    const fits = lines.every((line) => {
      const sizes = line.map((at) => pixels(blocks[at], { along, cell }));
      tall += Math.max(...sizes.map((size) => size.height)) + LINE_GAP;
      return sizes.reduce((sum, size) => sum + size.width, 0) + (line.length - 1) * SYMBOL <= room - 2;
    });
    if (fits && tall <= tallest) return cell;
  }
  return TINY_CELL;
}

/**
 * Cells stay readable before the picture stays low: it may grow to three times its height.
 * @param {Block[]} blocks @param {number} room @param {number} tallest @param {boolean} shaded
 */
export function layout(blocks, room, tallest, shaded) {
  let found = arranged(blocks, room, tallest);
  for (let more = 1.25; more <= 3; more += 0.25) {
    if (found.cell < (shaded ? LEAST_SHADE : LEAST_CELL)) found = arranged(blocks, room, more * tallest);
  }
  let top = 0;
  /** @type {Plan} */
  const plan = { ...found, blocks: [], symbols: [], width: room, height: 0 };
  for (const line of plan.lines) {
    const sizes = line.map((at) => pixels(blocks[at], plan));
    const height = Math.max(...sizes.map((size) => size.height));
    const used = sizes.reduce((sum, size) => sum + size.width, 0);
    const free = line.length > 1 ? Math.max(SYMBOL, Math.min(120, (room - 2 - used) / (line.length - 1))) : 0;
    let left = 1;
    line.forEach((at, index) => {
      const indent = line.length === 1 ? (blocks[at].indent ?? 0) * plan.cell : 0;
      const block = placed(blocks[at], left, top, plan, indent);
      plan.blocks[at] = block;
      left += sizes[index].width;
      const middle = top + TITLE + Math.min(height - TITLE, 3 * plan.cell) / 2;
      if (index < line.length - 1) plan.symbols.push({ text: at ? "=" : "∗", x: left + free / 2, y: middle });
      left += free;
    });
    top += height + LINE_GAP;
    plan.width = Math.max(plan.width, Math.ceil(used + (line.length - 1) * free) + 2);
  }
  plan.height = Math.ceil(top);
  return plan;
}

/** @param {Block} block @param {Omit<Arrangement, "lines">} arrangement */
function pixels(block, { along, cell }) {
  const { wide, tall } = extent(block, along);
  const own = cellOf(block, cell);
  return { width: Math.max(wide[0] * own + wide[1], block.title.length * TITLE_CHAR), height: tall[0] * own + tall[1] };
}

/**
 * The block with the corner of each panel: panels[row][slice] = {x, y}.
 * @param {Block} block @param {number} left @param {number} top @param {Omit<Arrangement, "lines">} arrangement
 * @param {number} indent
 */
function placed(block, left, top, { along, cell: shared }, indent) {
  const cell = cellOf(block, shared);
  const head = labelled(block) + (block.curve ? CURVE : 0);
  const corners = Array.from({ length: block.rows }, (_, row) => Array.from({ length: block.slices }, (__, slice) => {
    const [across, down] = along ? [slice, row] : [row, slice];
    return { x: left + indent + across * (block.width * cell + PANEL_GAP),
      y: top + TITLE + head + down * (block.height * cell + head + PANEL_GAP) };
  }));
  const lowest = corners.flat().reduce((most, corner) => Math.max(most, corner.y), 0) + block.height * cell;
  return { ...block, left, top, cell, corners, biasAt: block.bias ? { x: left, y: lowest + LABEL + 8 } : null };
}

/**
 * Keep the kernel at the left edge of what is seen of a picture that scrolls.
 * @param {Plan} plan @param {number} offset px
 */
export function hold({ blocks: [, kernel] }, offset) {
  const by = offset - (kernel.held ?? 0);
  kernel.held = offset;
  for (const corner of [...kernel.corners.flat(), ...(kernel.biasAt ? [kernel.biasAt] : [])]) corner.x += by;
}

/** Corner of one cell, given by its flat index within the block. @param {PlacedBlock} block @param {number} flat */
export function cornerOf(block, flat) {
  const at = unravel(flat, block.shape);
  const [slice, y, x] = [0, 0, 0, ...at.slice(1)].slice(-3);
  const corner = block.corners[at[0]][slice];
  return { x: corner.x + x * block.cell, y: corner.y + y * block.cell };
}

/**
 * The cell of a block under a point, as its flat index, or -1.
 * @param {PlacedBlock} block @param {number} x @param {number} y
 */
export function cellUnder(block, x, y) {
  const { cell } = block;
  for (let row = 0; row < block.rows; row++) {
    for (let slice = 0; slice < block.slices; slice++) {
      const corner = block.corners[row][slice];
      const [column, line] = [Math.floor((x - corner.x) / cell), Math.floor((y - corner.y) / cell)];
      if (column >= 0 && line >= 0 && column < block.width && line < block.height) {
        const spatial = [slice, line, column].slice(3 - (block.shape.length - 1));
        return ravel([row, ...spatial], block.shape);
      }
    }
  }
  return -1;
}

// What stands over the cells: the numbers of the stops, the groups' colours, and which cells meet.

import { unravel } from "../../math/convolution.js";
import { cornerOf } from "./layout.js";
import { pointedTerm } from "./indices.js";
import { focusedCell } from "./light.js";

/** @typedef {import("./view.js").View} View */
/** @typedef {import("./view.js").PlacedBlock} Block */

const ROOM_FOR_NUMBER = 28; // px of a cell

/** @param {View} view @param {Block} block */
export function paintMarks(view, block) {
  if (block.name === "output" && view.mode === "gather") paintStops(view, block);
  if (view.model.groups > 1) paintGroups(view, block);
  paintMeeting(view, block);
}

/** Number the stops that are still to come, in their order. @param {View} view @param {Block} block */
function paintStops({ context, colours, step, model }, block) {
  if (block.cell < ROOM_FOR_NUMBER || model.dims !== 2) return;
  Object.assign(context, { fillStyle: colours.quiet, font: `9px ${colours.font}`, textAlign: "left",
    textBaseline: "alphabetic" });
  for (let stop = step + 1; stop < model.cells; stop++) {
    const { x, y } = cornerOf(block, stop);
    context.fillText(String(stop + 1), x + 4, y + 12);
  }
}

/** The group that a panel of a block belongs to. @param {View} view @param {Block} block @param {number} row */
export function groupOf(view, { name }, row) {
  const { model } = view;
  if (name === "input") return Math.floor(row / model.groupIn);
  if (name === "output") return Math.floor(row / model.groupOut);
  return view.mode === "scatter" ? -1 : Math.floor(unravel(focusedCell(view), model.outputShape)[0] / model.groupOut);
}

/** Panels of one group have a frame of one colour. @param {View} view @param {Block} block */
function paintGroups(view, block) {
  const { context, colours } = view;
  const tones = [colours.convolution, colours.pooling, colours.linear, colours.quiet];
  block.corners.forEach((row, at) => row.forEach(({ x, y }) => {
    const group = groupOf(view, block, at);
    if (group < 0) return;
    Object.assign(context, { strokeStyle: tones[group % tones.length], lineWidth: 2.5 });
    context.strokeRect(x + 0.5, y + 0.5, block.width * block.cell, block.height * block.cell);
  }));
}

/** The kernel cell that is pointed at, and the input cell that it meets. @param {View} view @param {Block} block */
function paintMeeting(view, block) {
  const term = pointedTerm(view);
  const cell = block.name === "kernel" ? view.hover?.cell : block.name === "input" ? term?.place : undefined;
  if (!term || cell === undefined) return;
  const { x, y } = cornerOf(block, cell);
  Object.assign(view.context, { strokeStyle: view.colours.selection, lineWidth: 4 });
  view.context.strokeRect(x + 2, y + 2, block.cell - 3, block.cell - 3);
}

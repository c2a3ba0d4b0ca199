// Editing a cell where it stands: an input field over the canvas. Enter or Tab takes the number, Escape leaves it.

import { count, recompute, unravel } from "../../math/convolution.js";
import { draw } from "./frame.js";
import { cornerOf } from "./layout.js";
import { focusedCell, isOwn, kernelAt, sourceAt } from "./light.js";
import { report, settle } from "./view.js";

/** @typedef {import("./view.js").View} View */
/** @typedef {import("./view.js").Slot} Slot */

const LARGEST = 1e9;

/** Cells that can be edited, in Tab order: the kernel shown, its bias, the input. @param {View} view */
export function editable(view) {
  const { plan, model } = view;
  const [inputs, kernel] = plan.blocks;
  /** @type {Slot[]} */
  const cells = Array.from({ length: count(kernel.shape) }, (_, cell) => ({ block: "kernel", cell }));
  if (kernel.biasAt) cells.push({ block: "bias", cell: 0 });
  const seen = new Set();
  for (let cell = 0; cell < count(inputs.shape); cell++) {
    const source = sourceAt(view, cell);
    if (source < 0 || seen.has(source) || !(isOwn(view, cell) || model.transposed)) continue;
    seen.add(source);
    cells.push({ block: "input", cell });
  }
  return cells;
}

/**
 * The array and index that a drawn cell stands for.
 * @param {View} view @param {Slot} slot @returns {[Float64Array | number[], number]}
 */
function slotOf(view, { block, cell }) {
  const { model } = view;
  if (block === "kernel") return [model.weight, kernelAt(view, cell)];
  if (block === "bias" && model.bias) return [model.bias, unravel(focusedCell(view), model.outputShape)[0]];
  return [model.input, sourceAt(view, cell)];
}

/** @param {View} view @param {Slot} slot */
function placeOfSlot({ plan }, { block, cell }) {
  const [input, kernel] = plan.blocks;
  const grid = block === "input" ? input : kernel;
  return { ...(block === "bias" && kernel.biasAt ? kernel.biasAt : cornerOf(grid, cell)), side: grid.cell };
}

/** @param {View} view @param {Slot} slot */
export function openEditor(view, slot) {
  view.player.stop();
  view.hover = null;
  view.editing = slot;
  const [values, at] = slotOf(view, slot);
  const { x, y, side: cell } = placeOfSlot(view, slot);
  const side = Math.max(cell + 1, 46);
  const field = view.field;
  const px = (/** @type {number} */ length) => `${length * view.scale}px`;
  Object.assign(field.style, { display: "block", width: px(side), height: px(Math.max(cell + 1, 30)),
    left: px(Math.min(x, view.plan.width - side)), top: px(y) });
  field.value = String(values[at]);
  field.removeAttribute("aria-invalid");
  field.setAttribute("aria-label", slot.block === "input" ? view.words.editInput : view.words.editKernel);
  field.focus({ preventScroll: true });
  field.select();
  draw(view);
}

/** @param {View} view @param {boolean} [refocus] */
export function closeEditor(view, refocus = true) {
  view.editing = null;
  view.field.style.display = "none";
  if (refocus) view.canvas.focus({ preventScroll: true });
}

/**
 * Take over the number in the field; a text that is none stays there, marked, and changes nothing.
 * @param {View} view
 */
function commit(view) {
  if (!view.editing) return true;
  const text = view.field.value.trim().replace("−", "-").replace(",", ".");
  const value = Number(text);
  if (!text || !Number.isFinite(value) || Math.abs(value) > LARGEST) {
    view.field.setAttribute("aria-invalid", "true");
    view.said.textContent = view.words.notNumber;
    return false;
  }
  const [values, at] = slotOf(view, view.editing);
  if (values[at] !== value) {
    values[at] = value;
    changed(view);
  }
  return true;
}

/** @param {View} view @param {KeyboardEvent} event */
export function editorKey(view, event) {
  event.stopPropagation();
  if (event.key === "Escape") closeEditor(view);
  else if (event.key === "Enter") {
    if (commit(view)) closeEditor(view);
  } else if (event.key === "Tab") {
    event.preventDefault();
    if (!commit(view)) return;
    const cells = editable(view);
    const { block, cell } = view.editing ?? cells[0];
    const now = cells.findIndex((slot) => slot.block === block && slot.cell === cell);
    const next = now + (event.shiftKey ? -1 : 1);
    if (next < 0 || next >= cells.length) closeEditor(view);
    else openEditor(view, cells[next]);
  }
}

/** @param {View} view */
export function editorLeft(view) {
  if (view.editing && commit(view)) closeEditor(view, false);
  else if (view.editing) closeEditor(view, false);
}

/** @param {View} view */
function changed(view) {
  recompute(view.model);
  settle(view.model);
  view.range = rangesOf(view);
  view.revision += 1;
  report(view, 150);
  draw(view);
}

/** The least and largest values that colours are made for. @param {View} view @returns {import("./view.js").Ranges} */
export function rangesOf({ model, overlaps }) {
  const span = (/** @type {Float64Array} */ values) =>
    /** @type {[number, number]} */ ([Math.min(...values), Math.max(...values)]);
  return { input: span(model.input), output: span(model.output), overlaps: Math.max(...overlaps),
    kernel: Math.max(...model.weight.map(Math.abs)), curve: [...model.input, ...model.output] };
}

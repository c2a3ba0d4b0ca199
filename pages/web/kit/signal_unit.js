// The pictures of receptive fields show one unit, and tell each other which, without asking the server. It is pointed
// at for a moment, or pinned.

import { announce, awaits, outweigh } from "./component.js";

/** @typedef {import("./cells.js").Cell} Cell */
/**
 * @typedef {{ cell: Cell, grid?: [number, number], map: [number, number] }} Units the pinned one, and how many there
 *   are
 */
/** @typedef {import("./component.js").Life & { data: Units, point: Cell | null, pinned: Cell }} UnitView */
/** @typedef {{ from: UnitView, cell: Cell | null, pinned: boolean }} Told */

const channel = new EventTarget();

/**
 * Return what a picture does with units; `draw` draws it anew.
 * @template {UnitView} View
 * @param {(view: View) => void} draw
 */
export function unitsOf(draw) {
  /** What another picture tells. @param {View} view */
  function hear(view) {
    channel.addEventListener("unit", (event) => {
      const { from, cell, pinned } = /** @type {CustomEvent<Told>} */ (event).detail;
      if (from === view) return;
      if (pinned && cell) keep(view, cell);
      view.point = pinned ? null : cell;
      draw(view);
    }, { signal: view.gone });
  }

  /** @param {View} view @param {Cell | null} cell */
  function look(view, cell) {
    view.point = cell;
    draw(view);
    tell({ from: view, cell, pinned: false });
  }

  /** @param {View} view @param {Cell} cell */
  function pin(view, cell, wait = 0) {
    keep(view, cell);
    draw(view);
    tell({ from: view, cell, pinned: true });
    announce(view, view.selected, wait);
  }

  return { hear, look, pin };
}

/** @param {Told} detail */
function tell(detail) {
  channel.dispatchEvent(new CustomEvent("unit", { detail }));
}

/** @param {UnitView} view @param {Cell} cell */
function keep(view, cell) {
  view.pinned = cell;
  view.selected = indexOf(view.data, cell);
  outweigh(view);
}

/** @template {Units} Data @param {UnitView & { data: Data }} view @param {Data} data */
export function receiveUnit(view, data) {
  view.data = data;
  if (!awaits(view, indexOf(data, data.cell))) view.pinned = data.cell;
}

/** @param {Units} units @param {Cell} cell */
export function indexOf({ grid, map }, [row, column]) {
  return row * (grid ?? map)[1] + column;
}

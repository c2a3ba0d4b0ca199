// Stands before the pictures of receptive fields: they show one unit, and tell each other which, without asking the
// server. It is pointed at for a moment, or pinned.

const UNIT = "explorer-unit";

function tellUnit(view, cell, pinned) {
  window.dispatchEvent(new CustomEvent(UNIT, { detail: { from: view, cell, pinned } }));
}

function hearUnit(view) {
  const listener = ({ detail: { from, cell, pinned } }) => {
    if (!view.card.isConnected) return void window.removeEventListener(UNIT, listener);
    if (from === view) return;
    if (pinned) keep(view, cell);
    view.point = pinned ? null : cell;
    draw(view);
  };
  window.addEventListener(UNIT, listener);
}

function look(view, cell) {
  view.point = cell;
  draw(view);
  tellUnit(view, cell, false);
}

function pin(view, cell, wait = 0) {
  keep(view, cell);
  draw(view);
  tellUnit(view, cell, true);
  announce(view, view.selected, wait);
}

function keep(view, cell) {
  view.pinned = cell;
  view.selected = indexOf(view.data, cell);
  view.waitUntil = performance.now() + ANSWER_MS;
}

function receive(view, data) {
  view.data = data;
  if (!awaits(view, indexOf(data, data.cell))) view.pinned = data.cell;
}

function indexOf({ grid, map }, [row, column]) {
  return row * (grid ?? map)[1] + column;
}

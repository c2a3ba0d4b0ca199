// Stands before the scripts in which a reader chooses a cell of a map: finding it, stepping, reading its value.

const UNIT = "explorer-unit";
const ARROWS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

function cellAt({ data, canvas }, event) {
  const [down, across] = placeIn(canvas, event);
  const [rows, columns] = data.map;
  return [Math.min(rows - 1, Math.floor(down * rows)), Math.min(columns - 1, Math.floor(across * columns))];
}

// The neighbour that an arrow key leads to, or null for other keys.
function cellBeside(key, [row, column], [rows, columns]) {
  const [down, across] = ARROWS[key] ?? [];
  if (down === undefined) return null;
  return [Math.min(rows - 1, Math.max(0, row + down)), Math.min(columns - 1, Math.max(0, column + across))];
}

function valueText(value, notFinite) {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))).replace("-", "−") : notFinite;
}

// First and last edge of what a unit sees along one axis, px of the input; the padding counts.
function edgesOf([start, jump, extent], unit) {
  const first = start + unit * jump - (extent - 1) / 2;
  return [Math.ceil(first - 1e-9), Math.floor(first + extent - 1 + 1e-9) + 1];
}

// Components of one page tell each other which unit is pointed at, or pinned, without asking the server.
function tellUnit(view, cell, pinned) {
  window.dispatchEvent(new CustomEvent(UNIT, { detail: { from: view.card, cell, pinned } }));
}

function hearUnit(card, heard) {
  const listener = ({ detail }) => {
    if (!card.isConnected) window.removeEventListener(UNIT, listener);
    else if (detail.from !== card) heard(detail);
  };
  window.addEventListener(UNIT, listener);
}

function expect(view, selected) {
  view.selected = selected;
  view.waitUntil = performance.now() + ANSWER_MS;
}

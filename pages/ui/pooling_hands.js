// What a reader does to the grid: pointing, typing, stepping, playing.

const EDIT_PAUSE_MS = 500;
const LARGEST_NUMBER = 1e9;

function listen(view, current) {
  const { boards, play } = view;
  boards.input.board.addEventListener("pointerover", (event) => point(current(), event.target));
  boards.input.board.addEventListener("pointerleave", () => point(current(), null));
  boards.input.board.addEventListener("focusin", (event) => point(current(), event.target));
  boards.input.board.addEventListener("focusout", (event) => leave(current(), event.target));
  boards.input.board.addEventListener("input", (event) => edit(current(), event.target));
  boards.input.board.addEventListener("keydown", (event) => moved(current(), event));
  KINDS.forEach((kind) => {
    const { board } = boards[kind];
    board.addEventListener("pointerover", (event) => {
      current().hover = event.target.dataset.stop === undefined ? null : Number(event.target.dataset.stop);
      paint(current());
    });
    board.addEventListener("pointerleave", () => {
      current().hover = null;
      paint(current());
    });
    board.addEventListener("click", (event) => event.target.dataset.stop && go(current(), Number(event.target.dataset.stop)));
    board.addEventListener("keydown", (event) => pressed(current(), event));
  });
  play.back.addEventListener("click", () => go(current(), current().stop - 1));
  play.next.addEventListener("click", () => go(current(), current().stop + 1));
  play.play.addEventListener("click", () => (current().ticking ? pause(current()) : start(current())));
  play.line.addEventListener("input", () => go(current(), Number(play.line.value)));
  play.speed.addEventListener("change", () => {
    current().speed = Number(play.speed.value);
    if (current().ticking) start(current());
  });
}

function point(view, target) {
  const { row, column } = target?.dataset ?? {};
  view.reach = row === undefined ? null : [Number(row), Number(column)];
  paint(view);
}

function edit(view, cell) {
  const value = parsed(cell.value);
  const at = { row: Number(cell.dataset.row) + 1, column: Number(cell.dataset.column) + 1, text: cell.value.slice(0, 20) };
  cell.dataset.typing = "yes";
  cell.classList.toggle("unreadable", value === null);
  if (value === null) {
    at.kept = number(view.values[at.row - 1][at.column - 1]);
    return note(view, cell.value.trim() ? fill(view.data.words.unreadable, at) : fill(view.data.words.empty, at));
  }
  note(view, "");
  view.values[at.row - 1][at.column - 1] = value;
  compute(view);
  paint(view);
  announce(view, view.values.map((row) => row.join("_")).join("~"), EDIT_PAUSE_MS);
}

function parsed(text) {
  const plain = text.trim().replace("−", "-").replace(",", ".");
  const value = Number(plain);
  return plain === "" || !/^[-+]?[\d.]+(e[-+]?\d+)?$/i.test(plain) || !(Math.abs(value) <= LARGEST_NUMBER) ? null : value;
}

function leave(view, cell) {
  if (cell.classList.contains("unreadable")) note(view, "");
  cell.classList.remove("unreadable");
  delete cell.dataset.typing;
  point(view, null);
}

const WAYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] };

// Between cells as in a spreadsheet; left and right move inside a text that is being typed.
function moved(view, event) {
  const cell = event.target;
  if (event.key === "Escape") {
    const held = view.data.values[cell.dataset.row]?.[cell.dataset.column];
    cell.value = number(held);
    return edit(view, cell);
  }
  const way = WAYS[event.key];
  if (!way || (cell.dataset.typing && way[1])) return;
  const next = view.boards.input.cells[Number(cell.dataset.row) + way[0]]?.[Number(cell.dataset.column) + way[1]];
  event.preventDefault();
  if (next?.dataset.row === undefined) return;
  cell.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
  next.select();
}

function pressed(view, event) {
  const across = view.data.starts[1].length;
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across };
  if (event.key in steps) go(view, view.stop + steps[event.key]);
  else if (event.key === " ") view.ticking ? pause(view) : start(view);
  else return;
  event.preventDefault();
}

function go(view, stop) {
  if (stop < 0 || stop >= stops(view)) return;
  view.stop = stop;
  view.hover = null;
  paint(view);
}

function start(view) {
  clearInterval(view.ticking);
  if (view.stop === stops(view) - 1) go(view, 0);
  view.ticking = setInterval(() => {
    if (!view.card.isConnected || view.stop >= stops(view) - 1) pause(view);
    else go(view, view.stop + 1);
  }, 1000 / view.speed);
  playing(view);
}

function pause(view) {
  clearInterval(view.ticking);
  view.ticking = null;
  playing(view);
}

function playing({ play, ticking, data }) {
  play.play.querySelector("path").setAttribute("d", ticking ? PAUSE : PLAY);
  const label = ticking ? data.words.pause : data.words.play;
  play.play.setAttribute("aria-label", label);
  play.play.title = label;
}

// What a reader does to the grid: pointing, typing, stepping, playing.

const EDIT_PAUSE_MS = 500;
const LARGEST_NUMBER = 1e9;

function listen(view) {
  const { boards, player } = view;
  boards.input.board.addEventListener("pointerover", (event) => point(view, event.target));
  boards.input.board.addEventListener("pointerleave", () => point(view, null));
  boards.input.board.addEventListener("focusin", (event) => point(view, event.target));
  boards.input.board.addEventListener("focusout", (event) => leave(view, event.target));
  boards.input.board.addEventListener("input", (event) => edit(view, event.target));
  boards.input.board.addEventListener("keydown", (event) => moved(view, event));
  KINDS.forEach((kind) => {
    const { board } = boards[kind];
    board.addEventListener("pointerover", (event) => {
      view.hover = event.target.dataset.stop === undefined ? null : Number(event.target.dataset.stop);
      paint(view);
    });
    board.addEventListener("pointerleave", () => {
      view.hover = null;
      paint(view);
    });
    board.addEventListener("click", (event) => event.target.dataset.stop && go(view, Number(event.target.dataset.stop)));
    board.addEventListener("keydown", (event) => pressed(view, event));
  });
  player.back.addEventListener("click", () => go(view, view.stop - 1));
  player.next.addEventListener("click", () => go(view, view.stop + 1));
  player.play.addEventListener("click", () => toggle(view));
  player.line.addEventListener("input", () => go(view, Number(player.line.value)));
  player.speed.addEventListener("change", () => {
    view.speed = Number(player.speed.value);
    if (view.ticking) start(view);
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

const WAYS = { ...ARROWS, Enter: [1, 0] };

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
  const step = strideOf(event.key, view.data.starts[1].length);
  if (step !== undefined) go(view, view.stop + step);
  else if (event.key === " ") toggle(view);
  else return;
  event.preventDefault();
}

function go(view, stop) {
  if (stop < 0 || stop >= stops(view)) return;
  view.stop = stop;
  view.hover = null;
  paint(view);
}

function toggle(view) {
  if (view.ticking) pause(view);
  else start(view);
}

function start(view) {
  clearInterval(view.ticking);
  if (view.stop === stops(view) - 1) go(view, 0);
  view.ticking = setInterval(() => {
    if (!view.card.isConnected || view.stop >= stops(view) - 1) pause(view);
    else go(view, view.stop + 1);
  }, 1000 / view.speed);
  showPlaying(view.player, true, view.data.words);
}

function pause(view) {
  clearInterval(view.ticking);
  view.ticking = null;
  showPlaying(view.player, false, view.data.words);
}

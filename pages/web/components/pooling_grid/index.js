// Max and average pooling of a small grid. Where the windows stop comes from explorer/convolution; what they keep is
// worked out here, so that an edit or a step needs no answer from the server.

const LARGEST_PX = 46;
const SMALLEST_PX = 24;
const KINDS = ["max", "average"];
const SPEEDS = [1, 2, 4, 8]; // windows per second

export default function (component) {
  const view = viewOf(component, mount, fit);
  receive(view, component.data);
  return () => {
    pause(view);
    view.end();
  };
}

function mount(parent) {
  const card = make("div", "card", parent);
  const view = { card, areas: make("div", "areas", card), stop: 0, hover: null, reach: null, speed: 2 };
  view.boards = Object.fromEntries(["input", ...KINDS].map((name) => [name, newBoard(view, name)]));
  view.sorry = make("div", "sorry", view.areas);
  view.player = newPlayer(card);
  view.sums = Object.fromEntries(KINDS.map((kind) => [kind, make("div", `sum ${kind}`, make("div", "sums", card))]));
  view.note = make("div", "note", card, { role: "status" });
  listen(view);
  return view;
}

function newBoard(view, name) {
  const area = make("div", `area ${name}`, view.areas);
  const title = make("div", "title", area);
  const board = make("div", "board", area);
  if (name !== "input") board.tabIndex = 0;
  return { area, title, board, frame: make("div", "frame", board), cells: [] };
}

function receive(view, data) {
  const fresh = view.version !== data.version;
  view.data = data;
  if (fresh) view.values = data.values.map((row) => [...row]);
  view.version = data.version;
  const shape = JSON.stringify([data.lanes, data.starts, data.kernel, data.heat]);
  if (shape !== view.shape) build(view);
  view.shape = shape;
  const last = Math.max(0, stops(view) - 1);
  if (view.stop > last) view.stop = 0;
  words(view);
  compute(view);
  fit(view);
}

function words(view) {
  const { words: said, heat, starts, values, wrong } = view.data;
  const { player } = view;
  view.card.classList.toggle("compact", heat !== null);
  view.card.classList.toggle("wrong", Boolean(wrong));
  view.sorry.textContent = wrong ?? "";
  const side = (rows, columns) => `${rows} × ${columns}`;
  view.boards.input.title.textContent = fill(said.input, { side: side(values.length, values[0].length) });
  KINDS.forEach((kind) => {
    const told = wrong ? "–" : side(starts[0].length, starts[1].length);
    view.boards[kind].title.textContent = fill(said[kind], { side: told });
    view.boards[kind].board.setAttribute("aria-label", view.boards[kind].title.textContent);
  });
  namePlayer(player, said, SPEEDS, view.speed);
  player.line.max = Math.max(0, stops(view) - 1);
  for (const part of [player.back, player.play, player.next, player.line]) part.disabled = stops(view) < 2;
  showPlaying(player, view.ticking, said);
  note(view, "");
}

function note(view, text) {
  view.note.textContent = text || view.data.note;
  view.note.classList.toggle("problem", Boolean(text));
}

// The cells of all three boards; they stay until the geometry changes.
function build(view) {
  const { lanes, starts, heat, words: said } = view.data;
  const { input } = view.boards;
  for (const board of Object.values(view.boards)) board.board.querySelectorAll(".cell").forEach((cell) => cell.remove());
  input.cells = view.data.values.map(() => []);
  const unread = view.data.unread.map((places) => new Set(places));
  lanes[0].forEach((row, y) => lanes[1].forEach((column, x) => {
    const inside = row >= 0 && column >= 0;
    const cell = make(inside && !heat ? "input" : "div", "cell", input.board);
    cell.style.gridArea = `${y + 1} / ${x + 1}`;
    if (inside) input.cells[row][column] = cell;
    dress(cell, row, column, unread, said);
  }));
  KINDS.forEach((kind) => {
    const board = view.boards[kind];
    board.cells = (starts[0] ?? []).map((_, y) => (starts[1] ?? []).map((__, x) => {
      const cell = make("div", "cell", board.board);
      cell.style.gridArea = `${y + 1} / ${x + 1}`;
      cell.dataset.stop = y * starts[1].length + x;
      return cell;
    }));
  });
}

function dress(cell, row, column, unread, said) {
  if (row >= 0 && column >= 0) {
    Object.assign(cell.dataset, { row, column });
    if (unread[0].has(row) || unread[1].has(column)) cell.classList.add("unread");
    if (cell.tagName === "INPUT") {
      Object.assign(cell, { type: "text", inputMode: "text", autocomplete: "off", spellcheck: false });
      cell.setAttribute("aria-label", fill(said.cell, { row: row + 1, column: column + 1 }));
      cell.tabIndex = row === 0 && column === 0 ? 0 : -1;
    }
    return;
  }
  const beyond = row === -3 || column === -3;
  cell.classList.add("pad", beyond ? "beyond" : "padding");
  cell.title = beyond ? said.beyond : said.padding;
}

function stops({ data }) {
  return data.starts[0].length * data.starts[1].length;
}

// Input cells of a window as [row, column], row by row, without padding.
function windowOf({ data }, stop) {
  const [down, across] = data.starts;
  const reads = (lane, start) => lane.slice(start, start + data.kernel).filter((place) => place >= 0);
  const columns = reads(data.lanes[1], across[stop % across.length]);
  const rows = reads(data.lanes[0], down[Math.floor(stop / across.length)]);
  return rows.flatMap((row) => columns.map((column) => [row, column]));
}

function compute(view) {
  view.windows = Array.from({ length: stops(view) }, (_, stop) => windowOf(view, stop));
  view.results = view.windows.map((cells, stop) => {
    const values = cells.map(([row, column]) => view.values[row][column]);
    const max = Math.max(...values);
    const divisor = view.data.divisors[Math.floor(stop / view.data.starts[1].length)][stop % view.data.starts[1].length];
    const average = values.reduce((sum, value) => sum + value, 0) / divisor;
    return { values, divisor, max, average, winner: cells[values.indexOf(max)] };
  });
}

function fit(view) {
  const { lanes, starts, heat } = view.data;
  if (heat) return fitCompact(view);
  const wide = view.areas.clientWidth - 8;
  if (wide <= 0) return;
  const stacked = wide < 560;
  const gap = stacked ? 16 : 30;
  const [inTall, inWide, outTall, outWide] = [lanes[0].length, lanes[1].length, starts[0].length, starts[1].length];
  const room = 290;
  const within = (...sizes) => Math.max(SMALLEST_PX, Math.floor(Math.min(LARGEST_PX, ...sizes)));
  const input = stacked
    ? within((wide - 4) / inWide, room / inTall)
    : within((wide - 2 * gap) / (inWide + 2 * Math.max(outWide, 3)), room / inTall);
  const output = stacked ? within(input, (wide - gap - 4) / 2 / outWide, 180 / outTall)
    : within(input, room / Math.max(outTall, 1));
  view.card.classList.toggle("stacked", stacked);
  view.card.style.setProperty("--room", `${room}px`);
  resize(view.boards.input, input, inTall, inWide);
  KINDS.forEach((kind) => resize(view.boards[kind], output, outTall, outWide));
  paint(view);
}

// Input at the left, both outputs over each other at the right.
function fitCompact(view) {
  const { lanes, starts } = view.data;
  const wide = view.areas.clientWidth;
  if (wide <= 0) return;
  const [tall, across, most] = [lanes[0].length, lanes[1].length, Math.max(starts[0].length, starts[1].length)];
  const input = Math.max(13, Math.min(24, Math.floor((wide - 12) / (across * 1.5 + 1)), Math.floor((wide - 120) / across)));
  resize(view.boards.input, input, tall, across);
  KINDS.forEach((kind) => resize(view.boards[kind], Math.floor((input * 5.5) / most), starts[0].length, starts[1].length));
  paint(view);
}

function resize(board, cell, tall, wide) {
  board.px = cell;
  board.board.style.setProperty("--cell", `${cell}px`);
  board.board.style.gridTemplate = `repeat(${tall}, ${cell}px) / repeat(${wide}, ${cell}px)`;
}

function paint(view) {
  const { data, results, boards } = view;
  const shown = view.hover ?? view.stop;
  const winners = new Set(results.map(({ winner }) => String(winner)));
  const now = results[shown];
  const inside = new Set((view.windows[shown] ?? []).map(String));
  view.values.forEach((row, y) => row.forEach((value, x) => {
    const cell = boards.input.cells[y][x];
    const key = String([y, x]);
    write(cell, value, boards.input.px, view);
    cell.classList.toggle("inside", inside.has(key));
    cell.classList.toggle("winner", winners.has(key));
    cell.classList.toggle("best", now !== undefined && String(now.winner) === key);
    cell.classList.toggle("pointed", view.reach !== null && String(view.reach) === key);
  }));
  const reached = results.map((_, stop) => view.reach !== null && view.windows[stop].some((at) => same(at, view.reach)));
  KINDS.forEach((kind) => boards[kind].cells.flat().forEach((cell, stop) => {
    write(cell, results[stop][kind], boards[kind].px, view);
    cell.classList.toggle("now", stop === shown && view.reach === null);
    cell.classList.toggle("reached", reached[stop]);
    cell.classList.toggle("won", kind === "max" && reached[stop] && same(results[stop].winner, view.reach));
  }));
  frame(view, now ? shown : null);
  const { line, told } = view.player;
  line.value = shown;
  told.textContent = now ? fill(data.words.at, { at: shown + 1, all: results.length }) : "";
  line.setAttribute("aria-valuetext", told.textContent);
  KINDS.forEach((kind) => sum(view, kind, shown));
}

function same([row, column], [otherRow, otherColumn]) {
  return row === otherRow && column === otherColumn;
}

function frame(view, stop) {
  const { data, boards } = view;
  const { frame: box, px } = boards.input;
  box.hidden = stop === null || view.reach !== null;
  if (stop === null) return;
  const [down, across] = data.starts;
  const [top, left] = [down[Math.floor(stop / across.length)] * px, across[stop % across.length] * px];
  Object.assign(box.style, { top: `${top}px`, left: `${left}px`, width: `${data.kernel * px}px`,
    height: `${data.kernel * px}px` });
}

function write(cell, value, px, { data, card }) {
  const field = cell.tagName === "INPUT";
  const text = number(value, data.heat ? 2 : field ? 6 : 3);
  if (field && card.getRootNode().activeElement === cell && cell.dataset.typing) return;
  if (field ? cell.value !== text : cell.textContent !== text) cell[field ? "value" : "textContent"] = text;
  const size = `${Math.max(7, Math.min(15, px * 0.42, (px * 1.55) / text.length))}px`;
  if (cell.dataset.size !== size) cell.style.fontSize = cell.dataset.size = size;
  if (!data.heat) return;
  const [low, high] = data.range;
  const level = Math.round(((value - low) / (high - low)) * (data.heat.length - 1));
  const colour = data.heat[Math.min(data.heat.length - 1, Math.max(0, level))];
  cell.style.background = colour;
  cell.style.color = inkOn(colour);
}

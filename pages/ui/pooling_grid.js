// Max and average pooling of a small grid. Where the windows stop comes from explorer/convolution; what they keep is
// worked out here, so that an edit or a step needs no answer from the server.

const MATHML = "http://www.w3.org/1998/Math/MathML";
const LARGEST_PX = 46;
const SMALLEST_PX = 17;
const EDIT_PAUSE_MS = 500;
const MOST_TERMS = 16;
const LARGEST_NUMBER = 1e9;
const KINDS = ["max", "average"];

export default function (component) {
  const view = viewOf(component, mount);
  receive(view, component.data);
  return () => {
    clearTimeout(view.timer);
    pause(view);
  };
}

function mount(parent) {
  const card = make("div", "card", parent);
  const view = { card, areas: make("div", "areas", card), stop: 0, hover: null, reach: null, speed: 2 };
  view.boards = Object.fromEntries(["input", ...KINDS].map((name) => [name, newBoard(view, name)]));
  view.sorry = make("div", "sorry", view.areas);
  view.play = newPlay(view, card);
  view.sums = Object.fromEntries(KINDS.map((kind) => [kind, make("div", `sum ${kind}`, make("div", "sums", card))]));
  view.note = make("div", "note", card);
  view.note.setAttribute("role", "status");
  const current = () => views.get(parent);
  listen(view, current);
  new ResizeObserver(() => current()?.data && fit(current())).observe(card);
  return view;
}

function newBoard(view, name) {
  const area = make("div", `area ${name}`, view.areas);
  const title = make("div", "title", area);
  const board = make("div", "board", area);
  if (name !== "input") board.tabIndex = 0;
  return { area, title, board, frame: make("div", "frame", board), cells: [] };
}

function newPlay(view, card) {
  const row = make("div", "play", card);
  const button = (path) => {
    const made = make("button", "", row);
    const icon = made.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
    icon.setAttribute("viewBox", "0 0 24 24");
    icon.appendChild(document.createElementNS(icon.namespaceURI, "path")).setAttribute("d", path);
    made.type = "button";
    return made;
  };
  const back = button("M17 5v14L8 12zM5 5h2v14H5z");
  const play = button(PLAY);
  const next = button("M7 5v14l9-7zM17 5h2v14h-2z");
  const line = make("input", "line", row);
  Object.assign(line, { type: "range", min: 0, step: 1 });
  const told = make("span", "told", row);
  const speed = make("select", "speed", row);
  return { row, back, play, next, line, told, speed };
}

const PLAY = "M8 5v14l11-7z";
const PAUSE = "M6 5h4v14H6zM14 5h4v14h-4z";

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
  const { play } = view;
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
  for (const [name, label] of [["back", said.back], ["next", said.next], ["line", said.line], ["speed", said.speed]]) {
    play[name].setAttribute("aria-label", label);
    play[name].title = label;
  }
  if (!play.speed.children.length) {
    [1, 2, 4, 8].forEach((speed) => {
      const option = make("option", "", play.speed);
      option.value = speed;
      option.textContent = fill(said.rate, { speed });
    });
    play.speed.value = view.speed;
  }
  play.line.max = Math.max(0, stops(view) - 1);
  for (const part of [play.back, play.play, play.next, play.line]) part.disabled = stops(view) < 2;
  playing(view);
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
  const wide = view.areas.clientWidth;
  if (wide <= 0) return;
  const stacked = wide < 560;
  const gap = stacked ? 16 : 30;
  const [inTall, inWide, outTall, outWide] = [lanes[0].length, lanes[1].length, starts[0].length, starts[1].length];
  const room = 290;
  const within = (...sizes) => Math.max(SMALLEST_PX, Math.floor(Math.min(LARGEST_PX, ...sizes)));
  const input = stacked
    ? within((wide - 4) / inWide, room / inTall)
    : within((wide - 3 * gap) / (inWide + 2 * Math.max(outWide, 2)), room / inTall);
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
  const { line, told } = view.play;
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
  const text = data.heat ? number(value, 2) : number(value);
  const field = cell.tagName === "INPUT";
  if (field && card.getRootNode().activeElement === cell && cell.dataset.typing) return;
  if (field ? cell.value !== text : cell.textContent !== text) cell[field ? "value" : "textContent"] = text;
  cell.style.fontSize = `${Math.max(7, Math.min(15, px * 0.42, (px * 1.55) / text.length))}px`;
  if (!data.heat) return;
  const [low, high] = data.range;
  const level = Math.round(((value - low) / (high - low)) * (data.heat.length - 1));
  const colour = data.heat[Math.min(data.heat.length - 1, Math.max(0, level))];
  cell.style.background = colour;
  cell.style.color = dark(colour) ? "#ffffff" : "#10151f";
}

function dark(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 110;
}

// The arithmetic of one window, typeset.
function sum(view, kind, stop) {
  const line = view.sums[kind];
  const result = view.results[stop];
  line.replaceChildren();
  if (!result) return;
  const { words: said } = view.data;
  const label = make("span", "label", line);
  const at = view.data.starts[1].length;
  const place = { row: Math.floor(stop / at) + 1, column: (stop % at) + 1 };
  label.textContent = fill(kind === "max" ? said.maxAt : said.averageAt, place);
  const math = line.appendChild(document.createElementNS(MATHML, "math"));
  math.setAttribute("displaystyle", "true");
  const add = (parent, name, text) => {
    const made = parent.appendChild(document.createElementNS(MATHML, name));
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const terms = (parent, joined) => {
    const { values } = result;
    const shown = values.length > MOST_TERMS ? [...values.slice(0, MOST_TERMS - 4), null, ...values.slice(-2)] : values;
    shown.forEach((value, index) => {
      if (index) add(parent, "mo", joined);
      if (value === null) return void add(parent, "mo", "…");
      const term = add(parent, "mn", joined === "+" && value < 0 ? `(${number(value)})` : number(value));
      if (kind === "max" && index === values.indexOf(result.max)) term.setAttribute("class", "best");
    });
  };
  if (kind === "max") {
    add(math, "mi", "max").setAttribute("mathvariant", "normal");
    add(math, "mo", "(");
    terms(math, ",");
    add(math, "mo", ")");
  } else {
    const fraction = add(math, "mfrac");
    terms(add(fraction, "mrow"), "+");
    add(fraction, "mn", String(result.divisor));
  }
  add(math, "mo", "=");
  add(math, "mn", number(result[kind])).setAttribute("class", "result");
  const pads = view.data.kernel ** 2 - result.values.length;
  const outside = { pads, counted: result.divisor - result.values.length };
  if (pads) make("span", "label", line).textContent = fill(kind === "max" ? said.maxPads : said.averagePads, outside);
}

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

function number(value, digits = 4) {
  if (!Number.isFinite(value)) return value < 0 ? "−∞" : "∞";
  const size = Math.abs(value);
  const text = size >= 1e6 || (size > 0 && size < 1e-3) ? value.toExponential(2)
    : Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(digits)));
  return text.replace("-", "−");
}

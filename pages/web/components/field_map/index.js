// The map of a layer, whose cells are its units. Pointing at one shows what it sees; a click or an arrow key pins it.

export default function (component) {
  const view = viewOf(component, mount, draw);
  receive(view, unpackPhoto(component.data));
  view.map = mapCanvas(view.data);
  const { title, note, words } = view.data;
  view.title.textContent = title;
  view.note.textContent = note;
  view.canvas.setAttribute("aria-label", `${title}. ${words.keys}`);
  draw(view);
  return view.end;
}

function mount(parent) {
  const card = make("div", "card", parent);
  const head = make("div", "head", card);
  const [title, note] = [make("span", "title", head), make("span", "quiet", head)];
  const canvas = make("canvas", "picture", card, { tabindex: 0, role: "img" });
  const view = { card, title, note, canvas, line: make("div", "line quiet", card), point: null };
  onPointer(canvas, (event) => cellAt(view, event), (cell) => look(view, cell), (cell) => pin(view, cell));
  canvas.addEventListener("keydown", (event) => pressed(view, event));
  hearUnit(view);
  return view;
}

function pressed(view, event) {
  const next = cellBeside(event.key, view.pinned, view.data.map);
  if (!next) return;
  view.point = null;
  pin(view, next, PAUSE_MS);
  event.preventDefault();
}

function draw(view) {
  const { data, canvas } = view;
  const context = fitted(canvas, data.map);
  lay(context, view.map);
  const cell = view.point ?? view.pinned;
  for (const [at, dash] of [[view.pinned, []], [view.point, [3, 3]]]) if (at) mark(context, data.map, at, dash);
  const value = valueText(data.values[indexOf(data, cell)], data.words.not_finite);
  view.line.textContent = cellText(data.words.cell, cell, { value });
}

// Cells of a large map are only a pixel or two; their mark is never smaller than can be seen.
function mark(context, [rows, columns], [row, column], dash) {
  const { width, height } = context.canvas;
  const least = 7 * density();
  const [wide, tall] = [Math.max(least, width / columns), Math.max(least, height / rows)];
  outline(context, ((column + 0.5) * width) / columns - wide / 2, ((row + 0.5) * height) / rows - tall / 2, wide, tall, dash);
}

// The map of a layer, whose cells are its units. Pointing at one shows what it sees; a click or an arrow key pins it.

export default function (component) {
  const view = viewOf(component, mount);
  view.data = unpackPhoto(component.data);
  view.map = mapCanvas(view.data);
  const { title, note, words, cell } = view.data;
  view.title.textContent = title;
  view.note.textContent = note;
  view.canvas.setAttribute("aria-label", `${title}. ${words.keys}`);
  if (!awaits(view, placeOf(view.data, cell))) view.pinned = cell;
  draw(view);
  return () => view.watcher.disconnect();
}

function mount(parent) {
  const card = make("div", "card", parent);
  const head = make("div", "head", card);
  const [title, note] = [make("span", "title", head), make("span", "quiet", head)];
  const canvas = make("canvas", "picture", card);
  const view = { card, title, note, canvas, line: make("div", "line quiet", card), point: null };
  listen(canvas, () => views.get(parent));
  hearUnit(card, ({ cell, pinned }) => follow(views.get(parent), cell, pinned));
  view.watcher = onResize(parent, card, (shown) => shown.data && draw(shown));
  return view;
}

function listen(canvas, view) {
  canvas.setAttribute("tabindex", 0);
  canvas.setAttribute("role", "img");
  canvas.addEventListener("pointermove", (event) => look(view(), cellAt(view(), event)));
  canvas.addEventListener("pointerleave", () => look(view(), null));
  canvas.addEventListener("click", (event) => pin(view(), cellAt(view(), event), 0));
  canvas.addEventListener("keydown", (event) => {
    const next = cellBeside(event.key, view().pinned, view().data.map);
    if (!next) return;
    view().point = null;
    pin(view(), next, PAUSE_MS);
    event.preventDefault();
  });
}

function draw(view) {
  const { data, canvas } = view;
  const context = fitted(canvas, data.map);
  context.drawImage(view.map, 0, 0, canvas.width, canvas.height);
  const cell = view.point ?? view.pinned;
  for (const [at, dash] of [[view.pinned, []], [view.point, [3, 3]]]) if (at) mark(context, data.map, at, dash);
  const value = valueText(data.values[placeOf(data, cell)], data.words.not_finite);
  view.line.textContent = fill(data.words.cell, { row: cell[0], column: cell[1], value });
}

// Cells of a large map are only a pixel or two; their mark is never smaller than can be seen.
function mark(context, [rows, columns], [row, column], dash) {
  const { width, height } = context.canvas;
  const least = 7 * (window.devicePixelRatio || 1);
  const [wide, tall] = [Math.max(least, width / columns), Math.max(least, height / rows)];
  outline(context, ((column + 0.5) * width) / columns - wide / 2, ((row + 0.5) * height) / rows - tall / 2, wide, tall, dash);
}

function look(view, cell) {
  view.point = cell;
  draw(view);
  tellUnit(view, cell, false);
}

function pin(view, cell, wait) {
  view.pinned = cell;
  draw(view);
  tellUnit(view, cell, true);
  announce(view, placeOf(view.data, cell), wait);
  view.selected = placeOf(view.data, cell);
}

function follow(view, cell, pinned) {
  if (pinned) {
    view.pinned = cell;
    expect(view, placeOf(view.data, cell));
  }
  view.point = pinned ? null : cell;
  draw(view);
}

function placeOf({ map }, cell) {
  return cell[0] * map[1] + cell[1];
}

// One map over the photo. Opacity and the value under the pointer are the browser's own affair; a click tells the
// server which cell to look at more closely.

export default function (component) {
  const view = viewOf(component, mount, draw);
  view.data = unpackPhoto(component.data);
  view.photo = photoCanvas(view.data);
  view.map = mapCanvas(view.data);
  view.point = null;
  describe(view);
  draw(view);
  return view.end;
}

function mount(parent) {
  const card = make("div", "card", parent);
  const head = make("div", "head", card);
  const title = make("span", "title", head);
  const canvas = make("canvas", "picture", card, { tabindex: 0, role: "img" });
  const line = make("div", "line quiet", card);
  const label = make("label", "opacity", card);
  const [name, share] = [make("span", "quiet", label), make("output", "", label)];
  const slider = opacitySlider(label, 55);
  const view = { card, title, canvas, line, name, share, slider };
  slider.addEventListener("input", () => draw(view));
  onPointer(canvas, (event) => cellAt(view, event), (cell) => look(view, cell), (cell) => pin(view, cell, 0));
  canvas.addEventListener("keydown", (event) => pressed(view, event));
  return view;
}

function describe(view) {
  const { words, title, facts } = view.data;
  view.title.textContent = title;
  view.name.textContent = words.opacity;
  view.slider.setAttribute("aria-label", words.opacity);
  view.canvas.setAttribute("aria-label", `${title}: ${facts}. ${words.keys}`);
}

function draw(view) {
  const { data, canvas, slider } = view;
  view.share.textContent = `${slider.value} %`;
  const context = fitted(canvas, data.photo);
  lay(context, view.photo);
  lay(context, view.map, slider.value / 100);
  const cell = view.point ?? data.cell;
  if (cell) mark(context, data, cell);
  tell(view, cell);
}

function mark(context, { map: [rows, columns], photo: [height, width], fields }, [row, column]) {
  const { width: wide, height: tall } = context.canvas;
  const [x, y] = [wide / width, tall / height];
  const [top, bottom] = seenBy(fields?.[0], row, height);
  const [left, right] = seenBy(fields?.[1], column, width);
  outline(context, left * x, top * y, (right - left) * x, (bottom - top) * y, [6, 4]);
  if (rows * columns > 1) outline(context, (column * wide) / columns, (row * tall) / rows, wide / columns, tall / rows);
}

// First and last edge of what a unit sees, px of the photo, cut off at its border.
function seenBy(field, unit, side) {
  if (!field) return [0, side];
  const [start, jump, extent] = field;
  const first = start + unit * jump - (extent - 1) / 2;
  return [Math.min(side, Math.max(0, first)), Math.max(0, Math.min(side, first + extent))];
}

function tell(view, cell) {
  const { words, facts, map: [, columns], values } = view.data;
  if (!cell) return void (view.line.textContent = facts);
  const told = valueText(values[cell[0] * columns + cell[1]], words.not_finite);
  view.line.textContent = cellText(words.cell, cell, { value: told });
}

function look(view, cell) {
  view.point = cell;
  draw(view);
}

function pin(view, cell, wait) {
  view.data.cell = cell;
  draw(view);
  announce(view, cell[0] * view.data.map[1] + cell[1], wait);
}

function pressed(view, event) {
  const next = cellBeside(event.key, view.data.cell ?? [0, 0], view.data.map);
  if (!next) return;
  view.point = null;
  pin(view, next, PAUSE_MS);
  event.preventDefault();
}

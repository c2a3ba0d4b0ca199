// The photo as the network gets it. A click or a drag paints a part of it grey; a frame shows what one unit sees.

export default function (component) {
  const view = viewOf(component, mount, draw);
  view.data = unpackPhoto(component.data);
  view.photo = photoCanvas(view.data);
  if (performance.now() > view.waitUntil) view.own = null;
  view.canvas.setAttribute("aria-label", `${view.data.words.name} ${view.data.words.keys}`);
  view.remove.textContent = view.data.words.remove;
  draw(view);
  return view.end;
}

function mount(parent) {
  const card = make("div", "card", parent);
  const canvas = make("canvas", "picture", card, { tabindex: 0, role: "img" });
  const foot = make("div", "foot", card);
  const [line, remove] = [make("span", "quiet", foot), make("button", "", foot)];
  const view = { card, canvas, line, remove, own: null };
  remove.addEventListener("click", () => announce(view, "none", 0));
  canvas.addEventListener("keydown", (event) => pressed(view, event));
  onDrag(view);
  return view;
}

function onDrag(view) {
  const { canvas } = view;
  const boxTo = (event) => boxBetween(view, view.from, placeIn(canvas, event));
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    view.from = placeIn(canvas, event);
  });
  canvas.addEventListener("pointermove", (event) => view.from && dragged(view, boxTo(event)));
  canvas.addEventListener("pointerup", (event) => {
    if (view.from) paint(view, boxTo(event), 0);
    view.from = null;
  });
  canvas.addEventListener("pointercancel", () => (view.from = null));
}

function draw(view) {
  const { data, canvas } = view;
  const [height, width] = data.photo;
  const context = fitted(canvas, data.photo);
  const [x, y] = [canvas.width / width, canvas.height / height];
  const framed = ([top, left, bottom, right], dash) =>
    outline(context, left * x, top * y, (right - left) * x, (bottom - top) * y, dash);
  lay(context, view.photo);
  if (data.field) framed(data.field, [6, 4]);
  if (view.own ?? data.patch) framed(view.own ?? data.patch, []);
  view.line.textContent = data.patch ? data.words.painted : data.words.hint;
  view.remove.hidden = !data.patch;
}

// A click without a drag paints a quarter of each side.
function boxBetween({ data: { photo: sides } }, from, to) {
  const small = from.every((share, axis) => Math.abs(to[axis] - share) < 0.03);
  const ends = sides.map((side, axis) => {
    const [low, high] = small
      ? [from[axis] - 0.125, from[axis] + 0.125]
      : [Math.min(from[axis], to[axis]), Math.max(from[axis], to[axis])];
    const first = Math.min(side - 1, Math.max(0, Math.round(low * side)));
    return [first, Math.min(side, Math.max(first + 1, Math.round(high * side)))];
  });
  return [ends[0][0], ends[1][0], ends[0][1], ends[1][1]];
}

function dragged(view, box) {
  view.own = box;
  draw(view);
}

function paint(view, box, wait) {
  dragged(view, box);
  announce(view, box.join(","), wait);
}

function pressed(view, event) {
  const { photo: sides, patch } = view.data;
  const step = { ...ARROWS, Enter: [0, 0] }[event.key];
  if (event.key === "Delete" || event.key === "Backspace") announce(view, "none", 0);
  else if (step) {
    const at = view.own ?? patch;
    const start = at ? [(at[0] + at[2]) / 2 / sides[0], (at[1] + at[3]) / 2 / sides[1]] : [0.5, 0.5];
    const moved = start.map((share, axis) => Math.min(0.9, Math.max(0.1, share + (at ? 0.1 * step[axis] : 0))));
    paint(view, boxBetween(view, moved, moved), PAUSE_MS);
  } else return;
  event.preventDefault();
}

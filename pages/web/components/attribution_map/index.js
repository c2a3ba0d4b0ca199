// One attribution over the photo: as a layer or as a mask, with its colour scale and the value under the pointer.
// Without a map it shows the photo, pale: that one has not been computed yet. Plain, it shows the photo as it is.

const GHOST = 0.12; // of the photo outside a mask; explorer/figures/attribution.py

export default function (component) {
  const view = viewOf(component, mount, draw);
  view.data = unpackPhoto(component.data);
  view.empty = view.data.values.length === 0;
  view.photo = photoCanvas(view.data);
  view.grey = greyCanvas(view.data);
  view.map = view.empty ? null : mapCanvas(view.data);
  view.sorted = view.empty ? null : view.data.values.filter(Number.isFinite).sort();
  view.mask = null;
  describe(view);
  draw(view);
  return view.end;
}

function mount(parent) {
  const card = make("div", "card", parent);
  const canvas = make("canvas", "picture", card, { tabindex: 0, role: "img" });
  const scale = make("canvas", "scale", card);
  const ends = make("div", "ends quiet", card);
  const [low, middle, high] = ["span", "span", "span"].map((name) => make(name, "", ends));
  const line = make("div", "line quiet", card);
  const view = { card, canvas, scale, low, middle, high, line };
  canvas.addEventListener("pointermove", (event) => changeLook({ point: placeIn(canvas, event) }));
  canvas.addEventListener("pointerleave", () => changeLook({ point: null }));
  canvas.addEventListener("blur", () => changeLook({ point: null }));
  canvas.addEventListener("keydown", (event) => pressed(view, event));
  onLook(view, draw);
  return view;
}

function describe(view) {
  const { words, ends } = view.data;
  view.card.classList.toggle("waiting", view.empty);
  view.canvas.setAttribute("aria-label", `${words.name} ${view.empty ? "" : words.keys}`);
  [view.low, view.middle, view.high].forEach((end, index) => (end.textContent = ends[index]));
  if (!view.empty) paintScale(view.scale, view.data.colours, 255);
}

function draw(view) {
  const { data, canvas } = view;
  const context = fitted(canvas, data.photo);
  context.clearRect(0, 0, canvas.width, canvas.height);
  const { mode, over, masked } = look();
  if (data.plain) lay(context, view.photo);
  else if (view.empty) lay(context, view.grey, 0.25);
  else if (mode === "masked") {
    lay(context, view.grey, GHOST);
    lay(context, maskOf(view, masked));
  } else {
    lay(context, view.grey);
    lay(context, view.map, over / 100);
  }
  const cell = cellOf(view);
  if (cell) cross(view, context, cell);
  tell(view, cell);
}

function greyCanvas({ photo: [height, width], rgb }) {
  return painted(height, width, (pixels) => {
    for (let cell = 0; cell < height * width; cell++) {
      const [red, green, blue] = rgb.subarray(3 * cell, 3 * cell + 3);
      const grey = Math.round(0.299 * red + 0.587 * green + 0.114 * blue); // ITU-R BT.601
      pixels[cell] = opaque(grey, grey, grey);
    }
  });
}

// The photo where the map is largest; made anew only when the share to keep changes.
function maskOf(view, kept) {
  if (view.mask?.kept === kept) return view.mask.canvas;
  const { sorted, data: { photo: [height, width], map: [rows, columns], values, rgb } } = view;
  const from = sorted[Math.min(sorted.length - 1, Math.ceil((1 - kept / 100) * (sorted.length - 1)))] ?? 0;
  const canvas = painted(height, width, (pixels) => {
    for (let cell = 0; cell < height * width; cell++) {
      const [row, column] = [Math.floor(cell / width), cell % width];
      const value = values[Math.floor((row * rows) / height) * columns + Math.floor((column * columns) / width)];
      if (value > 0 && value >= from) pixels[cell] = opaque(rgb[3 * cell], rgb[3 * cell + 1], rgb[3 * cell + 2]);
    }
  });
  view.mask = { kept, canvas };
  return canvas;
}

function cross({ canvas, empty, data: { photo, map } }, context, [row, column]) {
  const [rows, columns] = empty ? photo : map;
  const [x, y] = [canvas.width / columns, canvas.height / rows];
  const half = 5 * density();
  outline(context, (column + 0.5) * x - half, (row + 0.5) * y - half, 2 * half, 2 * half);
}

function tell(view, cell) {
  const { words, facts, map: [, columns], values } = view.data;
  if (!cell || view.empty) return void (view.line.textContent = facts);
  const value = values[cell[0] * columns + cell[1]];
  const told = valueText(value, words.not_finite, 3);
  view.line.textContent = cellText(words.cell, cell, { value: told });
}

function cellOf({ empty, data: { plain, photo, map } }) {
  const { point } = look();
  return !point || (empty && !plain) ? null : cellIn(empty ? photo : map, point);
}

function pressed({ data: { map } }, event) {
  const steps = ARROWS[event.key];
  if (!steps || !map[0]) return;
  const from = look().point ?? [0.5, 0.5];
  const inside = (share) => Math.min(0.999, Math.max(0, share));
  changeLook({ point: from.map((share, axis) => inside(share + steps[axis] / map[axis])) });
  event.preventDefault();
}

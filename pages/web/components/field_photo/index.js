// A photo with the field of one unit on it. Theory: the frame, with the padding around the photo. Gradient: a heat map.
// Pointing at the photo finds the unit whose field has its centre there; a click pins it.

const HATCH = 7; // px between the lines of the padding

export default function (component) {
  const view = viewOf(component, mount, draw);
  receive(view, unpackPhoto(component.data));
  view.photo = photoCanvas(view.data);
  view.heat = view.data.map[0] ? mapCanvas(view.data) : null;
  describe(view);
  draw(view);
  return view.end;
}

function mount(parent) {
  const card = make("div", "card", parent);
  const head = make("div", "head", card);
  const [title, scale] = [make("span", "title", head), make("span", "scale quiet", head)];
  const [low, bar, high] = [make("span", "", scale), make("canvas", "bar", scale), make("span", "", scale)];
  const canvas = make("canvas", "picture", card, { role: "img" });
  const facts = make("dl", "facts", card);
  const label = make("label", "opacity", card);
  const [name, slider] = [make("span", "quiet", label), opacitySlider(label, 70)];
  const view = { card, title, scale, low, bar, high, canvas, facts, label, name, slider, point: null };
  slider.addEventListener("input", () => draw(view));
  onPointer(canvas, (event) => unitAt(view, event), (cell) => look(view, cell), (cell) => pin(view, cell));
  hearUnit(view);
  return view;
}

function describe(view) {
  const { words, title, high } = view.data;
  view.title.textContent = title;
  view.scale.hidden = !view.heat;
  view.label.hidden = !words.opacity;
  view.name.textContent = words.opacity ?? "";
  view.slider.setAttribute("aria-label", words.opacity ?? "");
  view.low.textContent = "0";
  view.high.textContent = `${Number(high.toPrecision(2))} · ${words.scale}`;
  if (view.heat) paintScale(view.bar, view.data.colours, 255);
}

function draw(view) {
  const { data, canvas } = view;
  const [height, width] = data.photo;
  const [top, left, bottom, right] = data.margin;
  const context = fitted(canvas, [height + top + bottom, width + left + right]);
  const unit = canvas.width / (width + left + right); // px of the canvas per px of the photo
  const cell = view.heat ? data.cell : (view.point ?? view.pinned);
  const box = boxOf(data, cell);
  if (top + left + bottom + right) drawPadding(view, context);
  context.drawImage(view.photo, left * unit, top * unit, width * unit, height * unit);
  if (view.heat) lay(context, view.heat, view.label.hidden ? 1 : view.slider.value / 100);
  else shade(context, [left * unit, top * unit, width * unit, height * unit], placed(data, box, unit));
  if (view.heat && data.inner) outline(context, ...placed(data, data.inner, unit), [2, 4]);
  outline(context, ...placed(data, box, unit), view.heat ? [8, 5] : []);
  if (data.circle) ring(context, data.circle.map((length) => length * unit));
  tell(view, box);
}

// Zeros around the photo: hatched, so that nobody takes them for a part of it.
function drawPadding({ card }, context) {
  const { width, height } = context.canvas;
  const colours = getComputedStyle(card);
  context.fillStyle = colours.getPropertyValue("--st-secondary-background-color");
  context.fillRect(0, 0, width, height);
  const colour = colours.getPropertyValue("--activation");
  hatch(context, [0, 0, width, height], { colour, gap: HATCH * density(), line: density() });
}

// What the unit does not see of the photo is darkened.
function shade(context, [x, y, width, height], [left, top, wide, tall]) {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.rect(left, top, wide, tall);
  context.clip("evenodd");
  context.fillStyle = "rgb(16 21 31 / 55%)";
  context.fillRect(x, y, width, height);
  context.restore();
}

function ring(context, [y, x, radius]) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  stroke(context, () => context.stroke());
}

// Top, left, bottom, right of what a unit sees: the server's for the one that it knows.
function boxOf({ cell: known, box, fields }, cell) {
  if (!fields || String(known) === String(cell)) return box;
  const [[top, bottom], [left, right]] = fields.map((field, axis) => edgesOf(field, cell[axis]));
  return [top, left, bottom, right];
}

// First and last edge of what a unit sees along one axis, px of the input; the padding counts.
function edgesOf([start, jump, extent], unit) {
  const first = start + unit * jump - (extent - 1) / 2;
  return [Math.ceil(first - 1e-9), Math.floor(first + extent - 1 + 1e-9) + 1];
}

function placed({ margin }, [top, left, bottom, right], unit) {
  return [(left + margin[1]) * unit, (top + margin[0]) * unit, (right - left) * unit, (bottom - top) * unit];
}

function tell(view, box) {
  const rows = view.data.facts ?? theory(view.data, box);
  childrenOf(view.facts, rows.length, () => newFact(view.facts)).forEach(({ children: [name, number] }, index) => {
    [name.textContent, number.textContent] = rows[index];
  });
}

function newFact(list) {
  const row = make("div", "", list);
  make("dt", "quiet", row);
  make("dd", "", row);
}

function theory({ words, photo: [height, width] }, [top, left, bottom, right]) {
  const inside = Math.max(0, Math.min(height, bottom) - Math.max(0, top)) * Math.max(0, Math.min(width, right) - Math.max(0, left));
  const share = (part, whole) => (part && part < whole / 200 ? "< 1 %" : `${Math.round((100 * part) / whole)} %`);
  return [
    [words.size, `${bottom - top} × ${right - left} px`],
    [words.share, share(inside, height * width)],
    [words.padding, share((bottom - top) * (right - left) - inside, (bottom - top) * (right - left))],
  ];
}

function unitAt({ data, canvas }, event) {
  const { photo, margin, fields, grid } = data;
  if (!fields) return data.cell;
  const shares = placeIn(canvas, event);
  return shares.map((share, axis) => {
    const at = share * (photo[axis] + margin[axis] + margin[axis + 2]) - margin[axis] - 0.5;
    const [start, jump] = fields[axis];
    return Math.min(grid[axis] - 1, Math.max(0, Math.round((at - start) / (jump || 1))));
  });
}

// A photo and three ways to make it smaller, all drawn equally large and crisp. Pointing at a pixel of any of them
// shows which square of the photo it stands for.

export default function (component) {
  const view = viewOf(component, mount);
  receive(view, component.data);
  return view.end;
}

function mount(parent) {
  const card = make("div", "card", parent);
  const row = make("div", "row", card);
  const view = { card };
  view.tiles = ["original", "max", "average", "every"].map((name) => {
    const tile = make("figure", name, row);
    const title = make("figcaption", "title", tile);
    const frame = make("div", "frame", tile);
    const image = make("img", "picture", frame);
    image.draggable = false;
    const box = make("div", "box", frame);
    const facts = make("div", "facts", tile);
    frame.addEventListener("pointermove", (event) => point(view, name, event));
    frame.addEventListener("pointerleave", () => point(view, null));
    return { name, title, image, frame, box, facts };
  });
  view.line = make("div", "line", card);
  return view;
}

function receive(view, data) {
  view.data = data;
  view.tiles.forEach((tile) => {
    const shown = data.pictures[tile.name];
    if (tile.image.src !== shown.source) tile.image.src = shown.source;
    tile.image.alt = shown.title;
    tile.title.textContent = shown.title;
    tile.facts.textContent = shown.facts;
    tile.frame.style.aspectRatio = `${data.size[1]} / ${data.size[0]}`;
  });
  point(view, null);
}

function point(view, name, event) {
  const { data, tiles, line } = view;
  if (!name) {
    tiles.forEach(({ box }) => { box.hidden = true; });
    line.textContent = data.words.hint;
    return;
  }
  const [tall, wide] = data.out;
  const [row, column] = cellIn(data.out, placeIn(tiles.find((tile) => tile.name === name).frame, event));
  const last = (at, side) => Math.min(side, at * data.jump + data.sees) - 1;
  tiles.forEach(({ name: other, box }) => {
    box.hidden = false;
    if (other === "original") {
      const [top, left] = [row * data.jump, column * data.jump];
      place(box, top / data.size[0], left / data.size[1], (last(row, data.size[0]) - top + 1) / data.size[0],
        (last(column, data.size[1]) - left + 1) / data.size[1]);
    } else place(box, row / tall, column / wide, 1 / tall, 1 / wide);
  });
  line.textContent = cellText(data.words.pixel, [row, column], { top: row * data.jump + 1, left: column * data.jump + 1,
    bottom: last(row, data.size[0]) + 1, right: last(column, data.size[1]) + 1 });
}

function place(box, ...parts) {
  ["top", "left", "height", "width"].forEach((side, index) => { box.style[side] = `${100 * parts[index]}%`; });
}

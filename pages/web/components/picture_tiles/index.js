// Pictures out of one atlas, enlarged without smoothing. Only what changed is drawn again.

export default function (component) {
  const view = viewOf(component, (parent) => ({ card: make("div", "card", parent, { role: "group" }) }));
  const { data } = component;
  const width = `min(${data.side}px, 100%)`;
  view.card.style.gridTemplateColumns = data.columns
    ? `repeat(${data.columns}, minmax(0, ${data.side}px))` : `repeat(auto-fill, ${width})`;
  view.card.setAttribute("aria-label", data.name);
  const figures = childrenOf(view.card, data.tiles.length, () => addTile(view.card));
  figures.forEach((figure, index) => write(figure, data.tiles[index]));
  if (data.atlas && data.atlas !== view.source) draw(view, data);
  return view.end;
}

function addTile(card) {
  const tile = make("figure", "tile", card);
  make("canvas", "", tile);
  make("div", "title", tile);
  make("div", "note", tile);
}

function write(element, tile) {
  element.classList.toggle("wrong", tile.wrong);
  const [, title, note] = element.children;
  setText(title, tile.title);
  setText(note, tile.note);
  element.title = [tile.title, tile.note].filter(Boolean).join(", ");
}

function draw(view, data) {
  view.source = data.atlas;
  const [height, width] = data.size;
  const atlas = new Image();
  atlas.onload = () => {
    if (view.source !== data.atlas) return;
    [...view.card.children].forEach((tile, index) => {
      const pixels = tile.firstChild;
      const dense = Math.max(1, Math.round((data.side * density()) / width));
      [pixels.width, pixels.height] = [width * dense, height * dense];
      const pen = pixels.getContext("2d");
      pen.imageSmoothingEnabled = false;
      pen.drawImage(atlas, 0, index * height, width, height, 0, 0, pixels.width, pixels.height);
    });
  };
  atlas.src = data.atlas;
}

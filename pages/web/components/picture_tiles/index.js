// Pictures out of one atlas, enlarged without smoothing. Only what changed is drawn again.

import { component } from "../../kit/component.js";
import { childrenOf, make, setAll, setText } from "../../kit/elements.js";
import { density, growth, LETTER, penOf } from "../../kit/pixels.js";

/** @typedef {{ title: string, note: string, wrong: boolean }} Tile */
/**
 * What pages/ui/components/picture_tiles.py sends.
 * @typedef {object} Data
 * @property {string} atlas all pictures below one another, as an address
 * @property {[number, number]} size height and width of each, px
 * @property {number} side width on the page, px
 * @property {string} name
 * @property {number} columns 0: as many as fit
 * @property {Tile[]} tiles
 */
/** @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & { source?: string }} View */

export default component({ build, receive });

/** @param {HTMLElement} parent */
function build(parent) {
  return { card: make("div", "card", parent, { role: "group" }) };
}

/** @param {View} view @param {Data} data */
function receive(view, data) {
  const side = `${data.side / LETTER}rem`;
  const width = `min(${side}, 100%)`;
  view.card.style.gridTemplateColumns = data.columns
    ? `repeat(${data.columns}, minmax(0, ${side}))` : `repeat(auto-fill, ${width})`;
  view.card.setAttribute("aria-label", data.name);
  const figures = childrenOf(view.card, data.tiles.length, () => addTile(view.card));
  figures.forEach((figure, index) => write(figure, data.tiles[index], `${data.name} ${index + 1}`));
  if (data.atlas && data.atlas !== view.source) draw(view, data);
}

/** @param {HTMLElement} card */
function addTile(card) {
  const tile = make("figure", "tile", card, { role: "img" });
  make("canvas", "", tile);
  make("div", "title", tile);
  make("div", "note", tile);
  return tile;
}

/** @param {HTMLElement} element @param {Tile} tile @param {string} otherwise what one without words is called */
function write(element, tile, otherwise) {
  element.classList.toggle("wrong", tile.wrong);
  const [, title, note] = element.children;
  setText(title, tile.title);
  setText(note, tile.note);
  element.title = [tile.title, tile.note].filter(Boolean).join(", ");
  setAll(element, { "aria-label": element.title || otherwise });
}

/** @param {View} view @param {Data} data */
function draw(view, data) {
  view.source = data.atlas;
  const [height, width] = data.size;
  const atlas = new Image();
  atlas.onload = () => {
    if (view.source !== data.atlas) return;
    view.card.querySelectorAll("canvas").forEach((pixels, index) => {
      const dense = Math.max(1, Math.round((data.side * density() * growth()) / width));
      [pixels.width, pixels.height] = [width * dense, height * dense];
      const pen = penOf(pixels);
      pen.imageSmoothingEnabled = false;
      pen.drawImage(atlas, 0, index * height, width, height, 0, 0, pixels.width, pixels.height);
    });
  };
  atlas.src = data.atlas;
}

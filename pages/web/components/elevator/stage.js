// Draws one moment of the elevator: everything between two floors is between their pictures, too.

import { colourOf, inside } from "../../kit/pixels.js";
import { fill, percent } from "../../kit/format.js";
import { between, cellOver, mixed, seenFrom } from "./data.js";
import { storey, tileOf } from "./layout.js";

/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {import("./layout.js").Square} Square */
/** @typedef {import("./data.js").House} House */
/**
 * @typedef {object} Moment
 * @property {House} house
 * @property {number} at floor, with what is between
 * @property {[number, number]} point
 * @property {import("./data.js").Words} words
 * @property {HTMLImageElement | null} patches
 * @property {HTMLImageElement | null} dreams
 * @property {Record<"text" | "quiet" | "selection" | "line" | "bar" | "ground", string>} tones
 */

const [LETTERS, CUT] = ["13px", 22];

/** @param {Element} card @returns {Moment["tones"]} */
export function tonesOf(card) {
  const [text, quiet, selection, bar] = ["--text", "--quiet", "--selection", "--convolution"]
    .map((name) => colourOf(card, name));
  return { text, quiet, selection, bar, line: colourOf(card, "--st-border-color"),
    ground: colourOf(card, "--st-secondary-background-color") };
}

/** @param {CanvasRenderingContext2D} pen @param {Layout} layout @param {Moment} moment */
export function drawStage(pen, layout, moment) {
  pen.clearRect(0, 0, layout.wide, layout.tall);
  pen.imageSmoothingEnabled = false;
  pen.font = `${LETTERS} ${getComputedStyle(pen.canvas).fontFamily}`;
  drawShaft(pen, layout, moment);
  drawPhoto(pen, layout, moment);
  const [low, high, share] = between(moment.at, moment.house.floors.length);
  for (const [floor, strength] of [[low, 1 - share], [high, share]]) {
    if (strength < 0.004) continue;
    pen.globalAlpha = strength;
    drawMaps(pen, layout, moment, floor);
    drawLikes(pen, layout, moment, floor);
  }
  pen.globalAlpha = 1;
  drawCone(pen, layout, moment);
}

/** @param {CanvasRenderingContext2D} pen @param {string} text @param {Square} above @param {string} colour */
function title(pen, text, above, colour) {
  Object.assign(pen, { fillStyle: colour, textBaseline: "alphabetic", textAlign: "left" });
  pen.fillText(text, above.x, above.y - 8);
}

/** @param {CanvasRenderingContext2D} pen @param {string} text @param {number} room px */
export function shortened(pen, text, room) {
  if (pen.measureText(text).width <= room) return text;
  let cut = text;
  while (cut.length > 1 && pen.measureText(`${cut}…`).width > room) cut = cut.slice(0, -1);
  return `${cut}…`;
}

/** @param {CanvasRenderingContext2D} pen @param {Layout} layout @param {Moment} moment */
function drawShaft(pen, { shaft }, { house: { floors }, at, tones }) {
  if (!shaft) return;
  floors.forEach(({ label, share }, floor) => {
    const { y, tall } = storey(shaft, floor, floors.length);
    const [middle, near] = [y + tall / 2, Math.max(0, 1 - Math.abs(at - floor))];
    pen.fillStyle = tones.ground;
    pen.fillRect(shaft.x + 100, middle - 4, shaft.wide - 108, 8);
    pen.fillStyle = tones.bar;
    pen.globalAlpha = 0.45 + 0.55 * near;
    pen.fillRect(shaft.x + 100, middle - 4, Math.max(2, (shaft.wide - 108) * share), 8);
    pen.globalAlpha = 1;
    Object.assign(pen, { fillStyle: near > 0.5 ? tones.text : tones.quiet, textBaseline: "middle", textAlign: "left" });
    pen.fillText(shortened(pen, label, 86), shaft.x + 8, middle);
  });
  const cabin = storey(shaft, at, floors.length);
  Object.assign(pen, { strokeStyle: tones.selection, lineWidth: 2 });
  pen.strokeRect(shaft.x + 1, cabin.y + 1, shaft.wide - 2, cabin.tall - 2);
}

/** What a unit sees at this moment, shares of the picture. @param {Moment} moment */
export function seenNow({ house: { floors, photo }, at, point }) {
  const [low, high, share] = between(at, floors.length);
  return mixed(seenFrom(floors[low], photo, point), seenFrom(floors[high], photo, point), share);
}

/** @param {CanvasRenderingContext2D} pen @param {Layout} layout @param {Moment} moment */
function drawPhoto(pen, { photo }, moment) {
  const { house, words, tones, at, point } = moment;
  const { x, y, side } = photo;
  title(pen, words.photo, photo, tones.text);
  pen.drawImage(house.image, x, y, side, side);
  inside(pen, [x, y, side, side], () => {
    const now = boxIn(photo, seenNow(moment));
    pen.fillStyle = "rgb(10 14 24 / 52%)";
    pen.beginPath();
    pen.rect(x, y, side, side);
    pen.rect(...now);
    pen.fill("evenodd");
    house.floors.forEach((floor, place) => {
      if (place >= at || !floor.fields) return;
      Object.assign(pen, { strokeStyle: "rgb(255 255 255 / 38%)", lineWidth: 1 });
      pen.strokeRect(...boxIn(photo, seenFrom(floor, house.photo, point)));
    });
    for (const [strokeStyle, lineWidth] of /** @type {const} */ ([["#10151f", 5], ["#ffffff", 2.5]])) {
      Object.assign(pen, { strokeStyle, lineWidth });
      pen.strokeRect(now[0] + 1, now[1] + 1, now[2] - 2, now[3] - 2);
    }
  });
}

/** @param {Square} square @param {number[]} box @returns {import("../../kit/pixels.js").Box} */
function boxIn({ x, y, side }, [top, left, bottom, right]) {
  return [x + left * side, y + top * side, (right - left) * side, (bottom - top) * side];
}

/** @param {CanvasRenderingContext2D} pen @param {Layout} layout @param {Moment} moment @param {number} place */
function drawMaps(pen, { maps }, { house, words, tones, point }, place) {
  const floor = house.floors[place];
  if (floor.bars.length) {
    drawBars(pen, maps, floor, words, tones);
    return;
  }
  const values = { count: floor.channels.length, all: floor.shape.split(" ")[0], shape: floor.size.join(" × ") };
  const text = place ? fill(floor.fields ? words.maps : words.values, values) : words.colours;
  title(pen, shortened(pen, text, maps.side), maps, tones.text);
  const [row, column] = cellOver(floor, house.photo, point);
  house.maps[place].forEach((map, channel) => {
    const tile = tileOf(maps, channel);
    pen.drawImage(map, tile.x, tile.y, tile.side, tile.side);
    const [tall, wide] = floor.size.map((cells) => tile.side / cells);
    if (floor.fields && Math.max(...floor.size) > 1) {
      Object.assign(pen, { strokeStyle: "#ffffff", lineWidth: 1.5 });
      pen.strokeRect(tile.x + column * wide - 0.75, tile.y + row * tall - 0.75, wide + 1.5, tall + 1.5);
    } else {
      Object.assign(pen, { fillStyle: "#10151f", textBaseline: "bottom", textAlign: "left" });
      pen.fillRect(tile.x, tile.y + tile.side - 18, tile.side, 18);
      pen.fillStyle = "#ffffff";
      pen.fillText(floor.values[channel], tile.x + 4, tile.y + tile.side - 2);
    }
    if (channel || !place) return;
    Object.assign(pen, { strokeStyle: tones.selection, lineWidth: 3 });
    pen.strokeRect(tile.x - 1, tile.y - 1, tile.side + 2, tile.side + 2);
  });
}

/** @param {CanvasRenderingContext2D} pen @param {Square} maps @param {import("./data.js").Floor} floor
 * @param {Moment["words"]} words @param {Moment["tones"]} tones */
function drawBars(pen, maps, { bars }, words, tones) {
  title(pen, words.classes, maps, tones.text);
  bars.forEach(([name, share], place) => {
    const y = maps.y + (place * maps.side) / bars.length;
    Object.assign(pen, { fillStyle: tones.text, textBaseline: "top", textAlign: "left" });
    pen.fillText(shortened(pen, name, maps.side - 64), maps.x, y + 4);
    pen.textAlign = "right";
    pen.fillText(percent(share, 1), maps.x + maps.side, y + 4);
    pen.fillStyle = tones.ground;
    pen.fillRect(maps.x, y + CUT, maps.side, 10);
    pen.fillStyle = tones.bar;
    pen.fillRect(maps.x, y + CUT, Math.max(1, maps.side * share), 10);
  });
  pen.textAlign = "left";
}

/** @param {CanvasRenderingContext2D} pen @param {Layout} layout @param {Moment} moment @param {number} place */
function drawLikes(pen, { wide, patches, dream }, { house, words, tones, patches: found, dreams }, place) {
  const floor = house.floors[place];
  if (!place) return;
  const channel = floor.channels[0] + 1;
  const likes = fill(floor.fields ? words.likes : words.likes_value, { channel });
  title(pen, shortened(pen, floor.bars.length ? floor.bars[0][0] : likes, wide - patches.x), patches, tones.text);
  pen.imageSmoothingEnabled = true;
  if (found) {
    const each = house.patch;
    floor.told.forEach((_name, at) => {
      const { x, y, side } = tileOf(patches, at);
      pen.drawImage(found, at * each, place * each, each, each, x, y, side, side);
    });
  }
  if (floor.dream && dreams) {
    title(pen, shortened(pen, fill(words.dream, { channel }), wide - dream.x), dream, tones.text);
    pen.drawImage(dreams, 0, place * house.dream, house.dream, house.dream, dream.x, dream.y, dream.side, dream.side);
  }
  pen.imageSmoothingEnabled = false;
}

/** Lines from what a unit sees to the unit itself. @param {CanvasRenderingContext2D} pen @param {Layout} layout
 * @param {Moment} moment */
function drawCone(pen, { photo, maps, shaft }, moment) {
  const { house, at, point } = moment;
  const [low, high, share] = between(at, house.floors.length);
  if (!shaft || high === 0) return;
  const tile = tileOf(maps, 0);
  const spots = [low, high].map((floor) => {
    const [row, column] = cellOver(house.floors[floor], house.photo, point);
    const [rows, columns] = house.floors[floor].size;
    return [(row + 0.5) / rows, (column + 0.5) / columns];
  });
  const [down, across] = mixed(spots[0], spots[1], share);
  const box = boxIn(photo, seenNow(moment).map((edge) => Math.min(1, Math.max(0, edge))));
  const end = house.floors[low].bars.length ? [maps.x, maps.y + 12] : [tile.x + across * tile.side,
    tile.y + down * tile.side];
  Object.assign(pen, { strokeStyle: moment.tones.selection, lineWidth: 1.5, globalAlpha: Math.min(1, at) * 0.8 });
  pen.beginPath();
  for (const y of [box[1], box[1] + box[3]]) {
    pen.moveTo(box[0] + box[2], y);
    pen.lineTo(end[0], end[1]);
  }
  pen.stroke();
  pen.globalAlpha = 1;
}

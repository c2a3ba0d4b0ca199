// What the bytes of a sheet mean: numbers and pixels of its maps, without any element of the page but canvases.

const NOT_FINITE = 255;

// The layout is written down in explorer/figures/sheet.py, packed().
function unpack(data) {
  const bytes = data.slice();
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const sheet = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const { count, size, large } = sheet;
  const names = ["high", "minimum", "maximum", "mean", "active", "missing"];
  let at = 4 + length;
  for (const name of names) {
    sheet[name] = new Float32Array(bytes.buffer, at, count);
    at += 4 * count;
  }
  sheet.full = large ? new Float32Array(bytes.buffer, at, size[0] * size[1]) : null;
  at += large ? 4 * size[0] * size[1] : 0;
  sheet.colours = bytes.subarray(at, at + 768);
  sheet.levels = bytes.subarray(at + 768);
  return sheet;
}

// All thumbnails under each other, one pixel per cell.
function thumbnails(data) {
  const [height, width] = data.thumb;
  const canvas = document.createElement("canvas");
  const perColumn = Math.max(1, Math.floor(8192 / height));
  canvas.width = width * Math.ceil(data.count / perColumn);
  canvas.height = height * Math.min(perColumn, data.count);
  const context = canvas.getContext("2d");
  for (let first = 0, x = 0; first < data.count; first += perColumn, x += width) {
    const last = Math.min(first + perColumn, data.count);
    const part = data.levels.subarray(first * height * width, last * height * width);
    context.putImageData(image(data, part, width, height * (last - first)), x, 0);
  }
  return { canvas, at: (map) => [width * Math.floor(map / perColumn), height * (map % perColumn)] };
}

function image({ colours }, levels, width, height) {
  const made = new ImageData(width, height);
  const pixels = new Uint32Array(made.data.buffer);
  const table = Uint32Array.from({ length: 256 }, (_, level) => {
    const [red, green, blue] = colours.subarray(3 * level, 3 * level + 3);
    return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
  });
  for (let index = 0; index < levels.length; index++) pixels[index] = table[levels[index]];
  return made;
}

// The full map where the server sent it, the thumbnail until then.
function enlarged(data, map) {
  if (data.full && data.selected === map) {
    const [height, width] = data.size;
    return { levels: quantised(data, map), height, width, step: 1, value: (cell) => data.full[cell], exact: true };
  }
  const [height, width] = data.thumb;
  const levels = data.levels.subarray(map * height * width, (map + 1) * height * width);
  const value = (cell) => approximate(data, map, levels[cell]);
  return { levels, height, width, step: data.step, value, exact: false };
}

function quantised({ full, high, signed }, map) {
  const [middle, reach] = signed ? [127, 127] : [0, 254];
  const level = (value) => Math.round(middle + (reach * value) / high[map]);
  return Uint8Array.from(full, (value) => (Number.isFinite(value) ? level(value) : NOT_FINITE));
}

function approximate({ high, signed }, map, level) {
  if (level === NOT_FINITE) return NaN;
  return signed ? ((level - 127) / 127) * high[map] : (level / 254) * high[map];
}

function facts(data, map) {
  const { words } = data;
  const [minimum, maximum, missing] = [data.minimum[map], data.maximum[map], data.missing[map]];
  const all = data.size[0] * data.size[1];
  const flat = missing === 0 && minimum === maximum;
  const told = [];
  if (flat) told.push(minimum === 0 ? words.blank : fill(words.constant, { value: number(minimum) }));
  else if (missing < all) {
    told.push(fill(words.stats, { minimum: number(minimum), maximum: number(maximum), mean: number(data.mean[map]),
      active: Math.round(100 * data.active[map]) }));
  }
  if (missing > 0) told.push(fill(words.missing, { count: missing.toLocaleString("en") }));
  return told.join(" ");
}

function number(value, digits = 4) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size >= 1e5 || size < 1e-3 ? value.toExponential(2) : String(Number(value.toPrecision(digits)));
  return text.replace("-", "−");
}

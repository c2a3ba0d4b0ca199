// What the bytes of a sheet mean: numbers and pixels of its maps, without any element of the page but canvases.

const NOT_FINITE = 255;

// The layout is written down in explorer/figures/contact_sheet.py, packed_sheet().
function unpack(data) {
  const { head: sheet, floats, bytes } = unpacked(data);
  const { count, size, thumb, large } = sheet;
  for (const name of ["high", "minimum", "maximum", "mean", "active", "missing"]) sheet[name] = floats(count);
  sheet.full = large ? floats(size[0] * size[1]) : null;
  sheet.colours = bytes(768);
  sheet.levels = bytes(count * thumb[0] * thumb[1]);
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
    context.drawImage(picture(data, part, width, height * (last - first)), x, 0);
  }
  return { canvas, at: (map) => [width * Math.floor(map / perColumn), height * (map % perColumn)] };
}

function picture({ colours }, levels, width, height) {
  const table = palette(colours);
  return painted(height, width, (pixels) => {
    for (let cell = 0; cell < levels.length; cell++) pixels[cell] = table[levels[cell]];
  });
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
  return trueMinus(text);
}

// What a result is made of, cell by cell: the same sums as explorer/convolution, for the few cells a reader points at.

// The layout is written down in pages/classic_filters/result.py, packed_result().
function unpack(data) {
  const { head: shown, bytes } = unpacked(data);
  const pixels = ({ size: [height, width, depth] }) => bytes(height * width * depth);
  shown.photo.pixels = pixels(shown.photo);
  shown.diverging = bytes(3 * 255);
  for (const part of [...shown.panels, ...shown.thumbs]) part.pixels = pixels(part);
  return shown;
}

const GREYS = Uint8Array.from({ length: 3 * 256 }, (_, at) => Math.floor(at / 3));

// (height, width, 1 or 3) into a canvas of one pixel per cell; `colours` are those of the levels.
function pictureOf({ pixels, size: [height, width, depth] }, colours = GREYS) {
  const table = palette(depth === 3 ? pixels : colours);
  return painted(height, width, (made) => {
    for (let cell = 0; cell < height * width; cell++) made[cell] = table[depth === 3 ? cell : pixels[cell]];
  });
}

// Which input cell lies at a place, or -1 for a zero beyond the border.
function inside(place, size, padding) {
  if (place >= 0 && place < size) return place;
  if (padding === "replicate") return Math.min(size - 1, Math.max(0, place));
  if (padding === "circular") return ((place % size) + size) % size;
  if (padding === "reflect" && size > 1) {
    const round = 2 * (size - 1);
    const turned = ((place % round) + round) % round;
    return turned < size ? turned : round - turned;
  }
  return -1;
}

// Places that the taps of one axis read for an output cell, and where the border made them others.
function taps(cell, size, count, { stride, dilation, padding }) {
  const before = padding === "none" ? 0 : Math.floor((dilation * (count - 1)) / 2);
  return Array.from({ length: count }, (_, tap) => {
    const place = cell * stride + tap * dilation - before;
    return { place, read: inside(place, size, padding), beyond: place < 0 || place >= size };
  });
}

// Answers `value(step, row, column, channel)`, remembering what it has worked out; step -1 is the photo.
function evaluator(photo, steps) {
  const sizes = [photo.size, ...steps.map((step) => step.size)];
  const known = new Map();
  const value = (at, row, column, channel) => {
    const [, width, depth] = sizes[at + 1];
    if (at < 0) return photo.pixels[(row * width + column) * depth + channel];
    const key = ((at * sizes[at + 1][0] + row) * width + column) * 3 + channel;
    if (!known.has(key)) known.set(key, resultOf(at, row, column, channel));
    return known.get(key);
  };
  const sum = (at, row, column, channel, kernel) => {
    const { values } = windowOf(at, row, column, channel, kernel);
    return dot(values, kernel);
  };
  const resultOf = (at, row, column, channel) => {
    const { kernels, name } = steps[at];
    if (name === "magnitude") return Math.hypot(...kernels.map((kernel) => sum(at, row, column, channel, kernel)));
    if (name !== "direction") return sum(at, row, column, channel, kernels[0]);
    const [across, down] = kernels.map((kernel) => sum(at, row, column, strongest(at, row, column), kernel));
    return Math.atan2(down, across);
  };
  // A direction is read from the channel that changes most.
  const strongest = (at, row, column) => {
    const found = Array.from({ length: sizes[at][2] }, (_, channel) =>
      Math.hypot(...steps[at].kernels.map((kernel) => sum(at, row, column, channel, kernel))));
    return found.indexOf(Math.max(...found));
  };
  const windowOf = (at, row, column, channel, kernel) => {
    const [height, width] = sizes[at];
    const down = taps(row, height, kernel.length, steps[at]);
    const across = taps(column, width, kernel[0].length, steps[at]);
    const read = (y, x) => (y.read < 0 || x.read < 0 ? 0 : value(at - 1, y.read, x.read, channel));
    return { down, across, values: down.map((y) => across.map((x) => read(y, x))) };
  };
  return { value, windowOf, strongest };
}

function dot(values, kernel) {
  return values.reduce((total, row, y) => row.reduce((part, value, x) => part + value * kernel[y][x], total), 0);
}

function number(value, digits = 4) {
  if (!Number.isFinite(value)) return "∞";
  const whole = Math.round(value * 1e6) / 1e6;
  if (Number.isInteger(whole) && Math.abs(whole) < 1e5) return trueMinus(String(whole));
  const size = Math.abs(value);
  const text = size >= 1e5 || size < 1e-3 ? value.toExponential(1) : String(Number(value.toPrecision(digits)));
  return trueMinus(text);
}

// Stands before the script of every component of this folder: whole pixels of the screen, colours and bytes.

function density() {
  return window.devicePixelRatio || 1;
}

// Gives a canvas so many pixels of the screen; its styles follow, so that none of them lies between two.
function sized(canvas, width, height) {
  [canvas.width, canvas.height] = [width, height];
  [canvas.style.width, canvas.style.height] = [width, height].map((length) => `${length / density()}px`);
  return canvas.getContext("2d");
}

// The same for at most so many pixels of the page, in which it is then drawn.
function surface(canvas, width, height) {
  const ratio = density();
  const context = sized(canvas, Math.floor(width * ratio), Math.floor(height * ratio));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

// A canvas of one pixel per cell, which `paint` sets as numbers of four bytes, see `opaque`.
function painted(height, width, paint) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const made = new ImageData(width, height);
  paint(new Uint32Array(made.data.buffer));
  canvas.getContext("2d").putImageData(made, 0, 0);
  return canvas;
}

function opaque(red, green, blue) {
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
}

// Of red, green and blue of one level after the other, each level as one number.
function palette(colours) {
  return Uint32Array.from({ length: colours.length / 3 }, (_, level) =>
    opaque(colours[3 * level], colours[3 * level + 1], colours[3 * level + 2]));
}

// A bar one pixel high, stretched by its styles, of the first `levels` of a palette.
function paintScale(bar, colours, levels) {
  [bar.width, bar.height] = [levels, 1];
  const line = painted(1, levels, (pixels) => pixels.set(palette(colours).subarray(0, levels)));
  bar.getContext("2d").drawImage(line, 0, 0);
}

// Red, green and blue of #rrggbb or rgb(...).
function rgbOf(colour) {
  if (colour.startsWith("#")) return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return colour.match(/[\d.]+/g)?.map(Number) ?? [255, 255, 255];
}

function isDark(colour) {
  const [red, green, blue] = rgbOf(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 120;
}

function inkOn(colour) {
  return isDark(colour) ? "#ffffff" : "#10151f";
}

// Stripes through a rectangle: what is not part of the input, or not read.
function hatch(context, [left, top, wide, tall], { colour, gap, line = 1, alpha = 1 }) {
  context.save();
  context.beginPath();
  context.rect(left, top, wide, tall);
  context.clip();
  Object.assign(context, { strokeStyle: colour, lineWidth: line, globalAlpha: alpha });
  context.beginPath();
  for (let at = -tall; at < wide; at += gap) {
    context.moveTo(left + at, top + tall);
    context.lineTo(left + at + tall, top);
  }
  context.stroke();
  context.restore();
}

// A block of bytes: length of a header (uint32, little-endian), the header (JSON), then what `floats` and `bytes` take.
function unpacked(data) {
  const block = data.slice();
  const length = new DataView(block.buffer).getUint32(0, true);
  let at = 4 + length;
  const take = (size) => (at += size) - size;
  return {
    head: JSON.parse(new TextDecoder().decode(block.subarray(4, at))),
    floats: (count) => new Float32Array(block.buffer, take(4 * count), count),
    bytes: (count) => block.subarray(take(count), at),
  };
}

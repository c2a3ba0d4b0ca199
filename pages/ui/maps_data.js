// Stands before the scripts of the feature maps page: bytes into a photo and a map, and rectangles on them.

// The layout is written down in explorer/figures/overlay.py, packed(); without a map its part is empty.
function unpackPhoto(data) {
  const bytes = data.slice();
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const found = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  let at = 4 + length;
  const cells = found.map[0] * found.map[1];
  found.values = new Float32Array(bytes.buffer, at, cells);
  at += 4 * cells;
  found.colours = bytes.subarray(at, at + 768);
  found.rgb = bytes.subarray(at + 768);
  return found;
}

function photoCanvas({ photo: [height, width], rgb }) {
  return painted(height, width, (pixels) => {
    for (let cell = 0; cell < height * width; cell++) {
      pixels[cell] = opaque(rgb[3 * cell], rgb[3 * cell + 1], rgb[3 * cell + 2]);
    }
  });
}

function mapCanvas({ map: [height, width], values, colours, high, signed }) {
  const [middle, reach] = signed ? [127, 127] : [0, 254];
  const table = Uint32Array.from({ length: 256 }, (_, level) => opaque(...colours.subarray(3 * level, 3 * level + 3)));
  return painted(height, width, (pixels) => {
    for (let cell = 0; cell < height * width; cell++) {
      const level = Math.round(middle + (reach * values[cell]) / high);
      pixels[cell] = table[Number.isFinite(values[cell]) ? Math.min(254, Math.max(0, level)) : 255];
    }
  });
}

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

// A canvas as wide as its card; its height follows from the photo, so that it is there before anything is drawn.
function fitted(canvas, [height, width]) {
  const ratio = window.devicePixelRatio || 1;
  canvas.style.aspectRatio = `${width} / ${height}`;
  const wide = Math.max(1, Math.round(canvas.clientWidth * ratio));
  const tall = Math.max(1, Math.round((wide * height) / width));
  if (canvas.width !== wide || canvas.height !== tall) [canvas.width, canvas.height] = [wide, tall];
  const context = canvas.getContext("2d");
  context.imageSmoothingEnabled = false;
  return context;
}

// Seen on bright and dark grounds alike: a white line in a dark one.
function outline(context, x, y, width, height, dash = []) {
  const thick = 2 * (window.devicePixelRatio || 1);
  context.setLineDash(dash);
  for (const [colour, line] of [["#10151f", 2 * thick], ["#ffffff", thick]]) {
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.strokeRect(x, y, width, height);
  }
  context.setLineDash([]);
}

function placeIn(canvas, event) {
  const box = canvas.getBoundingClientRect();
  const inside = (share) => Math.min(1, Math.max(0, share));
  return [inside((event.clientY - box.top) / box.height), inside((event.clientX - box.left) / box.width)];
}

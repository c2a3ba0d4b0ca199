// Stands before the scripts that show a photo and a map: bytes into pixels, and rectangles on them.

const EACH = 5; // %, a step of the opacity

// The layout is written down in explorer/figures/wire.py, packed_photo(); without a map its part is empty.
function unpackPhoto(data) {
  const { head, floats, bytes } = unpacked(data);
  const [values, colours] = [floats(head.map[0] * head.map[1]), bytes(768)];
  return { ...head, values, colours, rgb: bytes(3 * head.photo[0] * head.photo[1]) };
}

function photoCanvas({ photo: [height, width], rgb }) {
  return painted(height, width, (pixels) => pixels.set(palette(rgb)));
}

function mapCanvas({ map: [height, width], values, colours, high, signed }) {
  const [middle, reach] = signed ? [127, 127] : [0, 254];
  const table = palette(colours);
  return painted(height, width, (pixels) => {
    for (let cell = 0; cell < height * width; cell++) {
      const level = Math.round(middle + (reach * values[cell]) / high);
      pixels[cell] = table[Number.isFinite(values[cell]) ? Math.min(254, Math.max(0, level)) : 255];
    }
  });
}

// A canvas as wide as its card; its height follows from the photo, so that it is there before anything is drawn.
function fitted(canvas, [height, width]) {
  canvas.style.aspectRatio = `${width} / ${height}`;
  const wide = Math.max(1, Math.round(canvas.getBoundingClientRect().width * density()));
  const tall = Math.max(1, Math.round((wide * height) / width));
  if (canvas.width !== wide || canvas.height !== tall) [canvas.width, canvas.height] = [wide, tall];
  const context = canvas.getContext("2d");
  context.imageSmoothingEnabled = false;
  return context;
}

// A picture over the whole canvas.
function lay(context, picture, share = 1) {
  context.globalAlpha = share;
  context.drawImage(picture, 0, 0, context.canvas.width, context.canvas.height);
  context.globalAlpha = 1;
}

// Seen on bright and dark grounds alike: white in dark.
function stroke(context, paint) {
  const thick = 2 * density();
  for (const [colour, line] of [["#10151f", 2 * thick], ["#ffffff", thick]]) {
    Object.assign(context, { strokeStyle: colour, lineWidth: line });
    paint();
  }
}

function outline(context, x, y, width, height, dash = []) {
  context.setLineDash(dash);
  stroke(context, () => context.strokeRect(x, y, width, height));
  context.setLineDash([]);
}

function cellAt({ data, canvas }, event) {
  return cellIn(data.map, placeIn(canvas, event));
}

function opacitySlider(label, value) {
  return make("input", "", label, { type: "range", min: 0, max: 100, step: EACH, value });
}

function valueText(value, notFinite, digits = 4) {
  return Number.isFinite(value) ? trueMinus(String(Number(value.toPrecision(digits)))) : notFinite;
}

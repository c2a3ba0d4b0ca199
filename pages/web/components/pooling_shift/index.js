// An image that is moved by whole pixels, and three maps of it. The same arithmetic, in whole numbers, stands in
// explorer/convolution/pooling/shift_invariance.py; here it follows every pixel of a drag.

const MAPS = ["max", "average", "convolution"];
const SEND_MS = 350;
const TINT_SHARE = 0.62;

export default function (component) {
  const view = viewOf(component, mount);
  receive(view, component.data);
  return view.end;
}

function mount(parent) {
  const card = make("div", "card", parent);
  const view = { card, shift: [0, 0] };
  const left = make("div", "image", card);
  const head = make("div", "title", left);
  view.told = make("span", "", head);
  view.image = make("canvas", "picture", left, { tabindex: 0, role: "application" });
  view.pad = make("div", "pad", left);
  view.maps = Object.fromEntries(MAPS.map((name) => {
    const area = make("div", `map ${name}`, card);
    const parts = { title: make("div", "title", area), canvas: make("canvas", "picture", area, { role: "img" }) };
    return [name, { ...parts, share: make("div", "share", area), count: make("div", "count", area) }];
  }));
  view.line = make("div", "line", card, { role: "status" });
  view.buttons = buttons(view);
  listen(view);
  return view;
}

function buttons(view) {
  const steps = [["left", "←", 0, -1], ["right", "→", 0, 1], ["up", "↑", -1, 0], ["down", "↓", 1, 0]];
  const made = steps.map(([name, sign, down, right]) => {
    const button = make("button", name, view.pad, { type: "button" });
    button.textContent = sign;
    button.addEventListener("click", () => by(view, down, right));
    return [name, button];
  });
  const home = make("button", "home", view.pad, { type: "button" });
  home.addEventListener("click", () => to(view, [0, 0]));
  return Object.fromEntries([...made, ["home", home]]);
}

function listen(view) {
  const { image } = view;
  image.addEventListener("keydown", (event) => {
    if (event.key in ARROWS) by(view, ...ARROWS[event.key]);
    else if (event.key === "Home") to(view, [0, 0]);
    else return;
    event.preventDefault();
  });
  let held = null;
  image.addEventListener("pointerdown", (event) => {
    held = { x: event.clientX, y: event.clientY, shift: view.shift };
    image.setPointerCapture(event.pointerId);
  });
  image.addEventListener("pointermove", (event) => {
    if (!held) return;
    const px = image.getBoundingClientRect().width / image.width;
    const moved = [(event.clientY - held.y) / px, (event.clientX - held.x) / px];
    to(view, moved.map((by, axis) => held.shift[axis] + Math.round(by)));
  });
  for (const end of ["pointerup", "pointercancel"]) image.addEventListener(end, () => { held = null; });
}

function receive(view, data) {
  view.data = data;
  view.source = Uint8Array.from(atob(data.source), (letter) => letter.charCodeAt(0));
  const side = data.side - 2 * data.margin;
  view.side = side;
  view.out = data.kernel > side ? 0 : Math.floor((side - data.kernel) / data.stride) + 1;
  view.before = mapsOf(view, [0, 0]);
  if (!awaits(view, data.shift)) view.shift = data.shift.split("_").map(Number);
  view.selected = view.shift.join("_");
  words(view);
  draw(view);
}

function words({ data, image, buttons: shown, maps, out }) {
  const { words: said } = data;
  image.setAttribute("aria-label", said.name);
  image.title = said.hint;
  for (const [name, button] of Object.entries(shown)) {
    button.title = said[name];
    button.setAttribute("aria-label", said[name]);
  }
  shown.home.textContent = said.home;
  MAPS.forEach((name) => { maps[name].title.textContent = fill(said[name], { side: out ? `${out} × ${out}` : "–" }); });
}

function by(view, down, right) {
  to(view, [view.shift[0] + down, view.shift[1] + right]);
}

function to(view, wanted) {
  const { margin } = view.data;
  view.shift = wanted.map((step) => Math.min(margin, Math.max(-margin, step)));
  const text = view.shift.join("_");
  if (text === view.selected) return;
  view.selected = text;
  draw(view);
  announce(view, text, SEND_MS);
}

function at({ source, data }, [down, right], row, column) {
  return source[(row + data.margin - down) * data.side + column + data.margin - right];
}

// Maximum, sum and cross-correlation of each window, row by row.
function mapsOf(view, shift) {
  const { kernel, stride, weights } = view.data;
  const made = { max: [], average: [], convolution: [] };
  for (let row = 0; row < view.out; row++) {
    for (let column = 0; column < view.out; column++) {
      let [most, sum, product] = [-Infinity, 0, 0];
      for (let y = 0; y < kernel; y++) {
        for (let x = 0; x < kernel; x++) {
          const value = at(view, shift, row * stride + y, column * stride + x);
          most = Math.max(most, value);
          sum += value;
          product += value * weights[y][x];
        }
      }
      made.max.push(most);
      made.average.push(sum);
      made.convolution.push(product);
    }
  }
  return made;
}

function draw(view) {
  const { data, side } = view;
  picture(view.image, side, (row, column) => Array(3).fill(at(view, view.shift, row, column)));
  view.told.textContent = fill(data.words.shift, { down: signed(view.shift[0]), right: signed(view.shift[1]) });
  const cells = view.shift.map((step) => Math.floor((2 * step + data.stride) / (2 * data.stride)));
  const whole = view.shift.every((step) => step % data.stride === 0);
  const still = view.shift.every((step) => step === 0);
  const place = { kernel: data.kernel, side, down: cells[0], right: cells[1] };
  view.line.textContent = fill(data.words[!view.out ? "misfit" : still ? "none" : whole ? "whole" : "between"], place);
  view.line.classList.toggle("problem", !view.out);
  compare(view, data.follow ? cells : [0, 0]);
}

function compare(view, [moveDown, moveRight]) {
  const { before, out, maps, data } = view;
  const after = mapsOf(view, view.shift);
  const partner = after.max.map((_, index) => {
    const [row, column] = [Math.floor(index / out) - moveDown, (index % out) - moveRight];
    return row < 0 || column < 0 || row >= out || column >= out ? -1 : row * out + column;
  });
  const counted = partner.map((was, index) => was >= 0 && (before.max[was] !== 0 || after.max[index] !== 0));
  const tint = rgbOf(getComputedStyle(view.card).getPropertyValue("--pooling").trim());
  MAPS.forEach((name) => {
    const [old, now] = [before[name], after[name]];
    let [cells, equal, change] = [0, 0, 0];
    now.forEach((value, index) => {
      if (!counted[index]) return;
      cells++;
      equal += value === old[partner[index]];
      change += Math.abs(value - old[partner[index]]);
    });
    const span = old.length ? old.reduce((a, b) => Math.max(a, b)) - old.reduce((a, b) => Math.min(a, b)) : 0;
    const low = name === "convolution" ? -limit(old, now) : 0;
    const high = name === "convolution" ? -low : 255 * (name === "average" ? data.kernel ** 2 : 1);
    picture(maps[name].canvas, out, (row, column) => {
      const index = row * out + column;
      const grey = Math.round((255 * (now[index] - low)) / (high - low || 1));
      const kept = counted[index] && now[index] === old[partner[index]];
      return kept ? tint.map((part) => Math.round(grey + (part - grey) * TINT_SHARE)) : [grey, grey, grey];
    });
    const share = percent(cells ? equal / cells : 1);
    maps[name].share.textContent = out ? fill(data.words.kept, { share }) : "–";
    maps[name].count.textContent = out
      ? fill(data.words.count, { equal, cells, change: percent(cells && span ? change / cells / span : 0) }) : "";
    maps[name].canvas.setAttribute("aria-label", `${maps[name].title.textContent}: ${maps[name].share.textContent}`);
  });
}

function limit(...lists) {
  return Math.max(1, ...lists.flat().map(Math.abs));
}

// One pixel per cell, enlarged by its styles.
function picture(canvas, side, colourAt) {
  [canvas.width, canvas.height] = [Math.max(1, side), Math.max(1, side)];
  if (!side) return;
  const made = painted(side, side, (pixels) => {
    for (let cell = 0; cell < side * side; cell++) pixels[cell] = opaque(...colourAt(Math.floor(cell / side), cell % side));
  });
  canvas.getContext("2d").drawImage(made, 0, 0);
}

function percent(share) {
  return `${Math.round(100 * share)} %`;
}

function signed(value) {
  return value < 0 ? `−${-value}` : String(value);
}

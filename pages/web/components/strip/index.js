// Draws the picture that explorer/figures/network_strip.py laid out. Nodes keep their elements from one call to the next, so a
// changed number changes only its own text; the browser selects at once and tells the server afterwards.

const SVG = "http://www.w3.org/2000/svg";

export default function (component) {
  const view = viewOf(component, mount);
  draw(view, component.data);
  return view.end;
}

function mount(parent) {
  const card = make("div", "card", parent);
  const scroller = make("div", "scroller", card);
  const svg = element("svg", scroller, { role: "listbox", tabindex: 0, "aria-orientation": "horizontal" });
  const lines = element("g", svg, { class: "lines", "aria-hidden": true });
  const volumes = element("g", svg, {});
  const caption = make("div", "scale", card);
  const [note, scale] = [make("strong", "", caption), make("span", "", caption)];
  const view = { card, svg, scroller, lines, volumes, note, scale, nodes: new Map(), order: [] };
  svg.addEventListener("click", (event) => {
    const group = event.target.closest?.(".node");
    if (group) choose(view, group.dataset.id, 0);
  });
  svg.addEventListener("keydown", (event) => pressed(view, event));
  return view;
}

function draw(view, data) {
  view.svg.setAttribute("width", data.width);
  view.svg.setAttribute("height", data.height);
  view.svg.setAttribute("aria-label", data.words.name);
  view.note.textContent = data.words.note;
  view.scale.textContent = data.words.note ? ` · ${data.words.scale}` : data.words.scale;
  drawLines(view.lines, data.lines);
  drawNodes(view, data);
  const fromOutside = data.selected !== view.known;
  view.known = data.selected;
  const own = data.selected === view.selected;
  mark(view, awaits(view, data.selected) ? view.selected : data.selected);
  if (fromOutside && !own) reveal(view, view.selected);
}

function drawLines(parent, paths) {
  childrenOf(parent, paths.length, () => element("path", parent, {})).forEach((line, index) => set(line, "d", paths[index]));
}

function drawNodes(view, data) {
  const alive = new Set(data.nodes.map((node) => node.id));
  for (const [id, entry] of view.nodes) {
    if (!alive.has(id)) {
      entry.group.remove();
      view.nodes.delete(id);
    }
  }
  view.order = data.nodes.map((node) => node.id);
  data.nodes.forEach((node, index) => {
    const entry = view.nodes.get(node.id) ?? newNode(view, node.id);
    drawNode(entry, node, data.words);
    set(entry.group, "id", `node-${index}`);
    entry.node = node;
  });
  paint(view, data.nodes);
}

// Sheets come before the volume they stand behind, the farthest first; elements move only when the order changed.
function paint(view, nodes) {
  const wanted = [];
  let start = 0;
  nodes.forEach((node) => {
    if (node.behind === 0) start = wanted.length;
    wanted.splice(start, 0, view.nodes.get(node.id).group);
  });
  wanted.forEach((group, index) => {
    const present = view.volumes.children[index];
    if (present !== group) view.volumes.insertBefore(group, present ?? null);
  });
}

function newNode(view, id) {
  const group = element("g", view.volumes, { role: "option" });
  group.dataset.id = id;
  const entry = { group, title: element("title", group, {}) };
  entry.hit = element("rect", group, { class: "hit" });
  entry.side = element("path", group, { class: "face side" });
  entry.top = element("path", group, { class: "face top" });
  entry.front = element("path", group, { class: "face" });
  entry.outline = element("rect", group, { class: "outline", rx: 6 });
  entry.shape = element("text", group, { class: "shape" });
  entry.label = element("text", group, { class: "label" });
  entry.mark = element("g", group, { class: "mark" });
  element("circle", entry.mark, { r: 7 });
  element("text", entry.mark, { y: 4 }).textContent = "!";
  view.nodes.set(id, entry);
  return entry;
}

function drawNode(entry, node, words) {
  const kinds = ["node", node.kind, node.ghost && "ghost", node.wrong && "wrong", node.pale && "pale"].filter(Boolean);
  entry.kinds = kinds.join(" ");
  entry.group.style.setProperty("--tone", `var(--${node.kind})`);
  const { x, y, front, tall, across, rise } = node;
  const bar = across === 0;
  const sheet = node.behind > 0 && !bar;
  set(entry.front, "d", sheet ? "" : `M${x} ${y}h${front}v${tall}h${-front}Z`);
  set(entry.side, "d", bar ? "" : `M${x + front} ${y}l${across} ${-rise}v${tall}l${-across} ${rise}Z`);
  set(entry.top, "d", bar || sheet ? "" : `M${x} ${y}h${front}l${across} ${-rise}h${-front}Z`);
  const right = x + front + across;
  const box = node.behind > 0
    ? [right - 7, y - rise - 3, 9, tall + 6]
    : [x - 6, y - rise - 6, right - x + 12, tall + rise + 12];
  place(entry.outline, box);
  const wide = Math.max(right - x + 12, 68);
  place(entry.hit, node.behind > 0 ? box : [node.textX - wide / 2, y - rise - 6, wide, node.textY + 26 - y + rise]);
  const named = node.behind === 0;
  set(entry.shape, "x", node.textX), set(entry.shape, "y", node.textY);
  set(entry.label, "x", node.textX), set(entry.label, "y", node.textY + 16);
  setText(entry.shape, named ? node.shape : "");
  setText(entry.label, named ? shortened(node.label) : "");
  set(entry.mark, "transform", `translate(${right} ${y - rise})`);
  set(entry.mark, "display", node.wrong ? "inline" : "none");
  const told = [`${node.label} (${node.id})`, node.ghost ? words.missing : node.shape, node.wrong ? words.wrong : ""];
  setText(entry.title, told.filter(Boolean).join(", "));
  set(entry.group, "aria-label", told.filter(Boolean).join(", "));
}

function mark(view, id) {
  view.selected = id;
  view.order.forEach((other, index) => {
    const { group, kinds } = view.nodes.get(other);
    const on = other === id;
    set(group, "class", on ? `${kinds} selected` : kinds);
    set(group, "aria-selected", on);
    if (on) view.svg.setAttribute("aria-activedescendant", `node-${index}`);
  });
}

function choose(view, id, wait) {
  mark(view, id);
  announce(view, id, wait);
}

function pressed(view, event) {
  const at = view.order.indexOf(view.selected);
  const last = view.order.length - 1;
  const steps = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last };
  if ((event.key === "Enter" || event.key === " ") && at >= 0) choose(view, view.selected, 0);
  else if (event.key in steps && last >= 0) {
    choose(view, view.order[Math.min(last, Math.max(0, steps[event.key]))], PAUSE_MS);
    reveal(view, view.selected);
  } else return;
  event.preventDefault();
}

// Only the strip itself scrolls, never the page.
function reveal(view, id) {
  const node = view.nodes.get(id)?.node;
  if (!node) return;
  const { scrollLeft, clientWidth } = view.scroller;
  const left = Math.min(node.x, node.textX - 44) - 12;
  const right = Math.max(node.x + node.front + node.across, node.textX + 44) + 12;
  if (left < scrollLeft) view.scroller.scrollLeft = left;
  else if (right > scrollLeft + clientWidth) view.scroller.scrollLeft = right - clientWidth;
}

function place(rect, [x, y, width, height]) {
  set(rect, "x", x), set(rect, "y", y), set(rect, "width", width), set(rect, "height", height);
}

function set(target, name, value) {
  if (target.getAttribute(name) !== String(value)) target.setAttribute(name, value);
}

function shortened(text) {
  return text.length > 18 ? `${text.slice(0, 17)}…` : text;
}

function element(name, parent, attributes) {
  const made = document.createElementNS(SVG, name);
  setAll(made, attributes);
  return parent.appendChild(made);
}

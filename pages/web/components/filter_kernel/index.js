// The kernel as a grid of fields: change one, or paste a whole grid; the server reads the text and says what is wrong.

const COMMIT_MS = 350;

export default function (component) {
  const view = viewOf(component, mount);
  receive(view, component.data);
  return view.end;
}

function mount(parent) {
  const card = make("div", "card", parent);
  const table = make("div", "table", card, { role: "group" });
  const view = { card, table, fields: [], shape: "" };
  table.addEventListener("input", (event) => {
    event.target.classList.add("touched");
    commit(view, COMMIT_MS);
  });
  table.addEventListener("keydown", (event) => pressed(view, event));
  table.addEventListener("paste", (event) => pasted(view, event));
  table.addEventListener("focusin", (event) => event.target.select?.());
  return view;
}

function receive(view, data) {
  view.data = data;
  const [rows, columns] = [data.cells.length, data.cells[0].length];
  if (view.shape !== `${rows}x${columns}`) build(view, rows, columns);
  view.table.setAttribute("aria-label", data.words.name);
  view.table.classList.toggle("small", columns > 7);
  data.cells.forEach((row, y) => row.forEach((text, x) => show(view, view.fields[y][x], text, data.shades[y][x], y, x)));
  view.version = data.version;
}

function build(view, rows, columns) {
  view.shape = `${rows}x${columns}`;
  view.table.style.gridTemplateColumns = `repeat(${columns}, ${columns > 7 ? "minmax(24px, 1fr)" : "minmax(0, 62px)"})`;
  view.table.replaceChildren();
  view.fields = Array.from({ length: rows }, () => Array.from({ length: columns }, () =>
    make("input", "", view.table, { inputmode: "text", autocomplete: "off" })));
}

// What the reader is typing stays until the server has read it.
function show(view, field, text, shade, y, x) {
  const typing = field.getRootNode().activeElement === field && field.classList.contains("touched");
  if (!typing || view.version !== view.data.version) {
    field.value = text;
    field.classList.remove("touched");
  }
  const side = shade < 0 ? "--cool" : "--warm";
  field.style.background = shade ? `color-mix(in srgb, var(${side}) ${Math.round(42 * Math.abs(shade))}%, transparent)` : "";
  field.readOnly = view.data.fixed;
  field.setAttribute("aria-label", fill(view.data.words.cell, { row: y + 1, column: x + 1 }));
}

// Fields show few digits; those that were not touched go back with all of theirs.
function commit(view, wait) {
  const told = (field, y, x) => (field.classList.contains("touched") ? field.value.trim() || "0" : view.data.full[y][x]);
  const text = view.fields.map((row, y) => row.map((field, x) => told(field, y, x)).join("\t")).join("\n");
  announce(view, text, wait);
}

function pasted(view, event) {
  const text = event.clipboardData?.getData("text") ?? "";
  if (!/[\t\n;]|\d[ ,]+[-\d]/.test(text.trim()) || view.data.fixed) return;
  event.preventDefault();
  announce(view, text, 0);
}

function pressed(view, event) {
  const at = view.fields.findIndex((row) => row.includes(event.target));
  if (at < 0) return;
  const column = view.fields[at].indexOf(event.target);
  const steps = { ArrowUp: -1, ArrowDown: 1 };
  if (event.key === "Enter") commit(view, 0);
  const down = event.key === "Enter" ? 1 : steps[event.key];
  if (down === undefined) return;
  view.fields[at + down]?.[column]?.focus();
  event.preventDefault();
}

// A table of layers in which every number can be picked. Cells keep their elements from one call to the next, so that
// a changed number changes only its own text and nothing moves.

export default function (component) {
  const view = viewOf(component, mount, fade);
  draw(view, component.data);
  return view.end;
}

function mount(parent) {
  const card = make("div", "card", parent);
  const totals = make("dl", "totals", card);
  const frame = make("div", "frame", card);
  const scroller = make("div", "scroller", frame);
  const table = make("table", "", scroller, { role: "grid" });
  const head = make("tr", "", make("thead", "", table));
  const body = make("tbody", "", table);
  const view = { card, totals, frame, scroller, table, head, body };
  scroller.addEventListener("scroll", () => fade(view), { passive: true });
  body.addEventListener("click", (event) => pick(view, event.target.closest("td, th")));
  body.addEventListener("keydown", (event) => pressed(view, event));
  return view;
}

function draw(view, data) {
  view.data = data;
  view.table.setAttribute("aria-label", data.words.name);
  drawTotals(view.totals, data.totals);
  elements(view.head, data.columns.length, () => "th").forEach((cell, index) => {
    setText(cell, data.columns[index].title);
    Object.assign(cell, { title: data.columns[index].help, scope: "col" });
  });
  elements(view.body, data.rows.length, () => "tr").forEach((row, index) => drawRow(view, row, data.rows[index]));
  const fromOutside = view.selected !== data.selected;
  view.selected = data.selected;
  if (fromOutside && !view.sent) reveal(view);
  view.sent = false;
  fade(view);
}

// An edge behind which the table goes on is faded.
function fade({ frame, scroller }) {
  const { scrollTop, scrollLeft, clientHeight, clientWidth, scrollHeight, scrollWidth } = scroller;
  frame.classList.toggle("below", scrollTop + clientHeight < scrollHeight - 2);
  frame.classList.toggle("beyond", scrollLeft + clientWidth < scrollWidth - 2);
}

function drawTotals(list, totals) {
  elements(list, totals.length, () => "div").forEach((pair, index) => {
    const { label, value, help } = totals[index];
    const [name, told] = elements(pair, 2, (place) => (place ? "dd" : "dt"));
    setText(name, label);
    setText(told, value);
    pair.title = help;
  });
}

function drawRow(view, element, row) {
  const { columns, picked, selected } = view.data;
  const named = row.name === selected;
  const open = named && columns.findIndex((column, index) => column.id === picked && canOpen(row, index));
  element.className = [row.kind, named && "selected", row.wrong && "wrong", !row.known && "unknown"].filter(Boolean).join(" ");
  elements(element, columns.length, (index) => (index ? "td" : "th")).forEach((cell, index) => {
    const column = columns[index];
    setText(cell, row.cells[index]);
    const on = open === index;
    const share = row.shares[column.id] ?? 0;
    cell.style.setProperty("--share", `${100 * share}%`);
    cell.className = [column.id === "name" && "dot", share > 0 && "bar", on && "picked"].filter(Boolean).join(" ");
    cell.tabIndex = on || (open === -1 && index === 0) ? 0 : -1;
    cell.dataset.place = index;
    cell.setAttribute("aria-selected", on);
    const told = row.told?.[column.id] ?? (index ? "" : row.cells[0]);
    if (cell.title !== told) cell.title = told;
  });
  element.firstChild.scope = "row";
}

// Behind an empty cell, or a layer that could not be computed, there is no working to open.
function canOpen(row, index) {
  return row.known && row.cells[index] !== "";
}

function pick(view, cell) {
  if (!cell) return;
  const row = view.data.rows[cell.parentElement.rowIndex - 1];
  const column = view.data.columns[Number(cell.dataset.place)];
  view.sent = true;
  view.body.querySelector(".picked")?.classList.remove("picked");
  if (column.id !== "name" && canOpen(row, Number(cell.dataset.place))) cell.classList.add("picked");
  for (const other of view.body.children) other.classList.toggle("selected", other === cell.parentElement);
  view.send(`${row.name}|${column.id}`);
}

function pressed(view, event) {
  const cell = event.target.closest("td, th");
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    pick(view, cell);
  } else if (ARROWS[event.key]) {
    event.preventDefault();
    const [down, right] = ARROWS[event.key];
    const row = view.body.children[cell.parentElement.rowIndex - 1 + down];
    const next = row?.children[Number(cell.dataset.place) + right];
    if (!next) return;
    cell.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
}

function reveal(view) {
  const row = view.body.querySelector(".selected");
  if (!row) return;
  const top = row.offsetTop - view.head.offsetHeight;
  const { scrollTop, clientHeight } = view.scroller;
  if (top < scrollTop || row.offsetTop + row.offsetHeight > scrollTop + clientHeight) {
    view.scroller.scrollTop = Math.max(0, top - clientHeight / 3);
  }
}

function elements(parent, count, tagAt) {
  return childrenOf(parent, count, (index) => make(tagAt(index), "", parent));
}

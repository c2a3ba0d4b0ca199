// A table of layers in which every number can be picked. Cells keep their elements from one call to the next, so that
// a changed number changes only its own text and nothing moves.

export default function (component) {
  const view = viewOf(component, mount);
  draw(view, component.data);
  return view.end;
}

function mount(parent) {
  const card = make("div", "card", parent);
  const totals = make("dl", "totals", card);
  const scroller = make("div", "scroller", card);
  const table = make("table", "", scroller, { role: "grid" });
  const head = make("tr", "", make("thead", "", table));
  const body = make("tbody", "", table);
  const view = { card, totals, scroller, table, head, body };
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
  element.className = [row.kind, named && "selected", row.wrong && "wrong", !row.known && "unknown"].filter(Boolean).join(" ");
  elements(element, columns.length, (index) => (index ? "td" : "th")).forEach((cell, index) => {
    const column = columns[index];
    setText(cell, row.cells[index]);
    const on = named && picked === column.id;
    const share = row.shares[column.id] ?? 0;
    cell.style.setProperty("--share", `${100 * share}%`);
    cell.className = [column.id === "name" && "dot", share > 0 && "bar", on && "picked"].filter(Boolean).join(" ");
    cell.tabIndex = on || (named && !picked && index === 0) ? 0 : -1;
    cell.dataset.place = index;
    cell.setAttribute("aria-selected", on);
  });
  element.firstChild.scope = "row";
  element.firstChild.title = row.cells[0];
}

function pick(view, cell) {
  if (!cell) return;
  const row = view.data.rows[cell.parentElement.rowIndex - 1];
  const column = view.data.columns[Number(cell.dataset.place)];
  view.sent = true;
  view.body.querySelector(".picked")?.classList.remove("picked");
  if (column.id !== "name") cell.classList.add("picked");
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

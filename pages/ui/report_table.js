// A table of layers in which every number can be picked. Cells keep their elements from one call to the next, so that
// a changed number changes only its own text and nothing moves.

export default function (component) {
  draw(viewOf(component, mount), component.data);
}

function mount(parent) {
  const card = make("div", "card", parent);
  const totals = make("dl", "totals", card);
  const scroller = make("div", "scroller", card);
  const table = make("table", "", scroller);
  table.setAttribute("role", "grid");
  const head = make("tr", "", make("thead", "", table));
  const body = make("tbody", "", table);
  body.addEventListener("click", (event) => pick(views.get(parent), event.target.closest("td, th")));
  body.addEventListener("keydown", (event) => pressed(views.get(parent), event));
  return { card, totals, scroller, table, head, body };
}

function draw(view, data) {
  view.data = data;
  view.table.setAttribute("aria-label", data.words.name);
  drawTotals(view.totals, data.totals);
  sized(view.head, data.columns.length, () => "th");
  data.columns.forEach((column, index) => {
    const cell = view.head.children[index];
    write(cell, column.title);
    cell.title = column.help;
    cell.scope = "col";
  });
  sized(view.body, data.rows.length, () => "tr");
  data.rows.forEach((row, index) => drawRow(view, view.body.children[index], row));
  const fromOutside = view.selected !== data.selected;
  view.selected = data.selected;
  if (fromOutside && !view.sent) reveal(view);
  view.sent = false;
}

function drawTotals(list, totals) {
  sized(list, totals.length, () => "div");
  totals.forEach((total, index) => {
    sized(list.children[index], 2, (place) => (place ? "dd" : "dt"));
    write(list.children[index].children[0], total.label);
    write(list.children[index].children[1], total.value);
    list.children[index].title = total.help;
  });
}

function drawRow(view, element, row) {
  const { columns, picked, selected } = view.data;
  const named = row.name === selected;
  element.className = [row.kind, named && "selected", row.wrong && "wrong", !row.known && "unknown"].filter(Boolean).join(" ");
  sized(element, columns.length, (index) => (index ? "td" : "th"));
  columns.forEach((column, index) => {
    const cell = element.children[index];
    write(cell, row.cells[index]);
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

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function pressed(view, event) {
  const cell = event.target.closest("td, th");
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    pick(view, cell);
  } else if (STEPS[event.key]) {
    event.preventDefault();
    const [down, right] = STEPS[event.key];
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

function sized(parent, count, tagAt) {
  while (parent.children.length > count) parent.lastChild.remove();
  while (parent.children.length < count) make(tagAt(parent.children.length), "", parent);
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

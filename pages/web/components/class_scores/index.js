// The classes a network finds likeliest, as bars; a tick shows where each stood before something was changed. Where
// the page asks for it, the rows are a list to choose from: a click or the arrow keys.

export default function (component) {
  const view = viewOf(component, mount);
  const { title, note, rows, words, chosen, choose } = component.data;
  if (!awaits(view, chosen)) view.selected = chosen;
  view.data = component.data;
  view.title.textContent = title;
  view.note.textContent = note;
  view.list.classList.toggle("choose", choose);
  view.list.setAttribute("role", choose ? "listbox" : "list");
  view.list.setAttribute("aria-label", choose ? `${title}. ${words.keys}` : title);
  if (choose) view.list.setAttribute("tabindex", 0);
  else view.list.removeAttribute("tabindex");
  childrenOf(view.list, rows.length, () => newRow(view.list)).forEach((item, index) => draw(item, rows[index], words));
  mark(view);
  return view.end;
}

function mount(parent) {
  const card = make("div", "card", parent);
  const view = { card, title: make("div", "title", card), list: make("ol", "", card), note: make("div", "note", card) };
  view.list.addEventListener("click", (event) => pick(view, rowOf(event.target)));
  view.list.addEventListener("keydown", (event) => pressed(view, event));
  return view;
}

function newRow(list) {
  const item = make("li", "", list);
  make("span", "name", item);
  const track = make("span", "track", item);
  make("span", "bar", track);
  make("span", "tick", track);
  make("span", "share", item);
}

function draw(item, { name, share, before }, words) {
  const [label, track, told] = item.children;
  label.textContent = name;
  label.title = name;
  told.textContent = percent(share);
  track.children[0].style.width = `${100 * share}%`;
  track.children[1].hidden = before === null;
  track.children[1].style.left = `${100 * (before ?? 0)}%`;
  item.setAttribute("aria-label", before === null ? `${name}: ${percent(share)}`
    : fill(words.moved, { name, share: percent(share), before: percent(before) }));
}

function mark({ list, selected, data: { choose } }) {
  [...list.children].forEach((item, index) => {
    item.classList.toggle("chosen", choose && index === selected);
    item.setAttribute("role", choose ? "option" : "listitem");
    if (choose) item.setAttribute("aria-selected", index === selected);
    else item.removeAttribute("aria-selected");
  });
}

function rowOf(target) {
  const item = target.closest("li");
  return item ? [...item.parentElement.children].indexOf(item) : -1;
}

function pick(view, index, wait = 0) {
  if (!view.data.choose || index < 0 || index >= view.list.children.length || index === view.selected) return;
  view.selected = index;
  mark(view);
  announce(view, index, wait);
}

function pressed(view, event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !view.data.choose) return;
  pick(view, view.selected === null ? 0 : view.selected + step, PAUSE_MS);
  event.preventDefault();
}

function percent(share) {
  const value = 100 * share;
  return `${value > 0 && value < 0.05 ? "< 0.1" : value.toFixed(1)} %`;
}

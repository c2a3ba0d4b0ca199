// The classes a network finds likeliest, as bars; a tick shows where each stood before something was changed.

export default function (component) {
  const view = viewOf(component, mount);
  const { title, note, rows, words } = component.data;
  view.title.textContent = title;
  view.note.textContent = note;
  while (view.list.children.length > rows.length) view.list.lastChild.remove();
  rows.forEach((row, index) => draw(view.list.children[index] ?? newRow(view.list), row, words));
}

function mount(parent) {
  const card = make("div", "card", parent);
  return { card, title: make("div", "title", card), list: make("ol", "", card), note: make("div", "note", card) };
}

function newRow(list) {
  const item = make("li", "", list);
  make("span", "name", item);
  const track = make("span", "track", item);
  make("span", "bar", track);
  make("span", "tick", track);
  make("span", "share", item);
  return item;
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

function percent(share) {
  const value = 100 * share;
  return `${value > 0 && value < 0.05 ? "< 0.1" : value.toFixed(1)} %`;
}

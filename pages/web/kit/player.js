// Stands before the scripts that go through steps: their buttons, their line and their speed.

const ICONS = {
  back: "M6 5h2v14H6zM19 5v14l-9-7z", next: "M16 5h2v14h-2zM5 5v14l9-7z",
  play: "M8 5v14l11-7z", pause: "M7 5h4v14H7zM13 5h4v14h-4z",
};

function newPlayer(parent) {
  const row = make("div", "player", parent);
  const [back, play, next] = ["back", "play", "next"].map((name) => make("button", name, row, { type: "button" }));
  const line = make("input", "line", row, { type: "range", min: 0, step: 1 });
  return { row, back, play, next, line, told: make("span", "told", row), speed: make("select", "speed", row) };
}

// `words` name back, next, the line and the speed; `rate` is what one speed of `rates` is called.
function namePlayer({ back, next, line, speed }, words, rates, chosen) {
  setIcon(back, ICONS.back, words.back);
  setIcon(next, ICONS.next, words.next);
  setAll(line, { "aria-label": words.line, title: words.line });
  setAll(speed, { "aria-label": words.speed, title: words.speed });
  childrenOf(speed, rates.length, () => make("option", "", speed)).forEach((option, index) => {
    option.value = rates[index];
    setText(option, fill(words.rate, { rate: rates[index] }));
  });
  speed.value = chosen;
}

function showPlaying({ play }, playing, words) {
  setIcon(play, playing ? ICONS.pause : ICONS.play, playing ? words.pause : words.play);
}

// An icon that stays keeps its elements, so that a press on it that has begun still counts.
function setIcon(button, path, label, text = "") {
  setAll(button, { "aria-label": label, title: label });
  if (button.dataset.icon === path) return;
  button.dataset.icon = path;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.appendChild(document.createElementNS(svg.namespaceURI, "path")).setAttribute("d", path);
  button.replaceChildren(svg, text);
}

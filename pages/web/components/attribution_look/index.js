// How the maps lie over the photo: as a layer of some opacity, or as a mask that keeps a share of the photo.

const MODES = ["over", "masked"];
const LEAST = { over: 0, masked: 1 }; // %

export default function (component) {
  const view = viewOf(component, mount);
  view.data = component.data;
  const { words } = view.data;
  view.modes.setAttribute("aria-label", words.name);
  view.buttons.forEach((button, index) => (button.textContent = words[MODES[index]]));
  draw(view);
  return view.end;
}

function mount(parent) {
  const card = make("div", "card", parent);
  const modes = make("div", "modes", card, { role: "radiogroup" });
  const buttons = MODES.map((mode) => {
    const button = make("button", "", modes, { type: "button", role: "radio" });
    button.addEventListener("click", () => changeLook({ mode }));
    return button;
  });
  const label = make("label", "", card);
  const name = make("span", "", label);
  const slider = make("input", "", label, { type: "range", max: 100 });
  const share = make("output", "", label);
  slider.addEventListener("input", () => changeLook({ [look().mode]: Number(slider.value) }));
  modes.addEventListener("keydown", (event) => turned(event, buttons));
  const view = { card, modes, buttons, name, slider, share };
  onLook(view, draw);
  return view;
}

function draw({ buttons, name, slider, share, data: { words } }) {
  const { mode } = look();
  buttons.forEach((button, index) => {
    button.setAttribute("aria-checked", MODES[index] === mode);
    button.setAttribute("tabindex", MODES[index] === mode ? 0 : -1);
  });
  name.textContent = words[`${mode}_share`];
  slider.setAttribute("aria-label", words[`${mode}_share`]);
  slider.setAttribute("min", LEAST[mode]);
  slider.value = look()[mode];
  share.textContent = `${look()[mode]} %`;
}

function turned(event, buttons) {
  if (!event.key.startsWith("Arrow")) return;
  const next = 1 - MODES.indexOf(look().mode);
  changeLook({ mode: MODES[next] });
  buttons[next].focus();
  event.preventDefault();
}

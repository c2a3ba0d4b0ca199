// The elevator: one slider moves photo, cone, maps, patches and dream together. All floors are here at once, so it runs
// without asking anybody; where the reader comes to rest is told to the page.

import { announce, awaits, component, outweigh, PAUSE_MS } from "../../kit/component.js";
import { pointIn } from "../../kit/cells.js";
import { make, setAll, setText } from "../../kit/elements.js";
import { fill, percent } from "../../kit/format.js";
import { growth, surface } from "../../kit/pixels.js";
import { heard, setAlt } from "../../kit/spoken.js";
import { dragByTouch } from "../../kit/touch.js";
import { eased, unpackElevator, unpackHouse } from "./data.js";
import { canFilm, filmed, save } from "./film.js";
import { layoutFor, partAt } from "./layout.js";
import { drawStage, tonesOf } from "./stage.js";

const [FINE, STEP_MS, RUN_MS, FILE] = [0.01, 420, 1100, "elevator.webm"];
const KEYS = /** @type {Record<string, number | undefined>} */ ({ ArrowUp: 1, ArrowRight: 1, PageUp: 3, ArrowDown: -1,
  ArrowLeft: -1, PageDown: -3, Home: -Infinity, End: Infinity });

/** @typedef {import("./data.js").Data} Data */
/**
 * @typedef {import("../../kit/component.js").Life & ReturnType<typeof build> & {
 *   data: Data, house: import("./data.js").House, at: number, point: [number, number], frame: number,
 *   dragging: boolean,
 *   layout: import("./layout.js").Layout, patches: HTMLImageElement | null, dreams: HTMLImageElement | null,
 *   running: { from: number, to: number, began: number, each: number } | null, filming: boolean }} View
 */

/** For the tests, which have no browser around it. */
export const elevator = { build, listen, receive, redraw: draw };

export default component(elevator);

/** @param {HTMLElement} parent */
function build(parent) {
  const card = make("div", "card elevator", parent);
  const row = make("div", "row", card);
  const up = make("button", "up", row, { type: "button" });
  const slider = make("input", "slider", row, { type: "range", min: 0, step: FINE, value: 0 });
  const told = make("span", "told", row);
  const canvas = make("canvas", "stage", card, { role: "img" });
  const says = make("p", "says", card);
  const facts = make("p", "facts", card);
  const film = make("button", "film", card, { type: "button" });
  const filmTold = make("span", "told film-told", card, { "aria-live": "polite" });
  return { card, up, slider, told, canvas, says, facts, film, filmTold };
}

/** @param {View} view */
function listen(view) {
  const { slider, up, canvas, film } = view;
  Object.assign(view, { at: 0, frame: 0, running: null, dragging: false, filming: false, patches: null, dreams: null });
  slider.addEventListener("input", () => stand(view, Number(slider.value)));
  slider.addEventListener("change", () => go(view, Math.round(view.at), STEP_MS));
  slider.addEventListener("keydown", (event) => pressed(view, event));
  up.addEventListener("click", () => {
    const top = view.house.floors.length - 1;
    if (view.running) halt(view);
    else if (view.at >= top) stand(view, 0), go(view, top, RUN_MS);
    else go(view, top, RUN_MS);
  });
  canvas.addEventListener("pointerdown", (event) => touched(view, event, true));
  canvas.addEventListener("pointermove", (event) => view.dragging && touched(view, event, false));
  for (const name of ["pointerup", "pointerleave"]) canvas.addEventListener(name, () => { view.dragging = false; });
  dragByTouch(canvas, (event) => touched(view, event, false));
  film.addEventListener("click", () => void record(view));
  view.gone.addEventListener("abort", () => cancelAnimationFrame(view.frame));
  heard(slider, view.says);
}

/** @param {View} view @param {Uint8Array} sent */
function receive(view, sent) {
  const { told: data, block } = unpackElevator(sent);
  const isOther = view.data?.key !== data.key;
  view.data = data;
  if (isOther) view.house = unpackHouse(block);
  const top = view.house.floors.length - 1;
  view.selected ??= null;
  if (!awaits(view, `floor ${data.floor}`) && !view.running) view.at = Math.min(top, data.floor);
  const [down, across] = data.point;
  if (performance.now() >= view.waitUntil) {
    view.point = data.point.length === 2 ? [down / 1000, across / 1000] : view.house.surest;
  }
  view.point ??= view.house.surest;
  if (isOther) loadPictures(view);
  const { words } = data;
  setAll(view.slider, { max: top, "aria-label": `${words.slider}. ${words.keys}` });
  setText(view.film, words.record);
  view.film.hidden = !canFilm(view.canvas);
  if (view.film.hidden) setText(view.filmTold, words.not_recorded);
  draw(view);
}

/** @param {View} view */
function loadPictures(view) {
  for (const name of /** @type {const} */ (["patches", "dreams"])) {
    view[name] = null;
    const address = view.house[name];
    if (!address) continue;
    const image = new Image();
    image.addEventListener("load", () => {
      view[name] = image;
      draw(view);
    }, { once: true });
    image.src = address;
  }
}

/** @param {View} view */
function draw(view) {
  if (!view.house) return;
  const { canvas, card, house, data, at, point, patches, dreams } = view;
  const grown = growth();
  const wide = card.getBoundingClientRect().width / grown || 900;
  view.layout = layoutFor(wide, Boolean(house.dreams));
  const pen = surface(canvas, view.layout.wide * grown, view.layout.tall * grown);
  pen.scale(grown, grown);
  drawStage(pen, view.layout, { house, at, point, words: data.words, patches, dreams, tones: tonesOf(card) });
  tell(view);
}

/** @param {View} view */
function tell(view) {
  const { house, data: { words }, at, slider, up } = view;
  const count = house.floors.length;
  const floor = house.floors[Math.round(at)];
  const told = fill(words.floor, { floor: Math.round(at), floors: count - 1, label: floor.label });
  if (Number(slider.value) !== at) slider.value = String(at);
  slider.setAttribute("aria-valuetext", `${told}. ${floor.says}`);
  slider.style.setProperty("--done", `${(100 * at) / Math.max(1, count - 1)}%`);
  setText(view.told, `${told} · ${floor.word}`);
  setText(view.says, floor.says);
  const size = floor.fields ? Math.round(floor.fields[0][2]) : 0;
  const sees = floor.share >= 1 || !floor.fields ? words.all
    : fill(words.sees, { size, share: percent(floor.share, floor.share < 0.1 ? 1 : 0) });
  setText(view.facts, `${floor.shape} · ${sees} ${words.hint}`);
  setText(up, view.running ? words.stop : words.up);
  setAlt(view.canvas, fill(words.picture, { floor: floor.label }), floor.says, sees);
}

/** @param {View} view @param {number} at */
function stand(view, at) {
  halt(view);
  view.at = Math.min(view.house.floors.length - 1, Math.max(0, at));
  outweigh(view);
  draw(view);
}

/** @param {View} view */
function halt(view) {
  cancelAnimationFrame(view.frame);
  view.running = null;
}

/** Go to a floor, at one speed for each. @param {View} view @param {number} to @param {number} each ms for one floor */
function go(view, to, each) {
  halt(view);
  const goal = Math.min(view.house.floors.length - 1, Math.max(0, to));
  view.running = { from: view.at, to: goal, began: performance.now(), each };
  outweigh(view);
  move(view);
}

/** @param {View} view */
function move(view) {
  if (!view.running) return;
  const { from, to, began, each } = view.running;
  const far = Math.abs(to - from);
  const share = far ? Math.min(1, (performance.now() - began) / (each * far)) : 1;
  view.at = from + (to - from) * (far > 1 ? share : eased(share));
  if (share < 1) view.frame = requestAnimationFrame(() => move(view));
  else rest(view, to);
  draw(view);
}

/** @param {View} view @param {number} floor */
function rest(view, floor) {
  [view.running, view.at] = [null, floor];
  view.selected = `floor ${floor}`;
  announce(view, view.selected, PAUSE_MS);
}

/** @param {View} view @param {KeyboardEvent} event */
function pressed(view, event) {
  const by = KEYS[event.key];
  if (by === undefined || event.altKey) return;
  event.preventDefault();
  go(view, (view.running?.to ?? Math.round(view.at)) + by, STEP_MS);
}

/** @param {View} view @param {MouseEvent} event @param {boolean} first whether it has just begun */
function touched(view, event, first) {
  const [x, y] = pointIn(view.canvas, event).map((place) => place / growth());
  const { floors } = view.house;
  const part = partAt(view.layout, x, y, floors.length);
  if (!part) return;
  if (part.kind === "photo") {
    view.dragging = true;
    view.point = [part.at[0], part.at[1]];
    outweigh(view);
    draw(view);
    announce(view, `point ${part.at.map((share) => Math.round(1000 * share)).join(" ")}`, 2 * PAUSE_MS);
  } else if (first && part.kind === "floor") go(view, part.place, STEP_MS);
  else if (first && Math.round(view.at) && !floors[Math.round(view.at)].bars.length) {
    const floor = Math.round(view.at);
    const channel = floors[floor].channels[part.place];
    if (channel !== undefined) announce(view, `unit ${floor} ${channel}`, 0);
  }
}

/** @param {View} view */
async function record(view) {
  if (view.filming) return;
  const { words } = view.data;
  const before = view.at;
  halt(view);
  view.filming = view.film.disabled = true;
  setText(view.filmTold, words.recording);
  const film = await filmed(view.canvas, view.house.floors.length, (at) => stand(view, at), view.gone);
  view.filming = view.film.disabled = false;
  if (view.gone.aborted) return;
  save(film, FILE);
  setText(view.filmTold, fill(words.recorded, { file: FILE }));
  stand(view, before);
}

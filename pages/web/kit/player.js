// Goes through steps: its buttons, its line, its speed, and the clock behind them.

import { childrenOf, make, setAll, setIcon, setText } from "./elements.js";
import { fill } from "./format.js";

const ICONS = {
  back: "M6 5h2v14H6zM19 5v14l-9-7z", next: "M16 5h2v14h-2zM5 5v14l9-7z",
  play: "M8 5v14l11-7z", pause: "M7 5h4v14H7zM13 5h4v14h-4z",
};

/** @typedef {Record<"back" | "next" | "play" | "pause" | "line" | "speed" | "rate", string>} PlayerWords */
/** @typedef {{ steps: () => number, at: () => number, go: (step: number) => void }} Reel what is played */

export class Player {
  /** @param {HTMLElement} parent @param {number[]} rates steps per second to choose from */
  constructor(parent, rates) {
    this.row = make("div", "player", parent);
    this.back = make("button", "back", this.row, { type: "button" });
    this.play = make("button", "play", this.row, { type: "button" });
    this.next = make("button", "next", this.row, { type: "button" });
    this.line = make("input", "line", this.row, { type: "range", min: 0, step: 1 });
    this.told = make("span", "told", this.row);
    this.speed = make("select", "speed", this.row);
    this.rates = rates;
    this.rate = 2;
    /** @type {Reel} */
    this.reel = { steps: () => 0, at: () => 0, go: () => {} };
    /** @type {PlayerWords | undefined} */
    this.words = undefined;
    /** @type {number | undefined} */
    this.clock = undefined;
  }

  /** @param {Reel} reel @param {AbortSignal} gone when it ends */
  drive(reel, gone) {
    const { back, play, next, line, speed } = this;
    this.reel = reel;
    back.addEventListener("click", () => this.jump(reel.at() - 1));
    next.addEventListener("click", () => this.jump(reel.at() + 1));
    line.addEventListener("input", () => this.jump(Number(line.value)));
    play.addEventListener("click", () => this.toggle());
    speed.addEventListener("change", () => {
      this.rate = Number(speed.value);
      if (this.playing) this.start();
    });
    gone.addEventListener("abort", () => this.stop());
  }

  get playing() {
    return this.clock !== undefined;
  }

  /** @param {PlayerWords} words */
  name(words) {
    const { back, next, line, speed, rates } = this;
    this.words = words;
    setIcon(back, ICONS.back, words.back);
    setIcon(next, ICONS.next, words.next);
    setAll(line, { "aria-label": words.line, title: words.line });
    setAll(speed, { "aria-label": words.speed, title: words.speed });
    childrenOf(speed, rates.length, () => make("option", "", speed)).forEach((option, index) => {
      option.value = String(rates[index]);
      setText(option, fill(words.rate, { rate: rates[index] }));
    });
    speed.value = String(this.rate);
    this.showPlaying();
  }

  /** Show where it stands; `told` says so. @param {number} step @param {string} told */
  show(step, told) {
    const { back, play, next, line } = this;
    const last = Math.max(0, this.reel.steps() - 1);
    Object.assign(line, { max: last, value: step });
    line.style.setProperty("--done", `${(100 * step) / Math.max(1, last)}%`);
    line.setAttribute("aria-valuetext", told);
    this.told.textContent = told;
    for (const part of [back, play, next, line]) part.disabled = last < 1;
  }

  /** Where the reader goes, nothing plays on. @param {number} step */
  jump(step) {
    this.stop();
    this.go(step);
  }

  /** The keys of a picture that is played. @param {KeyboardEvent} event */
  press(event) {
    const move = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (move !== undefined) this.jump(this.reel.at() + move);
    else if (event.key === " ") this.toggle();
    else return;
    event.preventDefault();
  }

  toggle() {
    if (this.playing) this.stop();
    else this.start();
  }

  start() {
    const { reel } = this;
    this.stop();
    this.clock = setInterval(() => this.tick(), 1000 / this.rate);
    this.showPlaying();
    this.go(reel.at() >= reel.steps() - 1 ? 0 : reel.at() + 1);
  }

  stop() {
    clearInterval(this.clock);
    this.clock = undefined;
    this.showPlaying();
  }

  tick() {
    const { reel } = this;
    this.go(reel.at() + 1);
    if (reel.at() >= reel.steps() - 1) this.stop();
  }

  /** @param {number} step */
  go(step) {
    this.reel.go(Math.max(0, Math.min(this.reel.steps() - 1, step)));
  }

  showPlaying() {
    const { words, playing } = this;
    if (words) setIcon(this.play, playing ? ICONS.pause : ICONS.play, playing ? words.pause : words.play);
  }
}

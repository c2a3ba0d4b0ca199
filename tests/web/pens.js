// Canvases that write down what is drawn on them, for tests of whole components; dom.js has the elements.

import { Element, openPage } from "./dom.js";

const WIDE = 7; // px of a letter
const KEPT = ["fillStyle", "strokeStyle", "globalAlpha", "lineWidth", "font"];

/** A pen whose calls are written down, each with the styles that it had then. @param {any} canvas @returns {any} */
function penOf(canvas) {
  const own = { canvas, calls: [], globalAlpha: 1, measureText: (text) => ({ width: WIDE * text.length }) };
  return new Proxy(own, {
    get: (target, name) => target[name] ?? ((...args) => {
      const style = Object.fromEntries(KEPT.map((one) => [one, target[one]]));
      target.calls.push({ name, args, ...style });
    }),
    set: (target, name, value) => {
      target[name] = value;
      return true;
    },
  });
}

/** Open a page whose components draw at once; returns where they are put. Colours are the names of their variables. */
export function openCanvases() {
  const parent = openPage();
  Element.prototype.getContext = function getContext() {
    this.pen ??= penOf(this);
    return this.pen;
  };
  const style = { fontSize: "15px", fontFamily: "sans-serif", backgroundColor: "#ffffff",
    getPropertyValue: (name) => ({ "--st-font": "sans-serif", "--convolution": "#2457c5" })[name] ?? name };
  Object.assign(globalThis, {
    getComputedStyle: () => style, devicePixelRatio: 1, requestAnimationFrame: (work) => work() ?? 0,
    matchMedia: () => ({ matches: true, addEventListener: () => {} }),
    ImageData: class {
      constructor(width, height) { this.data = new Uint8ClampedArray(4 * width * height); }
    },
  });
  Element.prototype.clientHeight = 400;
  return parent;
}

/** What was drawn last: from the last time that the whole canvas was painted over. @param {any} canvas */
export function drawn(canvas, clears = "fillRect") {
  const { calls } = canvas.getContext();
  const first = calls.findLastIndex(({ name, args }) => name === clears && args[0] === 0 && args[1] === 0);
  return calls.slice(first + 1);
}

/** Texts that were written last. @param {any} canvas */
export function texts(canvas, clears = "fillRect") {
  return drawn(canvas, clears).filter(({ name }) => name === "fillText").map(({ args }) => args[0]);
}

/** A block of bytes as components are sent it: a header, then floats and bytes. @param {object} head */
export function block(head, ...parts) {
  const text = new TextEncoder().encode(JSON.stringify(head));
  const padded = new Uint8Array(Math.ceil((4 + text.length) / 4) * 4).fill(32);
  new DataView(padded.buffer).setUint32(0, padded.length - 4, true);
  padded.set(text, 4);
  return Uint8Array.from([padded, ...parts.map(({ buffer }) => new Uint8Array(buffer))].flatMap((one) => [...one]));
}

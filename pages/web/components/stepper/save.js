// What a reader takes away.

import { density, surface } from "../../kit/pixels.js";

const SAID_MS = 2500;

/** The canvas with the current sum below it, as a PNG file. @param {import("./view.js").View} view */
export function savePicture(view) {
  const { canvas, colours, plan, scale } = view;
  const picture = document.createElement("canvas");
  const margin = 16;
  const context = surface(picture, plan.width + 2 * margin, plan.height + 64 + margin, scale);
  context.fillStyle = colours.background;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(canvas, margin, margin, canvas.width / density() / scale, canvas.height / density() / scale);
  context.fillStyle = colours.text;
  context.font = "italic 17px serif";
  const lines = [view.answerSum, ...view.sum.children].map((line) => line.textContent).join("   ");
  context.fillText(`${view.answerTitle.textContent}  ${lines}`, margin, plan.height + margin + 32, plan.width);
  picture.toBlob((blob) => {
    if (!blob) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "convolution.png";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    say(view);
  });
}

/** A browser saves without a word: say that it was done. @param {import("./view.js").View} view */
function say({ png, words }) {
  const label = png.lastChild;
  if (!label || label.textContent === ` ${words.saved}`) return;
  png.setAttribute("aria-live", "polite");
  const text = label.textContent;
  label.textContent = ` ${words.saved}`;
  setTimeout(() => (label.textContent = text), SAID_MS);
}

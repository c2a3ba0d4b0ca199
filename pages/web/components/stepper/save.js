// What a reader takes away.

import { density, surface } from "../../kit/pixels.js";

/** The canvas with the current sum below it, as a PNG file. @param {import("./view.js").View} view */
export function savePicture(view) {
  const { canvas, colours, plan } = view;
  const picture = document.createElement("canvas");
  const margin = 16;
  const context = surface(picture, plan.width + 2 * margin, plan.height + 64 + margin);
  context.fillStyle = colours.background;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(canvas, margin, margin, canvas.width / density(), canvas.height / density());
  context.fillStyle = colours.text;
  context.font = "italic 17px serif";
  const text = [...view.sum.children].map((line) => line.textContent).join("   ");
  context.fillText(`${view.sumTitle.textContent}:  ${text}`, margin, plan.height + margin + 32, plan.width);
  picture.toBlob((blob) => {
    if (!blob) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "convolution.png";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
}

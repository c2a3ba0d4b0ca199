// The photo, its results, and what is pointed at in them.

import { cellIn } from "../../kit/cells.js";
import { growth, inside } from "../../kit/pixels.js";

/**
 * Single pixels are drawn sharp where they are large enough to be seen.
 * @param {CanvasRenderingContext2D} context @param {HTMLCanvasElement} source @param {[number, number]} of
 * @param {number} from @param {number} to
 */
export function paint(context, source, [wide, tall], from, to) {
  if (to <= from) return;
  inside(context, [from, 0, to - from, tall], () => {
    context.imageSmoothingEnabled = wide / source.width < 2.5;
    context.imageSmoothingQuality = "high";
    context.drawImage(source, 0, 0, wide, tall);
  });
}

/**
 * @param {CanvasRenderingContext2D} context @param {import("./index.js").View} view
 * @param {import("./index.js").Panel} panel
 */
export function drawWindow(context, view, panel) {
  if (!view.panels.some(({ steps }) => steps.length)) return;
  const [height, width] = panel.size;
  const [row, column] = cellIn(panel.size.slice(0, 2), view.cursor);
  const scale = growth();
  const side = 15 * scale;
  const x = ((column + 0.5) / width) * view.box[0];
  const y = ((row + 0.5) / height) * view.box[1];
  for (const [colour, line] of /** @type {const} */ ([["#10151f", 3], ["#ffffff", 1.3]])) {
    context.strokeStyle = colour;
    context.lineWidth = line * scale;
    context.strokeRect(x - side / 2, y - side / 2, side, side);
  }
}

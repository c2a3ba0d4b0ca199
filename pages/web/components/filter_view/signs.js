// Signs and directions without colour, on the result of a filter.

import { growth } from "../../kit/pixels.js";
import { stripe } from "../../kit/stripes.js";

const ARROWS = 22; // along the longer side; explorer/figures/filter_display.py says where they are

/** @param {CanvasRenderingContext2D} context @param {HTMLCanvasElement} below @param {[number, number]} box */
export function drawStripes(context, below, box) {
  stripe(context, (pen) => pen.drawImage(below, 0, 0, ...box));
}

/**
 * Seen on bright and dark grounds alike: white in dark.
 * @param {CanvasRenderingContext2D} context @param {number[][]} arrows @param {[number, number]} box
 */
export function drawArrows(context, arrows, [wide, tall]) {
  const reach = (0.32 * Math.max(wide, tall)) / ARROWS;
  context.lineCap = context.lineJoin = "round";
  for (const [strokeStyle, share] of /** @type {const} */ ([["#10151f", 0.45], ["#ffffff", 0.2]])) {
    Object.assign(context, { strokeStyle, lineWidth: Math.max(growth(), share * reach) });
    context.beginPath();
    for (const [row, column, angle] of arrows) trace(context, [column * wide, row * tall], angle, reach);
    context.stroke();
  }
}

/** @param {CanvasRenderingContext2D} context @param {number[]} middle @param {number} angle @param {number} reach */
function trace(context, [x, y], angle, reach) {
  const [along, down] = [Math.cos(angle) * reach, Math.sin(angle) * reach];
  context.moveTo(x - along, y - down);
  context.lineTo(x + along, y + down);
  for (const side of [0.5, -0.5]) {
    context.moveTo(x + 0.3 * along - side * down, y + 0.3 * down + side * along);
    context.lineTo(x + along, y + down);
  }
}

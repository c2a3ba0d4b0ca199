// One frame: picture, sum, and where on the line it is.

import { setAll } from "../../kit/elements.js";
import { fill } from "../../kit/format.js";
import { paint } from "./paint.js";
import { writeIndices } from "./indices.js";
import { tell } from "./sums.js";
import { steps } from "./view.js";

/**
 * Draw; how long it took stands in the browser's own timeline as the measure "stepper".
 * @param {import("./view.js").View} view
 */
export function draw(view) {
  const start = performance.now();
  paint(view);
  tell(view);
  writeIndices(view);
  const { words, step, player, canvas } = view;
  const all = steps(view);
  player.show(step, fill(view.mode === "scatter" ? words.atInput : words.at, { step: step + 1, steps: all }));
  if (!view.editing) view.said.textContent = words.hint;
  setAll(canvas, { "aria-valuemin": 0, "aria-valuemax": all - 1, "aria-valuenow": step,
    "aria-valuetext": `${view.answerTitle.textContent} ${view.answerSum.textContent}` });
  performance.clearMeasures("stepper");
  performance.measure("stepper", { start, end: performance.now() });
}

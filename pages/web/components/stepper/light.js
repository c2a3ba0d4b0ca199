// What a step or a pointed-at cell lights up in the three blocks, and which cell of the model a drawn cell is.

// What is lit: {input, kernel, output}: Map of cell -> small text in it; strong: the one cell that is meant.
function lightOf(view) {
  const { model, hover, mode } = view;
  if (hover?.block === "input" && sourceAt(view, hover.cell) >= 0) return reachLight(view, sourceAt(view, hover.cell));
  if (mode === "scatter" && hover?.block !== "output") return stampLight(view, view.step);
  return windowLight(view, focusedCell(view), model);
}

function windowLight(view, cell, model) {
  const scattered = view.mode !== "gather" && model.transposed;
  const input = new Map();
  const kernel = new Map();
  for (const term of termsOf(model, cell)) {
    const place = scattered ? term.source : term.place;
    if (place < 0) continue;
    input.set(place, `×${numeral(term.weight, 2)}`);
    kernel.set(kernelPlace(view, term.kernel), "");
  }
  return { input, kernel, output: new Map(), strong: { block: "output", cell: drawnCell(view, cell) }, cell };
}

function reachLight(view, source) {
  const output = new Map(stampsOf(view.model, source).map(({ cell, weight }) =>
    [drawnCell(view, cell), view.model.transposed ? "" : `×${numeral(weight, 2)}`]));
  const at = view.hover.cell;
  return { input: new Map(), kernel: new Map(), output, strong: { block: "input", cell: at }, reached: true };
}

function stampLight(view, source) {
  const stamps = stampsOf(view.model, source);
  const output = new Map(stamps.map(({ cell, product }) => [drawnCell(view, cell), signed(product)]));
  const kernel = new Map(stamps.map((stamp) => [kernelPlace(view, stamp.kernel), ""]));
  return { input: new Map(), kernel, output, strong: { block: "input", cell: source } };
}

function signed(value) {
  return value < 0 ? numeral(value, 3) : `+${numeral(value, 3)}`;
}

// Place of an output cell in the drawn output, which in the scattered view has the cut-off rim around it.
function drawnCell(view, cell) {
  const { crops, shape } = view.plan.blocks[2];
  const [channel, ...at] = unravel(cell, view.model.outputShape);
  return ravel([channel, ...at.map((place, axis) => place + crops[axis][0])], shape);
}

// The output cell at a place of the drawn output, or -1 in the rim.
function outputAt(view, place) {
  const { crops, shape } = view.plan.blocks[2];
  const [channel, ...at] = unravel(place, shape);
  const own = at.map((spot, axis) => spot - crops[axis][0]);
  const inside = own.every((spot, axis) => spot >= 0 && spot < view.model.outputShape[axis + 1]);
  return inside ? ravel([channel, ...own], view.model.outputShape) : -1;
}

// Place of a kernel cell in the slices now shown, and back.
function kernelPlace(view, flat) {
  const [first, second, ...tap] = unravel(flat, view.model.weightShape);
  return ravel([kernelsAreFirst(view) ? first % view.model.groupIn : second, ...tap], view.plan.blocks[1].shape);
}

function kernelAt(view, place) {
  const { model } = view;
  const [row, ...tap] = unravel(place, view.plan.blocks[1].shape);
  if (view.mode === "scatter") return ravel([unravel(view.step, model.inputShape)[0], row, ...tap], model.weightShape);
  const channel = unravel(focusedCell(view), model.outputShape)[0];
  const first = Math.floor(channel / model.groupOut) * model.groupIn;
  const lead = model.transposed ? [first + row, channel % model.weightShape[1]] : [channel, row];
  return ravel([...lead, ...tap], model.weightShape);
}

// In the gathered view of a transposed convolution the kernels of one filter lie along the weight's first axis.
function kernelsAreFirst({ model, mode }) {
  return model.transposed && mode !== "scatter";
}

function sourceAt(view, place) {
  return view.plan.blocks[0].shape === view.model.laidShape || view.mode === "gather" || !view.model.transposed
    ? view.model.laidSource[place] : place;
}

// The output cell whose sum is told: the one pointed at, or the one of this step.
function focusedCell(view) {
  const pointed = view.hover?.block === "output" ? outputAt(view, view.hover.cell) : -1;
  return pointed >= 0 ? pointed : view.mode === "scatter" ? 0 : view.step;
}

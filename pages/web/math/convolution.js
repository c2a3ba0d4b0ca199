// Numbers of a convolution in the browser. Which cell reads which stands in the tables of data.axes, made by
// explorer/convolution/axis.py; here they are only multiplied out, so editing a cell needs no server.

/**
 * What Python sends of a convolution; arrays are flat, row by row.
 * @typedef {object} ConvolutionData
 * @property {number} dims 1 to 3
 * @property {boolean} transposed
 * @property {number} groups
 * @property {{ lane: number[], places: number[][], taps: number[] }[]} axes
 * @property {number[]} inputShape channels, then sides
 * @property {number[]} weightShape as torch's
 * @property {number[]} outputShape
 * @property {number[]} input
 * @property {number[]} weight
 * @property {number[] | null} bias
 * @property {number[]} output
 */

/**
 * The same laid out: per output cell and term the input cell (or a mark below 0), its place in the laid-out input, and
 * the kernel cell.
 * @template {ConvolutionData} Data
 * @typedef {Omit<Data, "input" | "weight" | "output"> & { groupIn: number, groupOut: number, laidShape: number[],
 *   terms: number, cells: number, source: Int32Array, place: Int32Array, kernel: Int32Array, input: Float64Array,
 *   weight: Float64Array, output: Float64Array, laidSource: Int32Array, readPlaces: Set<number> }} Laid
 */

/** @typedef {Laid<ConvolutionData>} Model */

/** @param {number} flat @param {number[]} shape */
export function unravel(flat, shape) {
  const at = new Array(shape.length).fill(0);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    at[axis] = flat % shape[axis];
    flat = Math.floor(flat / shape[axis]);
  }
  return at;
}

/** @param {number[]} at @param {number[]} shape */
export function ravel(at, shape) {
  return at.reduce((flat, place, axis) => flat * shape[axis] + place, 0);
}

/** @param {number[]} shape */
export function count(shape) {
  return shape.reduce((product, side) => product * side, 1);
}

/** @template {ConvolutionData} Data @param {Data} data @returns {Laid<Data>} */
export function modelOf(data) {
  const { axes, inputShape, weightShape, outputShape, groups } = data;
  const groupIn = inputShape[0] / groups;
  const groupOut = outputShape[0] / groups;
  const laidShape = [inputShape[0], ...axes.map((axis) => axis.lane.length)];
  const taps = Array.from({ length: count(weightShape.slice(2)) }, (_, tap) => unravel(tap, weightShape.slice(2)));
  const terms = groupIn * taps.length;
  const cells = count(outputShape);
  const [source, place, kernel] = [0, 1, 2].map(() => new Int32Array(cells * terms));
  const model = {
    ...data, groupIn, groupOut, laidShape, terms, cells, bias: data.bias && [...data.bias], source, place, kernel,
    input: Float64Array.from(data.input), weight: Float64Array.from(data.weight),
    output: Float64Array.from(data.output), laidSource: laidSource(data, laidShape),
  };
  for (let cell = 0; cell < cells; cell++) link(model, cell, taps);
  return { ...model, readPlaces: new Set(place) };
}

/**
 * Write down what an output cell reads.
 * @param {Omit<Model, "readPlaces">} model @param {number} cell @param {number[][]} taps
 */
function link(model, cell, taps) {
  const { axes, outputShape, weightShape, laidShape, inputShape, groupIn, groupOut, transposed } = model;
  const [channel, ...stop] = unravel(cell, outputShape);
  const first = Math.floor(channel / groupOut) * groupIn;
  let term = cell * model.terms;
  for (let read = first; read < first + groupIn; read++) {
    for (const tap of taps) {
      const places = axes.map((axis, at) => axis.places[stop[at]][tap[at]]);
      const found = axes.map((axis, at) => axis.lane[places[at]]);
      const own = axes.map((axis, at) => axis.taps[tap[at]]);
      const lead = transposed ? [read, channel % weightShape[1]] : [channel, read % weightShape[1]];
      model.source[term] = Math.min(...found) < 0 ? Math.min(...found) : ravel([read, ...found], inputShape);
      model.place[term] = ravel([read, ...places], laidShape);
      model.kernel[term++] = ravel([...lead, ...own], weightShape);
    }
  }
}

/**
 * What lies at each place of the padded or stretched input: an input cell, or a mark below 0.
 * @param {ConvolutionData} data @param {number[]} laidShape
 */
function laidSource({ axes, inputShape }, laidShape) {
  return Int32Array.from({ length: count(laidShape) }, (_, flat) => {
    const [channel, ...place] = unravel(flat, laidShape);
    const found = place.map((at, axis) => axes[axis].lane[at]);
    return Math.min(...found) < 0 ? Math.min(...found) : ravel([channel, ...found], inputShape);
  });
}

/** @param {Model} model */
export function recompute(model) {
  for (let cell = 0; cell < model.cells; cell++) {
    model.output[cell] = sumOf(model, cell, Infinity) + biasOf(model, cell);
  }
}

/**
 * Sum of the products of an output cell, of input cells up to `last` only.
 * @param {Model} model @param {number} cell @param {number} last
 */
export function sumOf({ terms, source, kernel, input, weight }, cell, last) {
  let sum = 0;
  for (let term = cell * terms; term < (cell + 1) * terms; term++) {
    if (source[term] >= 0 && source[term] <= last) sum += input[source[term]] * weight[kernel[term]];
  }
  return sum;
}

/** What the sizes of an output cell's products and bias add up to. @param {Model} model @param {number} cell */
export function reachOf(model, cell) {
  const { terms, source, kernel, input, weight } = model;
  let reach = Math.abs(biasOf(model, cell));
  for (let term = cell * terms; term < (cell + 1) * terms; term++) {
    if (source[term] >= 0) reach += Math.abs(input[source[term]] * weight[kernel[term]]);
  }
  return reach;
}

/** @param {Model} model @param {number} cell */
export function biasOf({ bias, outputShape }, cell) {
  return bias ? bias[unravel(cell, outputShape)[0]] : 0;
}

/**
 * @typedef {{ source: number, place: number, kernel: number, weight: number, value: number }} Term one product of a
 *   sum
 */

/** @param {Model} model @param {number} cell @returns {Term[]} */
export function termsOf({ terms, source, place, kernel, input, weight }, cell) {
  return Array.from({ length: terms }, (_, at) => {
    const term = cell * terms + at;
    const from = source[term];
    return { source: from, place: place[term], kernel: kernel[term], weight: weight[kernel[term]],
      value: from < 0 ? 0 : input[from] };
  });
}

/** What one input cell adds, and where. @param {Model} model @param {number} cell of the input */
export function stampsOf(model, cell) {
  const found = [];
  for (let term = 0; term < model.source.length; term++) {
    if (model.source[term] !== cell) continue;
    const weight = model.weight[model.kernel[term]];
    found.push({ cell: Math.floor(term / model.terms), kernel: model.kernel[term], weight,
      product: weight * model.input[cell] });
  }
  return found;
}

/** How many stamps of a transposed convolution lie over each output cell. @param {Model} model */
export function overlapsOf({ cells, terms, source, groupIn }) {
  return Float64Array.from({ length: cells }, (_, cell) => {
    let real = 0;
    for (let term = cell * terms; term < (cell + 1) * terms; term++) real += source[term] >= 0 ? 1 : 0;
    return real / groupIn;
  });
}

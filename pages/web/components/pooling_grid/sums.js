// How the result of one window comes about, as MathML.

const MATHML = "http://www.w3.org/1998/Math/MathML";
const MOST_TERMS = 16;

function sum(view, kind, stop) {
  const line = view.sums[kind];
  const result = view.results[stop];
  line.replaceChildren();
  if (!result) return;
  const { words: said } = view.data;
  const label = make("span", "label", line);
  const at = view.data.starts[1].length;
  const place = { row: Math.floor(stop / at) + 1, column: (stop % at) + 1 };
  label.textContent = fill(kind === "max" ? said.maxAt : said.averageAt, place);
  const math = line.appendChild(document.createElementNS(MATHML, "math"));
  math.setAttribute("displaystyle", "true");
  const add = (parent, name, text) => {
    const made = parent.appendChild(document.createElementNS(MATHML, name));
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const terms = (parent, joined) => {
    const { values } = result;
    const shown = values.length > MOST_TERMS ? [...values.slice(0, MOST_TERMS - 4), null, ...values.slice(-2)] : values;
    shown.forEach((value, index) => {
      if (index) add(parent, "mo", joined);
      if (value === null) return void add(parent, "mo", "…");
      const term = add(parent, "mn", joined === "+" && value < 0 ? `(${number(value)})` : number(value));
      if (kind === "max" && index === values.indexOf(result.max)) term.setAttribute("class", "best");
    });
  };
  if (kind === "max") {
    add(math, "mi", "max").setAttribute("mathvariant", "normal");
    add(math, "mo", "(");
    terms(math, ",");
    add(math, "mo", ")");
  } else {
    const fraction = add(math, "mfrac");
    terms(add(fraction, "mrow"), "+");
    add(fraction, "mn", String(result.divisor));
  }
  add(math, "mo", "=");
  add(math, "mn", number(result[kind])).setAttribute("class", "result");
  const pads = view.data.kernel ** 2 - result.values.length;
  const outside = { pads, counted: result.divisor - result.values.length };
  if (pads) make("span", "label", line).textContent = fill(kind === "max" ? said.maxPads : said.averagePads, outside);
}

function number(value, digits = 4) {
  if (!Number.isFinite(value)) return value < 0 ? "−∞" : "∞";
  const size = Math.abs(value);
  const text = size >= 1e6 || (size > 0 && size < 1e-3) ? value.toExponential(2)
    : Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(digits)));
  return trueMinus(text);
}

// Stands before the script of every component of this folder: from a pointer or a key to a cell of a picture.

const ARROWS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

// Where in an element the pointer is, px from its upper left corner.
function pointIn(element, event) {
  const box = element.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

// The same as shares [down, across] of its sides, from 0 to 1.
function placeIn(element, event) {
  const { width, height } = element.getBoundingClientRect();
  const [x, y] = pointIn(element, event);
  return [y / height, x / width].map((share) => Math.min(1, Math.max(0, share)));
}

// The cell [row, column] of a grid at such a place.
function cellIn(sides, place) {
  return sides.map((side, axis) => Math.min(side - 1, Math.floor(place[axis] * side)));
}

// What is said about a cell. Readers count rows and columns from 1, as in a matrix.
function cellText(template, [row, column], more) {
  return fill(template, { row: row + 1, column: column + 1, ...more });
}

// The neighbour that an arrow key leads to, or null for other keys.
function cellBeside(key, cell, sides) {
  return ARROWS[key]?.map((step, axis) => Math.min(sides[axis] - 1, Math.max(0, cell[axis] + step))) ?? null;
}

// How far an arrow key leads in cells that are counted row by row, or undefined for other keys.
function strideOf(key, columns) {
  const [down, across] = ARROWS[key] ?? [];
  return down === undefined ? undefined : down * columns + across;
}

// `find` turns an event into a cell; `look` is told what is pointed at, null when nothing is, and `pick` what is clicked.
function onPointer(canvas, find, look, pick) {
  canvas.addEventListener("pointermove", (event) => look(find(event)));
  canvas.addEventListener("pointerleave", () => look(null));
  canvas.addEventListener("click", (event) => pick(find(event)));
}

// Where linked grids stand, and what a cell of them reads, against what was counted by hand.

import assert from "node:assert/strict";
import { test } from "node:test";

import { cornerOf, layout, letters, lines, nameWidth, slotUnder } from "../../pages/web/components/linked_grids/layout.js";
import { extent } from "../../pages/web/components/linked_grids/paint.js";
import { focus, reached, running, slotOf, steps } from "../../pages/web/components/linked_grids/view.js";

function grid(rows, columns, more = {}) {
  return { title: "Map", brief: "Map", rows, columns, values: Array(rows * columns).fill(1), tone: "plain", range: [0, 1],
    rowNames: [], columnNames: [], pads: [], unread: [], sign: "→", group: 0, runs: false, large: false, ...more };
}

/** Each cell of a side reads `kernel` by `kernel` cells of the grid before it. */
function windows(side, kernel) {
  const out = side - kernel + 1;
  return Array.from({ length: out * out }, (_, cell) => Array.from({ length: kernel * kernel }, (__, tap) =>
    (Math.floor(cell / out) + Math.floor(tap / kernel)) * side + (cell % out) + (tap % kernel)));
}

const SIDES = [9, 7, 5, 3, 1];
const CHAIN = {
  panels: SIDES.map((side) => grid(side, side)),
  links: SIDES.slice(1).map((_, at) => ({ from: at + 1, to: at, cells: windows(SIDES[at], 3) })),
};
const STRIDES = [grid(7, 7), grid(5, 5, { runs: true }), grid(7, 7, { group: 1 }), grid(3, 3, { runs: true, group: 1 })];

test("the last cell of four layers of 3 sees 3, 5, 7 and 9 cells a side", () => {
  const found = reached(CHAIN, { panel: 4, cell: 0 }, true);
  assert.deepEqual(found.map((cells) => cells.size), [81, 49, 25, 9, 0]);
});

test("a corner of the picture is seen by one cell of each map, its middle by all that can see it", () => {
  assert.deepEqual(reached(CHAIN, { panel: 0, cell: 0 }, false).map((cells) => cells.size), [0, 1, 1, 1, 1]);
  assert.deepEqual(reached(CHAIN, { panel: 0, cell: 40 }, false).map((cells) => cells.size), [0, 9, 25, 9, 1]);
});

test("what reads a cell is what it is read by, all the way", () => {
  for (const cell of [0, 7, 24, 30, 48]) {
    const up = reached(CHAIN, { panel: 1, cell }, false)[3];
    const down = [...Array(9).keys()].filter((top) => reached(CHAIN, { panel: 3, cell: top }, true)[1].has(cell));
    assert.deepEqual([...up].sort(), down);
  }
});

test("the clock has as many steps as the longest run, and a shorter one waits at its end", () => {
  const view = { data: { panels: STRIDES, links: [] }, step: 20, hover: null, pick: null };
  assert.deepEqual([running(view), steps(view)], [[1, 3], 25]);
  assert.deepEqual(focus(view), [{ panel: 1, cell: 20 }, { panel: 3, cell: 8 }]);
});

test("what is pointed at comes before what is chosen, and that before the clock", () => {
  const view = { data: { panels: STRIDES, links: [] }, step: 3, hover: { panel: 0, cell: 1 }, pick: { panel: 2, cell: 2 } };
  assert.deepEqual(focus(view), [{ panel: 0, cell: 1 }]);
  assert.deepEqual(focus({ ...view, hover: null }), [{ panel: 2, cell: 2 }]);
});

test("a choice that is not there is none", () => {
  assert.deepEqual(slotOf("4.0", CHAIN.panels), { panel: 4, cell: 0 });
  for (const text of ["", "4.1", "9.0", "x"]) assert.equal(slotOf(text, CHAIN.panels), null);
});

for (const [name, panels] of [["a chain", CHAIN.panels], ["two strides", STRIDES],
  ["words", [grid(7, 5, { rowNames: ["movie", "I"], columnNames: ["1", "2", "3", "4", "5"] }),
    grid(2, 5, { group: 1, sign: "" }), grid(6, 2, { group: 1 }), grid(1, 6, { group: 2, large: true })]]]) {
  for (const room of [1100, 950, 330]) {
    test(`${name}, ${room} px: each cell is found where it is drawn, none lies on another`, () => {
      const plan = layout(panels, room);
      const boxes = panels.map((panel, at) => {
        const { x, y, px } = cornerOf(panels, plan, { panel: at, cell: 0 });
        for (let cell = 0; cell < panel.rows * panel.columns; cell++) {
          const corner = cornerOf(panels, plan, { panel: at, cell });
          assert.deepEqual(slotUnder(panels, plan, [corner.x + px / 2, corner.y + px / 2]), { panel: at, cell });
        }
        return [x - nameWidth(panel), y, x + panel.columns * px, y + panel.rows * px];
      });
      boxes.forEach(([left, top, right, low], at) => {
        assert.ok(left >= 0 && top >= 0 && right <= plan.width && low <= plan.height);
        for (const other of boxes.slice(at + 1)) {
          assert.ok(right <= other[0] || other[2] <= left || low <= other[1] || other[3] <= top);
        }
      });
    });
  }
}

test("all grids stand in one line where that has the room, and in several on a phone", () => {
  assert.equal(layout(CHAIN.panels, 950).lines, 1);
  assert.ok(layout(CHAIN.panels, 330).lines > 1);
  assert.deepEqual(lines(STRIDES, 30, 600), [[0, 1], [2, 3]]);
});

test("nothing is under a point beside the grids", () => {
  assert.equal(slotUnder(CHAIN.panels, layout(CHAIN.panels, 950), [949, 400]), null);
});

test("letters of Korean are twice as wide", () => {
  assert.deepEqual(["Map 4: 1 × 1", "맵 4", ""].map(letters), [12, 4, 0]);
  const [plain, wide] = ["Answers", "단어 두 개의 응답"].map((title) => grid(1, 1, { title, group: 1 }));
  const left = (first) => layout([first, grid(1, 1, { group: 2 })], 950).places[1].left;
  assert.ok(left(wide) > left(plain));
});

test("an extent is first row and column, and how many of both", () => {
  assert.deepEqual(extent(grid(5, 5), new Set([6, 8, 18])), [1, 1, 3, 3]);
});

// The sentence under the walk, counted by hand: where one is, what a map holds, and how well a number is known.

import assert from "node:assert/strict";
import { test } from "node:test";

import { largestCell, scaleOf, valueAt } from "../../pages/web/components/network_walk/data.js";
import { caption, whereText } from "../../pages/web/components/network_walk/say.js";

const WORDS = { picture: "picture", network: "{count}: {best}", silent: "{count}", values: "{layer}: {maps}. {says}",
  layer: "{layer}: {maps} of {rows} x {columns}. {says} {sees}", sees: "Sees {rows} x {columns}.",
  sees_all: "Sees all.", map: "{layer} {map} of {maps}: {least} to {most} at {row}, {column}",
  blank: "{layer} {map} of {maps}: all {value}", unit: "{layer} {map} ({row}, {column}): {value} {reads}",
  value: "{layer} {map}: {value} {reads}", about: "about {value}", reads: "Reads." };
const step = (name, shape, fields) => ({ name, family: "", shape, kind: "", says: `Does ${name}.`, fields, edges: [] });
const STEPS = [step("conv", [2, 7, 5], [[0, 1, 3], [0, 1, 5]]), step("deep", [4, 3, 3], [[0, 9, 99], [0, 9, 41.4]]),
  step("line", [2, 1, 6], [[0, 1, 3]]), step("all", [2, 4, 4], null), step("fc", [3, 1, 1], null)];

/** A pack of 2 maps of 4 x 3 cells, each the mean of 2 x 2: from -1 to 1, and of 5 alone. */
const LEVELS = [0, 9, 9, 9, 9, 200, 9, 9, 254, 9, 254, 9, ...new Array(12).fill(0)];
const PACK = { size: [2, 4, 3], step: 2, low: Float32Array.of(-1, 5), high: Float32Array.of(1, 5),
  levels: Uint8Array.from(LEVELS) };
const CLASSES = [["cat", 0.25], ["dog", 0.5], ["fox", 0.25]].map(([name, share], place) => ({ name, share, place }));

/** What is known where the reader is at a place. @param {number | null} place @param {number[]} at */
function viewAt(place, at = [], more = {}) {
  return { head: { words: WORDS, title: "Net", input: [3, 14, 10] }, steps: STEPS, focus: { place, at }, pointed: null,
    packs: new Map([["conv", PACK]]), full: new Map(), answer: null, classes: CLASSES, ...more };
}

for (const [place, at, said] of [[null, [], "Net"], [-1, [], "picture"], [-1, [2], "picture · 3"], [0, [], "conv"],
  [0, [0], "conv · 1"], [0, [1, 6, 4], "conv · 2 · (7, 5)"], [-1, [0, 0, 0], "picture · 1 · (1, 1)"]]) {
  test(`${said} is where one is at ${place}, ${at}`, () => assert.equal(whereText(viewAt(place, at)), said));
}

for (const [place, at, said] of [
  [null, [], "5: dog (50.0 %)"],
  [-1, [], "picture: 3 of 14 x 10."],
  [0, [], "conv: 2 of 7 x 5. Does conv. Sees 3 x 5."],
  [1, [], "deep: 4 of 3 x 3. Does deep. Sees 14 x 10."], // no more than the input has
  [2, [], "line: 2 of 1 x 6. Does line. Sees 3 x 3."],
  [3, [], "all: 2 of 4 x 4. Does all. Sees all."],
  [4, [], "fc: 3. Does fc."],
  [0, [0], "conv 1 of 2: −1 to 1 at 5, 5"], // row 2, column 2 of the small map begins at row 4, column 4
  [0, [1], "conv 2 of 2: all 5"],
  [1, [2], "deep: 4 of 3 x 3. Does deep. Sees 14 x 10."], // its maps have not come
  [-1, [1], "picture: 3 of 14 x 10."],
  [0, [0, 0, 0], "conv 1 (1, 1): about −1 Reads."],
  [0, [0, 6, 4], "conv 1 (7, 5): about −0.929 Reads."], // 9 / 254 * 2 - 1, of the last cell
  [0, [0, 5, 4], "conv 1 (6, 5): about 1 Reads."],
  [1, [0, 1, 2], "deep 1 (2, 3): … Reads."],
  [4, [2, 0, 0], "fc 3: … Reads."],
  [-1, [1, 3, 4], "picture 2 (4, 5): …"]]) {
  test(`at ${place}, ${at} is said: ${said}`, () => assert.equal(caption(viewAt(place, at)), said));
}

test("without classes only the steps are counted; of equal shares the first one is named", () => {
  assert.equal(caption(viewAt(null, [], { classes: [] })), "5");
  const even = CLASSES.map((one) => ({ ...one, share: 1 / 3 }));
  assert.equal(caption(viewAt(null, [], { classes: even })), "5: cat (33.3 %)");
});

test("what is pointed at is said before what is looked at", () => {
  assert.equal(caption(viewAt(4, [], { pointed: { place: 0, at: [1, 2, 3] } })), "conv 2 (3, 4): about 5 Reads.");
});

test("a map that is known in full says its number, row by row", () => {
  const full = new Map([["0:1", { size: [7, 5], values: Float32Array.from({ length: 35 }, (_, at) => at / 4) }]]);
  assert.equal(caption(viewAt(0, [1, 2, 3], { full })), "conv 2 (3, 4): 3.25 Reads."); // 13 / 4
  assert.equal(caption(viewAt(0, [0, 0, 0], { full })), "conv 1 (1, 1): about −1 Reads."); // another map
  const pixels = new Map([["-1:2", { size: [14, 10], values: new Float32Array(140).fill(0.5) }]]);
  assert.equal(caption(viewAt(-1, [2, 13, 9], { full: pixels })), "picture 3 (14, 10): 0.5");
});

for (const [answer, value] of [[{ layer: "conv", at: [0, 0, 0], value: 0.125 }, "0.125"],
  [{ layer: "conv", at: [0, 0, 1], value: 0.125 }, "about −1"],
  [{ layer: "deep", at: [0, 0, 0], value: 9 }, "about −1"]]) {
  test(`the sum of ${answer.layer} ${answer.at} makes the value of conv 0, 0, 0 ${value}`, () => {
    assert.equal(caption(viewAt(0, [0, 0, 0], { answer })), `conv 1 (1, 1): ${value} Reads.`);
  });
}

const GAPS = { ...PACK,
  levels: Uint8Array.from([255, 3, 255, 7, 7, 255, 0, 0, 0, 0, 0, 0, ...new Array(12).fill(255)]) };
test("a number that is none is not called the largest", () => {
  assert.deepEqual(largestCell(GAPS, 0), [1, 0]);
  assert.equal(caption(viewAt(0, [0], { packs: new Map([["conv", GAPS]]) })), "conv 1 of 2: −1 to 1 at 3, 1");
});

test("the largest cell is the first one of the largest, and the first cell where there is none", () => {
  assert.deepEqual(largestCell(PACK, 0), [2, 2]);
  assert.deepEqual(largestCell(PACK, 1), [0, 0]);
  assert.deepEqual(largestCell(GAPS, 1), [0, 0]);
});

test("of many maps of chance the largest cell is the one whose number nothing exceeds", () => {
  let state = 5;
  const levels = Uint8Array.from({ length: 40 * 12 }, () => (state = (state * 48271) % 2147483647) % 256);
  const pack = { size: [40, 4, 3], step: 1, levels, low: new Float32Array(40), high: new Float32Array(40).fill(2) };
  for (let map = 0; map < 40; map++) {
    const best = valueAt(pack, map, ...largestCell(pack, map));
    for (let at = 0; at < 12; at++) {
      const other = valueAt(pack, map, Math.floor(at / 3), at % 3);
      assert.ok(Number.isNaN(other) || best >= other, `${map} ${at}`);
    }
  }
});

test("a scale of all maps is as long as the longest one, on either side of 0", () => {
  const pack = { ...PACK, low: Float32Array.of(-8, 0), high: Float32Array.of(1, 5) };
  assert.deepEqual([0, 1].map((map) => scaleOf(pack, map, true).most), [8, 5]);
  assert.deepEqual([0, 1].map((map) => scaleOf(pack, map, false).most), [8, 8]);
});

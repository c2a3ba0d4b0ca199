// A photo and a map sent in few bytes: the numbers that a browser reads are those that were written.

import assert from "node:assert/strict";
import { test } from "node:test";

const { unpackCompact } = await import("../../pages/web/kit/photo_and_map.js");

/** @param {number[]} values @param {number[]} file */
function block(values, file) {
  const head = JSON.stringify({ map: [1, values.length], photo: [2, 2], file_bytes: file.length });
  const text = [...head.padEnd(Math.ceil(head.length / 4) * 4)].map((letter) => letter.charCodeAt(0));
  const thirds = values.flatMap((value) => {
    const view = new DataView(new ArrayBuffer(4));
    view.setFloat32(0, value, true);
    return [1, 2, 3].map((at) => view.getUint8(at));
  });
  return new Uint8Array([text.length, 0, 0, 0, ...text, ...new Array(768).fill(7), ...thirds, ...file]);
}

test("values, colours and file are taken apart", () => {
  const values = [1, -0.5, 0, 1024, -3, 2 ** -40, Infinity, NaN];
  const found = unpackCompact(block(values, [9, 8, 7]));
  assert.deepEqual([...found.values], values);
  assert.deepEqual([...found.file], [9, 8, 7]);
  assert.equal(found.colours.length, 768);
});

test("the photo is empty until its file has been opened", () => {
  assert.equal(unpackCompact(block([], [1])).rgb.length, 0);
});

// What numpy and scipy said, see expected.py.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

export const expected = JSON.parse(readFileSync(process.env.EXPECTED, "utf8"));

export function close(found, wanted) {
  const values = [...found];
  assert.equal(values.length, wanted.length);
  values.forEach((value, at) => assert.ok(Math.abs(value - wanted[at]) < 1e-9, `${at}: ${value}, not ${wanted[at]}`));
}

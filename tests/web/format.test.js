import assert from "node:assert/strict";
import { test } from "node:test";

import { bracketed, cellText, fill, number, numberOr, percent, shorter, withSign } from "../../pages/web/kit/format.js";
import { expected } from "./numbers.js";

for (const { value, digits, text } of [...expected.numbers, ...expected.halves]) {
  test(`${value} in ${digits} digits is ${text}`, () => assert.equal(number(value, digits), text));
}

for (const { value, texts } of expected.shorter) {
  test(`${value} where there is less and less room`, () => assert.deepEqual(shorter(value), texts));
}

test("what rounding leaves of a sum is 0, and what is small by itself is not", () => {
  const left = 0.1 + 0.2 - 0.3;
  assert.deepEqual([number(left, 4, 0.6), bracketed(-left, 4, 0.6), number(2e-17)], ["0", "0", "2.00e−17"]);
});

for (const { share, decimals, text } of expected.percents) {
  test(`a share of ${share} is ${text}`, () => assert.equal(percent(share, decimals), text));
}

test("what is no number is said", () => {
  assert.deepEqual([Infinity, -Infinity, NaN, -0].map((value) => number(value)), ["∞", "−∞", "NaN", "0"]);
  assert.equal(numberOr(NaN, "not finite"), "not finite");
  assert.equal(numberOr(-2, "not finite"), "−2");
});

test("signs of terms", () => {
  assert.deepEqual([2, -2].map((value) => bracketed(value)), ["2", "(−2)"]);
  assert.deepEqual([2, -2].map((value) => withSign(value)), ["+2", "−2"]);
});

for (const [double, right] of expected.particles) {
  test(`${double} is ${right}`, () => assert.equal(fill("{text}", { text: double }), right));
}

test("values are put into sentences, and cells counted from 1", () => {
  assert.equal(fill("{a} of {b}, {c}", { a: 1, b: "<b>" }), "1 of <b>, {c}");
  assert.equal(cellText("{row}, {column}: {value}", [0, 4], { value: "x" }), "1, 5: x");
});

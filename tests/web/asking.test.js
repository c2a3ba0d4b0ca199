// The desk asks what would come of a change: one question under way, the newest next, and a way on without answers.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { ask, newAsking } from "../../pages/web/kit/asking.js";

/** @type {{ asked: any, answer: (status: number, numbers?: unknown) => void, fail: () => void }[]} */
let questions = [];
/** @type {AbortController} */
let gone;
/** @type {any[]} */
let shown = [];
let failed = 0;
const told = { show: (/** @type {any} */ numbers) => shown.push(numbers), fail: () => { failed += 1; } };
/** Let all that waits for an answer go on. */
const settled = () => new Promise((resolve) => { setImmediate(resolve); });

beforeEach(() => {
  [questions, shown, failed, gone] = [[], [], 0, new AbortController()];
  mock.method(globalThis, "fetch", (/** @type {URL} */ address, /** @type {any} */ { body, method }) => {
    assert.match(String(address), /\/preview\/build_stack$/);
    assert.equal(method, "POST");
    return new Promise((resolve, reject) => questions.push({
      asked: JSON.parse(body),
      answer: (status, numbers) => resolve({ ok: status === 200, status, json: async () => numbers }),
      fail: () => reject(new TypeError("no network")),
    }));
  });
});
afterEach(() => {
  gone.abort();
  mock.restoreAll();
});

test("one question is under way, and only the newest one is next", async () => {
  const asking = newAsking("build_stack", gone.signal);
  for (const value of [1, 2, 3, 4]) ask(asking, { value }, told);
  assert.deepEqual(questions.map(({ asked }) => asked.value), [1]);
  questions[0].answer(200, { of: 1 });
  await settled();
  assert.deepEqual(questions.map(({ asked }) => asked.value), [1, 4]);
  questions[1].answer(200, { of: 4 });
  await settled();
  assert.deepEqual(shown, [{ of: 1 }, { of: 4 }]);
  assert.equal(questions.length, 2);
});

test("what makes no sense is passed over, and the next is asked", async () => {
  const asking = newAsking("build_stack", gone.signal);
  ask(asking, { value: 1 }, told);
  questions[0].answer(422);
  await settled();
  assert.equal(asking.works, true);
  ask(asking, { value: 2 }, told);
  questions[1].answer(200, { of: 2 });
  await settled();
  assert.deepEqual([shown, failed], [[{ of: 2 }], 0]);
});

for (const [what, how] of /** @type {const} */ ([
  ["a server that does not know it", (/** @type {any} */ question) => question.answer(404)],
  ["a broken network", (/** @type {any} */ question) => question.fail()],
])) {
  test(`${what} ends the asking, and the page is told instead`, async () => {
    const asking = newAsking("build_stack", gone.signal);
    ask(asking, { value: 1 }, told);
    how(questions[0]);
    await settled();
    assert.deepEqual([asking.works, failed, shown], [false, 1, []]);
  });
}

test("a desk that is gone asks and tells nothing more", async () => {
  const asking = newAsking("build_stack", gone.signal);
  ask(asking, { value: 1 }, told);
  ask(asking, { value: 2 }, told);
  gone.abort();
  questions[0].fail();
  await settled();
  assert.deepEqual([questions.length, failed], [1, 0]);
});

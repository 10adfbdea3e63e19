import assert from "node:assert/strict";
import { test } from "node:test";

import { tokens } from "../../widgets/src/lib/python.js";
import { step } from "../../widgets/src/lib/rows.js";
import { place, throttled } from "../../widgets/src/lib/sliders.js";
import { opposite, remember, remembered } from "../../widgets/src/lib/theme.js";

test("arrows move one row and stop at the ends", () => {
  assert.equal(step("ArrowDown", 0, 3), 1);
  assert.equal(step("ArrowDown", 2, 3), 2);
  assert.equal(step("ArrowUp", 0, 3), 0);
  assert.equal(step("Home", 2, 3), 0);
  assert.equal(step("End", 0, 3), 2);
  assert.equal(step("ArrowDown", -1, 0), null);
  assert.equal(step("x", 1, 3), null);
});

test("a slider's place is a share of its track, never outside it", () => {
  assert.equal(place(20, { min: 0, max: 50 }), 40);
  assert.equal(place(-5, { min: 0, max: 50 }), 0);
  assert.equal(place(80, { min: 0, max: 50 }), 100);
  assert.equal(place(3, { min: 3, max: 3 }), 0);
});

test("a drag tells its first and its last value, and no flood in between", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  /** @type {number[]} */
  const told = [];
  const tell = throttled((/** @type {number} */ value) => told.push(value), 80);
  for (let value = 1; value <= 10; value++) tell(value);
  assert.deepEqual(told, [1]);
  t.mock.timers.tick(80);
  assert.deepEqual(told, [1, 10]);
  tell(11);
  tell.stop();
  t.mock.timers.tick(800);
  assert.deepEqual(told, [1, 10]);
});

test("a line of Python loses nothing by being coloured", () => {
  const code = '# baris\nplan_of(Workspace.open(), "rotasi-2x") [20, x1] \'a\\\'b\'';
  const found = tokens(code);
  assert.equal(found.map((token) => token.text).join(""), code);
  assert.deepEqual(found.filter((token) => token.kind).map((token) => [token.kind, token.text]), [
    ["k", "# baris"],
    ["s", '"rotasi-2x"'],
    ["a", "20"],
    ["s", "'a\\'b'"],
  ]);
});

test("the theme button leads to the other theme, also from the system's", () => {
  assert.equal(opposite("gelap", false), "terang");
  assert.equal(opposite("terang", true), "gelap");
  assert.equal(opposite(undefined, true), "terang");
  assert.equal(opposite(undefined, false), "gelap");
});

test("a browser without storage forgets, and nothing breaks", () => {
  const closed = /** @type {Storage} */ (/** @type {unknown} */ ({ getItem() { throw new Error("closed"); }, setItem() { throw new Error("closed"); } }));
  remember(closed, "a", "b");
  assert.equal(remembered(closed, "a"), null);
  assert.equal(remembered(undefined, "a"), null);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { clock, leftNow, rings } from "../../widgets/src/lib/countdown.js";

test("time is shown as minutes and seconds, and past its end with a sign", () => {
  assert.equal(clock(462), "07.42");
  assert.equal(clock(461.2), "07.42");
  assert.equal(clock(0), "00.00");
  assert.equal(clock(-0.4), "00.00");
  assert.equal(clock(-61), "-01.00");
  assert.equal(clock(3600, ":"), "60:00");
});

test("time runs down only while it runs", () => {
  assert.equal(leftNow(100, true, 2500), 97.5);
  assert.equal(leftNow(100, false, 2500), 100);
});

test("the last minute rings once, and not when the time was short from the start", () => {
  assert.equal(rings(60.2, 59.9), true);
  assert.equal(rings(59.9, 59.7), false);
  assert.equal(rings(90, 61), false);
});

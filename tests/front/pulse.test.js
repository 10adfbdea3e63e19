import assert from "node:assert/strict";
import { test } from "node:test";

import { ALIVE, PACE, answered, asked, gone, isGone, waited, withQuery } from "../../widgets/src/lib/pulse.js";

test("an answer in time keeps the connection", () => {
  const pulse = waited(asked(ALIVE, 0), PACE.patience - 1);
  assert.equal(pulse.lost, false);
  assert.deepEqual(answered(pulse), ALIVE);
});

test("silence beyond patience is a lost connection, and each further silence one more attempt", () => {
  let pulse = waited(asked(ALIVE, 0), PACE.patience);
  assert.deepEqual([pulse.lost, pulse.attempt], [true, 1]);
  pulse = waited(asked(pulse, 10_000), 10_000 + PACE.again);
  assert.deepEqual([pulse.lost, pulse.attempt], [true, 2]);
});

test("nothing asked, nothing missed", () => {
  assert.equal(waited(ALIVE, 1e9), ALIVE);
});

test("a question that waits is not asked twice", () => {
  const once = asked(ALIVE, 5);
  assert.equal(asked(once, 9), once);
});

test("an answer after a loss ends it", () => {
  const lost = waited(asked(ALIVE, 0), PACE.patience);
  assert.equal(lost.lost, true);
  assert.equal(answered(lost).lost, false);
});

test("a kernel that died or restarts is gone at once: it comes back empty", () => {
  for (const status of ["dead", "restarting", "autorestarting", "terminating"]) assert.equal(isGone(status), true);
  for (const status of ["idle", "busy", "starting", "unknown"]) assert.equal(isGone(status), false);
  assert.equal(gone().lost, true);
  assert.equal(answered(gone()).lost, true);
  assert.equal(waited(gone(), 1e9).attempt, 0);
});

test("the address takes a scenario and keeps the rest", () => {
  const base = "http://localhost:8866/penempatan?lang=en#isi";
  assert.equal(withQuery(base, { skenario: "rotasi-ab2cd" }, base), "/penempatan?lang=en&skenario=rotasi-ab2cd#isi");
  assert.equal(withQuery("/data", { skenario: "a b&c" }, base), "/data?skenario=a+b%26c");
  assert.equal(withQuery(base, { lang: "" }, base), "/penempatan#isi");
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { slices } from "../../widgets/src/lib/pieces.js";

test("the pieces of a file join without gap or overlap, and only the last is the last", () => {
  for (const size of [1, 9, 10, 11, 25]) {
    const found = slices(size, 10);
    assert.equal(found[0]?.from, 0);
    assert.equal(found.at(-1)?.to, size);
    for (const [at, piece] of found.entries()) {
      assert.equal(piece.last, at === found.length - 1);
      if (at > 0) assert.equal(piece.from, found[at - 1]?.to);
    }
  }
});

test("an empty file is one empty piece", () => {
  assert.deepEqual(slices(0), [{ from: 0, to: 0, last: true }]);
});

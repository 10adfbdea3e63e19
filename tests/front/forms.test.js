import assert from "node:assert/strict";
import { test } from "node:test";

import { Drafts } from "../../widgets/src/lib/drafts.js";
import { along, nearest } from "../../widgets/src/lib/points.js";

/** @param {string} name @param {import("../../widgets/src/lib/drafts.js").Value} value @param {string} [place] */
const field = (name, value, place) => ({ name, value, when: place ? { name: "place", value: place } : null });

test("what was typed stays while the form is the same, and is gone with it", () => {
  const drafts = new Drafts();
  drafts.on({ number: 1, kind: "budget" });
  drafts.type("most", "500");
  drafts.on({ number: 1, kind: "budget" });
  assert.equal(drafts.value(field("most", "")), "500");
  drafts.on({ number: 2, kind: "budget" });
  assert.equal(drafts.value(field("most", "7")), "7");
  drafts.on(null);
  assert.equal(drafts.number, null);
});

test("each kind keeps its own fields, so that going back loses nothing", () => {
  const drafts = new Drafts();
  drafts.on({ number: 1, kind: "budget" });
  drafts.type("most", "500");
  drafts.kind = "unit_moves";
  assert.equal(drafts.value(field("most", "")), "");
  drafts.kind = "budget";
  assert.equal(drafts.value(field("most", "")), "500");
});

test("a field that hangs on another is sent only while it is on the screen", () => {
  const drafts = new Drafts();
  drafts.on({ number: 1, kind: "share" });
  const fields = [field("place", "all"), field("unit", "", "unit")];
  assert.deepEqual(drafts.values(fields), { place: "all" });
  drafts.type("place", "unit");
  drafts.type("unit", "0040000");
  assert.deepEqual(drafts.values(fields), { place: "unit", unit: "0040000" });
});

test("a box unticked and a text emptied are values too", () => {
  const drafts = new Drafts();
  drafts.on({ number: 1, kind: "quality" });
  drafts.type("reach", false);
  drafts.type("points", "");
  assert.deepEqual(drafts.values([field("reach", true), field("points", "70")]), { reach: false, points: "" });
});

test("a click finds the nearest point, and arrows go along the curve to its ends", () => {
  const points = [{ x: 0 }, { x: 40 }, { x: 100 }];
  assert.equal(nearest(points, 15), 0);
  assert.equal(nearest(points, 55), 1);
  assert.equal(nearest(points, 99), 2);
  assert.equal(nearest([], 50), -1);
  assert.equal(along("ArrowRight", 1, 3), 2);
  assert.equal(along("ArrowUp", 2, 3), 2);
  assert.equal(along("ArrowLeft", 0, 3), 0);
  assert.equal(along("Home", 2, 3), 0);
  assert.equal(along("End", 0, 3), 2);
  assert.equal(along("Enter", 0, 3), null);
  assert.equal(along("End", -1, 0), null);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { BRANCHED, FOLDED, beneath, chartOf, hindrance, hits, tops, visible } from "../../widgets/src/lib/chart/data.js";
import { around, gridOf } from "../../widgets/src/lib/chart/grid.js";
import { filled, shortened, wrapped } from "../../widgets/src/lib/chart/text.js";
import { placeOf, stepped, typedTo, windowed } from "../../widgets/src/lib/chart/tree.js";
import { EDGE, MOST, clamped, fitted, opening, revealing, zoomed } from "../../widgets/src/lib/chart/view.js";

/** d (a (a1 a2) b (b1, folded)) */
const PARENTS = [-1, 0, 1, 1, 0, 4];
const NAMES = ["Dinas", "Bidang Air", "Seksi Irigasi", "Seksi Rawa", "Bidang Jalan", "Seksi Jembatan"];

/** @param {ArrayBufferView} array at an odd address, as in a message */
function bytes(array) {
  const whole = new Uint8Array(array.byteLength + 1);
  whole.set(new Uint8Array(array.buffer), 1);
  return new DataView(whole.buffer, 1, array.byteLength);
}

function chart() {
  const places = PARENTS.flatMap((_, row) => (row === 5 ? [NaN, NaN, NaN, NaN] : [row * 200, 10, 156, 60]));
  /** @type {Record<string, any>} */
  const traits = {
    units: { id: ["b1", "b", "a2", "a1", "a", "d"], name: [...NAMES].reverse() }, order: bytes(Int32Array.from([5, 4, 3, 2, 1, 0])),
    parents: bytes(Int32Array.from(PARENTS)), place: bytes(Float32Array.from(places)),
    flags: bytes(Uint8Array.from([BRANCHED, BRANCHED, 0, 0, BRANCHED | FOLDED, 0])),
  };
  return chartOf((name) => traits[name]);
}

test("levels, branches and places among siblings follow from the parents", () => {
  const { level, size, nth, of, shown, width, height } = chart();
  assert.deepEqual([...level], [0, 1, 2, 2, 1, 2]);
  assert.deepEqual([...size], [6, 3, 1, 1, 2, 1]);
  assert.deepEqual([...nth], [1, 1, 1, 2, 2, 1]);
  assert.deepEqual([...of], [1, 2, 2, 2, 2, 1]);
  assert.deepEqual([...shown], [0, 1, 2, 3, 4]);
  assert.deepEqual([width, height], [956, 70]);
});

test("a chart without units is empty", () => {
  const empty = chartOf(() => undefined);
  assert.equal(empty.n, 0);
  assert.equal(empty.shown.length, 0);
});

test("a unit cannot come under itself, and need not come where it is", () => {
  const c = chart();
  assert.equal(hindrance(c, [1], 3), "inside");
  assert.equal(hindrance(c, [1], 1), "inside");
  assert.equal(hindrance(c, [2, 3], 1), "there");
  assert.equal(hindrance(c, [2], 4), "");
  assert.equal(beneath(c, 5, 4), true);
  assert.equal(beneath(c, 4, 1), false);
});

test("what is carried takes its branch along, once", () => {
  assert.deepEqual(tops(chart(), [3, 1, 2, 4, 4]), [1, 4]);
});

test("a search finds names that hold every word, in any case", () => {
  assert.deepEqual(hits(chart(), "seksi"), [2, 3, 5]);
  assert.deepEqual(hits(chart(), "  RAWA seksi "), [3]);
  assert.deepEqual(hits(chart(), " "), []);
});

test("a unit that is folded away is looked for where it hides", () => {
  assert.equal(visible(chart(), 5), 4);
  assert.equal(visible(chart(), 2), 2);
  assert.equal(visible(chart(), -1), -1);
});

test("the grid gives each rectangle that touches a part, once, as looking at all of them would", () => {
  let seed = 7;
  const random = (/** @type {number} */ most) => (seed = (seed * 48271) % 2147483647) % most;
  const rects = Float32Array.from({ length: 4 * 300 }, (_, at) => (at % 4 < 2 ? random(5000) : 1 + random(900)));
  rects.set([NaN, NaN, NaN, NaN], 40);
  const grid = gridOf(rects);
  for (let round = 0; round < 60; round++) {
    const left = random(5500) - 300, top = random(5500) - 300, right = left + random(1500), bottom = top + random(1500);
    /** @type {number[]} */
    const found = [];
    grid.within(left, top, right, bottom, (at) => found.push(at));
    const expected = [];
    for (let at = 0; at < 300; at++) {
      const [x = 0, y = 0, w = 0, h = 0] = rects.subarray(4 * at, 4 * at + 4);
      if (x <= right && y <= bottom && x + w >= left && y + h >= top) expected.push(at);
    }
    assert.deepEqual(found.sort((a, b) => a - b), expected);
  }
});

test("a line is as wide as it is long", () => {
  assert.deepEqual([...around(Float32Array.from([5, 9, 5, 2]))], [5, 2, 0, 7]);
});

test("all is in view, never larger than life, and the smaller is centred", () => {
  const screen = { width: 1000, height: 600 };
  assert.equal(fitted({ width: 300, height: 200 }, screen).scale, 1);
  const view = fitted({ width: 9520, height: 300 }, screen);
  assert.ok(Math.abs(view.scale - 0.1) < 1e-9);
  assert.ok(view.x <= 0 && view.x + screen.width / view.scale >= 9520);
  assert.equal(clamped({ x: 90, y: 90, scale: 1 }, { width: 300, height: 200 }, screen).x, -350);
});

test("the chart cannot be pushed out of sight", () => {
  const whole = { width: 5000, height: 4000 }, screen = { width: 1000, height: 600 };
  assert.deepEqual(clamped({ x: -9999, y: 99999, scale: 1 }, whole, screen), { scale: 1, x: -EDGE, y: 4000 + EDGE - 600 });
});

test("a large chart opens at its head, a small one as a whole", () => {
  const screen = { width: 1000, height: 600 }, head = { x: 4000, y: 0, width: 200 };
  assert.equal(opening({ width: 900, height: 500 }, screen, head).scale, 1);
  const view = opening({ width: 9000, height: 9000 }, screen, head);
  assert.ok(view.x < 4000 && view.x + screen.width / view.scale > 4200);
});

test("zooming keeps the point under the pointer, within bounds", () => {
  const view = zoomed({ x: 10, y: 20, scale: 0.5 }, 2, 100, 50);
  assert.deepEqual([view.x + 100 / view.scale, view.y + 50 / view.scale], [210, 120]);
  assert.equal(zoomed(view, 1000, 0, 0).scale, MOST);
});

test("a box that is in sight moves nothing", () => {
  const screen = { width: 1000, height: 600 }, view = { x: 0, y: 0, scale: 1 };
  assert.deepEqual(revealing(view, { x: 300, y: 200, width: 156, height: 60 }, screen), view);
  assert.equal(revealing(view, { x: 1200, y: 200, width: 156, height: 60 }, screen).x, 1200 + 156 + EDGE - 1000);
});

test("words wrap within their box, and what does not fit is shortened", () => {
  const measure = (/** @type {string} */ text) => text.length;
  assert.deepEqual(wrapped(measure, "Bidang Cipta Karya dan Jasa Konstruksi", 18, 3), ["Bidang Cipta Karya", "dan Jasa", "Konstruksi"]);
  assert.deepEqual(wrapped(measure, "Bidang Cipta Karya dan Jasa Konstruksi", 18, 2), ["Bidang Cipta Karya", "dan Jasa Konstruk…"]);
  assert.deepEqual(wrapped(measure, "", 18, 2), []);
  assert.equal(shortened(measure, "Pemberdayaan", 5), "Pemb…");
});

test("a sentence keeps a place that nothing fills", () => {
  assert.equal(filled("Taruh di bawah {unit}: {x}", { unit: "<b>" }), "Taruh di bawah <b>: {x}");
});

test("arrows walk the shown rows and fold as a tree does", () => {
  const c = chart();
  assert.deepEqual(stepped(c, 0, "ArrowDown"), { to: 1 });
  assert.deepEqual(stepped(c, 4, "ArrowDown"), { to: 4 });
  assert.deepEqual(stepped(c, 1, "ArrowRight"), { to: 2 });
  assert.deepEqual(stepped(c, 4, "ArrowRight"), { fold: 4 });
  assert.deepEqual(stepped(c, 4, "ArrowLeft"), { to: 0 });
  assert.deepEqual(stepped(c, 1, "ArrowLeft"), { fold: 1 });
  assert.deepEqual(stepped(c, 2, "ArrowLeft"), { to: 1 });
  assert.equal(stepped(c, 2, "ArrowRight"), null);
  assert.deepEqual(stepped(c, 2, "End"), { to: 4 });
  assert.equal(stepped(c, 5, "ArrowDown"), null);
  assert.equal(placeOf(c.shown, 5), -1);
});

test("typing leads to the next name that begins so, round and round", () => {
  const c = chart();
  assert.equal(typedTo(c, 0, "b"), 1);
  assert.equal(typedTo(c, 1, "b"), 4);
  assert.equal(typedTo(c, 4, "b"), 1);
  assert.equal(typedTo(c, 1, "bidang j"), 4);
  assert.equal(typedTo(c, 0, "x"), null);
});

test("a window of rows lies around the one in focus, within the ends", () => {
  assert.deepEqual(windowed(1000, 500, 100), { from: 450, to: 550 });
  assert.deepEqual(windowed(1000, 3, 100), { from: 0, to: 100 });
  assert.deepEqual(windowed(1000, 999, 100), { from: 900, to: 1000 });
  assert.deepEqual(windowed(7, 3, 100), { from: 0, to: 7 });
});

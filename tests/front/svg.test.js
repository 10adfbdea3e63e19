import assert from "node:assert/strict";
import { test } from "node:test";

import { harmless } from "../../widgets/src/lib/svg.js";

test("shapes keep their geometry and the colours of the page", () => {
  assert.equal(harmless("d", "M0,0.9h62.44v16.2h-62.44Z"), true);
  assert.equal(harmless("fill", "var(--kat-1)"), true);
  assert.equal(harmless("fill", "#1D4A7A"), true);
  assert.equal(harmless("transform", "translate(0,0)"), true);
  assert.equal(harmless("viewBox", "0 0 358 18"), true);
});

test("nothing that runs, links or names a place comes in", () => {
  for (const [name, value] of [
    ["onload", "alert(1)"],
    ["href", "javascript:alert(1)"],
    ["xlink:href", "#a"],
    ["style", "fill:red"],
    ["class", "mark"],
    ["aria-label", "Budi"],
    ["fill", "url(https://example.org/a.svg#b)"],
    ["fill", "var(--a, url(x))"],
    ["d", "M0,0 url(x)"],
    ["transform", "translate(0,0) onload"],
    ["toString", "x"],
  ]) {
    assert.equal(harmless(/** @type {string} */ (name), /** @type {string} */ (value)), false, `${name}=${value}`);
  }
});

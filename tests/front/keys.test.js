import assert from "node:assert/strict";
import { test } from "node:test";

import { meaning } from "../../widgets/src/lib/keys.js";

/** @param {string} key @param {Partial<KeyboardEvent>} [with_] */
const press = (key, with_ = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...with_ });
const free = { typing: false, letters: true };

test("Ctrl Z undoes, Ctrl Y and Ctrl Shift Z redo, with the command key too", () => {
  assert.equal(meaning(press("z", { ctrlKey: true }), free), "undo");
  assert.equal(meaning(press("z", { metaKey: true }), free), "undo");
  assert.equal(meaning(press("y", { ctrlKey: true }), free), "redo");
  assert.equal(meaning(press("Z", { ctrlKey: true, shiftKey: true }), free), "redo");
});

test("a letter acts alone, whatever its case", () => {
  assert.equal(meaning(press("P"), free), "p");
  assert.equal(meaning(press("?", { shiftKey: true }), free), "?");
});

test("while somebody types no key is ours, not even undo", () => {
  assert.equal(meaning(press("k"), { typing: true, letters: true }), null);
  assert.equal(meaning(press("z", { ctrlKey: true }), { typing: true, letters: true }), null);
});

test("single letters can be switched off, undo stays", () => {
  const off = { typing: false, letters: false };
  assert.equal(meaning(press("k"), off), null);
  assert.equal(meaning(press("z", { ctrlKey: true }), off), "undo");
});

test("keys that belong to the browser stay with it", () => {
  for (const key of ["Tab", "Enter", "Escape", "ArrowDown", " "]) assert.equal(meaning(press(key), free), null);
  assert.equal(meaning(press("p", { ctrlKey: true }), free), null);
  assert.equal(meaning(press("p", { altKey: true }), free), null);
});

/** Walking through the shown rows of a tree by keyboard (ARIA Authoring Practices, tree view), apart from the page. */

import { BRANCHED, FOLDED } from "./data.js";

/** @typedef {import("./data.js").Chart} Chart */

/**
 * Where a key leads from the shown row `at`: to a row, to folding or unfolding it, or nowhere (null).
 * @param {Chart} chart
 * @param {number} at
 * @param {string} key
 * @returns {{to: number} | {fold: number} | null}
 */
export function stepped(chart, at, key) {
  const { shown, parents, flags } = chart;
  const place = placeOf(shown, at);
  if (place < 0) return null;
  const go = (/** @type {number} */ where) => ({ to: shown[Math.min(shown.length - 1, Math.max(0, where))] ?? at });
  const folded = ((flags[at] ?? 0) & FOLDED) > 0, branched = ((flags[at] ?? 0) & BRANCHED) > 0;
  switch (key) {
    case "ArrowDown": return go(place + 1);
    case "ArrowUp": return go(place - 1);
    case "Home": return go(0);
    case "End": return go(shown.length - 1);
    case "PageDown": return go(place + 10);
    case "PageUp": return go(place - 10);
    case "ArrowRight": return folded ? { fold: at } : branched ? go(place + 1) : null;
    case "ArrowLeft": {
      if (branched && !folded) return { fold: at };
      const up = parents[at] ?? -1;
      return up < 0 ? null : { to: up };
    }
    default: return null;
  }
}

/**
 * Where among the shown rows a row stands; -1 where it is not shown. They are sorted.
 * @param {Int32Array} shown
 * @param {number} row
 */
export function placeOf(shown, row) {
  let low = 0, high = shown.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1, found = shown[middle] ?? -1;
    if (found === row) return middle;
    if (found < row) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/**
 * The next shown row, round and round, whose name begins with `typed`; a single letter moves on from `at`.
 * @param {Chart} chart
 * @param {number} at
 * @param {string} typed in lower case
 * @returns {number | null}
 */
export function typedTo(chart, at, typed) {
  const { shown, name } = chart;
  const from = Math.max(0, placeOf(shown, at)) + (typed.length === 1 ? 1 : 0);
  for (let k = 0; k < shown.length; k++) {
    const row = shown[(from + k) % shown.length] ?? 0;
    if ((name[row] ?? "").toLowerCase().startsWith(typed)) return row;
  }
  return null;
}

/**
 * Which of `many` rows to render: `most` of them, with `at` in the middle as far as the ends allow.
 * @param {number} many
 * @param {number} at
 * @param {number} most
 */
export function windowed(many, at, most) {
  const from = Math.max(0, Math.min(at - (most >> 1), many - most));
  return { from, to: Math.min(many, from + most) };
}

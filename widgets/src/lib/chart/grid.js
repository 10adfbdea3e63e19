/** What lies in a part of the plane, among thousands of rectangles: a grid of cells, each with what touches it. */

const CELL = 512;

/**
 * @typedef {{
 *   within: (left: number, top: number, right: number, bottom: number, visit: (at: number) => void) => void,
 * }} Grid calls `visit` once for each rectangle that touches the part
 */

/**
 * @param {Float32Array} rects x, y, width, height of each; those with NaN are nowhere
 * @returns {Grid}
 */
export function gridOf(rects) {
  const n = rects.length / 4;
  const value = (/** @type {number} */ at) => rects[at] ?? NaN;
  let right = 1, bottom = 1;
  for (let at = 0; at < n; at++) {
    right = Math.max(right, (value(4 * at) || 0) + (value(4 * at + 2) || 0));
    bottom = Math.max(bottom, (value(4 * at + 1) || 0) + (value(4 * at + 3) || 0));
  }
  const across = Math.floor(right / CELL) + 1, down = Math.floor(bottom / CELL) + 1;
  const column = (/** @type {number} */ x) => Math.min(across - 1, Math.max(0, Math.floor(x / CELL)));
  const line = (/** @type {number} */ y) => Math.min(down - 1, Math.max(0, Math.floor(y / CELL)));
  /** @param {(cell: number, at: number) => void} put */
  const each = (put) => {
    for (let at = 0; at < n; at++) {
      const x = value(4 * at), y = value(4 * at + 1);
      if (Number.isNaN(x)) continue;
      const lastX = column(x + value(4 * at + 2)), lastY = line(y + value(4 * at + 3));
      for (let cy = line(y); cy <= lastY; cy++) for (let cx = column(x); cx <= lastX; cx++) put(cy * across + cx, at);
    }
  };
  const first = new Int32Array(across * down + 1);
  each((cell) => (first[cell + 1] = (first[cell + 1] ?? 0) + 1));
  for (let cell = 0; cell < across * down; cell++) first[cell + 1] = (first[cell + 1] ?? 0) + (first[cell] ?? 0);
  const next = first.slice(0, -1), held = new Int32Array(first[across * down] ?? 0);
  each((cell, at) => {
    const to = next[cell] ?? 0;
    held[to] = at;
    next[cell] = to + 1;
  });
  const seen = new Int32Array(n);
  let round = 0;
  return {
    within(left, top, right, bottom, visit) {
      round++;
      const lastX = column(right), lastY = line(bottom);
      for (let cy = line(top); cy <= lastY; cy++) {
        for (let cx = column(left); cx <= lastX; cx++) {
          const cell = cy * across + cx, end = first[cell + 1] ?? 0;
          for (let k = first[cell] ?? 0; k < end; k++) {
            const at = held[k] ?? 0;
            if (seen[at] === round) continue;
            seen[at] = round;
            const x = value(4 * at), y = value(4 * at + 1);
            if (x <= right && y <= bottom && x + value(4 * at + 2) >= left && y + value(4 * at + 3) >= top) visit(at);
          }
        }
      }
    },
  };
}

/**
 * The rectangles around straight pieces x1, y1, x2, y2.
 * @param {Float32Array} wires
 */
export function around(wires) {
  const rects = new Float32Array(wires.length);
  for (let at = 0; at < wires.length; at += 4) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = wires.subarray(at, at + 4);
    rects.set([Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1)], at);
  }
  return rects;
}

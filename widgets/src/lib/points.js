/** Points on a curve, apart from their drawing. */

/**
 * The point nearest to a place on the plot, by how far it is to the left or right.
 * @param {{x: number}[]} points
 * @param {number} x in percent of the width
 * @returns {number} its place in the list, -1 in an empty one
 */
export function nearest(points, x) {
  let found = -1;
  points.forEach((point, at) => {
    const best = points[found];
    if (!best || Math.abs(point.x - x) < Math.abs(best.x - x)) found = at;
  });
  return found;
}

/**
 * The point that a key leads to, or null when the key is none of ours.
 * @param {string} key
 * @param {number} at
 * @param {number} count
 * @returns {number | null}
 */
export function along(key, at, count) {
  if (count === 0) return null;
  if (key === "ArrowRight" || key === "ArrowUp") return Math.min(count - 1, at + 1);
  if (key === "ArrowLeft" || key === "ArrowDown") return Math.max(0, at - 1);
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  return null;
}

/** Which part of the chart is seen: `x`, `y` is the point in the upper left corner, `scale` pixels a unit of length. */

export const LEAST = 0.02, MOST = 2;

/** Around the whole. */
export const EDGE = 24;

/**
 * @typedef {{x: number, y: number, scale: number}} View
 * @typedef {{width: number, height: number}} Size
 */

/** @param {number} scale */
const bounded = (scale) => Math.min(MOST, Math.max(LEAST, scale));

/**
 * All of it, never larger than life.
 * @param {Size} whole
 * @param {Size} screen
 * @returns {View}
 */
export function fitted(whole, screen) {
  const scale = bounded(Math.min(1, (screen.width - 2 * EDGE) / Math.max(1, whole.width), (screen.height - 2 * EDGE) / Math.max(1, whole.height)));
  return clamped({ x: 0, y: 0, scale }, whole, screen);
}

/**
 * What is seen at first: all of it where its names can be read, else its head.
 * @param {Size} whole
 * @param {Size} screen
 * @param {{x: number, y: number, width: number}} head
 * @returns {View}
 */
export function opening(whole, screen, head) {
  const all = fitted(whole, screen);
  if (all.scale >= 0.55) return all;
  const scale = 0.75;
  return clamped({ scale, x: head.x + head.width / 2 - screen.width / 2 / scale, y: head.y - EDGE / scale }, whole, screen);
}

/**
 * The same scale, moved so that what is there is not lost: centred where it is smaller than the screen.
 * @param {View} view
 * @param {Size} whole
 * @param {Size} screen
 * @returns {View}
 */
export function clamped(view, whole, screen) {
  const edge = EDGE / view.scale;
  return {
    scale: view.scale,
    x: along(view.x, whole.width, screen.width / view.scale, edge, true),
    y: along(view.y, whole.height, screen.height / view.scale, edge, false),
  };
}

/**
 * @param {number} at
 * @param {number} whole
 * @param {number} seen
 * @param {number} edge
 * @param {boolean} centre
 */
function along(at, whole, seen, edge, centre) {
  if (whole + 2 * edge <= seen) return centre ? (whole - seen) / 2 : -edge;
  return Math.min(whole + edge - seen, Math.max(-edge, at));
}

/**
 * Nearer or farther around a point of the screen.
 * @param {View} view
 * @param {number} factor
 * @param {number} px
 * @param {number} py
 * @returns {View}
 */
export function zoomed(view, factor, px, py) {
  const scale = bounded(view.scale * factor);
  return { scale, x: view.x + px / view.scale - px / scale, y: view.y + py / view.scale - py / scale };
}

/**
 * Moved just so far that a box is in sight.
 * @param {View} view
 * @param {{x: number, y: number, width: number, height: number}} box
 * @param {Size} screen
 * @returns {View}
 */
export function revealing(view, box, screen) {
  const wide = screen.width / view.scale, high = screen.height / view.scale;
  const edge = Math.min(EDGE / view.scale, wide / 4, high / 4);
  const x = Math.min(Math.max(view.x, box.x + box.width + edge - wide), box.x - edge);
  const y = Math.min(Math.max(view.y, box.y + box.height + edge - high), box.y - edge);
  return { scale: view.scale, x, y };
}

/**
 * The box in the middle, near enough that its name can be read.
 * @param {View} view
 * @param {{x: number, y: number, width: number, height: number}} box
 * @param {Size} screen
 * @returns {View}
 */
export function centred(view, box, screen) {
  const scale = Math.max(view.scale, 0.75);
  return { scale, x: box.x + box.width / 2 - screen.width / 2 / scale, y: box.y + box.height / 2 - screen.height / 2 / scale };
}

/**
 * @param {View} one
 * @param {View} other
 */
export const same = (one, other) => Math.abs(one.x - other.x) < 1e-6 && Math.abs(one.y - other.y) < 1e-6 && one.scale === other.scale;

/** A large file in pieces that a message can carry. */

/** Bytes of one piece. */
export const PIECE = 1 << 20;

/**
 * Where each piece of a file begins and ends; an empty file is one empty piece.
 * @param {number} size
 * @param {number} [most]
 * @returns {{from: number, to: number, last: boolean}[]}
 */
export function slices(size, most = PIECE) {
  const count = Math.max(1, Math.ceil(size / most));
  return Array.from({ length: count }, (_, at) => ({ from: at * most, to: Math.min(size, (at + 1) * most), last: at === count - 1 }));
}

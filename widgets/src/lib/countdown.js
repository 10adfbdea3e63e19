/** Time that runs down. */

/**
 * Minutes and seconds as a clock shows them; past zero with a sign.
 * @param {number} seconds
 * @param {string} [between]
 */
export function clock(seconds, between = ".") {
  const whole = Math.ceil(Math.abs(seconds) - (seconds < 0 ? 1 : 0)), minutes = Math.floor(whole / 60);
  return `${seconds < 0 && whole > 0 ? "-" : ""}${String(minutes).padStart(2, "0")}${between}${String(whole % 60).padStart(2, "0")}`;
}

/**
 * Seconds left now, of what was left when it was told.
 * @param {number} left
 * @param {boolean} running
 * @param {number} since milliseconds since it was told
 */
export const leftNow = (left, running, since) => (running ? left - since / 1000 : left);

/**
 * Whether a tick crosses into the last minute: the one moment that is heard.
 * @param {number} before
 * @param {number} now
 */
export const rings = (before, now) => before > 60 && now <= 60;

/** Arithmetic of a slider, apart from its drawing. */

/**
 * Where `value` stands on the track, in percent.
 * @param {number} value
 * @param {{min: number, max: number}} range
 */
export function place(value, { min, max }) {
  return max > min ? Math.min(100, Math.max(0, ((value - min) / (max - min)) * 100)) : 0;
}

/**
 * Calls `work` at most once in `wait` ms, the last time always: a drag shows what it does without flooding the kernel.
 * @template {any[]} A
 * @param {(...args: A) => void} work
 * @param {number} wait
 * @returns {{(...args: A): void, stop(): void}}
 */
export function throttled(work, wait) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {A | undefined} */
  let last;
  const tick = () => {
    timer = undefined;
    if (last !== undefined) {
      const args = last;
      last = undefined;
      work(...args);
      timer = setTimeout(tick, wait);
    }
  };
  /** @param {A} args */
  const call = (...args) => {
    last = args;
    if (timer === undefined) tick();
  };
  call.stop = () => {
    clearTimeout(timer);
    timer = undefined;
    last = undefined;
  };
  return call;
}

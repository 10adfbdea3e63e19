/** Is the one who answers still there? A small state machine, apart from clocks and sockets. */

/**
 * @typedef {{lost: boolean, gone: boolean, attempt: number, asked: number | null}} Pulse
 * `asked` is when the unanswered question was asked, in ms; `gone`: nobody is left to ask.
 */

/** How often to ask, how long to wait for the answer, how often to ask again when there was none. Milliseconds. */
export const PACE = { ask: 4000, patience: 6000, again: 3000 };

/** @type {Pulse} */
export const ALIVE = { lost: false, gone: false, attempt: 0, asked: null };

/** @param {Pulse} pulse @param {number} now @returns {Pulse} */
export function asked(pulse, now) {
  return pulse.asked === null ? { ...pulse, asked: now } : pulse;
}

/** @param {Pulse} pulse @returns {Pulse} */
export function answered(pulse) {
  return pulse.gone ? pulse : ALIVE;
}

/**
 * A kernel that was killed comes back empty and would never answer for the old one: told by its status, at once.
 * @returns {Pulse}
 */
export function gone() {
  return { lost: true, gone: true, attempt: 0, asked: null };
}

/**
 * Time passes: too long without an answer, and the connection is lost; each further question is an attempt.
 * @param {Pulse} pulse
 * @param {number} now
 * @returns {Pulse}
 */
export function waited(pulse, now) {
  if (pulse.asked === null || pulse.gone) return pulse;
  const limit = pulse.lost ? PACE.again : PACE.patience;
  if (now - pulse.asked < limit) return pulse;
  return { lost: true, gone: false, attempt: pulse.attempt + 1, asked: null };
}

/**
 * Whether a kernel of this status can still be the one that drew the page.
 * @param {string} status as JupyterLab names it
 */
export const isGone = (status) => ["dead", "terminating", "restarting", "autorestarting"].includes(status);

/**
 * The same address with some parameters set; an empty value takes one away.
 * @param {string} href
 * @param {Record<string, string>} parameters
 * @param {string} base
 */
export function withQuery(href, parameters, base) {
  const url = new URL(href, base);
  for (const [name, value] of Object.entries(parameters)) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  return url.pathname + url.search + url.hash;
}

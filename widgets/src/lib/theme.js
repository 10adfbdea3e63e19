/** The look chosen by the user: "terang" or "gelap"; without a choice the system's. */

const KEY = "penataan-tema";

/**
 * The theme that a press of the button leads to.
 * @param {string | undefined} chosen what the user chose before, if anything
 * @param {boolean} systemDark whether the system asks for dark
 * @returns {"terang" | "gelap"}
 */
export function opposite(chosen, systemDark) {
  const dark = chosen ? chosen === "gelap" : systemDark;
  return dark ? "terang" : "gelap";
}

/**
 * @param {Storage | undefined} storage
 * @param {string} key
 * @returns {string | null}
 */
export function remembered(storage, key) {
  try {
    return storage?.getItem(key) ?? null;
  } catch {
    return null; // storage may be forbidden; then nothing is remembered
  }
}

/**
 * @param {Storage | undefined} storage
 * @param {string} key
 * @param {string} value
 */
export function remember(storage, key, value) {
  try {
    storage?.setItem(key, value);
  } catch {
    // storage may be forbidden or full: the choice holds for this page only
  }
}

/** Changes the theme of the page and remembers it. */
export function toggleTheme() {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  const next = opposite(root.dataset.tema, dark);
  root.dataset.tema = next;
  remember(window.localStorage, KEY, next);
}

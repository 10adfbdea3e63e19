/** The colours of the page for a canvas: read from its custom properties, and again when the theme changes. */

const NAMES = ["muka", "muka-2", "muka-3", "tinta", "tinta-2", "garis", "garis-kuat", "nila", "nila-lembut", "pada-nila", "mengkudu", "mengkudu-lembut", "lambato", "lambato-lembut", "pucuk", "fokus", "urut-1", "urut-2", "urut-4", "urut-6", "urut-8", "huruf"];

/** @typedef {Record<string, string>} Colours by name of the custom property, without its dashes */

/** Steps of the sequential ramp that the five bins of a lens have. */
export const RAMP = ["urut-1", "urut-2", "urut-4", "urut-6", "urut-8"];

/** The dye of each badge. @type {Record<string, string>} */
export const DYES = { baru: "pucuk", dihapus: "mengkudu", pindah: "lambato", gabungan: "nila", nama: "nila" };

/**
 * @param {Element} element
 * @returns {Colours}
 */
export function coloursOf(element) {
  const style = getComputedStyle(element);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

/**
 * Calls `changed` when the user or the system changes the theme.
 * @param {() => void} changed
 * @returns {() => void} off
 */
export function onTheme(changed) {
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const chosen = new MutationObserver(changed);
  chosen.observe(document.documentElement, { attributes: true, attributeFilter: ["data-tema"] });
  system.addEventListener("change", changed);
  // In JupyterLab the style sheet comes after the first drawing.
  const sheets = new MutationObserver(changed);
  sheets.observe(document.head, { childList: true });
  return () => {
    chosen.disconnect();
    sheets.disconnect();
    system.removeEventListener("change", changed);
  };
}

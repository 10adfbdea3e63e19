/** Panels that a phone shows by their heads until one is opened, so that every section of a long sheet is in reach. */

import { h, icon, panelHead } from "./dom.js";
import { chevronRight } from "./icons.js";

const OPEN = "pn-terbuka";

/**
 * A panel of the leaf `el`. One that folds has two heads, of which the style sheet shows the one that fits the screen;
 * whether it is open is remembered on `el`, which outlives its drawings.
 * @param {HTMLElement} el
 * @param {{title: string, aside?: string, summary?: string, fold?: boolean}} told `summary` stands in place of what is folded
 * @param {import("./dom.js").Attributes} attributes of the section
 * @param {import("./dom.js").Child[]} right what stands at the right end of its head
 * @param {...(import("./dom.js").Child | import("./dom.js").Child[])} body
 */
export function panel(el, told, attributes, right, ...body) {
  const head = panelHead(told.title, told.aside, right);
  if (!told.fold) return h("section", { class: "pn-panel", ...attributes }, head, ...body);
  head.classList.toggle("berisi", right.length > 0);
  const summary = told.summary || told.aside;
  const button = h("button", { class: "pn-lipat", "data-k": "lipat", "aria-expanded": String(el.classList.contains(OPEN)), click: () => turn(el, !el.classList.contains(OPEN)) },
    icon(chevronRight), h("span", {}, told.title), summary && h("span", { class: "pn-redup pn-kecil" }, summary));
  return h("section", { class: "pn-panel pn-lipat-hp", ...attributes }, h("h2", { class: "pn-kepala-lipat" }, button), head, ...body);
}

/**
 * Opens the panel that an element is in, if it is one that folds.
 * @param {Element} inside
 */
export function unfold(inside) {
  const el = inside.closest(".pn-daun");
  if (el && el.querySelector(".pn-lipat-hp")) turn(el, true);
}

/**
 * @param {Element} el
 * @param {boolean} open
 */
function turn(el, open) {
  el.classList.toggle(OPEN, open);
  el.querySelector(".pn-lipat-hp .pn-lipat")?.setAttribute("aria-expanded", String(open));
}

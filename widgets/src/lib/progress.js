/** Waiting, shown: the skeleton after 300 ms (page.css holds it back), words and a way out after a second. */

import { h } from "./dom.js";

/** @typedef {{words: string, percent: number, left: string, cancel: string}} Progress */

/** How long work may take before words are due, ms. */
export const SOON = 1000;

/**
 * A strip that tells how far work is; it stays hidden while the work is short.
 * @param {import("./types.js").Send} send
 * @returns {{element: HTMLElement, show: (now: Progress | null) => void, stop: () => void}}
 */
export function waiting(send) {
  const words = h("span", {});
  const left = h("span", {});
  const bar = h("i", {});
  const cancel = h("button", { class: "pn-tombol padat", "data-k": "batalkan", click: () => send("cancel") });
  const element = h("div", { class: "pn-panel-isi pn-tunggu", hidden: true },
    h("div", { class: "pn-kemajuan", role: "status" }, h("div", { class: "angka" }, words, left), h("div", { class: "pn-batang" }, bar)),
    cancel);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let due;
  const stop = () => {
    clearTimeout(due);
    due = undefined;
    element.hidden = true;
  };
  /** @param {Progress | null} now */
  const show = (now) => {
    if (!now) return stop();
    words.textContent = now.words;
    left.textContent = now.left;
    bar.style.width = `${now.percent}%`;
    cancel.textContent = now.cancel;
    due ??= setTimeout(() => (element.hidden = false), SOON);
  };
  return { element, show, stop };
}

/**
 * Rows that stand where the real ones will.
 * @param {number} rows
 * @param {number} columns
 */
export function skeleton(rows, columns) {
  const widths = [80, 60, 50, 90, 40, 65, 70, 55];
  return Array.from({ length: rows }, (_, row) =>
    h("tr", { class: "pn-baris-rangka", "aria-hidden": "true" }, Array.from({ length: columns }, (_, at) => h("td", {}, h("div", { class: "pn-rangka", style: `width:${widths[(row + at * 3) % widths.length]}%` })))),
  );
}

/**
 * Places of a list that is not there yet.
 * @param {number} count
 */
export function places(count) {
  return h("div", { class: "pn-panel-isi pn-rangka-isi pn-baris-rangka", "aria-hidden": "true" }, Array.from({ length: count }, (_, at) => at).flatMap((at) => [h("div", { class: "pn-rangka", style: `width:${45 + ((at * 17) % 30)}%` }), h("div", { class: "pn-rangka", style: "width:100%;height:18px" })]));
}

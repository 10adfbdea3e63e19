/** A picture drawn in Python, one of several. */

import { h } from "./lib/dom.js";
import { panel } from "./lib/fold.js";
import { leaf } from "./lib/leaf.js";
import { picture } from "./lib/svg.js";

/**
 * @typedef {{
 *   title: string, svg: string, alt: string, fold: boolean, pages: {text: string, back: boolean, on: boolean} | null,
 *   words: Record<"before" | "after", string>,
 * }} Picture
 */

/** @param {import("./lib/types.js").Scene<Picture>} scene */
function draw({ record, el, send }) {
  const { pages, words } = record;
  el.append(
    panel(el, record, { "data-k": "gambar", tabindex: -1 }, [],
      h("div", { class: "pn-panel-isi pn-gambar pn-gulir", role: "img", "aria-label": record.alt }, picture(record.svg)),
      pages && h("div", { class: "pn-panel-isi pn-halaman" },
        h("span", { class: "pn-kecil pn-redup", role: "status" }, pages.text),
        h("button", { class: "pn-tombol padat", "data-k": "sebelum", disabled: !pages.back, click: () => send("page", { by: -1 }) }, words.before),
        h("button", { class: "pn-tombol padat", "data-k": "sesudah", disabled: !pages.on, click: () => send("page", { by: 1 }) }, words.after))),
  );
}

export default leaf(draw);

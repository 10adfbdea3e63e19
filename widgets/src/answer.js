/** Why somebody is on a post or not, what it would cost to have them there, and what would change it. */

import { h, icon, panelHead } from "./lib/dom.js";
import { download } from "./lib/icons.js";
import { leaf } from "./lib/leaf.js";
import { places } from "./lib/progress.js";

/**
 * @typedef {{
 *   title: string, sentence: string, reasons: string[], price: {title: string, figures: [string, string][], note: string} | null,
 *   chainTitle: string, chain: {who: string, text: string}[], more: string, change: string, seat: string, checked: string,
 *   letter: string, loading: boolean,
 * }} Answer
 */

/** @param {import("./lib/types.js").Scene<Answer>} scene */
function draw({ record, el, send }) {
  const { price } = record;
  const button = record.letter && h("button", { class: "pn-tombol padat", "data-k": "surat", click: () => send("letter") }, icon(download), record.letter);
  el.append(
    h("section", { class: "pn-panel pn-jawaban", "data-k": "jawaban", tabindex: -1, "aria-busy": record.loading ? "true" : null },
      panelHead(record.title, "", button ? [button] : []),
      record.loading ? places(2) : h("div", { class: "pn-panel-isi" },
        h("p", { class: "pn-inti" }, record.sentence),
        record.reasons.length > 0 && h("ul", { class: "pn-alasan" }, record.reasons.map((reason) => h("li", {}, reason))),
        price && h("div", { class: "pn-harga" }, h("h4", {}, price.title),
          price.figures.length > 0 && h("dl", {}, price.figures.map(([value, label]) => [h("dd", {}, value), h("dt", {}, label)]).flat()),
          price.note && h("p", {}, price.note)),
        record.chain.length > 0 && h("h3", {}, record.chainTitle),
        record.chain.length > 0 && h("ol", { class: "pn-alasan" }, record.chain.map((moved) => h("li", {}, h("b", {}, moved.who), " ", moved.text))),
        record.more && h("p", { class: "pn-kecil pn-redup" }, record.more),
        record.change && h("p", { "data-isi": "ubah" }, record.change),
        record.seat && h("p", { "data-isi": "kursi" }, record.seat),
        record.checked && h("p", { class: "pn-kecil pn-redup" }, record.checked))),
  );
}

export default leaf(draw);

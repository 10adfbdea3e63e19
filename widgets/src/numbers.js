/** A few figures, each with what it is measured against. */

import { h } from "./lib/dom.js";
import { panel } from "./lib/fold.js";
import { leaf } from "./lib/leaf.js";

/** @typedef {{title: string, rows: {label: string, value: string, sub: string, tone: "" | "pn-naik" | "pn-turun"}[], notes: string[], fold: boolean, summary: string}} Numbers */

/** @param {import("./lib/types.js").Scene<Numbers>} scene */
function draw({ record, el }) {
  el.append(
    panel(el, record, {}, [],
      h("div", { class: "pn-panel-isi" },
        h("table", { class: "pn-tabel" }, h("tbody", {}, record.rows.map((row) => h("tr", {}, h("td", {}, row.label), h("td", { class: "n" }, h("b", {}, row.value), row.sub && h("small", { class: row.tone }, row.sub)))))),
        record.notes.map((note) => h("p", { class: "pn-kecil pn-redup pn-catatan-angka" }, note)))),
  );
}

export default leaf(draw);

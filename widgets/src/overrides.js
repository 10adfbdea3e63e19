/** What people fixed by hand, each with its way back. */

import { h, icon } from "./lib/dom.js";
import { lockOpen } from "./lib/icons.js";
import { leaf } from "./lib/leaf.js";

/** @typedef {{title: string, count: string, empty: string, rows: {key: string, title: string, text: string, price: string, release: string}[]}} Overrides */

/** @param {import("./lib/types.js").Scene<Overrides>} scene */
function draw({ record, el, send }) {
  el.append(
    h("section", { class: "pn-panel" },
      h("div", { class: "pn-panel-kepala" }, h("h2", {}, record.title), record.rows.length > 0 && h("span", { class: "kanan pn-lencana entah" }, record.count)),
      h("div", { class: "pn-panel-isi" },
        record.rows.length === 0 ? h("p", { class: "pn-kecil pn-redup" }, record.empty)
          : h("ol", { class: "pn-catatan pn-penetapan" }, record.rows.map((row) =>
            h("li", {}, h("div", {}, h("b", {}, row.title), h("p", {}, row.text), row.price && h("p", { class: "pn-berharga" }, row.price)),
              h("button", { class: "pn-tombol polos padat ikon", "data-k": `lepas-${row.key}`, "aria-label": `${row.release}: ${row.title}`, title: row.release, click: () => send("release", { key: row.key }) }, icon(lockOpen))))))),
  );
}

export default leaf(draw);

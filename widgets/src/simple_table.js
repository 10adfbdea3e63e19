/** Rows of text under heads, one page of them. */

import { h, icon, panelHead } from "./lib/dom.js";
import { download } from "./lib/icons.js";
import { leaf } from "./lib/leaf.js";

/**
 * @typedef {{text: string, sub: string, badge: string, kind: string}} Cell
 * `kind` dresses the badge: tidak, entah, ya, or empty.
 * @typedef {{
 *   title: string, aside: string, columns: {label: string, number: boolean}[], rows: Cell[][], empty: string, file: string,
 *   pages: {text: string, back: boolean, on: boolean} | null, words: Record<"before" | "after", string>,
 * }} Table
 */

/** @param {import("./lib/types.js").Scene<Table>} scene */
function draw({ record, el, send }) {
  const { columns, pages, words } = record;
  const head = h("thead", {}, h("tr", {}, columns.map((column) => h("th", { class: column.number ? "n" : null }, column.label))));
  const body = record.rows.map((row) => h("tr", {}, row.map((cell, at) => h("td", { class: columns[at]?.number ? "n" : null, "data-l": columns[at]?.label }, h("span", {}, cell.badge && h("span", { class: `pn-lencana ${cell.kind}` }, cell.badge), cell.badge && " ", cell.text, cell.sub && h("small", {}, cell.sub))))));
  el.append(
    h("section", { class: "pn-panel" },
      panelHead(record.title, record.aside, record.file ? [h("button", { class: "pn-tombol padat", "data-k": "unduh", click: () => send("file") }, icon(download), record.file)] : []),
      record.rows.length === 0 ? h("p", { class: "pn-panel-isi pn-redup" }, record.empty) : h("div", { class: "pn-gulir" }, h("table", { class: "pn-tabel tumpuk" }, head, h("tbody", {}, body))),
      pages && h("div", { class: "pn-panel-isi pn-halaman" },
        h("span", { class: "pn-kecil pn-redup", role: "status" }, pages.text),
        h("button", { class: "pn-tombol padat", "data-k": "sebelum", disabled: !pages.back, click: () => send("page", { by: -1 }) }, words.before),
        h("button", { class: "pn-tombol padat", "data-k": "sesudah", disabled: !pages.on, click: () => send("page", { by: 1 }) }, words.after))),
  );
}

export default leaf(draw);

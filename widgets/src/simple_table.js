/** Rows of text under heads, one page of them. */

import { h, icon } from "./lib/dom.js";
import { panel } from "./lib/fold.js";
import { download } from "./lib/icons.js";
import { leaf } from "./lib/leaf.js";
import { skeleton } from "./lib/progress.js";

/**
 * @typedef {{text: string, sub: string, badge: string, kind: string}} Cell
 * `kind` dresses the badge: tidak, entah, ya, nila or empty; without a badge `redup` makes the text step back.
 * @typedef {{
 *   title: string, aside: string, note: string, columns: {label: string, number: boolean}[], rows: Cell[][], keys: string[],
 *   empty: string, loading: boolean, file: string, fold: boolean, pages: {text: string, back: boolean, on: boolean} | null,
 *   words: Record<"before" | "after", string>,
 * }} Table
 */

/** @param {import("./lib/types.js").Scene<Table>} scene */
function draw({ record, el, send }) {
  const { columns, pages, words } = record;
  const head = h("thead", {}, h("tr", {}, columns.map((column) => h("th", { class: column.number ? "n" : null }, column.label))));
  const body = record.loading ? skeleton(5, columns.length) : record.rows.map((row, at) => tableRow(row, record.keys[at] ?? "", columns, send));
  el.append(
    panel(el, record, { "aria-busy": record.loading ? "true" : null },
      record.file ? [h("button", { class: "pn-tombol padat", "data-k": "unduh", disabled: record.loading, click: () => send("file") }, icon(download), record.file)] : [],
      record.note && h("p", { class: "pn-panel-isi pn-catatan-tabel" }, record.note),
      record.rows.length === 0 && !record.loading ? h("p", { class: "pn-panel-isi pn-redup" }, record.empty)
        : h("div", { class: "pn-gulir" }, h("table", { class: "pn-tabel tumpuk" }, head, h("tbody", {}, body))),
      pages && h("div", { class: "pn-panel-isi pn-halaman" },
        h("span", { class: "pn-kecil pn-redup", role: "status" }, pages.text),
        h("button", { class: "pn-tombol padat", "data-k": "sebelum", disabled: !pages.back, click: () => send("page", { by: -1 }) }, words.before),
        h("button", { class: "pn-tombol padat", "data-k": "sesudah", disabled: !pages.on, click: () => send("page", { by: 1 }) }, words.after))),
  );
}

/**
 * @param {Cell[]} row
 * @param {string} key
 * @param {Table["columns"]} columns
 * @param {import("./lib/types.js").Send} send
 */
function tableRow(row, key, columns, send) {
  const cells = row.map((cell, at) => {
    const text = key && at === 0 ? h("button", { class: "pn-kaitan pn-ke", "data-k": `buka-${key}`, click: () => send("open", { key }) }, cell.text) : cell.text;
    const parts = h("span", { class: !cell.badge && cell.kind === "redup" ? "pn-redup" : null }, cell.badge && h("span", { class: `pn-lencana ${cell.kind}` }, cell.badge), cell.badge && " ", text, cell.sub && h("small", {}, cell.sub));
    return h("td", { class: columns[at]?.number ? "n" : null, "data-l": columns[at]?.label }, parts);
  });
  return h("tr", {}, cells);
}

export default leaf(draw);

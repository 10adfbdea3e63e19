/** Counts by row and column, darker where there are more; the figure is always there. */

import { h } from "./lib/dom.js";
import { panel } from "./lib/fold.js";
import { leaf } from "./lib/leaf.js";

/**
 * @typedef {{title: string, aside: string, columns: string[], rows: {label: string, cells: {text: string, shade: number}[]}[], empty: string, fold: boolean}} Heat
 */

/** @param {import("./lib/types.js").Scene<Heat>} scene */
function draw({ record, el }) {
  const [first = "", ...columns] = record.columns;
  const head = h("thead", {}, h("tr", {}, h("th", {}, first), columns.map((column) => h("th", { class: "t" }, column))));
  const body = record.rows.map((row) => h("tr", {}, h("td", {}, row.label), row.cells.map((cell) => h("td", { class: `u${cell.shade}` }, cell.text))));
  el.append(
    panel(el, record, {}, [],
      record.rows.length === 0 ? h("p", { class: "pn-panel-isi pn-redup" }, record.empty) : h("div", { class: "pn-panel-isi pn-gulir" }, h("table", { class: "pn-tabel pn-panas" }, head, h("tbody", {}, body)))),
  );
}

export default leaf(draw);

/** A few things to choose from, each with what it is and one button. */

import { h, panelHead } from "./lib/dom.js";
import { leaf } from "./lib/leaf.js";

/** @typedef {{title: string, aside: string, empty: string, rows: {key: string, title: string, text: string, badge: string, button: string}[]}} Choices */

/** @param {import("./lib/types.js").Scene<Choices>} scene */
function draw({ record, el, send }) {
  const rows = record.rows.map((row) =>
    h("li", {}, h("div", {}, h("b", {}, row.title), " ", row.badge && h("span", { class: "pn-lencana nila" }, row.badge), h("p", {}, row.text)),
      h("button", { class: "pn-tombol padat", "data-k": `pilih-${row.key}`, "aria-label": `${row.button}: ${row.title}`, click: () => send("choose", { key: row.key }) }, row.button)),
  );
  el.append(
    h("section", { class: "pn-panel" },
      panelHead(record.title, record.aside),
      h("div", { class: "pn-panel-isi" }, rows.length === 0 ? h("p", { class: "pn-kecil pn-redup" }, record.empty) : h("ol", { class: "pn-catatan pn-penetapan" }, rows))),
  );
}

export default leaf(draw);

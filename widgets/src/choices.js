/** A few things to choose from, each with what it is and one button or one box to tick. */

import { h, panelHead } from "./lib/dom.js";
import { leaf } from "./lib/leaf.js";

/**
 * @typedef {{key: string, title: string, text: string, badge: string, button: string, on: boolean, able: boolean}} Choice
 * @typedef {{title: string, aside: string, empty: string, rows: Choice[]}} Choices
 */

/** @param {import("./lib/types.js").Scene<Choices>} scene */
function draw({ record, el, send }) {
  el.append(
    h("section", { class: "pn-panel" },
      panelHead(record.title, record.aside),
      h("div", { class: "pn-panel-isi" }, record.rows.length === 0 ? h("p", { class: "pn-kecil pn-redup" }, record.empty)
        : h("ol", { class: "pn-catatan pn-penetapan" }, record.rows.map((row) => (row.button ? pressed(row, send) : ticked(row, send)))))),
  );
}

/** @param {Choice} row */
const words = (row) => [h("b", {}, row.title), " ", row.badge && h("span", { class: "pn-lencana nila" }, row.badge), row.text && h("p", {}, row.text)];

/**
 * @param {Choice} row
 * @param {import("./lib/types.js").Send} send
 */
function pressed(row, send) {
  return h("li", {}, h("div", {}, words(row)),
    h("button", { class: "pn-tombol padat", "data-k": `pilih-${row.key}`, "aria-label": `${row.button}: ${row.title}`, click: () => send("choose", { key: row.key }) }, row.button));
}

/**
 * @param {Choice} row
 * @param {import("./lib/types.js").Send} send
 */
function ticked(row, send) {
  const box = h("input", { type: "checkbox", "data-k": `centang-${row.key}`, disabled: !row.able });
  box.checked = row.on;
  box.addEventListener("change", () => send("tick", { key: row.key, on: box.checked }));
  return h("li", { class: "pn-centang" }, h("label", {}, box, h("span", {}, words(row))));
}

export default leaf(draw);

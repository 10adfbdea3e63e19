/** How a chart is looked at: lens, switches, part of the whole, and its keys. */

import { h } from "./lib/dom.js";
import { leaf } from "./lib/leaf.js";

/**
 * @typedef {{key: string, label: string, on: boolean}} Switch
 * @typedef {{
 *   label: string, lenses: Switch[], switches: Switch[], scope: string, scope_label: string,
 *   scopes: {value: string, label: string}[], keys: {keys: string[], label: string}[],
 * }} Bar
 */

/** @param {import("./lib/types.js").Scene<Bar>} scene */
function draw({ record, el, send }) {
  const scope = h("select", { class: "pn-isian", "data-k": "lingkup", "aria-label": record.scope_label, change: () => send("scope", { key: scope.value }) },
    record.scopes.map((each) => h("option", { value: each.value, selected: each.value === record.scope }, each.label)));
  el.append(h("div", { class: "pn-lensa" },
    scope,
    h("div", { class: "pn-ruas", role: "group", "aria-label": record.label }, record.lenses.map((lens) =>
      h("button", { "data-k": `lensa-${lens.key}`, "aria-pressed": String(lens.on), click: () => send("lens", { key: lens.key }) }, lens.label))),
    record.switches.map((each) => h("button", { class: each.on ? "pn-sakelar polos on" : "pn-sakelar polos", role: "switch", "aria-checked": String(each.on), "data-k": `sakelar-${each.key}`, click: () => send("switch", { key: each.key, on: !each.on }) },
      h("i", { "aria-hidden": "true" }), each.label)),
    record.keys.length > 0 && h("span", { class: "pn-lensa-tombol pn-kecil pn-redup" }, record.keys.map((help) => h("span", {}, help.keys.map((key) => h("kbd", { class: "pn-kbd" }, key)), " ", help.label)))));
}

export default leaf(draw);

/** One unit: a few facts, and what can be done with it. */

import { h, panelHead } from "./lib/dom.js";
import { leaf } from "./lib/leaf.js";

/**
 * @typedef {{title: string, sub: string, facts: {label: string, value: string}[], actions: {key: string, label: string}[], notes: string[]}} Card
 */

/** @param {import("./lib/types.js").Scene<Card>} scene */
function draw({ record, el, send }) {
  el.append(h("section", { class: "pn-panel" },
    panelHead(record.title, record.sub),
    h("div", { class: "pn-panel-isi" },
      record.facts.length > 0 && h("dl", { class: "pn-fakta" }, record.facts.map((fact) => [h("dt", {}, fact.label), h("dd", {}, fact.value)]).flat()),
      record.notes.map((note) => h("p", { class: "pn-kecil pn-redup" }, note)),
      record.actions.length > 0 && h("div", { class: "pn-tindakan pn-lanjut" }, record.actions.map((action) => h("button", { class: "pn-tombol padat", "data-k": `unit-${action.key}`, click: () => send("act", { key: action.key }) }, action.label))))));
}

export default leaf(draw);

/** What becomes of people: one bar whose parts add up to all of them. */

import { h, panelHead } from "./lib/dom.js";
import { leaf } from "./lib/leaf.js";

/**
 * @typedef {{key: string, label: string, count: string, share: number, tone: string, on: boolean}} Part
 * @typedef {{title: string, link: string, parts: Part[], label: string, notes: string[]}} Fates
 */

/** @param {import("./lib/types.js").Scene<Fates>} scene */
function draw({ record, el, send }) {
  const link = record.link && h("button", { class: "pn-kaitan pn-kecil", "data-k": "terdampak", click: () => send("list", { key: "" }) }, record.link);
  el.append(h("section", { class: "pn-panel" },
    panelHead(record.title, "", link ? [link] : []),
    h("div", { class: "pn-panel-isi" },
      h("div", { class: "pn-merit", role: "img", "aria-label": record.label }, record.parts.filter((part) => part.share > 0).map((part) => h("i", { class: part.tone, style: `width:${part.share}%` }))),
      h("div", { class: "pn-legenda pn-lanjut" }, record.parts.map((part) =>
        h("button", { class: "pn-kaitan polos", "data-k": `nasib-${part.key}`, "aria-pressed": String(part.on), click: () => send("list", { key: part.key }) },
          h("span", { class: "pn-merit contoh", "aria-hidden": "true" }, h("i", { class: part.tone })), part.label, " ", h("b", {}, part.count)))),
      record.notes.map((note) => h("p", { class: "pn-kecil pn-redup pn-lanjut" }, note)))));
}

export default leaf(draw);

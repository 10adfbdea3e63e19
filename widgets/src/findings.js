/** What the rules say of one candidate for one post: word, observed against threshold, citation. */

import { h, panelHead, verdictIcon } from "./lib/dom.js";
import { leaf } from "./lib/leaf.js";

/**
 * @typedef {{kind: string, label: string, word: string, measure: string, citation: string, badge: string}} Finding
 * @typedef {{title: string, count: string, findings: Finding[], more: string, empty: string}} Findings
 */

/** @param {import("./lib/types.js").Scene<Findings>} scene */
function draw({ record, el, send }) {
  el.append(
    h("section", { class: "pn-panel", "data-k": "temuan", tabindex: -1 },
      panelHead(record.title, "", [h("span", { class: "pn-kecil pn-redup" }, record.count)]),
      h("div", { class: "pn-panel-isi" },
        record.findings.length === 0 ? h("p", { class: "pn-redup" }, record.empty) : h("ul", { class: "pn-temuan" }, record.findings.map(item)),
        record.more && h("p", { class: "pn-lanjut" }, h("button", { class: "pn-kaitan pn-kecil", "data-k": "semua", click: () => send("all") }, record.more)))),
  );
}

/** @param {Finding} finding */
function item(finding) {
  const loud = finding.kind === "ya" ? "" : finding.kind;
  return h("li", { class: finding.kind }, verdictIcon(finding.kind),
    h("div", {},
      h("div", { class: "baris" }, h("span", {}, finding.label), h("span", { class: `pn-lencana ${loud}` }, finding.word)),
      h("div", { class: "ukur" }, finding.measure),
      h("div", { class: "dasar" }, finding.citation, finding.badge && h("span", { class: "pn-lencana garis" }, finding.badge))));
}

export default leaf(draw);

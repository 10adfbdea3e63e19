/** What was done and decided, the latest first. */

import { h, panelHead } from "./lib/dom.js";
import { leaf } from "./lib/leaf.js";

/**
 * @typedef {{key: string, time: string, title: string, badge: string, kind: string, text: string, current: boolean, actions: {key: string, label: string}[]}} Line
 * @typedef {{title: string, count: string, lines: Line[], empty: string, actions: {key: string, label: string}[]}} Log
 */

/** @param {import("./lib/types.js").Scene<Log>} scene */
function draw({ record, el, send }) {
  const buttons = record.actions.map((action) => h("button", { class: "pn-tombol padat", "data-k": `catatan-${action.key}`, click: () => send("head", { name: action.key }) }, action.label));
  el.append(h("section", { class: "pn-panel" }, panelHead(record.title, record.count, buttons),
    h("div", { class: "pn-panel-isi" }, record.lines.length === 0 ? h("p", { class: "pn-kecil pn-redup" }, record.empty)
      : h("ol", { class: "pn-catatan" }, record.lines.map((line) => h("li", { "aria-current": line.current ? "true" : null }, h("time", {}, line.time),
          h("div", {}, h("div", { class: "kop" }, h("b", {}, line.title), line.badge && h("span", { class: `pn-lencana ${line.kind}` }, line.badge)), line.text && h("p", {}, line.text),
            line.actions.length > 0 && h("div", { class: "pn-tindakan" }, line.actions.map((action) => h("button", { class: "pn-kaitan pn-kecil", "data-k": `${action.key}-${line.key}`, "aria-label": `${action.label}: ${line.title}`, click: () => send("act", { key: line.key, name: action.key }) }, action.label))))))))));
}

export default leaf(draw);

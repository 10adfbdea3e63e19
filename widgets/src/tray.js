/** Things that can be taken from here onto a chart. */

import { h, icon } from "./lib/dom.js";
import { layers, user, users } from "./lib/icons.js";
import { leaf } from "./lib/leaf.js";

/**
 * @typedef {{kind: "unit" | "post" | "people", id: string, title: string, text: string, badge: string, able: boolean, actions: {key: string, label: string}[]}} Item
 * @typedef {{title: string, count: string, aside: string, items: Item[], empty: string, carried: string, more: string}} Tray
 */

export const DRAGGED = "application/x-penataan";
const SHAPES = { unit: layers, people: users, post: user };

/** @param {import("./lib/types.js").Scene<Tray>} scene */
function draw({ record, el, send }) {
  el.append(h("section", { class: "pn-panel" },
    h("div", { class: "pn-panel-kepala" }, h("h2", {}, record.title), record.count && h("span", { class: "pn-lencana entah" }, record.count),
      record.aside && h("span", { class: "kanan pn-kecil pn-redup" }, record.aside)),
    h("div", { class: "pn-panel-isi" },
      record.items.length === 0 ? h("p", { class: "pn-kecil pn-redup" }, record.empty) : h("ul", { class: "pn-laci" }, record.items.map((each) => item(each, record, send))),
      record.more && h("p", { class: "pn-kecil pn-redup" }, record.more))));
}

/**
 * @param {Item} each
 * @param {Tray} record
 * @param {import("./lib/types.js").Send} send
 */
function item(each, record, send) {
  const what = { kind: each.kind, id: each.id };
  const row = h("li", { draggable: each.able ? "true" : null, class: each.id === record.carried ? "dibawa" : null }, icon(SHAPES[each.kind]),
    h("div", {},
      each.able ? h("button", { class: "pn-kaitan pn-ke", "data-k": `ambil-${each.kind}-${each.id}`, "aria-pressed": String(each.id === record.carried), click: () => send("pick", what) }, each.title) : each.title,
      each.badge && " ", each.badge && h("span", { class: "pn-lencana" }, each.badge), each.text && h("small", {}, each.text),
      each.actions.length > 0 && h("div", { class: "pn-tindakan" }, each.actions.map((action) =>
        h("button", { class: "pn-kaitan pn-kecil", "data-k": `${action.key}-${each.id}`, "aria-label": `${action.label}: ${each.title}`, click: () => send("act", { ...what, key: action.key }) }, action.label)))));
  row.addEventListener("dragstart", (event) => {
    event.dataTransfer?.setData(DRAGGED, JSON.stringify({ what: [{ ...what, title: each.title }] }));
    if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
  });
  return row;
}

export default leaf(draw);

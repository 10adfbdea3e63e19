/** A queue of proposals. */

import { h, icon, panelHead, verdictMark } from "./lib/dom.js";
import { messageSquarePlus } from "./lib/icons.js";
import { onKeys } from "./lib/keys.js";
import { leaf } from "./lib/leaf.js";

/**
 * @typedef {{key: string, label: string, main?: string}} Action
 * @typedef {{
 *   key: string, title: string, text: string, impacts: {label: string, value: string}[], verdict: {kind: string, text: string} | null, by: string,
 *   badge: string, current: boolean, actions: Action[], on: boolean | null,
 * }} Proposal
 * @typedef {{title: string, count: string, add: string, items: Proposal[], empty: string, actions: Action[], notes: string[]}} Queue
 */

/** @param {import("./lib/types.js").Scene<Queue>} scene */
function draw({ record, el, send }) {
  const add = record.add && h("button", { class: "pn-tombol padat", "data-k": "usulkan", click: () => send("add") }, icon(messageSquarePlus), record.add, " ", h("kbd", { class: "pn-kbd" }, "U"));
  el.append(h("section", { class: "pn-panel" },
    panelHead(record.title, record.count, add ? [add] : []),
    record.notes.length > 0 && h("div", { class: "pn-panel-isi" }, record.notes.map((note) => h("p", { class: "pn-kecil pn-redup" }, note))),
    record.items.length === 0 ? h("p", { class: "pn-panel-isi pn-kecil pn-redup" }, record.empty) : h("ol", { class: "pn-usul" }, record.items.map((item, at) => row(item, at, send))),
    record.actions.length > 0 && h("div", { class: "pn-panel-isi pn-tindakan" }, record.actions.map((action) => button(action, "usulan", () => send("head", { name: action.key }))))));
}

/**
 * @param {Proposal} item
 * @param {number} at
 * @param {import("./lib/types.js").Send} send
 */
function row(item, at, send) {
  const box = item.on === null ? null : h("input", { type: "checkbox", "data-k": `pilih-usul-${item.key}`, "aria-label": item.title });
  if (box) {
    box.checked = item.on === true;
    box.addEventListener("change", () => send("tick", { key: item.key, on: box.checked }));
  }
  return h("li", { "aria-current": item.current ? "true" : null, "data-k": `usul-${item.key}`, tabindex: -1 }, box ?? h("span", { class: "urut" }, String(at + 1)),
    h("div", {}, h("h3", {}, item.title), item.text && h("p", { class: "pn-kecil pn-redup" }, item.text),
      item.impacts.length > 0 && h("div", { class: "pn-dampak" }, item.impacts.map((impact) => h("span", {}, impact.label, " ", h("b", {}, impact.value)))),
      h("div", { class: "pn-usul-kaki" }, item.verdict && verdictMark(item.verdict), item.by && h("span", { class: "pn-redup pn-kecil" }, item.by), item.badge && h("span", { class: "pn-lencana garis" }, item.badge)),
      item.actions.length > 0 && h("div", { class: "pn-tindakan pn-lanjut" }, item.actions.map((action) => button(action, item.key, () => send("act", { key: item.key, name: action.key }), item.title)))));
}

/**
 * @param {Action} action
 * @param {string} of
 * @param {() => void} click
 * @param {string} [about]
 */
function button(action, of, click, about = "") {
  return h("button", { class: action.main ? "pn-tombol padat utama" : "pn-tombol padat", "data-k": `${action.key}-${of}`, "aria-label": about ? `${action.label}: ${about}` : null, click }, action.label);
}

export default leaf(draw, ({ send, record }) =>
  onKeys((key) => {
    if (key !== "u" || !(/** @type {Partial<Queue>} */ (record()).add)) return false;
    send("add");
    return true;
  }),
);

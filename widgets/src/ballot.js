/** One question, equal answers, and a result that nobody sees before it is closed. */

import { h, panelHead } from "./lib/dom.js";
import { leaf } from "./lib/leaf.js";
import { beside } from "./lib/rows.js";

/**
 * @typedef {{
 *   title: string, badge: string, question: string, answers: {key: string, label: string, on: boolean}[], able: boolean, cast: string, part: number,
 *   note: string, results: {label: string, count: string, part: number}[], actions: {key: string, label: string, main?: string}[],
 *   words: Record<"mine" | "cast" | "none", string>,
 * }} Ballot
 */

/** @param {import("./lib/types.js").Scene<Ballot>} scene */
function draw({ record, el, send }) {
  const { words } = record;
  const chosen = record.answers.findIndex((answer) => answer.on);
  const answers = record.answers.map((answer, at) => h("button", {
    class: "pn-tombol", role: "radio", "data-k": `suara-${answer.key}`, "aria-checked": String(answer.on), "aria-pressed": String(answer.on), disabled: !record.able,
    tabindex: at === Math.max(0, chosen) ? 0 : -1, click: () => send("vote", { key: answer.key }) }, answer.label));
  /** @param {KeyboardEvent} event */
  const walk = (event) => {
    const at = answers.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement?.shadowRoot?.activeElement ?? document.activeElement));
    const next = beside(event.key, at, answers.length);
    if (at < 0 || next === null) return;
    event.preventDefault();
    answers[next]?.focus();
  };
  el.append(h("section", { class: "pn-panel" },
    panelHead(record.title, "", record.badge ? [h("span", { class: "pn-lencana nila" }, record.badge)] : []),
    h("div", { class: "pn-panel-isi" }, !record.question ? h("p", { class: "pn-kecil pn-redup" }, words.none) : [
      h("p", { class: "pn-tanya" }, record.question),
      answers.length > 0 && h("div", { class: "pn-suara", role: "radiogroup", "aria-label": words.mine, keydown: walk }, answers),
      record.cast && h("div", { class: "pn-kemajuan pn-lanjut" }, h("div", { class: "angka" }, h("span", {}, words.cast), h("span", { role: "status" }, record.cast)), h("div", { class: "pn-batang" }, h("i", { style: `width:${record.part}%` }))),
      record.results.map((result) => h("div", { class: "pn-terpakai" }, h("span", { class: "pn-kecil" }, result.label, " ", h("b", {}, result.count)), h("div", { class: "pn-batang" }, h("i", { style: `width:${result.part}%` })))),
      record.note && h("p", { class: "pn-kecil pn-redup pn-lanjut" }, record.note)].flat()),
    record.actions.length > 0 && h("div", { class: "pn-panel-isi pn-tindakan" }, record.actions.map((action) => h("button", { class: action.main ? "pn-tombol utama" : "pn-tombol", "data-k": `suara-${action.key}`, click: () => send("act", { key: action.key }) }, action.label)))));
}

export default leaf(draw);

/** A few questions with one button. */

import { h, panelHead } from "./lib/dom.js";
import { Drafts } from "./lib/drafts.js";
import { dress, keepingFocus } from "./lib/leaf.js";

/**
 * @typedef {{value: string, label: string}} Option
 * @typedef {import("./lib/drafts.js").Field & {label: string, type: "text" | "area" | "number" | "date" | "select" | "check" | "checks", options: Option[], hint: string}} Field
 * @typedef {{title: string, text: string, number: number, fields: Field[], mistakes: Record<string, string>, submit: string, cancel: string, busy: boolean, bare: boolean}} Form
 * @typedef {{send: import("./lib/types.js").Send, drafts: Drafts, redraw: () => void}} Scene
 */

/**
 * @param {Form} record
 * @param {Scene} scene
 */
function form(record, scene) {
  const { drafts, send } = scene;
  const { fields } = record;
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    if (!record.busy) send("submit", { values: drafts.values(fields) });
  };
  const asked = h("form", { class: "pn-batas-isian", "data-k": `borang-${record.number}`, "aria-label": record.title, novalidate: true, submit, keydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === "Escape" && record.cancel) send("close"); } },
    record.text && h("p", { class: "pn-kecil pn-redup" }, record.text),
    fields.filter((field) => drafts.shown(field, fields)).map((field) => h("div", { class: "pn-kolom" }, control(field, record, scene), below(field, record))),
    h("div", { class: "pn-tindakan" },
      h("button", { type: "submit", class: "pn-tombol padat utama", "data-k": `kirim-${record.number}`, disabled: record.busy }, record.submit),
      record.cancel && h("button", { type: "button", class: "pn-tombol padat", "data-k": `tutup-${record.number}`, click: () => send("close") }, record.cancel)));
  return record.bare ? asked : h("section", { class: "pn-panel" }, panelHead(record.title), h("div", { class: "pn-panel-isi" }, asked));
}

/**
 * What is wrong with a field, else what helps to fill it.
 * @param {Field} field
 * @param {Form} record
 */
function below(field, record) {
  const mistake = record.mistakes[field.name];
  if (mistake) return h("p", { class: "pn-salah pn-kecil", id: `pn-salah-${record.number}-${field.name}` }, mistake);
  return field.hint && h("p", { class: "pn-kecil pn-redup", id: `pn-bantu-${record.number}-${field.name}` }, field.hint);
}

/**
 * A field with its label.
 * @param {Field} field
 * @param {Form} record
 * @param {Scene} scene
 */
function control(field, record, { drafts, redraw }) {
  const value = drafts.value(field);
  const wrong = field.name in record.mistakes;
  const told = wrong ? "salah" : field.hint ? "bantu" : "";
  const given = { "data-k": `isi-${record.number}-${field.name}`, "aria-invalid": wrong ? "true" : null, "aria-describedby": told && `pn-${told}-${record.number}-${field.name}` };
  if (field.type === "check") return h("label", { class: "pn-centang-satu" }, ticked(value === true, given, (on) => { drafts.type(field.name, on); redraw(); }), field.label);
  if (field.type === "checks") {
    const chosen = new Set(Array.isArray(value) ? value : []);
    return h("fieldset", {}, h("legend", { class: "pn-label" }, field.label), field.options.map((option, at) =>
      h("label", { class: "pn-centang-satu" }, ticked(chosen.has(option.value), { ...given, "data-k": `${given["data-k"]}-${at}` }, (on) => {
        if (on) chosen.add(option.value);
        else chosen.delete(option.value);
        drafts.type(field.name, field.options.map((each) => each.value).filter((each) => chosen.has(each)));
      }), option.label)));
  }
  if (field.type === "select") {
    const first = field.options[0]?.value ?? "";
    if (value === "") drafts.type(field.name, first);
    const select = h("select", { class: "pn-isian", ...given, change: () => { drafts.type(field.name, select.value); redraw(); } },
      field.options.map((option) => h("option", { value: option.value, selected: option.value === (value || first) }, option.label)));
    return h("label", {}, h("span", { class: "pn-label" }, field.label), select);
  }
  const input = field.type === "area" ? h("textarea", { class: "pn-isian", rows: 3, maxlength: 2000, ...given })
    : h("input", { class: "pn-isian", type: field.type === "date" ? "date" : "text", inputmode: field.type === "number" ? "decimal" : null, autocomplete: "off", maxlength: 200, ...given });
  input.value = String(value);
  input.addEventListener("input", () => drafts.type(field.name, input.value));
  return h("label", {}, h("span", { class: "pn-label" }, field.label), input);
}

/**
 * @param {boolean} on
 * @param {import("./lib/dom.js").Attributes} given
 * @param {(on: boolean) => void} changed
 */
function ticked(on, given, changed) {
  const box = h("input", { type: "checkbox", ...given });
  box.checked = on;
  box.addEventListener("change", () => changed(box.checked));
  return box;
}

export default {
  /** @param {{model: import("./lib/types.js").Model, el: HTMLElement}} context */
  render({ model, el }) {
    const undress = dress(model, el);
    const drafts = new Drafts();
    /** @type {Scene} */
    const scene = { send: (gesture, detail = {}) => model.send({ gesture, ...detail }), drafts, redraw: () => redraw() };
    const redraw = () => {
      const record = model.get("record");
      keepingFocus(el, () => {
        el.replaceChildren();
        const empty = Object.keys(record).length === 0;
        el.classList.toggle("pn-kosong", empty);
        if (empty) return;
        drafts.on({ number: record.number, kind: "" });
        el.append(form(record, scene));
      });
    };
    model.on("change:record", redraw);
    redraw();
    return () => {
      model.off("change:record", redraw);
      undress();
    };
  },
};

/** Limits in force, how far each is used up, and a form that sets one. */

import { h, icon } from "./lib/dom.js";
import { Drafts } from "./lib/drafts.js";
import { chevronDown, chevronRight, pencil, plus, trash } from "./lib/icons.js";
import { dress, keepingFocus } from "./lib/leaf.js";
import { step } from "./lib/rows.js";
import { throttled } from "./lib/sliders.js";

/**
 * @typedef {{value: string, label: string}} Option
 * @typedef {import("./lib/drafts.js").Field & {label: string, type: "number" | "select" | "check" | "checks" | "unit", said: string, options: Option[], hint: string}} Field
 * @typedef {{label: string, text: string, part: number, mark: number | null, full: boolean}} Bar
 * @typedef {{key: string, title: string, text: string, bars: Bar[], notes: string[], rest: string, opened: boolean}} Row
 * @typedef {{
 *   number: number, title: string, kind: string, fixed: boolean, kinds: Option[], fields: Record<string, Field[]>, mistakes: Record<string, string>,
 *   refusal: {text: string, items: string[], remedies: {key: string, label: string}[]} | null,
 *   query: string, found: Option[], busy: boolean, save: string,
 * }} Form
 * @typedef {{
 *   title: string, summary: string, opened: boolean, loading: boolean, empty: string, rows: Row[], form: Form | null,
 *   words: Record<"add" | "edit" | "drop" | "less" | "kind" | "cancel" | "full" | "none", string>,
 * }} Panel
 */

/**
 * @param {Panel} record
 * @param {Scene} scene
 */
function panel(record, scene) {
  const { send } = scene;
  const { words } = record;
  const head = h("button", { class: "pn-lipat", "data-k": "batas", "aria-expanded": String(record.opened), click: () => send("open", { on: !record.opened }) },
    icon(record.opened ? chevronDown : chevronRight), h("span", {}, record.title), h("span", { class: "pn-redup pn-kecil" }, record.summary));
  const body = record.opened && [
    h("div", { class: "pn-panel-isi", "aria-busy": record.loading ? "true" : null },
      record.rows.length === 0 ? h("p", { class: "pn-kecil pn-redup" }, record.empty) : h("ol", { class: "pn-catatan pn-batas" }, record.rows.map((row) => limit(row, words, send)))),
    h("div", { class: "pn-panel-isi" }, record.form ? form(record.form, words, scene)
      : h("button", { class: "pn-tombol padat", "data-k": "tambah-batas", click: () => send("add") }, icon(plus), words.add)),
  ];
  return h("section", { class: "pn-panel" }, h("h2", { class: "pn-kepala-lipat" }, head), body);
}

/**
 * @param {Row} row
 * @param {Panel["words"]} words
 * @param {import("./lib/types.js").Send} send
 */
function limit(row, words, send) {
  const key = row.key;
  return h("li", {},
    h("div", {}, h("b", {}, row.title), row.text && h("p", {}, row.text), row.bars.map((bar) => used(bar, words)), row.notes.map((note) => h("p", { class: "pn-kecil" }, note)),
      (row.rest || row.opened) && h("button", { class: "pn-kaitan pn-kecil pn-lanjut", "data-k": `lagi-${key}`, "aria-expanded": String(row.opened), click: () => send("more", { key }) }, row.opened ? words.less : row.rest)),
    h("div", { class: "pn-tindakan" },
      h("button", { class: "pn-tombol polos padat ikon", "data-k": `ubah-${key}`, "aria-label": `${words.edit}: ${row.title}`, title: words.edit, click: () => send("edit", { key }) }, icon(pencil)),
      h("button", { class: "pn-tombol polos padat ikon", "data-k": `cabut-${key}`, "aria-label": `${words.drop}: ${row.title}`, title: words.drop, click: () => send("drop", { key }) }, icon(trash))));
}

/**
 * @param {Bar} bar
 * @param {Panel["words"]} words
 */
function used(bar, words) {
  return h("div", { class: "pn-terpakai" },
    bar.label && h("span", { class: "pn-kecil" }, bar.label),
    h("span", { class: "pn-kecil pn-redup" }, bar.text, bar.full && " ", bar.full && h("span", { class: "pn-lencana entah" }, words.full)),
    h("div", { class: "pn-batang", "aria-hidden": "true" }, h("i", { style: `width:${bar.part}%` }), bar.mark !== null && h("em", { style: `left:${bar.mark}%` })));
}

// the form ------------------------------------------------------------------------------------------------------------

/**
 * @typedef {{send: import("./lib/types.js").Send, drafts: Drafts, find: (text: string) => void, redraw: () => void, at: number}} Scene
 * `at`: which of the units that were found is marked, -1 for none
 */

/**
 * @param {Form} asked
 * @param {Panel["words"]} words
 * @param {Scene} scene
 */
function form(asked, words, scene) {
  const { drafts, send } = scene;
  const fields = asked.fields[drafts.kind] ?? [];
  const kind = h("select", { class: "pn-isian", "data-k": "isi-kind", disabled: asked.fixed, change: () => { drafts.kind = kind.value; scene.redraw(); } },
    asked.kinds.map((each) => h("option", { value: each.value, selected: each.value === drafts.kind }, each.label)));
  /** @param {Event} event */
  const set = (event) => {
    event.preventDefault();
    if (!asked.busy) send("set", { kind: drafts.kind, values: drafts.values(fields) });
  };
  return h("form", { class: "pn-batas-isian", "data-k": "borang-batas", "aria-label": asked.title, novalidate: true, submit: set, keydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === "Escape" && !event.defaultPrevented) send("close"); } },
    h("label", { class: "pn-kolom" }, h("span", { class: "pn-label" }, words.kind), kind),
    fields.filter((field) => drafts.shown(field, fields)).map((field) => h("div", { class: "pn-kolom" }, control(field, asked, words, scene),
      asked.mistakes[field.name] ? h("p", { class: "pn-salah pn-kecil", id: `pn-salah-${field.name}` }, asked.mistakes[field.name])
        : field.hint && h("p", { class: "pn-kecil pn-redup", id: `pn-bantu-${field.name}` }, field.hint))),
    asked.refusal && h("div", { class: "pn-pesan tolak pn-tolak-batas", role: "alert" }, h("p", {}, asked.refusal.text),
      asked.refusal.items.length > 0 && h("ul", {}, asked.refusal.items.map((item) => h("li", {}, item))),
      asked.refusal.remedies.map((remedy) => h("button", { type: "button", class: "pn-tombol padat", "data-k": `jalan-${remedy.key}`, click: () => send("remedy", { key: remedy.key }) }, remedy.label))),
    h("div", { class: "pn-tindakan" },
      h("button", { type: "submit", class: "pn-tombol padat utama", "data-k": "simpan-batas", disabled: asked.busy }, asked.save),
      h("button", { type: "button", class: "pn-tombol padat", "data-k": "batal-batas", click: () => send("close") }, words.cancel)));
}

/**
 * A field with its label.
 * @param {Field} field
 * @param {Form} asked
 * @param {Panel["words"]} words
 * @param {Scene} scene
 */
function control(field, asked, words, scene) {
  const { drafts } = scene;
  const wrong = field.name in asked.mistakes;
  const given = { "data-k": `isi-${field.name}`, "aria-invalid": wrong ? "true" : null, "aria-describedby": wrong ? `pn-salah-${field.name}` : field.hint ? `pn-bantu-${field.name}` : null };
  const value = drafts.value(field);
  if (field.type === "unit") return unit(field, asked, words, scene, given);
  if (field.type === "check") return h("label", { class: "pn-centang-satu" }, ticked(value === true, given, (on) => drafts.type(field.name, on)), field.label);
  if (field.type === "checks") {
    const chosen = new Set(Array.isArray(value) ? value : []);
    return h("fieldset", {}, h("legend", { class: "pn-label" }, field.label), field.options.map((option, at) =>
      h("label", { class: "pn-centang-satu" }, ticked(chosen.has(option.value), { ...given, "data-k": `isi-${field.name}-${at}` }, (on) => {
        if (on) chosen.add(option.value);
        else chosen.delete(option.value);
        drafts.type(field.name, field.options.map((each) => each.value).filter((each) => chosen.has(each)));
      }), option.label)));
  }
  if (field.type === "select") {
    const first = field.options[0]?.value ?? "";
    if (value === "") drafts.type(field.name, first);
    const select = h("select", { class: "pn-isian", ...given, change: () => { drafts.type(field.name, select.value); scene.redraw(); } },
      field.options.map((option) => h("option", { value: option.value, selected: option.value === (value || first) }, option.label)));
    return h("label", {}, h("span", { class: "pn-label" }, field.label), select);
  }
  const input = h("input", { class: "pn-isian", type: "text", inputmode: "decimal", autocomplete: "off", maxlength: 24, value: String(value), ...given });
  input.addEventListener("input", () => drafts.type(field.name, input.value));
  return h("label", {}, h("span", { class: "pn-label" }, field.label), input);
}

/**
 * @param {boolean} on
 * @param {import("./lib/dom.js").Attributes} given
 * @param {(on: boolean) => void} change
 */
function ticked(on, given, change) {
  const box = h("input", { type: "checkbox", ...given });
  box.checked = on;
  box.addEventListener("change", () => change(box.checked));
  return box;
}

/**
 * A unit, found by its name: type, choose with the arrows and Enter, or by a click.
 * @param {Field} field
 * @param {Form} asked
 * @param {Panel["words"]} words
 * @param {Scene} scene
 * @param {import("./lib/dom.js").Attributes} given
 */
function unit(field, asked, words, scene, given) {
  const { drafts, find } = scene;
  const name = `${field.name}/kata`;
  const typed = drafts.value({ name, value: field.said, when: null });
  const chosen = drafts.value(field);
  const searching = typed !== "" && chosen === "";
  const found = searching && asked.query === String(typed).trim() ? asked.found : [];
  /** @param {Option | undefined} option */
  const choose = (option) => {
    if (!option) return;
    drafts.type(field.name, option.value);
    drafts.type(name, option.label);
    scene.at = -1;
    scene.redraw();
  };
  const id = "pn-unit-ditemukan";
  const input = h("input", { class: "pn-isian", type: "text", role: "combobox", autocomplete: "off", maxlength: 120, value: String(typed), "aria-autocomplete": "list", "aria-expanded": String(found.length > 0), "aria-controls": id, "aria-activedescendant": scene.at >= 0 && found.length > 0 ? `${id}-${scene.at}` : null, ...given });
  input.addEventListener("input", () => {
    drafts.type(name, input.value);
    drafts.type(field.name, "");
    scene.at = -1;
    find(input.value.trim());
  });
  input.addEventListener("keydown", (event) => {
    const to = event.key.startsWith("Arrow") ? step(event.key, scene.at, found.length) : null;
    if (to !== null) {
      event.preventDefault();
      scene.at = to;
      scene.redraw();
    } else if (event.key === "Enter" && searching) {
      event.preventDefault();
      choose(found[Math.max(0, scene.at)]);
    } else if (event.key === "Escape" && searching) {
      event.preventDefault();
      drafts.type(name, "");
      scene.redraw();
    }
  });
  const list = h("ul", { role: "listbox", id, class: "pn-ditemukan", "aria-label": field.label, hidden: found.length === 0 }, found.map((option, at) =>
    h("li", { role: "option", id: `${id}-${at}`, "aria-selected": String(at === scene.at), mousedown: (/** @type {Event} */ event) => event.preventDefault(), click: () => choose(option) }, option.label)));
  const nothing = searching && asked.query === String(typed).trim() && asked.found.length === 0;
  return h("div", {}, h("label", {}, h("span", { class: "pn-label" }, field.label), input), list, h("p", { class: "pn-kecil pn-redup", role: "status" }, nothing && words.none));
}

export default {
  /** @param {{model: import("./lib/types.js").Model, el: HTMLElement}} context */
  render({ model, el }) {
    const undress = dress(model, el);
    /** @type {import("./lib/types.js").Send} */
    const send = (gesture, detail = {}) => model.send({ gesture, ...detail });
    const find = throttled((/** @type {string} */ text) => send("find", { text }), 150);
    const drafts = new Drafts();
    const redraw = () => keepingFocus(el, () => {
      const record = /** @type {Panel} */ (model.get("record"));
      const empty = Object.keys(record).length === 0;
      const before = drafts.number;
      drafts.on(empty ? null : record.form);
      if (drafts.number !== before) scene.at = -1;
      el.replaceChildren();
      el.classList.toggle("pn-kosong", empty);
      if (!empty) el.append(panel(record, scene));
    });
    /** @type {Scene} */
    const scene = { send, drafts, find, redraw, at: -1 };
    let number = /** @type {Partial<Panel>} */ (model.get("record")).form?.number ?? null;
    const follow = () => {
      const before = number;
      const held = el.contains(document.activeElement);
      const now = /** @type {Partial<Panel>} */ (model.get("record")).form ?? null;
      number = now?.number ?? null;
      redraw();
      if (number === before) {
        /** @type {HTMLElement | null} */ (now && Object.keys(now.mistakes).length > 0 ? el.querySelector("[aria-invalid=true]") : null)?.focus();
        // A limit that is gone hands its focus on.
        if (held && !el.contains(document.activeElement)) /** @type {HTMLElement | null} */ (el.querySelector("[data-k=tambah-batas]"))?.focus();
      } else {
        // A form that opens takes the focus; one that closes gives it back to what opened it.
        /** @type {HTMLElement | null} */ (el.querySelector(number === null ? "[data-k=tambah-batas]" : "[data-k=isi-kind]:not(:disabled), [data-k^=isi-]:not(:disabled)"))?.focus();
      }
    };
    model.on("change:record", follow);
    redraw();
    return () => {
      model.off("change:record", follow);
      find.stop();
      undress();
    };
  },
};

/** Files in: chosen, dropped or pasted; sent to the kernel in pieces, so that a large one neither blocks nor breaks. */

import { h, icon, panelHead } from "./lib/dom.js";
import { filePlus, trash } from "./lib/icons.js";
import { waitingLeaf } from "./lib/leaf.js";
import { slices } from "./lib/pieces.js";

/**
 * @typedef {{
 *   title: string, aside: string, files: {name: string, size: string}[], date: string, note: string, able: boolean, most: number,
 *   words: Record<"drop" | "choose" | "remove" | "date" | "dateHint" | "note" | "read", string>,
 * }} Picker
 */

let number = 0;

/**
 * @param {FileList | null | undefined} files
 * @param {Picker} record
 * @param {import("./lib/types.js").Model} model
 */
async function take(files, { most }, model) {
  const list = [...(files ?? [])]; // a list of files empties itself when its field does
  for (const file of list) {
    const id = `${Date.now()}-${(number += 1)}`;
    if (file.size > most) {
      model.send({ gesture: "too_big", name: file.name, size: file.size });
      continue;
    }
    for (const { from, to, last } of slices(file.size)) {
      const buffer = await file.slice(from, to).arrayBuffer();
      model.send({ gesture: "piece", id, name: file.name, last }, undefined, [buffer]);
    }
  }
}

/**
 * @param {import("./lib/types.js").Scene<Picker> & {model: import("./lib/types.js").Model, strip: HTMLElement}} scene
 */
function draw({ record, el, send, model, strip }) {
  const { words } = record;
  const input = h("input", { type: "file", multiple: true, class: "pn-sembunyi", "data-k": "berkas", accept: ".csv,.tsv,.txt,.xlsx,.json,.yaml,.yml", change: () => { take(input.files, record, model); input.value = ""; } });
  const zone = h("label", { class: "pn-jatuhan" }, icon(filePlus), h("span", {}, words.drop), h("span", { class: "pn-tombol", "aria-hidden": "true" }, words.choose), input);
  for (const name of ["dragover", "dragleave", "drop"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.toggle("di-atas", name === "dragover");
      if (name === "drop" && event instanceof DragEvent) take(event.dataTransfer?.files, record, model);
    });
  }
  const date = h("input", { class: "pn-isian", type: "date", value: record.date, "data-k": "tanggal", change: () => send("date", { value: date.value }) });
  const note = h("input", { class: "pn-isian", type: "text", maxlength: 200, value: record.note, "data-k": "catatan", change: () => send("note", { value: note.value }) });
  const files = record.files.map((file, at) =>
    h("li", {}, h("span", {}, file.name), h("span", { class: "pn-redup pn-kecil" }, file.size), h("button", { class: "pn-tombol polos padat ikon", "data-k": `buang-${at}`, "aria-label": `${words.remove}: ${file.name}`, title: words.remove, click: () => send("remove", { at }) }, icon(trash))),
  );
  el.append(h("section", { class: "pn-panel" },
    panelHead(record.title, record.aside),
    strip,
    h("div", { class: "pn-panel-isi" }, zone, files.length > 0 && h("ul", { class: "pn-berkas" }, files)),
    h("div", { class: "pn-panel-isi pn-borang" },
      h("label", {}, h("span", { class: "pn-label" }, words.date), date, h("small", { class: "pn-redup pn-kecil" }, words.dateHint)),
      h("label", {}, h("span", { class: "pn-label" }, words.note), note),
      h("button", { class: "pn-tombol utama", "data-k": "baca", disabled: !record.able, click: () => send("read") }, words.read))));
}

export default waitingLeaf(draw);

/** Files in: chosen, dropped or pasted; sent to the kernel in pieces, so that a large one neither blocks nor breaks. */

import { h, icon, panelHead } from "./lib/dom.js";
import { filePlus, trash } from "./lib/icons.js";
import { dress, keepingFocus } from "./lib/leaf.js";
import { slices } from "./lib/pieces.js";
import { waiting } from "./lib/progress.js";

/**
 * @typedef {{
 *   title: string, aside: string, files: {name: string, size: string}[], date: string, note: string, able: boolean, most: number,
 *   words: Record<"drop" | "choose" | "remove" | "date" | "dateHint" | "note" | "read", string>,
 * }} Picker
 */

export default {
  /** @param {{model: import("./lib/types.js").Model, el: HTMLElement}} context */
  render({ model, el }) {
    const undress = dress(model, el);
    /** @type {import("./lib/types.js").Send} */
    const send = (gesture, detail = {}) => model.send({ gesture, ...detail });
    const strip = waiting(send);
    let number = 0;

    /** @param {FileList | null | undefined} files */
    const take = async (files) => {
      const { most } = /** @type {Picker} */ (model.get("record"));
      const list = [...(files ?? [])]; // a list of files empties itself when its field does
      for (const file of list) {
        const id = `${Date.now()}-${(number += 1)}`;
        if (file.size > most) {
          send("too_big", { name: file.name, size: file.size });
          continue;
        }
        for (const { from, to, last } of slices(file.size)) {
          const buffer = await file.slice(from, to).arrayBuffer();
          model.send({ gesture: "piece", id, name: file.name, last }, undefined, [buffer]);
        }
      }
    };

    const redraw = () => keepingFocus(el, () => {
      el.replaceChildren();
      const record = /** @type {Picker} */ (model.get("record"));
      if (Object.keys(record).length > 0) el.append(drawn(record, send, take, strip.element));
    });
    const wait = () => strip.show(model.get("progress"));
    model.on("change:record", redraw);
    model.on("change:progress", wait);
    redraw();
    wait();
    return () => {
      model.off("change:record", redraw);
      model.off("change:progress", wait);
      strip.stop();
      undress();
    };
  },
};

/**
 * @param {Picker} record
 * @param {import("./lib/types.js").Send} send
 * @param {(files: FileList | null | undefined) => void} take
 * @param {HTMLElement} strip
 */
function drawn(record, send, take, strip) {
  const { words } = record;
  const input = h("input", { type: "file", multiple: true, class: "pn-sembunyi", "data-k": "berkas", accept: ".csv,.tsv,.txt,.xlsx,.json,.yaml,.yml", change: () => { take(input.files); input.value = ""; } });
  const zone = h("label", { class: "pn-jatuhan" }, icon(filePlus), h("span", {}, words.drop), h("span", { class: "pn-tombol", "aria-hidden": "true" }, words.choose), input);
  for (const name of ["dragover", "dragleave", "drop"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.toggle("di-atas", name === "dragover");
      if (name === "drop" && event instanceof DragEvent) take(event.dataTransfer?.files);
    });
  }
  const date = h("input", { class: "pn-isian", type: "date", value: record.date, "data-k": "tanggal", change: () => send("date", { value: date.value }) });
  const note = h("input", { class: "pn-isian", type: "text", maxlength: 200, value: record.note, "data-k": "catatan", change: () => send("note", { value: note.value }) });
  const files = record.files.map((file, at) =>
    h("li", {}, h("span", {}, file.name), h("span", { class: "pn-redup pn-kecil" }, file.size), h("button", { class: "pn-tombol polos padat ikon", "data-k": `buang-${at}`, "aria-label": `${words.remove}: ${file.name}`, title: words.remove, click: () => send("remove", { at }) }, icon(trash))),
  );
  return h("section", { class: "pn-panel" },
    panelHead(record.title, record.aside),
    strip,
    h("div", { class: "pn-panel-isi" }, zone, files.length > 0 && h("ul", { class: "pn-berkas" }, files)),
    h("div", { class: "pn-panel-isi pn-borang" },
      h("label", {}, h("span", { class: "pn-label" }, words.date), date, h("small", { class: "pn-redup pn-kecil" }, words.dateHint)),
      h("label", {}, h("span", { class: "pn-label" }, words.note), note),
      h("button", { class: "pn-tombol utama", "data-k": "baca", disabled: !record.able, click: () => send("read") }, words.read)));
}

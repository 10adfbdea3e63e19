/** Where am I, is it saved, back and forward, branches. */

import { h, icon } from "./lib/dom.js";
import { check, codeXml, gitBranch, plus, redo2, undo2 } from "./lib/icons.js";
import { onKeys } from "./lib/keys.js";
import { leaf } from "./lib/leaf.js";

/**
 * @typedef {{
 *   title: string, step: string, saved: string, undo: boolean, redo: boolean, python: boolean, naming: boolean,
 *   branches: {id: string, title: string, current: boolean, href: string}[],
 *   words: Record<"branch" | "branches" | "undo" | "redo" | "python" | "name" | "create" | "cancel", string>,
 * }} Bar
 */

/** @param {import("./lib/types.js").Scene<Bar>} scene */
function draw({ record, el, send }) {
  const words = record.words;
  const branches = record.branches.map((branch) =>
    h("a", { href: branch.href, "data-k": `cabang-${branch.id}`, "aria-current": branch.current ? "true" : null, click: (/** @type {MouseEvent} */ event) => follow(event, () => send("open", { scenario: branch.id })) }, branch.title),
  );
  const more = h("button", { class: "pn-tombol polos padat", "data-k": "cabang", "aria-expanded": String(record.naming), disabled: record.branches.length === 0, click: () => send("naming", { on: !record.naming }) }, icon(plus), words.branch);
  el.append(
    h("div", { class: "pn-skenario-isi" },
      h("span", { class: "nama" }, icon(gitBranch), record.title),
      h("nav", { class: "pn-cabang", "aria-label": words.branches }, branches, more),
      record.naming && nameForm(words, send),
      h("span", { class: "kelompok" },
        h("button", { class: "pn-tombol padat ikon", "data-k": "urungkan", "aria-label": `${words.undo} (Ctrl Z)`, disabled: !record.undo, click: () => send("undo") }, icon(undo2)),
        h("button", { class: "pn-tombol padat ikon", "data-k": "ulangi", "aria-label": `${words.redo} (Ctrl Y)`, disabled: !record.redo, click: () => send("redo") }, icon(redo2)),
        h("span", { class: "langkah", role: "status" }, record.step)),
      record.saved && h("span", { class: "pn-tersimpan", role: "status" }, icon(check), record.saved),
      h("span", { class: "kanan" },
        h("button", { class: "pn-tombol padat", "data-k": "python", "aria-pressed": String(record.python), "aria-label": words.python, click: () => send("python") }, icon(codeXml), h("span", { class: "pn-tanpa-hp" }, words.python)))),
  );
  el.classList.add("pn-skenario");
  if (record.naming) /** @type {HTMLElement | null} */ (el.querySelector("input"))?.focus();
}

/**
 * @param {Bar["words"]} words
 * @param {import("./lib/types.js").Send} send
 */
function nameForm(words, send) {
  const field = h("input", { class: "pn-isian", type: "text", maxlength: 80, required: true, "data-k": "nama-cabang", "aria-label": words.name, placeholder: words.name, keydown: (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && send("naming", { on: false }) });
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    if (field.value.trim()) send("branch", { title: field.value.trim() });
  };
  return h("form", { class: "kelompok", submit }, field, h("button", { class: "pn-tombol padat utama" }, words.create), h("button", { class: "pn-tombol padat", type: "button", click: () => send("naming", { on: false }) }, words.cancel));
}

/**
 * A plain click acts here; a click that asks for a new tab stays a link.
 * @param {MouseEvent} event
 * @param {() => void} act
 */
function follow(event, act) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  act();
}

export default leaf(draw, ({ send, record }) =>
  onKeys((key) => {
    const bar = /** @type {Partial<Bar>} */ (record());
    if (key === "undo" && bar.undo) send("undo");
    else if (key === "redo" && bar.redo) send("redo");
    else if (key === "p") send("python");
    else return false;
    return true;
  }),
);

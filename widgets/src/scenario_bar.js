/** Where am I, is it saved, back and forward, branches. */

import { h, icon } from "./lib/dom.js";
import { check, codeXml, gitBranch, plus, redo2, undo2 } from "./lib/icons.js";
import { onKeys } from "./lib/keys.js";
import { leaf } from "./lib/leaf.js";

/**
 * @typedef {{
 *   title: string, step: string, saved: string, undo: boolean, redo: boolean, python: boolean,
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
  const form = nameForm(words, send, el);
  const more = h("button", { class: "pn-tombol polos padat", "data-k": "cabang", "aria-expanded": String(el.hasAttribute("data-menamai")), disabled: record.branches.length === 0, click: () => naming(el, form, more, !el.hasAttribute("data-menamai")) }, icon(plus), words.branch);
  el.append(
    h("div", { class: "pn-skenario-isi" },
      h("span", { class: "nama" }, icon(gitBranch), record.title),
      h("nav", { class: "pn-cabang", "aria-label": words.branches }, branches, more),
      form,
      h("span", { class: "kelompok" },
        h("button", { class: "pn-tombol padat ikon", "data-k": "urungkan", "aria-label": `${words.undo} (Ctrl Z)`, disabled: !record.undo, click: () => send("undo") }, icon(undo2)),
        h("button", { class: "pn-tombol padat ikon", "data-k": "ulangi", "aria-label": `${words.redo} (Ctrl Y)`, disabled: !record.redo, click: () => send("redo") }, icon(redo2)),
        h("span", { class: "langkah", role: "status" }, record.step)),
      record.saved && h("span", { class: "pn-tersimpan", role: "status" }, icon(check), record.saved),
      h("span", { class: "kanan" },
        h("button", { class: "pn-tombol padat", "data-k": "python", "aria-pressed": String(record.python), "aria-label": words.python, click: () => send("python") }, icon(codeXml), h("span", { class: "pn-tanpa-hp" }, words.python)))),
  );
  el.classList.add("pn-skenario");
}

/**
 * Opens or closes the question for a name. It is asked here, without the kernel: what is typed at once must not be lost.
 * @param {HTMLElement} el remembers it across drawings
 * @param {HTMLFormElement} form
 * @param {HTMLElement} button
 * @param {boolean} open
 */
function naming(el, form, button, open) {
  el.toggleAttribute("data-menamai", open);
  form.hidden = !open;
  button.setAttribute("aria-expanded", String(open));
  /** @type {HTMLElement | null} */ (open ? form.querySelector("input") : button)?.focus();
}

/**
 * @param {Bar["words"]} words
 * @param {import("./lib/types.js").Send} send
 * @param {HTMLElement} el
 * @returns {HTMLFormElement}
 */
function nameForm(words, send, el) {
  const field = h("input", { class: "pn-isian", type: "text", maxlength: 80, required: true, "data-k": "nama-cabang", "aria-label": words.name, placeholder: words.name, value: el.dataset.nama ?? "" });
  field.addEventListener("input", () => (el.dataset.nama = field.value));
  const close = () => {
    const button = el.querySelector("[data-k=cabang]");
    if (button instanceof HTMLElement) naming(el, form, button, false);
  };
  const form = h("form", { class: "kelompok", hidden: !el.hasAttribute("data-menamai"),
    keydown: (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && close(),
    submit: (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      if (!field.value.trim()) return;
      send("branch", { title: field.value.trim() });
      delete el.dataset.nama;
      close();
    },
  }, field, h("button", { class: "pn-tombol padat utama" }, words.create), h("button", { class: "pn-tombol padat", type: "button", click: close }, words.cancel));
  return form;
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

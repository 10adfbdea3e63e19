/** What happened, what stays safe, what to press next: empty, error, refused, conflict, and a question. */

import { calyx, h, icon } from "./lib/dom.js";
import { ban, check, circleHelp, octagonX, triangleAlert, user } from "./lib/icons.js";
import { leaf } from "./lib/leaf.js";

/**
 * @typedef {{name: string, label: string, main: boolean, copy: string}} Action
 * @typedef {{
 *   kind: "empty" | "error" | "refused" | "conflict" | "note" | "ask", title: string, text: string, code: string,
 *   choices: {name: string, author: string, text: string}[], field: string, actions: Action[],
 * }} State
 */

/** @type {Record<string, string>} */
const LOOK = { error: "galat", refused: "tolak", conflict: "awas" };
/** @type {Record<string, import("./lib/icons.js").Shape>} */
const ICON = { error: octagonX, refused: ban, conflict: triangleAlert, ask: user, note: check };

/** @param {import("./lib/types.js").Scene<State>} scene */
function draw({ record, el, send }) {
  const field = record.field ? h("input", { class: "pn-isian", type: "text", maxlength: 120, "aria-label": record.field, placeholder: record.field, "data-k": "isian" }) : null;
  /** @param {Action} action */
  const press = (action) => {
    if (action.copy) void navigator.clipboard?.writeText(action.copy);
    send("act", { name: action.name, value: field?.value ?? "" });
  };
  const buttons = h("div", { class: "tindak" }, record.actions.map((action) => h("button", { class: `pn-tombol${action.main ? " utama" : ""}`, "data-k": `aksi-${action.name}`, click: () => press(action) }, action.label)));
  const choices = record.choices.map((choice) => h("li", {}, h("b", {}, choice.author), h("span", {}, choice.text)));
  const loud = record.kind === "error" || record.kind === "refused" || record.kind === "conflict";
  field?.addEventListener("keydown", (event) => {
    const first = record.actions[0];
    if (event.key === "Enter" && first) press(first);
  });
  if (record.kind === "refused" || record.kind === "conflict" || record.kind === "note") {
    el.append(h("div", { class: `pn-pesan ${record.kind === "refused" ? "tolak" : record.kind === "note" ? "baik" : "awas"}`, role: loud ? "alert" : "status" }, icon(ICON[record.kind] ?? check), h("b", {}, record.title), h("div", { class: "pn-isi-pesan" }, h("p", {}, record.text), choices.length > 0 && h("ul", {}, choices)), buttons));
    return;
  }
  el.append(
    h("section", { class: "pn-panel" },
      h("div", { class: `pn-keadaan ${LOOK[record.kind] ?? ""}`, role: loud ? "alert" : null },
        record.kind === "empty" ? calyx() : icon(ICON[record.kind] ?? circleHelp),
        h("h3", {}, record.title), h("p", {}, record.text, record.code && h("code", { class: "pn-perintah" }, record.code)),
        h("div", { class: "pn-isi-keadaan" }, field, buttons))),
  );
  field?.focus();
}

export default leaf(draw);

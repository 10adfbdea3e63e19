/** Above the work: whether names are hidden, and the search. */

import { h, icon } from "./lib/dom.js";
import { eyeOff, search } from "./lib/icons.js";
import { onKeys } from "./lib/keys.js";
import { leaf } from "./lib/leaf.js";
import { throttled } from "./lib/sliders.js";

/** @typedef {{blind: boolean, blindText: string, badge: string, query: string, search: string}} Toolbar */

/** @param {import("./lib/types.js").Scene<Toolbar>} scene */
function draw({ record, el, send }) {
  const look = throttled((/** @type {string} */ text) => send("search", { text }), 150);
  const field = h("input", { type: "search", value: record.query, placeholder: record.search, "aria-label": record.search, "data-k": "cari", autocomplete: "off" });
  field.addEventListener("input", () => look(field.value));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    field.value = "";
    look("");
    field.blur();
  });
  el.append(
    h("div", { class: "pn-bilah" },
      h("button", { class: "pn-sakelar", role: "switch", "aria-checked": String(record.blind), "data-k": "tertutup", click: () => send("blind", { on: !record.blind }) }, h("i", {}), record.blindText),
      record.badge && h("span", { class: "pn-lencana garis" }, icon(eyeOff), record.badge),
      record.search && h("label", { class: "pn-isian pn-cari" }, icon(search), field, h("kbd", { class: "pn-kbd", "aria-hidden": "true" }, "/"))),
  );
}

export default leaf(draw, ({ el }) =>
  onKeys((key) => {
    if (key !== "/") return false;
    /** @type {HTMLInputElement | null} */ (el.querySelector("[data-k=cari]"))?.focus();
    return true;
  }),
);

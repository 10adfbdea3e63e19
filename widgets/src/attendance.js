/** Who is here, and who has just been cut off. */

import { h } from "./lib/dom.js";
import { leaf } from "./lib/leaf.js";

/** @typedef {{label: string, empty: string, people: {initials: string, name: string, note: string, gone: boolean}[]}} Attendance */

/** @param {import("./lib/types.js").Scene<Attendance>} scene */
function draw({ record, el }) {
  el.append(record.people.length === 0 ? h("p", { class: "pn-kecil pn-redup" }, record.empty)
    : h("ul", { class: "pn-hadir", "aria-label": record.label }, record.people.map((person) => h("li", { class: person.gone ? "pergi" : null },
        h("span", { class: "pn-inisial", "aria-hidden": "true" }, person.initials), person.note ? `${person.name}, ${person.note}` : person.name))));
}

export default leaf(draw);

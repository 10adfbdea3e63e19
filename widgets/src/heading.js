/** A place, a sentence, a date. */

import { h, icon } from "./lib/dom.js";
import { circleHelp } from "./lib/icons.js";
import { leaf } from "./lib/leaf.js";

/** @typedef {{title: string, sentences: string[], warning: string, dates: string[]}} Heading */

/** @param {import("./lib/types.js").Scene<Heading>} scene */
function draw({ record, el }) {
  el.append(
    h("div", { class: "pn-judul" },
      h("h1", { tabindex: -1 }, record.title),
      h("div", { class: "pn-tanggal" }, record.dates.map((line) => h("div", {}, line))),
      record.sentences.length > 0 && h("p", { class: "pn-kalimat" }, record.sentences.join(" "))),
    record.warning ? h("div", { class: "pn-pesan awas pn-tipis", role: "note" }, icon(circleHelp), h("span", {}, record.warning)) : "",
  );
}

export default leaf(draw);

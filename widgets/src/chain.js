/** A chain of vacancies as numbered steps to its close. */

import { h, panelHead } from "./lib/dom.js";
import { leaf } from "./lib/leaf.js";

/**
 * @typedef {{number: string, title: string, text: string, tone: "" | "soal" | "tutup"}} Step
 * @typedef {{title: string, aside: string, steps: Step[]}} Chain
 */

/** @param {import("./lib/types.js").Scene<Chain>} scene */
function draw({ record, el }) {
  el.append(
    panelHead(record.title, record.aside),
    record.steps.length > 0 && h("div", { class: "pn-panel-isi" }, h("ol", { class: "pn-rantai" }, record.steps.map((step) => h("li", { class: step.tone }, h("span", { class: "no" }, step.number), h("b", {}, step.title), h("small", {}, step.text))))) || "",
  );
}

export default leaf(draw);

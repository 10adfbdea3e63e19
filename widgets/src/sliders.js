/** Policy as sliders: a tick where each began, the value in words, one gesture at the end of a drag. */

import { h, panelHead } from "./lib/dom.js";
import { dress } from "./lib/leaf.js";
import { place, throttled } from "./lib/sliders.js";

/**
 * @typedef {{name: string, label: string, value: number, text: string, min: number, max: number, step: number, mark: number | null, live: boolean}} Slider
 * @typedef {{title: string, aside: string, note: string, groups: Slider[][], held: boolean}} Sliders
 * @typedef {{input: HTMLInputElement, output: HTMLElement, row: HTMLElement, tick: HTMLElement}} Parts
 */

export default {
  /** @param {{model: import("./lib/types.js").Model, el: HTMLElement}} context */
  render({ model, el }) {
    const undress = dress(model, el);
    /** @type {Map<string, Parts>} */
    const parts = new Map();
    /** The slider in the user's hand: what comes back from the kernel does not pull it away. @type {string | null} */
    let held = null;
    let shape = "";
    const attempt = throttled((/** @type {string} */ name, /** @type {number} */ value) => model.send({ gesture: "try", name, value }), 80);

    /** @param {Slider} slider */
    const build = (slider) => {
      const input = h("input", { type: "range", min: slider.min, max: slider.max, step: slider.step, "data-k": slider.name });
      const output = h("output", {});
      const tick = h("span", { class: "awal", "aria-hidden": "true" });
      input.addEventListener("input", () => {
        held = slider.name;
        paint(slider.name, Number(input.value));
        output.textContent = input.value;
        if (slider.live) attempt(slider.name, Number(input.value));
      });
      input.addEventListener("change", () => {
        held = null;
        attempt.stop();
        model.send({ gesture: "set", name: slider.name, value: Number(input.value) });
      });
      const row = h("label", { class: "pn-geser" }, h("span", {}, slider.label), output, h("span", { class: "rel" }, tick, input));
      parts.set(slider.name, { input, output, row, tick });
      return row;
    };

    /**
     * @param {string} name
     * @param {number} value
     */
    const paint = (name, value) => {
      const part = parts.get(name);
      part?.input.style.setProperty("--isi", `${place(value, { min: Number(part.input.min), max: Number(part.input.max) })}%`);
    };

    const redraw = () => {
      const record = /** @type {Partial<Sliders>} */ (model.get("record"));
      const groups = record.groups ?? [];
      el.classList.toggle("pn-kosong", groups.length === 0);
      const now = JSON.stringify(groups.map((group) => group.map(({ name, label, min, max, step }) => [name, label, min, max, step])));
      if (now !== shape) {
        shape = now;
        parts.clear();
        el.replaceChildren(h("section", { class: "pn-panel" }, panelHead(""), groups.map((group) => h("div", { class: "pn-panel-isi" }, group.map(build)))));
        el.querySelector(".pn-panel-isi")?.append(h("p", { class: "pn-kecil pn-redup", "data-isi": "catatan" }));
      }
      const head = el.querySelector(".pn-panel-kepala");
      head?.replaceWith(panelHead(record.title ?? "", "", [h("span", { class: "pn-kecil pn-redup" }, record.aside ?? "")]));
      const note = el.querySelector("[data-isi=catatan]");
      if (note) note.textContent = record.note ?? "";
      for (const slider of groups.flat()) {
        const part = parts.get(slider.name);
        if (!part || held === slider.name) continue;
        part.input.value = String(slider.value);
        part.input.setAttribute("aria-valuetext", slider.text);
        part.output.textContent = slider.text;
        part.tick.hidden = slider.mark === null;
        if (slider.mark !== null) part.tick.style.left = `calc(9px + (100% - 18px) * ${place(slider.mark, slider) / 100})`;
        paint(slider.name, slider.value);
      }
    };
    model.on("change:record", redraw);
    redraw();
    return () => {
      model.off("change:record", redraw);
      attempt.stop();
      undress();
    };
  },
};

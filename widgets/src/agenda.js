/** What is talked about, and how much time is left for it. */

import { clock, leftNow, rings } from "./lib/countdown.js";
import { h, icon, panelHead } from "./lib/dom.js";
import { check, chevronRight } from "./lib/icons.js";
import { dress, keepingFocus } from "./lib/leaf.js";

/**
 * @typedef {{
 *   title: string, count: string, left: number | null, total: number, running: boolean, able: boolean,
 *   items: {key: string, title: string, state: "done" | "now" | "ahead"}[], actions: {key: string, label: string}[],
 *   words: Record<"left" | "of" | "none" | "over", string>,
 * }} Agenda
 */

/**
 * @param {Agenda} record
 * @param {import("./lib/types.js").Send} send
 */
function panel(record, send) {
  const { words } = record;
  const time = record.left === null ? [h("p", { class: "pn-kecil pn-redup" }, words.none)] : [
    h("div", { class: "pn-label" }, words.left),
    h("div", { class: "pn-waktu", role: "timer", "aria-live": "off" }),
    h("div", { class: "pn-batang" }, h("i", {})),
    h("p", { class: "pn-kecil pn-redup pn-lanjut" }, words.of)];
  return h("section", { class: "pn-panel" }, panelHead(record.title, "", record.count ? [h("span", { class: "pn-kecil pn-redup" }, record.count)] : []),
    h("div", { class: "pn-panel-isi" }, time, h("p", { class: "pn-sr", role: "status" }),
      record.actions.length > 0 && h("div", { class: "pn-tindakan pn-lanjut" }, record.actions.map((action) => h("button", { class: "pn-tombol padat", "data-k": `agenda-${action.key}`, click: () => send("act", { key: action.key }) }, action.label)))),
    record.items.length > 0 && h("div", { class: "pn-panel-isi" }, h("ol", { class: "pn-agenda" }, record.items.map((item) => row(item, record.able, send)))));
}

/**
 * @param {Agenda["items"][number]} item
 * @param {boolean} able
 * @param {import("./lib/types.js").Send} send
 */
function row(item, able, send) {
  const mark = item.state === "done" ? icon(check) : item.state === "now" ? icon(chevronRight) : h("span", {});
  const text = item.state === "now" ? h("b", {}, item.title) : item.title;
  return h("li", { class: item.state === "now" ? null : "pn-redup", "aria-current": item.state === "now" ? "step" : null }, mark,
    able && item.state !== "now" ? h("button", { class: "pn-kaitan polos", "data-k": `pokok-${item.key}`, click: () => send("turn", { key: item.key }) }, text) : h("span", {}, text));
}

/** One short tone; a browser that has not been touched yet stays silent. */
function ring() {
  const context = new AudioContext(), tone = context.createOscillator(), volume = context.createGain();
  volume.gain.value = 0.08;
  tone.connect(volume).connect(context.destination);
  tone.frequency.value = 660;
  tone.start();
  tone.stop(context.currentTime + 0.25);
  tone.onended = () => {
    tone.disconnect();
    volume.disconnect();
    context.close();
  };
}

export default {
  /** @param {{model: import("./lib/types.js").Model, el: HTMLElement}} context */
  render({ model, el }) {
    const undress = dress(model, el);
    /** @type {import("./lib/types.js").Send} */
    const send = (gesture, detail = {}) => model.send({ gesture, ...detail });
    let told = performance.now(), last = Infinity;
    const record = () => /** @type {Agenda} */ (model.get("record"));
    const tick = () => {
      const { left, total, running, words } = record();
      const shown = el.querySelector(".pn-waktu"), bar = el.querySelector(".pn-batang i"), said = el.querySelector(".pn-sr");
      if (left === null || left === undefined || !shown || !(bar instanceof HTMLElement)) return;
      const now = leftNow(left, running, performance.now() - told);
      shown.textContent = clock(now);
      shown.classList.toggle("pn-turun", now < 0);
      bar.style.width = `${Math.max(0, Math.min(100, (100 * now) / Math.max(1, total)))}%`;
      if (running && rings(last, now)) {
        if (said) said.textContent = words.over;
        if (navigator.userActivation?.hasBeenActive) ring();
      }
      last = now;
    };
    const redraw = () => {
      told = performance.now();
      last = Infinity;
      keepingFocus(el, () => {
        el.replaceChildren();
        const empty = Object.keys(record()).length === 0;
        el.classList.toggle("pn-kosong", empty);
        if (!empty) el.append(panel(record(), send));
      });
      tick();
      last = record().left ?? Infinity;
    };
    model.on("change:record", redraw);
    redraw();
    const clockwork = setInterval(tick, 250);
    return () => {
      clearInterval(clockwork);
      model.off("change:record", redraw);
      undress();
    };
  },
};

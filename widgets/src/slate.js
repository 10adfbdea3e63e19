/** The candidates for one post, best first, each with what the score is made of. */

import { h, icon, verdictMark } from "./lib/dom.js";
import { ban, check, lock, lockOpen } from "./lib/icons.js";
import { leaf } from "./lib/leaf.js";
import { places } from "./lib/progress.js";
import { shapes } from "./lib/svg.js";

/**
 * @typedef {{
 *   key: string, name: string, score: string, upper: string, note: string, bar: string, barText: string,
 *   shares: {percent: number, text: string}[], verdict: {kind: string, text: string}, current: boolean,
 *   proposed: boolean, locked: boolean, forbidden: boolean,
 * }} Candidate
 * @typedef {{
 *   title: string, note: string, legend: string[], candidates: Candidate[], acts: boolean, loading: boolean, empty: string, more: string,
 *   words: Record<"proposed" | "propose" | "lock" | "unlock" | "forbid" | "allow", string>,
 * }} Slate
 */

/** @param {import("./lib/types.js").Scene<Slate>} scene */
function draw({ record, el, send }) {
  el.append(
    h("section", { class: "pn-panel", "aria-labelledby": "pn-daftar-calon" },
      h("div", { class: "pn-panel-kepala pn-kepala-tegak" },
        h("h2", { id: "pn-daftar-calon" }, record.title),
        record.note && h("p", { class: "pn-kecil pn-redup" }, record.note),
        h("div", { class: "pn-legenda" }, record.legend.map((text, at) => h("span", {}, h("i", { style: `background:var(--kat-${at + 1})` }), text)))),
      record.loading ? places(4) : record.candidates.length === 0 ? h("p", { class: "pn-panel-isi pn-redup" }, record.empty) : h("ol", { class: "pn-calon" }, record.candidates.map((candidate) => item(candidate, record, send))),
      record.more && h("div", { class: "pn-panel-isi" }, h("button", { class: "pn-kaitan pn-kecil", "data-k": "lebih", click: () => send("more") }, record.more))),
  );
}

/**
 * @param {Candidate} candidate
 * @param {Slate} slate
 * @param {import("./lib/types.js").Send} send
 */
function item(candidate, { acts, words }, send) {
  const { key, name } = candidate;
  const choose = () => send("choose", { key });
  /**
   * @param {string} gesture
   * @param {string} label
   * @param {import("./lib/icons.js").Shape} shape
   * @param {boolean} pressed
   */
  const small = (gesture, label, shape, pressed) =>
    h("button", { class: "pn-tombol padat ikon", "data-k": `${gesture}-${key}`, "aria-label": `${label}: ${name}`, title: label, "aria-pressed": String(pressed), click: (/** @type {Event} */ event) => { event.stopPropagation(); send(gesture, { key }); } }, icon(shape));
  /** @param {KeyboardEvent} event */
  const keys = (event) => {
    const letters = document.documentElement.dataset.huruf !== "mati";
    const gesture = { k: "lock", l: "forbid", u: "propose" }[event.key.toLowerCase()];
    if (!acts || !letters || !gesture || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    send(gesture, { key });
  };
  return h("li", { "aria-current": candidate.current ? "true" : null, "data-calon": key, click: choose, keydown: keys },
    h("div", { class: "atas" }, h("button", { class: "pn-baris", "data-k": `calon-${key}`, "aria-pressed": String(candidate.current) }, h("b", {}, name)), h("span", { class: "skor" }, candidate.score)),
    h("div", { class: "ket" }, candidate.note, candidate.upper && h("span", { class: "pn-atas" }, candidate.upper)),
    h("div", { class: "pn-merit", role: "img", "aria-label": candidate.barText }, candidate.bar && shapes(candidate.bar)),
    h("div", { class: "rincian", "aria-hidden": "true" }, candidate.shares.map((share) => h("span", { style: `flex:0 0 ${share.percent}%` }, share.text))),
    h("div", { class: "bawah" }, verdictMark(candidate.verdict),
      acts && h("span", { class: "pn-tindakan" },
        h("button", { class: "pn-tombol padat", "data-k": `propose-${key}`, "aria-pressed": candidate.proposed ? "true" : null, "aria-label": `${candidate.proposed ? words.proposed : words.propose}: ${name}`, click: (/** @type {Event} */ event) => { event.stopPropagation(); send("propose", { key }); } }, candidate.proposed && icon(check), candidate.proposed ? words.proposed : words.propose),
        small("lock", candidate.locked ? words.unlock : words.lock, candidate.locked ? lock : lockOpen, candidate.locked),
        small("forbid", candidate.forbidden ? words.allow : words.forbid, ban, candidate.forbidden))));
}

export default leaf(draw);

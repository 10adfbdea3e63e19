/** The plan as a table: who goes where, with which score, and what the rules say. */

import { h, icon, panelHead, verdictMark } from "./lib/dom.js";
import { ban, download, filter, lock, lockOpen, pin } from "./lib/icons.js";
import { waitingLeaf } from "./lib/leaf.js";
import { skeleton } from "./lib/progress.js";
import { step } from "./lib/rows.js";

/**
 * @typedef {{
 *   post: string, title: string, unit: string, who: string, origin: string, score: string, shares: number[],
 *   verdict: {kind: string, text: string} | null, chain: string, selected: boolean,
 *   lock: {icon: string, text: string, pressed: boolean, able: boolean},
 * }} Row
 * @typedef {{
 *   title: string, count: string, rows: Row[], filter: boolean, export: boolean, empty: string, loading: boolean,
 *   pages: {text: string, back: boolean, on: boolean} | null, note: string, again: string,
 *   words: Record<"post" | "proposal" | "score" | "findings" | "lock" | "only" | "bar" | "before" | "after", string>,
 * }} Plan
 */

/** @type {Record<string, import("./lib/icons.js").Shape>} */
const LOCKS = { lock, "lock-open": lockOpen, ban, pin };

/**
 * @param {import("./lib/types.js").Scene<Plan> & {strip: HTMLElement}} scene
 */
function draw({ record, el, send, strip }) {
  const { words, rows } = record;
  const head = panelHead(record.title, record.count, [
    h("button", { class: "pn-tombol padat", "data-k": "hanya-temuan", "aria-pressed": String(record.filter), click: () => send("filter", { on: !record.filter }) }, icon(filter), words.only),
    h("button", { class: "pn-tombol padat", "data-k": "xlsx", disabled: !record.export, click: () => send("export") }, icon(download), "XLSX"),
  ]);
  const columns = h("thead", {}, h("tr", {}, h("th", {}, words.post), h("th", {}, words.proposal), h("th", { class: "n" }, words.score), h("th", {}, words.findings), h("th", { class: "pn-tanpa-hp" }, h("span", { class: "pn-sembunyi" }, words.lock))));
  const body = rows.length > 0 ? rows.map((row) => tableRow(row, words, send)) : skeleton(8, 5);
  el.append(
    h("section", { class: "pn-panel" },
      head,
      record.note && h("p", { class: "pn-panel-isi pn-catatan-tabel pn-bukti", role: "status" }, record.note, record.again && " ", record.again && h("button", { class: "pn-kaitan", "data-k": "cari-lagi", click: () => send("again") }, record.again)),
      strip,
      rows.length === 0 && !record.loading ? h("p", { class: "pn-panel-isi pn-redup" }, record.empty)
        : h("table", { class: "pn-tabel ringkas pn-rencana", "aria-busy": record.loading ? "true" : null }, columns, h("tbody", {}, body)),
      record.pages && h("div", { class: "pn-panel-isi pn-halaman" },
        h("span", { class: "pn-kecil pn-redup", role: "status" }, record.pages.text),
        h("button", { class: "pn-tombol padat", "data-k": "sebelum", disabled: !record.pages.back, click: () => send("page", { by: -1 }) }, words.before),
        h("button", { class: "pn-tombol padat", "data-k": "sesudah", disabled: !record.pages.on, click: () => send("page", { by: 1 }) }, words.after))),
  );
}

/**
 * @param {Row} row
 * @param {Plan["words"]} words
 * @param {import("./lib/types.js").Send} send
 */
function tableRow(row, words, send) {
  const act = { post: row.post };
  const lock = h("button", { class: "pn-tombol polos padat ikon", "data-k": `kunci-${row.post}`, "aria-label": `${row.lock.text}: ${row.title}`, title: row.lock.text, "aria-pressed": row.lock.able ? String(row.lock.pressed) : null, disabled: !row.lock.able, click: (/** @type {Event} */ event) => { event.stopPropagation(); send("lock", act); } }, icon(LOCKS[row.lock.icon] ?? lockOpen));
  return h("tr", { "aria-selected": String(row.selected), "data-post": row.post, click: () => send("select", act), keydown: (/** @type {KeyboardEvent} */ event) => keys(event, row, send) },
    h("td", {}, h("button", { class: "pn-baris", "data-k": `baris-${row.post}`, tabindex: row.selected ? 0 : -1, "aria-pressed": String(row.selected) }, h("b", {}, row.title)), h("small", {}, row.unit)),
    h("td", {}, h("span", {}, h("b", {}, row.who), h("small", {}, row.origin))),
    h("td", { class: "n" }, row.score && h("span", { class: "pn-skor" }, h("b", {}, row.score), h("div", { class: "pn-merit tipis", role: "img", "aria-label": words.bar }, row.shares.map((share, at) => h("i", { class: `m${at + 1}`, style: `width:${share}%` }))))),
    h("td", {}, h("span", {}, row.verdict && verdictMark(row.verdict), h("small", {}, row.chain))),
    h("td", { class: "pn-tanpa-hp pn-kunci" }, lock));
}

/**
 * @param {KeyboardEvent} event
 * @param {Row} row
 * @param {import("./lib/types.js").Send} send
 */
function keys(event, row, send) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const tr = /** @type {HTMLElement} */ (event.currentTarget);
  const rows = [...(tr.parentElement?.children ?? [])];
  const to = step(event.key, rows.indexOf(tr), rows.length);
  const letters = document.documentElement.dataset.huruf !== "mati";
  const key = event.key.toLowerCase();
  if (to !== null) {
    const target = rows[to];
    /** @type {HTMLElement | null | undefined} */ (target?.querySelector(".pn-baris"))?.focus();
    if (target instanceof HTMLElement) send("select", { post: target.dataset.post });
  } else if (letters && key === "k" && row.lock.able) send("lock", { post: row.post });
  else if (letters && key === "l") send("forbid", { post: row.post });
  else if (event.key === "Enter") send("open", { post: row.post });
  else return;
  event.preventDefault();
  event.stopPropagation();
}

export default waitingLeaf(draw);

/** What fewer moves cost in merit: a curve of which one point can be chosen, and the same figures as a table. */

import { h, icon } from "./lib/dom.js";
import { chevronDown, chevronRight } from "./lib/icons.js";
import { waitingLeaf } from "./lib/leaf.js";
import { along, nearest } from "./lib/points.js";
import { places } from "./lib/progress.js";
import { shapes } from "./lib/svg.js";

/**
 * @typedef {{key: string, x: number, y: number, text: string, current: boolean, cells: string[]}} Point
 * @typedef {{at: number, text: string}} Tick
 * @typedef {{
 *   title: string, summary: string, opened: boolean, loading: boolean, empty: string, note: string, svg: string, alt: string,
 *   across: Tick[], up: Tick[], points: Point[], mark: {x: number, text: string} | null, tabled: boolean, columns: string[],
 *   words: Record<"across" | "up" | "choose" | "current" | "hint" | "table" | "noTable", string>,
 * }} Frontier
 */

/**
 * @param {import("./lib/types.js").Scene<Frontier> & {strip: HTMLElement}} scene
 */
function draw({ record, el, send, strip }) {
  const { points, words } = record;
  const head = h("button", { class: "pn-lipat", "data-k": "batas-depan", "aria-expanded": String(record.opened), click: () => send("open", { on: !record.opened }) },
    icon(record.opened ? chevronDown : chevronRight), h("span", {}, record.title), h("span", { class: "pn-redup pn-kecil" }, record.summary));
  const body = record.opened && [
    strip,
    record.loading ? places(3)
      : points.length === 0 ? h("p", { class: "pn-panel-isi pn-redup" }, record.empty)
        : h("div", { class: "pn-panel-isi" }, h("p", { class: "pn-catatan-tabel" }, record.note), plot(record, send),
          h("button", { class: "pn-kaitan pn-kecil", "data-k": "tabel-titik", "aria-expanded": String(record.tabled), click: () => send("table", { on: !record.tabled }) }, record.tabled ? words.noTable : words.table)),
    points.length > 0 && record.tabled && table(record, send),
  ];
  el.append(h("section", { class: "pn-panel", "aria-busy": record.loading ? "true" : null }, h("h2", { class: "pn-kepala-lipat" }, head), body));
}

/**
 * @param {Frontier} record
 * @param {import("./lib/types.js").Send} send
 */
function plot(record, send) {
  const { points, words, mark } = record;
  const here = points.findIndex((point) => point.current);
  const first = Math.max(0, here);
  const said = h("p", { class: "pn-kecil pn-titik-kata", role: "status" }, points[here]?.text ?? words.hint);
  /** @param {number} at */
  const say = (at) => (said.textContent = points[at]?.text ?? words.hint);
  const dots = points.map((point, at) => h("button", {
    class: "pn-titik", "data-k": `titik-${point.key}`, style: `left:${point.x}%;bottom:${point.y}%`, tabindex: at === first ? 0 : -1,
    "aria-pressed": String(point.current), "aria-label": point.current ? `${words.current}: ${point.text}` : `${words.choose}: ${point.text}`,
    focus: () => say(at), mouseenter: () => say(at), blur: () => say(here), mouseleave: () => say(here),
    click: (/** @type {Event} */ event) => { event.stopPropagation(); send("choose", { key: point.key }); },
  }));
  /** @param {KeyboardEvent} event */
  const keys = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = dots.findIndex((dot) => dot === event.target);
    const to = at < 0 ? null : along(event.key, at, dots.length);
    const next = to === null ? undefined : dots[to];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    for (const dot of dots) dot.tabIndex = dot === next ? 0 : -1;
    next.focus();
  };
  const field = h("div", { class: "pn-bidang", role: "group", "aria-label": record.alt, keydown: keys },
    record.up.map((tick) => h("i", { class: "mendatar", style: `bottom:${tick.at}%`, "aria-hidden": "true" })),
    mark && h("i", { class: `sekarang${mark.x > 60 ? " kiri" : ""}`, style: `left:${mark.x}%`, "aria-hidden": "true" }, h("span", {}, mark.text)),
    shapes(record.svg), dots);
  field.addEventListener("click", (event) => {
    const { left, width } = field.getBoundingClientRect();
    const point = points[nearest(points, (100 * (event.clientX - left)) / width)];
    if (point) send("choose", { key: point.key });
  });
  return h("div", { class: "pn-grafik" },
    h("p", { class: "pn-kecil pn-redup tegak" }, words.up),
    h("div", { class: "kiri", "aria-hidden": "true" }, record.up.map((tick) => h("span", { style: `bottom:${tick.at}%` }, tick.text))),
    field,
    h("div", { class: "bawah", "aria-hidden": "true" }, record.across.map((tick) => h("span", { style: `left:${tick.at}%` }, tick.text))),
    h("p", { class: "pn-kecil pn-redup datar" }, words.across),
    said);
}

/**
 * @param {Frontier} record
 * @param {import("./lib/types.js").Send} send
 */
function table({ points, columns, words }, send) {
  const head = h("tr", {}, columns.map((column) => h("th", { class: "n" }, column)), h("th", {}, h("span", { class: "pn-sembunyi" }, words.choose)));
  const rows = points.map((point) => h("tr", { "aria-selected": String(point.current) }, point.cells.map((cell, at) => h("td", { class: "n", "data-l": columns[at] }, h("span", {}, cell))),
    h("td", { class: "n" }, h("button", { class: "pn-tombol padat", "data-k": `pakai-${point.key}`, "aria-pressed": point.current ? "true" : null, "aria-label": `${point.current ? words.current : words.choose}: ${point.text}`, click: () => send("choose", { key: point.key }) }, point.current ? words.current : words.choose))));
  return h("div", { class: "pn-gulir pn-tabel-titik" }, h("table", { class: "pn-tabel tumpuk" }, h("thead", {}, head), h("tbody", {}, rows)));
}

export default waitingLeaf(draw);

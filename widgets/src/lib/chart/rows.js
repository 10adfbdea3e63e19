/** The chart as a tree of rows: for the keyboard and for screen readers beside the canvas, and for phones instead of it.
 * However many units there are, only a window of rows is in the page. */

import { h, icon } from "../dom.js";
import { chevronDown, chevronRight, minus } from "../icons.js";
import { BRANCHED, DIMMED, FOLDED, GHOST, SELECTED } from "./data.js";
import { placeOf, stepped, typedTo, windowed } from "./tree.js";

/** Rows in the page at once; up to so many need no window on a phone. */
const MOST = 120, WHOLE = 400;

/** Height of a row of a windowed tree, px: `.pn-bagan-pohon.rapat` in page.css. */
const ROW = 45;

/** Pause after which typing begins anew, ms. */
const PAUSE = 700;

/** @type {Record<string, string>} */
const TONES = { baru: "ya", dihapus: "tidak", pindah: "entah", gabungan: "nila", nama: "nila" };

/**
 * @typedef {{
 *   focused: (row: number, moved: boolean) => void, blurred: () => void, fold: (row: number) => void, click: (row: number, more: boolean) => void, open: (row: number) => void,
 *   key: (event: KeyboardEvent, row: number) => boolean,
 * }} Acts `key` is asked first: true where it did something
 */

/**
 * @param {import("./surface.js").State} state
 * @param {Acts} acts
 */
export function treeRows(state, acts) {
  const list = h("ul", { class: "pn-pohon pn-bagan-pohon", role: "tree", "aria-multiselectable": "true" });
  /** @type {Map<number, HTMLElement>} */
  let items = new Map();
  let typed = "", typedAt = 0, from = 0;

  const small = () => list.classList.contains("rapat");
  const current = () => {
    const { shown } = state.chart;
    return placeOf(shown, state.focus) >= 0 ? state.focus : (shown[0] ?? -1);
  };
  /** @param {number} middle place among the shown rows */
  const render = (middle) => {
    const { chart } = state, many = chart.shown.length;
    const whole = many <= WHOLE && list.classList.contains("tampak");
    list.classList.toggle("rapat", !whole && list.classList.contains("tampak"));
    const part = whole ? { from: 0, to: many } : windowed(many, middle, MOST);
    from = part.from;
    const had = list.contains(document.activeElement);
    const stop = current();
    items = new Map();
    for (let place = part.from; place < part.to; place++) {
      const row = chart.shown[place] ?? 0;
      items.set(row, item(row, row === stop));
    }
    const pad = (/** @type {number} */ count) => (small() && count > 0 ? h("li", { role: "none", style: `height:${count * ROW}px` }) : null);
    list.replaceChildren(...[pad(part.from), ...items.values(), pad(many - part.to)].filter((each) => each !== null));
    if (had) items.get(stop)?.focus({ preventScroll: true });
  };
  /**
   * @param {number} row
   * @param {boolean} stop whether it is the tab stop
   */
  const item = (row, stop) => {
    const { chart } = state, flags = chart.flags[row] ?? 0, branched = (flags & BRANCHED) > 0, folded = (flags & FOLDED) > 0;
    const ghost = (flags & GHOST) > 0, badge = chart.badge.get(row), mark = chart.mark.get(row) ?? 0, selected = state.selected.has(row) || (flags & SELECTED) > 0;
    return h("li", {
      role: "treeitem", tabindex: stop ? 0 : -1, "data-baris": row, "aria-level": (chart.level[row] ?? 0) + 1, "aria-posinset": chart.nth[row], "aria-setsize": chart.of[row],
      "aria-expanded": branched ? String(!folded) : null, "aria-selected": String(selected), "aria-label": state.told.label(row),
      class: [(flags & DIMMED) > 0 && "redup", selected && "pilih", state.target === row && "tuju", state.refused?.row === row && "tolak", state.lifted(row) && "bawa"].filter(Boolean).join(" ") || null,
    }, h("div", { class: "b", style: `--d:${chart.level[row] ?? 0}`, "aria-hidden": "true" },
      h("span", { class: "lipat" }, icon(!branched ? minus : folded ? chevronRight : chevronDown)),
      h("span", { class: ghost ? "hapus" : "nama" }, chart.name[row] ?? ""),
      badge && h("span", { class: `pn-lencana ${TONES[ghost ? "dihapus" : badge.kind] ?? ""}` }, badge.text),
      mark > 0 && h("span", { class: "temuan" }, String(mark)),
      h("span", { class: "jml" }, state.told.short(row))));
  };
  /** @param {number} row */
  const focus = (row) => {
    const place = placeOf(state.chart.shown, row);
    if (place < 0) return;
    if (!items.has(row)) render(place);
    for (const [other, element] of items) element.tabIndex = other === row ? 0 : -1;
    const element = items.get(row);
    element?.focus({ preventScroll: true });
    if (list.classList.contains("tampak")) element?.scrollIntoView({ block: "nearest" });
  };
  /** @param {Event} event */
  const rowOf = (event) => {
    const element = event.target instanceof Element ? event.target.closest("[data-baris]") : null;
    return element instanceof HTMLElement ? Number(element.dataset.baris) : -1;
  };
  /** @param {KeyboardEvent} event */
  const keys = (event) => {
    const row = rowOf(event);
    if (row < 0) return;
    const typing = typed !== "" && event.timeStamp - typedAt < PAUSE;
    if (typing && event.key.length === 1 ? false : acts.key(event, row)) return done(event);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = stepped(state.chart, row, event.key);
    if (step && "fold" in step) acts.fold(step.fold);
    else if (step) {
      acts.focused(step.to, true);
      focus(step.to);
    } else if (event.key.length === 1) {
      typed = typing ? typed + event.key.toLowerCase() : event.key.toLowerCase();
      typedAt = event.timeStamp;
      const to = typedTo(state.chart, row, typed);
      if (to === null) return;
      acts.focused(to, true);
      focus(to);
    } else return;
    done(event);
  };
  /** @param {Event} event */
  const done = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  list.addEventListener("keydown", keys);
  list.addEventListener("focusin", (event) => acts.focused(rowOf(event), false));
  list.addEventListener("focusout", (event) => { if (!list.contains(/** @type {Node | null} */ (event.relatedTarget))) acts.blurred(); });
  list.addEventListener("click", (event) => {
    const row = rowOf(event);
    if (row < 0) return;
    const fold = event.target instanceof Element && event.target.closest(".lipat") && ((state.chart.flags[row] ?? 0) & BRANCHED) > 0;
    if (fold) acts.fold(row);
    else acts.click(row, event.ctrlKey || event.metaKey || event.shiftKey);
  });
  list.addEventListener("dblclick", (event) => { if (rowOf(event) >= 0) acts.open(rowOf(event)); });
  list.addEventListener("scroll", () => {
    if (!small()) return;
    const middle = Math.floor((list.scrollTop + list.clientHeight / 2) / ROW);
    if (middle < from + MOST / 4 || middle > from + (3 * MOST) / 4) render(middle);
  });
  return {
    element: list, focus,
    /** @param {string} label @param {boolean} shown whether the rows are seen, or only heard */
    renew(label, shown) {
      list.setAttribute("aria-label", label);
      list.classList.toggle("tampak", shown);
      render(small() && list.scrollTop > 0 ? Math.floor((list.scrollTop + list.clientHeight / 2) / ROW) : Math.max(0, placeOf(state.chart.shown, current())));
    },
  };
}

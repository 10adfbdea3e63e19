/** The organization as a chart on a canvas, with a tree of rows beside it for keyboard, screen reader and phone. */

import { beneath, chartOf, hindrance, hits, tops, visible, worn } from "./lib/chart/data.js";
import { RAMP } from "./lib/chart/colours.js";
import { treeRows } from "./lib/chart/rows.js";
import { surface } from "./lib/chart/surface.js";
import { filled } from "./lib/chart/text.js";
import { h, icon } from "./lib/dom.js";
import { minus, octagonX, plus, search } from "./lib/icons.js";
import { lettersOn } from "./lib/keys.js";
import { dress, keepingFocus } from "./lib/leaf.js";

/**
 * @typedef {{kind: string, id: string, title: string}} Thing
 * @typedef {{
 *   title: string, lang: string, selection: string[], carrying: {what: Thing[]} | null,
 *   refusal: {unit: string, target: string, title: string, text: string, words: string[], action: string} | null,
 *   only_changes: boolean, editable: boolean, tools: {name: string, label: string, pressed: boolean | null}[], present: {initials: string, name: string, unit: string}[],
 *   follow: string, words: Record<string, string>,
 * }} Shown
 */

const PLACED = ["units", "order", "filled", "parents", "place", "wires", "ends"], WORN = ["shade", "badges", "marks"];
const TRAITS = ["record", "legend", "flags", ...PLACED, ...WORN];
const FOLLOW = "penataan:bagan";

export default {
  /** @param {{model: import("./lib/types.js").Model, el: HTMLElement}} context */
  render({ model, el }) {
    /** @type {import("./lib/types.js").Send} */
    const send = (gesture, detail = {}) => model.send({ gesture, ...detail });
    const undress = dress(model, el);
    const page = begin(() => /** @type {Shown} */ (model.get("record")), (name) => model.get(name), send, el);
    // Traits that change together are heard one by one: drawn once, when all are there.
    const changed = new Set(TRAITS);
    let due = false;
    const renew = () => {
      due = false;
      page.renew(changed);
      changed.clear();
    };
    const listeners = TRAITS.map((name) => () => {
      changed.add(name);
      if (!due) queueMicrotask(renew);
      due = true;
    });
    const each = (/** @type {"on" | "off"} */ way) => TRAITS.forEach((name, at) => { const heard = listeners[at]; if (heard) model[way](`change:${name}`, heard); });
    each("on");
    renew();
    return () => {
      each("off");
      page.stop();
      undress();
    };
  },
};

/**
 * @param {() => Shown} record
 * @param {(name: string) => any} get
 * @param {import("./lib/types.js").Send} send
 * @param {HTMLElement} el
 */
function begin(record, get, send, el) {
  /** What is brought to another place: units of this chart, or things from elsewhere. @type {{rows: number[], what: Thing[] | null, title: string} | null} */
  let carry = null;
  /** @type {number[]} */
  let merging = [];
  let found = { text: "", at: -1 };
  let shut = false;
  /** @type {import("./lib/chart/surface.js").State} */
  const state = {
    told: {
      line: (row) => filled(words().filled, filling(row)),
      short: (row) => Object.values(filling(row)).join("/"),
      label(row) {
        const badge = state.chart.badge.get(row), mark = state.chart.mark.get(row);
        const more = [badge?.text, mark && filled(words().findings, { n: mark })].filter(Boolean).map((text) => `, ${text}`);
        return filled(words().label, { name: name(row), ...filling(row), more: more.join("") });
      },
    },
    chart: chartOf(() => null), lensed: false, unknown: false, selected: new Set(), focus: -1, hover: -1, marked: new Set(),
    lifted: (row) => carry !== null && carry.rows.some((top) => beneath(state.chart, row, top)), target: -1, refused: null, present: new Map(),
  };
  const phone = window.matchMedia("(max-width: 640px)");
  const head = h("div", { class: "pn-panel-kepala pn-bagan-kepala" });
  const said = h("p", { class: "pn-sembunyi", role: "status" });
  const strip = h("div", { class: "pn-bagan-bawah" });
  const hold = h("div", { class: "pn-bagan-simpan", "data-simpan": true, hidden: true });
  const refusal = h("div", {});

  const words = () => record().words ?? {};
  const say = (/** @type {string} */ text) => (said.textContent = text);
  const name = (/** @type {number} */ row) => state.chart.name[row] ?? "";
  const idOf = (/** @type {number} */ row) => state.chart.id[row] ?? "";
  let counting = new Intl.NumberFormat();
  const whole = (/** @type {number | undefined} */ count) => counting.format(count ?? 0);
  const filling = (/** @type {number} */ row) => ({ held: whole(state.chart.held[row]), seats: whole(state.chart.seats[row]) });
  const idsOf = (/** @type {number[]} */ rows) => rows.map(idOf);
  const titled = (/** @type {number[]} */ rows) => (rows.length === 1 ? name(rows[0] ?? 0) : filled(words().units, { n: rows.length }));

  /** @param {number} row */
  const aim = (row) => {
    const target = carry && row >= 0 && !state.lifted(row) ? row : -1;
    const why = carry && row >= 0 ? hindrance(state.chart, carry.rows, row) : "";
    const refused = why === "inside" && row >= 0 && carry && !carry.rows.includes(row) ? { row, title: carry.title, words: [words().inside ?? "", words().impossible ?? ""] } : refusedOf();
    if (target === state.target && refused?.row === state.refused?.row) return;
    state.target = target;
    state.refused = refused;
    canvas.ask();
  };
  /** What putting it down there would come to, as far as the chart can tell. @param {number} row */
  const aimed = (row) => {
    const why = carry ? hindrance(state.chart, carry.rows, row) : "";
    if (why === "inside") return `${name(row)}: ${words().impossible}`;
    return filled(why === "there" ? words().there : words().target, { what: carry?.title ?? "", unit: name(row) });
  };
  const refusedOf = () => {
    const now = record().refusal;
    const row = now && !shut ? (state.chart.row.get(now.target) ?? -1) : -1;
    return now && row >= 0 ? { row, title: name(state.chart.row.get(now.unit) ?? -1), words: now.words } : null;
  };
  /** @param {number[]} rows @param {Thing[] | null} what @param {string} title */
  const lift = (rows, what, title) => {
    carry = { rows, what, title };
    merging = [];
    state.marked = new Set();
    hold.hidden = what !== null;
    hold.textContent = words().holding ?? "";
    below();
    canvas.ask();
  };
  const lay = () => {
    carry = null;
    state.target = -1;
    state.refused = refusedOf();
    hold.hidden = true;
    below();
    canvas.ask();
  };
  /** @param {number} row the new parent, -1: let go of */
  const drop = (row) => {
    const held = carry;
    if (!held) return;
    if (row >= 0 && held.what) send("drop", { what: held.what, to: idOf(row) });
    else if (row >= 0 && hindrance(state.chart, held.rows, row) === "there") say(filled(words().there, { what: held.title, unit: name(row) }));
    else if (row >= 0 && !held.rows.includes(row)) send("move", { ids: idsOf(held.rows), to: idOf(row) });
    else if (row < 0 && held.what) send("cancel");
    lay();
  };
  const park = () => {
    if (carry && !carry.what) send("move", { ids: idsOf(carry.rows), to: "" });
    lay();
  };
  /** The selection where the row is one of it, else the row alone. @param {number} row */
  const together = (row) => tops(state.chart, state.selected.has(row) ? [...state.selected] : [row]);
  /** @param {number} row @param {boolean} more */
  const click = (row, more) => {
    if (carry && row >= 0) return drop(row);
    focusOn(row);
    const chosen = new Set(more ? state.selected : []);
    if (row >= 0 && !(more && chosen.delete(row))) chosen.add(row);
    if (row >= 0 || !more) send("select", { ids: idsOf([...chosen]) });
    below();
  };
  /** @param {number} row */
  const focusOn = (row) => {
    state.focus = row;
    canvas.ask();
  };
  /** @param {number} row */
  const merge = (row) => {
    const chosen = state.selected.size > 1 && state.selected.has(row) ? [...state.selected] : [...merging, row];
    merging = [...new Set(chosen)];
    state.marked = new Set(merging);
    say(merging.length > 1 ? filled(words().merge, { n: merging.length, unit: name(row) }) : filled(words().merging, { unit: name(row) }));
    below();
    canvas.ask();
  };
  const merged = () => {
    const into = merging.at(-1) ?? -1;
    if (merging.length > 1) send("merge", { ids: idsOf(merging), into: idOf(into) });
    merging = [];
    state.marked = new Set();
    below();
    canvas.ask();
  };
  /** @param {number} row */
  const take = (row) => {
    const rows = together(row);
    lift(rows, null, titled(rows));
    say(filled(words().carrying, { what: titled(rows) }));
  };
  const cancel = () => {
    const busy = carry !== null || merging.length > 0 || (record().refusal && !shut);
    if (!busy) return false;
    const kernel = carry?.what || record().refusal;
    shut = true;
    merging = [];
    state.marked = new Set();
    lay();
    refuse();
    say(words().cancelled ?? "");
    if (kernel) send("cancel");
    return true;
  };
  /** @param {KeyboardEvent} event @param {number} row */
  const key = (event, row) => {
    const letter = lettersOn() && !event.ctrlKey && !event.metaKey && !event.altKey ? event.key.toLowerCase() : "";
    const able = record().editable;
    if (event.key === "Escape") return cancel();
    if ((event.ctrlKey || event.metaKey) && event.key.startsWith("Arrow")) {
      const [dx, dy] = PANS[event.key] ?? [0, 0];
      canvas.pan(dx, dy);
      return true;
    }
    if (event.key === "Enter") {
      if (carry) drop(row);
      else if (merging.length > 1) merged();
      else send("open", { id: idOf(row) });
    } else if (event.key === " ") {
      if (carry) drop(row);
      else click(row, true);
    } else if (carry && !carry.what && event.key === "Delete") park();
    else if (able && letter === "m" && !carry) take(row);
    else if (able && letter === "g" && !carry) merge(row);
    else if (letter === "+" || letter === "=") canvas.zoom(1.25);
    else if (letter === "-") canvas.zoom(0.8);
    else return false;
    return true;
  };
  const rows = treeRows(state, {
    click, key,
    fold: (row) => send("fold", { id: idOf(row) }),
    open: (row) => send("open", { id: idOf(row) }),
    blurred: () => focusOn(-1),
    focused(row, moved) {
      focusOn(row);
      canvas.reveal(row);
      if (!carry) return;
      aim(row);
      if (moved) say(aimed(row));
    },
  });
  const canvas = surface(state, {
    open: (row) => send("open", { id: idOf(row) }),
    fold: (row) => send("fold", { id: idOf(row) }),
    drop, park, aim,
    click(row, more) {
      click(row, more);
      if (row >= 0) rows.focus(row);
    },
    over(row) {
      if (row === state.hover) return;
      state.hover = row;
      canvas.element.title = row < 0 ? "" : state.told.label(row);
      canvas.ask();
    },
    band: (chosen) => send("select", { ids: idsOf(chosen) }),
    lift(row, touch) {
      // A finger pans, unless it takes hold of what it chose before.
      if (!record().editable || carry?.what || (touch && !state.selected.has(row))) return null;
      const chosen = together(row);
      lift(chosen, null, titled(chosen));
      return titled(chosen);
    },
    bring(row, text) {
      lay();
      const what = thingsOf(text);
      if (row >= 0 && what && record().editable) send("drop", { what, to: idOf(row) });
    },
    viewed() {
      const group = record().follow;
      if (group) window.dispatchEvent(new CustomEvent(FOLLOW, { detail: { group, from: el, at: canvas.middle() } }));
    },
  });
  /** @param {Event} event */
  const follow = (event) => {
    const { group, from, at } = /** @type {CustomEvent} */ (event).detail;
    if (group === record().follow && from !== el) canvas.follow(at);
  };
  window.addEventListener(FOLLOW, follow);
  canvas.element.append(hold);
  el.append(h("section", { class: "pn-panel pn-bagan" }, head, canvas.element, rows.element, strip, refusal, said));

  /** Below the tree of a phone, where no key is at hand: what can be done with the unit in focus, or with what is carried. */
  const below = () => {
    const row = state.focus, able = record().editable && row >= 0, { move, join, open, cancel: off } = words();
    const button = (/** @type {string} */ k, /** @type {string | undefined} */ text, /** @type {() => void} */ press) => h("button", { class: "pn-tombol padat", "data-k": k, click: press }, text);
    keepingFocus(strip, () => strip.replaceChildren(...[
      carry && h("p", {}, filled(words().carrying, { what: carry.title })),
      merging.length > 0 && h("p", {}, merging.length > 1 ? filled(words().merge, { n: merging.length, unit: name(merging.at(-1) ?? 0) }) : filled(words().merging, { unit: name(merging[0] ?? 0) })),
      able && !carry && button("pindahkan", move, () => { take(row); rows.focus(row); }),
      able && !carry && button("gabung", join, () => merge(row)),
      merging.length > 1 && button("gabungkan", words().confirm, merged),
      carry && !carry.what && button("simpan", words().holding, park),
      row >= 0 && !carry && button("buka", open, () => send("open", { id: idOf(row) })),
      (carry || merging.length > 0) && button("batal", off, cancel),
    ].filter((each) => each instanceof Node)));
    strip.classList.toggle("ada", carry !== null || merging.length > 0 || row >= 0);
  };
  const refuse = () => {
    const now = shut ? null : record().refusal;
    state.refused = refusedOf();
    keepingFocus(refusal, () => refusal.replaceChildren(...(now ? [h("div", { class: "pn-pesan tolak", role: "alert" }, icon(octagonX), h("b", {}, now.title), h("p", {}, now.text),
      now.action && h("span", { class: "tindak" }, h("button", {
        class: "pn-tombol padat", "data-k": "pilih-induk", click: () => {
          const row = state.chart.row.get(now.unit) ?? -1;
          shut = true;
          refuse();
          send("cancel");
          if (row >= 0) { take(row); rows.focus(visible(state.chart, row)); }
        },
      }, now.action)))] : [])));
  };
  const top = () => {
    const { title, tools, only_changes: only } = record(), legend = legendOf();
    const field = h("input", {
      type: "search", "data-k": "cari-unit", placeholder: words().search, "aria-label": words().search, value: found.text,
      input: () => { found = { text: field.value, at: -1 }; say(""); },
      keydown: (/** @type {KeyboardEvent} */ event) => { if (event.key !== "Enter" && event.key !== "ArrowDown") return; event.preventDefault(); if (event.key === "Enter") next(event.shiftKey ? -1 : 1); else rows.focus(state.focus); },
    });
    keepingFocus(head, () => head.replaceChildren(
      h("h2", {}, title),
      ...[legend && h("span", { class: "pn-legenda pn-tanpa-hp" }, h("span", {}, legend.title), legend.bins.map((bin, at) => h("span", {}, h("i", { class: at === 0 ? "tepi" : null, style: `background:var(--${RAMP[at]})` }), bin)), legend.unknown && h("span", {}, h("i", { class: "entah" }), legend.unknown)),
        only && h("span", { class: "pn-lencana garis" }, words().only)].filter((each) => each instanceof Node),
      h("span", { class: "kanan" },
        state.chart.n > 12 && h("span", { class: "pn-isian pn-cari" }, icon(search), field, h("span", { class: "jml", role: "status" }, counted())),
        tools.map((tool) => h("button", { class: "pn-tombol padat", "data-k": `alat-${tool.name}`, "aria-pressed": tool.pressed === null ? null : String(tool.pressed), click: () => send("tool", { name: tool.name }) }, tool.label)),
        [h("button", { class: "pn-tombol padat ikon pn-tanpa-hp", "data-k": "perkecil", "aria-label": words().smaller, click: () => canvas.zoom(0.8) }, icon(minus)),
          h("button", { class: "pn-tombol padat ikon pn-tanpa-hp", "data-k": "perbesar", "aria-label": words().larger, click: () => canvas.zoom(1.25) }, icon(plus)),
          h("button", { class: "pn-tombol padat pn-tanpa-hp", "data-k": "pas", click: () => canvas.fit() }, words().fit)]),
    ));
  };
  const legendOf = () => /** @type {{title: string, bins: string[], unknown: string} | null} */ (get("legend") ?? null);
  const counted = () => {
    if (found.at < 0 || !found.text) return "";
    const every = hits(state.chart, found.text);
    return every.length > 0 ? filled(words().hit, { n: found.at + 1, m: every.length }) : (words().none ?? "");
  };
  /** @param {number} by */
  const next = (by) => {
    const every = hits(state.chart, found.text);
    found.at = every.length === 0 ? 0 : (found.at + by + (found.at < 0 && by < 0 ? 1 : 0) + every.length) % every.length;
    top();
    const row = every[found.at] ?? -1;
    if (row < 0) return;
    const seen = visible(state.chart, row);
    // One that is folded away is asked for; it is there once the kernel has unfolded what hides it.
    if (seen !== row) send("reveal", { id: idOf(row) });
    focusOn(seen);
    canvas.centre(seen);
    say(state.told.label(row));
  };
  const narrow = () => rows.renew(words().tree ?? "", phone.matches);
  phone.addEventListener("change", narrow);

  return {
    /** @param {Set<string>} changed traits that are others */
    renew(changed) {
      const now = record(), empty = Object.keys(now).length === 0;
      el.classList.toggle("pn-kosong", empty);
      if (empty) return;
      if (counting.resolvedOptions().locale !== now.lang) counting = new Intl.NumberFormat(now.lang);
      const structural = PLACED.some((trait) => changed.has(trait));
      if (!structural && !changed.has("flags") && WORN.some((trait) => changed.has(trait))) Object.assign(state.chart, worn(get, state.chart.order, state.chart.row));
      else if (structural || changed.has("flags")) {
        const focus = idOf(state.focus);
        state.chart = chartOf(get);
        state.focus = visible(state.chart, state.chart.row.get(focus) ?? -1);
        if (structural) {
          carry = null;
          merging = [];
          state.marked = new Set();
          state.target = -1;
          state.hover = -1;
          hold.hidden = true;
        }
      }
      shut = shut && !changed.has("record");
      const legend = legendOf();
      state.lensed = legend !== null;
      state.unknown = Boolean(legend?.unknown);
      state.selected = new Set(now.selection.map((id) => state.chart.row.get(id) ?? -1).filter((row) => row >= 0));
      state.present = presentOf(state.chart, now.present);
      if (now.carrying) {
        if (carry?.what !== now.carrying.what) lift([], now.carrying.what, now.carrying.what.map((thing) => thing.title).join(", "));
      } else if (carry?.what) lay();
      top();
      refuse();
      below();
      if (structural) canvas.renew();
      else canvas.shaded();
      narrow();
    },
    stop() {
      window.removeEventListener(FOLLOW, follow);
      phone.removeEventListener("change", narrow);
      canvas.stop();
    },
  };
}

/** How far Ctrl with an arrow moves the chart, px. @type {Record<string, [number, number]>} */
const PANS = { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] };

/**
 * Initials of the other participants, by the shown row where each is.
 * @param {import("./lib/chart/data.js").Chart} chart
 * @param {Shown["present"]} present
 */
function presentOf(chart, present) {
  /** @type {Map<number, string[]>} */
  const here = new Map();
  for (const { initials, unit } of present) {
    const row = visible(chart, chart.row.get(unit) ?? -1);
    if (row >= 0) here.set(row, [...(here.get(row) ?? []), initials]);
  }
  return here;
}

/**
 * What another leaf gave to carry; null where it is nothing of ours.
 * @param {string} text
 * @returns {Thing[] | null}
 */
function thingsOf(text) {
  try {
    const { what } = JSON.parse(text);
    return Array.isArray(what) && what.length > 0 ? what : null;
  } catch {
    return null; // dragged from a page that is not ours
  }
}

/** The canvas: what part of the chart is seen, drawn once a frame at most, and what the pointer does on it. */

import { h } from "../dom.js";
import { coloursOf, onTheme } from "./colours.js";
import { BRANCHED, FOLDED } from "./data.js";
import { around, gridOf } from "./grid.js";
import { drawn, minimap, paintMinimap } from "./minimap.js";
import { HANDLE, paint, rectOf } from "./paint.js";
import { listenTo } from "./pointer.js";
import { centred, clamped, fitted, opening, revealing, same, zoomed } from "./view.js";

/**
 * What the canvas shows besides what it works out itself; see Scene in paint.js.
 * @typedef {Omit<import("./paint.js").Scene, "boxes" | "wires" | "lines" | "view" | "screen" | "ratio" | "colours" | "pointer" | "band">} State
 * @typedef {{
 *   click: (row: number, more: boolean) => void, open: (row: number) => void, fold: (row: number) => void, over: (row: number) => void,
 *   band: (rows: number[]) => void, lift: (row: number, touch: boolean) => string | null, aim: (row: number) => void, drop: (row: number) => void, park: () => void, bring: (row: number, text: string) => void,
 *   viewed: () => void,
 * }} Acts
 * `lift` says what is carried from there on, or null where nothing may be; `aim` and `drop` name the row under the pointer, -1 for
 * none; `park` puts what is carried into the holding area; `bring` hands over what was dragged from elsewhere.
 */

/**
 * @param {State} state read at each frame
 * @param {Acts} acts
 */
export function surface(state, acts) {
  const canvas = h("canvas", {});
  const element = h("div", { class: "pn-kanvas pn-bagan-kanvas pn-tanpa-hp", "aria-hidden": "true" }, canvas);
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: false }));
  let boxes = gridOf(new Float32Array(0)), wires = boxes;
  /** @type {Map<number, string[]>} */
  const lines = new Map();
  let view = { x: 0, y: 0, scale: 1 }, screen = { width: 0, height: 0 }, ratio = 1, opened = false, asked = 0;
  let colours = /** @type {import("./colours.js").Colours} */ ({});
  /** @type {HTMLCanvasElement | null} */
  let small = null;
  /** @type {{x: number, y: number, title: string} | null} */
  let pointer = null;
  /** @type {{x: number, y: number, width: number, height: number} | null} */
  let band = null;

  const whole = () => ({ width: state.chart.width, height: state.chart.height });
  const scene = () => ({ ...state, boxes, wires, lines, view, screen, ratio, colours, pointer, band });
  const draw = () => {
    asked = 0;
    if (screen.width === 0 || !colours.muka) return;
    const now = scene();
    paint(ctx, now);
    const at = minimap(view, whole(), screen);
    if (!at) return;
    small ??= drawn(now, at.scale);
    paintMinimap(ctx, small, at, now);
  };
  const ask = () => { if (!asked) asked = requestAnimationFrame(draw); };
  const look = () => {
    colours = coloursOf(element);
    lines.clear();
    small = null;
    ask();
  };
  /**
   * @param {import("./view.js").View} next
   * @returns {boolean} whether it is another
   */
  const see = (next) => {
    const held = clamped(next, whole(), screen);
    if (same(held, view)) return false;
    view = held;
    ask();
    acts.viewed();
    return true;
  };
  const begin = () => {
    if (opened || screen.width === 0 || state.chart.shown.length === 0) return;
    opened = true;
    const [x, y, width] = rectOf(state.chart, state.chart.shown[0] ?? 0);
    view = opening(whole(), screen, { x, y, width });
  };
  const fit = () => {
    const { width, height } = element.getBoundingClientRect();
    if (width === 0 || (width === screen.width && height === screen.height && ratio === window.devicePixelRatio)) return;
    screen = { width, height };
    ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    small = null;
    if (opened) view = clamped(view, whole(), screen);
    begin();
    draw(); // at once: a resized canvas is blank
  };
  const sizes = new ResizeObserver(fit);
  sizes.observe(element);
  const offTheme = onTheme(look);
  // A canvas takes whatever face is there: words are measured and drawn anew with the right one.
  document.fonts.addEventListener("loadingdone", look);
  look();
  for (const weight of [400, 600, 700]) document.fonts.load(`${weight} 13px ${colours.huruf}`).catch(() => {});

  /** @param {number} row */
  const boxOf = (row) => {
    const [x, y, width, height] = rectOf(state.chart, row);
    return { x, y, width, height };
  };
  const hand = {
    /** @param {number} px @param {number} py @returns {number} row, -1 on the ground */
    rowAt(px, py) {
      let found = -1;
      const x = view.x + px / view.scale, y = view.y + py / view.scale;
      boxes.within(x, y, x, y, (row) => (found = row));
      return found;
    },
    /** The row whose handle is there. @param {number} px @param {number} py */
    handleAt(px, py) {
      let found = -1;
      const x = view.x + px / view.scale, y = view.y + py / view.scale;
      boxes.within(x - HANDLE.width, y - HANDLE.height, x + HANDLE.width, y + HANDLE.height, (row) => {
        const box = boxOf(row), flags = state.chart.flags[row] ?? 0;
        const near = Math.abs(x - box.x - box.width / 2) <= HANDLE.width && Math.abs(y - box.y - box.height) <= HANDLE.height;
        if (near && ((flags & FOLDED) > 0 || ((flags & BRANCHED) > 0 && state.hover === row))) found = row;
      });
      return found;
    },
    /** @param {{x: number, y: number, width: number, height: number}} part */
    rowsIn(part) {
      /** @type {number[]} */
      const rows = [];
      const x = view.x + part.x / view.scale, y = view.y + part.y / view.scale;
      boxes.within(x, y, x + part.width / view.scale, y + part.height / view.scale, (row) => rows.push(row));
      return rows.sort((a, b) => a - b);
    },
    /** @param {number} px @param {number} py @returns {boolean} whether the press was on the small map */
    onMap(px, py) {
      const at = minimap(view, whole(), screen);
      return at !== null && px >= at.x - 4 && py >= at.y - 4 && px <= at.x + at.width + 4 && py <= at.y + at.height + 4;
    },
    /** @param {number} px @param {number} py */
    goOnMap(px, py) {
      const at = minimap(view, whole(), screen);
      if (at) see({ scale: view.scale, x: (px - at.x) / at.scale - screen.width / 2 / view.scale, y: (py - at.y) / at.scale - screen.height / 2 / view.scale });
    },
    /** @param {number} dx @param {number} dy */
    pan: (dx, dy) => see({ ...view, x: view.x - dx / view.scale, y: view.y - dy / view.scale }),
    /** @param {number} factor @param {number} px @param {number} py */
    zoom: (factor, px, py) => see(zoomed(view, factor, px, py)),
    /** @param {typeof pointer} now */
    carry(now) { pointer = now; ask(); },
    /** @param {typeof band} now */
    draw(now) { band = now; ask(); },
    size: () => screen,
  };
  const offPointer = listenTo(canvas, hand, acts);

  return {
    element, ask, look,
    /** The chart is another: boxes and lines are sought anew. */
    renew() {
      boxes = gridOf(state.chart.place);
      wires = gridOf(around(state.chart.wires));
      lines.clear();
      small = null;
      begin();
      if (opened) view = clamped(view, whole(), screen);
      ask();
    },
    /** Shades changed. */
    shaded() { small = null; ask(); },
    fit: () => see(fitted(whole(), screen)),
    /** @param {number} factor */
    zoom: (factor) => see(zoomed(view, factor, screen.width / 2, screen.height / 2)),
    pan: hand.pan,
    /** @param {number} row */
    reveal: (row) => screen.width > 0 && !Number.isNaN(boxOf(row).x) && see(revealing(view, boxOf(row), screen)),
    /** @param {number} row */
    centre: (row) => screen.width > 0 && !Number.isNaN(boxOf(row).x) && see(centred(view, boxOf(row), screen)),
    /** What is in the middle, and how near, for a chart beside this one. */
    middle: () => ({ x: view.x + screen.width / 2 / view.scale, y: view.y + screen.height / 2 / view.scale, scale: view.scale }),
    /** @param {{x: number, y: number, scale: number}} at */
    follow(at) {
      const next = clamped({ scale: at.scale, x: at.x - screen.width / 2 / at.scale, y: at.y - screen.height / 2 / at.scale }, whole(), screen);
      if (same(next, view)) return;
      view = next;
      ask();
    },
    stop() {
      cancelAnimationFrame(asked);
      sizes.disconnect();
      document.fonts.removeEventListener("loadingdone", look);
      offTheme();
      offPointer();
    },
  };
}

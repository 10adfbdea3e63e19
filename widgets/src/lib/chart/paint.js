/** Drawing the chart on a canvas: only what is in view, and no finer than can be seen. */

import { DYES, RAMP } from "./colours.js";
import { BRANCHED, DIMMED, FOLDED, GHOST, SELECTED, UNKNOWN } from "./data.js";
import { wrapped } from "./text.js";

/** Scales from which boxes have words, and from which they have outlines. */
export const READABLE = 0.5, OUTLINED = 0.2;

const STRIPE = 9, INSET = 18, LINE = 16, PILL = 18;

/**
 * What is drawn. `focus`, `hover`: row or -1. `lifted`: rows of the branches that are carried. `refused`: row that cannot
 * take what was brought, with the words beside it.
 * `told`: what is said of a row, on the chart, on a phone and by a screen reader.
 * @typedef {{
 *   told: {line: (row: number) => string, short: (row: number) => string, label: (row: number) => string},
 *   chart: import("./data.js").Chart, boxes: import("./grid.js").Grid, wires: import("./grid.js").Grid, lines: Map<number, string[]>,
 *   view: import("./view.js").View, screen: import("./view.js").Size, ratio: number, colours: import("./colours.js").Colours, lensed: boolean, unknown: boolean,
 *   selected: Set<number>, focus: number, hover: number, marked: Set<number>,
 *   lifted: (row: number) => boolean, target: number, refused: {row: number, title: string, words: string[]} | null,
 *   present: Map<number, string[]>, pointer: {x: number, y: number, title: string} | null, band: {x: number, y: number, width: number, height: number} | null,
 * }} Scene
 */

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Scene} scene
 */
export function paint(ctx, scene) {
  const { view, screen, ratio, colours } = scene;
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.fillStyle = colours.muka ?? "";
  ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
  const k = ratio * view.scale;
  ctx.setTransform(k, 0, 0, k, -view.x * k, -view.y * k);
  const edge = 24 / Math.max(view.scale, 0.2);
  const part = /** @type {const} */ ([view.x - edge, view.y - edge, view.x + screen.width / view.scale + edge, view.y + screen.height / view.scale + edge]);
  /** @type {number[]} */
  const rows = [];
  scene.boxes.within(...part, (row) => rows.push(row));
  lines(ctx, scene, part);
  if (view.scale < OUTLINED) blocks(ctx, scene, rows);
  else for (const row of rows) box(ctx, scene, row);
  around(ctx, scene);
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  if (scene.band) frame(ctx, scene.band, colours.nila ?? "", [4, 3]);
  if (scene.pointer && !(scene.refused && scene.lifted(scene.refused.row))) carried(ctx, scene, scene.pointer);
  ctx.setTransform(k, 0, 0, k, -view.x * k, -view.y * k);
  if (scene.refused) callout(ctx, scene, scene.refused);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Scene} scene
 * @param {readonly [number, number, number, number]} part
 */
function lines(ctx, { chart, wires, view, colours, lifted }, part) {
  const width = Math.max(1.25, 0.7 / view.scale), least = 1.5 / view.scale;
  /** @type {number[]} */
  const ghosts = [];
  ctx.strokeStyle = (view.scale < OUTLINED ? colours.garis : colours["garis-kuat"]) ?? "";
  ctx.lineWidth = width;
  ctx.beginPath();
  wires.within(...part, (at) => {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = [chart.wires[4 * at], chart.wires[4 * at + 1], chart.wires[4 * at + 2], chart.wires[4 * at + 3]];
    if (Math.abs(x2 - x1) + Math.abs(y2 - y1) < least) return;
    const end = chart.ends[at] ?? 0;
    if (((chart.flags[end] ?? 0) & GHOST) > 0 || lifted(end)) ghosts.push(x1, y1, x2, y2);
    else {
      ctx.moveTo(x1, y1);
      ctx.lineTo(x2, y2);
    }
  });
  ctx.stroke();
  if (ghosts.length === 0) return;
  ctx.beginPath();
  for (let at = 0; at < ghosts.length; at += 4) {
    ctx.moveTo(ghosts[at] ?? 0, ghosts[at + 1] ?? 0);
    ctx.lineTo(ghosts[at + 2] ?? 0, ghosts[at + 3] ?? 0);
  }
  ctx.setLineDash([4, 4]);
  ctx.stroke();
  ctx.setLineDash([]);
}

/**
 * Far away a unit is a block in the colour of its figure, or of its badge.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Scene} scene
 * @param {number[]} rows
 */
function blocks(ctx, scene, rows) {
  const { chart, colours } = scene;
  /** @type {Map<string, number[]>} */
  const byColour = new Map();
  for (const row of rows) {
    const faint = ((chart.flags[row] ?? 0) & DIMMED) > 0 || scene.lifted(row);
    const colour = faint ? "muka-3" : (DYES[chart.badge.get(row)?.kind ?? ""] ?? shadeOf(scene, row) ?? "garis-kuat");
    const held = byColour.get(colour);
    if (held) held.push(row);
    else byColour.set(colour, [row]);
  }
  for (const [colour, held] of byColour) {
    ctx.fillStyle = colours[colour === "urut-1" ? "urut-2" : colour] ?? "";
    ctx.beginPath();
    for (const row of held) {
      const at = 4 * row;
      ctx.rect(chart.place[at] ?? 0, chart.place[at + 1] ?? 0, chart.place[at + 2] ?? 0, chart.place[at + 3] ?? 0);
    }
    ctx.fill();
    if (colour !== "lambato-lembut") continue;
    ctx.strokeStyle = colours.lambato ?? "";
    ctx.lineWidth = 0.6 / scene.view.scale;
    ctx.stroke();
  }
}

/**
 * @param {Scene} scene
 * @param {number} row
 * @returns {string | undefined} name of the colour; none without a lens
 */
function shadeOf({ chart, lensed, unknown }, row) {
  const shade = chart.shade[row] ?? UNKNOWN;
  if (shade === UNKNOWN) return unknown ? "lambato-lembut" : undefined;
  return lensed ? RAMP[shade] : undefined;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Scene} scene
 * @param {number} row
 */
function box(ctx, scene, row) {
  const { chart, colours, view } = scene;
  const [x, y, w, h] = rectOf(chart, row);
  const flags = chart.flags[row] ?? 0, badge = chart.badge.get(row)?.kind ?? "";
  const ghost = (flags & GHOST) > 0, dye = DYES[ghost ? "dihapus" : badge];
  const selected = scene.selected.has(row) || (flags & SELECTED) > 0;
  ctx.globalAlpha = (flags & DIMMED) > 0 || scene.lifted(row) ? 0.4 : 1;
  const outline = colours[dye ?? (selected ? "nila" : "garis-kuat")] ?? "";
  ctx.fillStyle = colours[selected ? "nila-lembut" : "muka"] ?? "";
  ctx.strokeStyle = outline;
  ctx.lineWidth = dye || selected ? 2 : Math.max(1, 0.6 / view.scale);
  if (ghost) ctx.setLineDash([5, 4]);
  ctx.beginPath();
  ctx.roundRect(x, y, w, h, 3);
  ctx.fill();
  ctx.stroke();
  ctx.setLineDash([]);
  const shade = shadeOf(scene, row);
  if (shade) {
    ctx.fillStyle = colours[shade] ?? "";
    ctx.fillRect(x, y, STRIPE, h);
    if (shade === "lambato-lembut") hatch(ctx, x, y, h, colours.lambato ?? "");
    ctx.lineWidth = 0.75;
    ctx.strokeRect(x, y, STRIPE, h);
  }
  if (view.scale >= READABLE) words(ctx, scene, row, x, y, w, h, ghost, shade ? INSET : STRIPE);
  corner(ctx, scene, row);
  if ((flags & FOLDED) > 0) pill(ctx, `+${(chart.size[row] ?? 1) - 1}`, x + w / 2, y + h, scene);
  else if (scene.hover === row && !scene.pointer && (flags & BRANCHED) > 0) pill(ctx, "\u2212", x + w / 2, y + h, scene);
  const here = scene.present.get(row);
  if (here) for (const [at, initials] of here.entries()) disc(ctx, initials, x + 4 + at * 20, y, colours.nila ?? "", colours["pada-nila"] ?? "", scene);
  ctx.globalAlpha = 1;
}

/**
 * The badge above the corner, and the number of findings on it.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Scene} scene
 * @param {number} row
 */
function corner(ctx, scene, row) {
  const { chart, colours, view } = scene;
  const [x, y, w] = rectOf(chart, row), badge = chart.badge.get(row), marks = chart.mark.get(row) ?? 0;
  if (badge && view.scale >= READABLE) tag(ctx, badge.text, x + w - (marks > 0 ? 12 : 4), y - 15, colours[DYES[badge.kind] ?? "nila"] ?? "", scene);
  if (marks > 0) disc(ctx, String(marks), x + w, y, colours.mengkudu ?? "", colours.muka ?? "", scene);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Scene} scene
 * @param {number} row
 * @param {number} x
 * @param {number} y
 * @param {number} w
 * @param {number} h
 * @param {boolean} ghost
 * @param {number} inset
 */
function words(ctx, { chart, colours, told, lines: kept }, row, x, y, w, h, ghost, inset) {
  ctx.font = `600 13px ${colours.huruf}`;
  let lines = kept.get(row);
  if (!lines) {
    lines = wrapped((text) => ctx.measureText(text).width, chart.name[row] ?? "", w - INSET - 6, Math.max(1, Math.floor((h - 26) / LINE)));
    kept.set(row, lines);
  }
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = colours[ghost ? "tinta-2" : "tinta"] ?? "";
  for (const [at, line] of lines.entries()) {
    ctx.fillText(line, x + inset, y + 19 + LINE * at);
    if (ghost) ctx.fillRect(x + inset, y + 15 + LINE * at, ctx.measureText(line).width, 1.25);
  }
  const second = told.line(row);
  ctx.font = `400 12px ${colours.huruf}`;
  ctx.fillStyle = colours["tinta-2"] ?? "";
  ctx.fillText(second, x + inset, y + h - 9, w - inset - 6);
}

/**
 * Rings around boxes: what is selected, marked, focused, aimed at, refused.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Scene} scene
 */
function around(ctx, scene) {
  const { chart, colours, view, focus, target, refused } = scene;
  const thick = Math.max(3, 2 / view.scale);
  for (const row of scene.marked) ring(ctx, chart, row, colours.lambato ?? "", thick * 0.8, [3, 3]);
  if (view.scale < OUTLINED) for (const row of scene.selected) ring(ctx, chart, row, colours.nila ?? "", thick, []);
  if (focus >= 0) ring(ctx, chart, focus, colours.fokus ?? "", thick, []);
  if (target >= 0 && refused?.row !== target) ring(ctx, chart, target, colours.pucuk ?? "", thick, []);
  if (refused) ring(ctx, chart, refused.row, colours.mengkudu ?? "", thick * 0.85, [6, 4]);
  if (view.scale >= OUTLINED) for (const row of new Set([focus, target, refused?.row ?? -1, ...scene.marked])) if (row >= 0) corner(ctx, scene, row);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("./data.js").Chart} chart
 * @param {number} row
 * @param {string} colour
 * @param {number} thick
 * @param {number[]} dash
 */
function ring(ctx, chart, row, colour, thick, dash) {
  const [x, y, w, h] = rectOf(chart, row);
  if (Number.isNaN(x)) return;
  ctx.strokeStyle = colour;
  ctx.lineWidth = thick;
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.roundRect(x - 5, y - 5, w + 10, h + 10, 5);
  ctx.stroke();
  ctx.setLineDash([]);
}

/**
 * Beside a box that cannot take what was brought: what, and why not.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Scene} scene
 * @param {{row: number, title: string, words: string[]}} refused
 */
function callout(ctx, { chart, colours, view, screen }, { row, title, words: why }) {
  const [x, y, w, h] = rectOf(chart, row);
  if (Number.isNaN(x) || view.scale < OUTLINED) return;
  const red = colours.mengkudu ?? "", texts = [title, ...why];
  const fonts = texts.map((_, at) => `${at === 0 || at === texts.length - 1 ? 600 : 400} ${at === 0 ? 13 : 12}px ${colours.huruf}`);
  let wide = 120;
  for (const [at, text] of texts.entries()) {
    ctx.font = fonts[at] ?? "";
    wide = Math.max(wide, ctx.measureText(text).width + 28);
  }
  const tall = 14 + texts.length * 17, middle = y + h / 2;
  const right = x + w + 44 + wide <= view.x + screen.width / view.scale;
  const left = right ? x + w + 44 : x - 44 - wide, tip = right ? x + w + 12 : x - 12, tail = right ? left - 2 : left + wide + 2, turn = right ? 6 : -6;
  ctx.strokeStyle = red;
  ctx.lineWidth = 1.75;
  ctx.beginPath();
  ctx.moveTo(tail, middle);
  ctx.lineTo(tip, middle);
  ctx.moveTo(tip + turn, middle - 5);
  ctx.lineTo(tip, middle);
  ctx.lineTo(tip + turn, middle + 5);
  ctx.stroke();
  ctx.lineWidth = 1.5;
  ctx.fillStyle = colours["mengkudu-lembut"] ?? "";
  ctx.beginPath();
  ctx.roundRect(left, middle - tall / 2, wide, tall, 3);
  ctx.fill();
  ctx.stroke();
  ctx.fillStyle = red;
  ctx.textAlign = "left";
  for (const [at, text] of texts.entries()) {
    ctx.font = fonts[at] ?? "";
    ctx.fillText(text, left + 14, middle - tall / 2 + 21 + 17 * at);
  }
}

/**
 * What is carried, at the pointer.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Scene} scene
 * @param {{x: number, y: number, title: string}} pointer
 */
function carried(ctx, { colours }, { x, y, title }) {
  ctx.font = `600 13px ${colours.huruf}`;
  const width = Math.min(260, ctx.measureText(title).width + 24);
  ctx.fillStyle = colours["nila-lembut"] ?? "";
  ctx.strokeStyle = colours.nila ?? "";
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.roundRect(x + 12, y + 10, width, 30, 3);
  ctx.fill();
  ctx.stroke();
  ctx.fillStyle = colours.tinta ?? "";
  ctx.textAlign = "left";
  ctx.fillText(title, x + 24, y + 29.5, width - 24);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} text
 * @param {number} right
 * @param {number} top
 * @param {string} colour
 * @param {Scene} scene
 */
function tag(ctx, text, right, top, colour, { colours }) {
  ctx.font = `600 11px ${colours.huruf}`;
  const width = ctx.measureText(text).width + 16;
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.roundRect(right - width, top, width, PILL, 3);
  ctx.fill();
  ctx.fillStyle = colours.muka ?? "";
  ctx.textAlign = "center";
  ctx.fillText(text, right - width / 2, top + 13);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {string} ground
 * @param {string} ink
 * @param {Scene} scene
 */
function disc(ctx, text, x, y, ground, ink, { colours, view }) {
  ctx.fillStyle = ground;
  ctx.beginPath();
  ctx.arc(x, y, 9, 0, 2 * Math.PI);
  ctx.fill();
  if (view.scale < READABLE) return;
  ctx.font = `700 ${text.length > 1 ? 10 : 12}px ${colours.huruf}`;
  ctx.fillStyle = ink;
  ctx.textAlign = "center";
  ctx.fillText(text, x, y + (text.length > 1 ? 3.5 : 4.3));
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {Scene} scene
 */
function pill(ctx, text, x, y, { colours, view }) {
  ctx.font = `600 11px ${colours.huruf}`;
  const width = Math.max(24, ctx.measureText(text).width + 14);
  ctx.fillStyle = colours.muka ?? "";
  ctx.strokeStyle = colours["garis-kuat"] ?? "";
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.roundRect(x - width / 2, y - PILL / 2, width, PILL, PILL / 2);
  ctx.fill();
  ctx.stroke();
  if (view.scale < READABLE) return;
  ctx.fillStyle = colours["tinta-2"] ?? "";
  ctx.textAlign = "center";
  ctx.fillText(text, x, y + 4);
}

/**
 * Unknown is neither a pale shade nor none.
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x
 * @param {number} y
 * @param {number} h
 * @param {string} colour
 */
function hatch(ctx, x, y, h, colour) {
  const kept = ctx.strokeStyle;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (let at = STRIPE; at < h; at += 6) {
    ctx.moveTo(x, y + at);
    ctx.lineTo(x + STRIPE, y + at - STRIPE);
  }
  ctx.stroke();
  ctx.strokeStyle = kept;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {{x: number, y: number, width: number, height: number}} band
 * @param {string} colour
 * @param {number[]} dash
 */
export function frame(ctx, band, colour, dash) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5;
  ctx.setLineDash(dash);
  ctx.strokeRect(band.x, band.y, band.width, band.height);
  ctx.setLineDash([]);
}

/**
 * @param {import("./data.js").Chart} chart
 * @param {number} row
 * @returns {[number, number, number, number]}
 */
export function rectOf({ place }, row) {
  return [place[4 * row] ?? NaN, place[4 * row + 1] ?? NaN, place[4 * row + 2] ?? NaN, place[4 * row + 3] ?? NaN];
}

/** Half the size of what is pressed to fold or unfold, around the middle of the lower edge. */
export const HANDLE = { width: 16, height: 11 };

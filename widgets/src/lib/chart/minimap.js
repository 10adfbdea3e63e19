/** The whole chart in small, with a frame around what is in view. Drawn once, and again only when the chart changes. */

import { DYES, RAMP } from "./colours.js";
import { frame } from "./paint.js";

const WIDTH = 168, HEIGHT = 112, GAP = 10;

/**
 * Where it stands on the screen, and its scale; null when all is in view.
 * @param {import("./view.js").View} view
 * @param {import("./view.js").Size} whole
 * @param {import("./view.js").Size} screen
 */
export function minimap(view, whole, screen) {
  if (whole.width * view.scale <= screen.width && whole.height * view.scale <= screen.height) return null;
  if (screen.width < 480 || screen.height < 320) return null;
  const scale = Math.min(WIDTH / whole.width, HEIGHT / whole.height);
  const width = Math.max(24, whole.width * scale), height = Math.max(24, whole.height * scale);
  return { x: screen.width - width - GAP, y: screen.height - height - GAP, width, height, scale };
}

/**
 * @param {import("./paint.js").Scene} scene
 * @param {number} scale
 */
export function drawn(scene, scale) {
  const { chart, colours, ratio, lensed } = scene;
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.ceil(chart.width * scale * ratio));
  canvas.height = Math.max(1, Math.ceil(chart.height * scale * ratio));
  const ctx = canvas.getContext("2d");
  if (!ctx) return canvas;
  const k = scale * ratio;
  for (const row of chart.shown) {
    const colour = DYES[chart.badge.get(row)?.kind ?? ""] ?? (lensed ? RAMP[chart.shade[row] ?? 255] : undefined) ?? "garis-kuat";
    ctx.fillStyle = colours[colour === "urut-1" ? "urut-2" : colour] ?? "";
    const at = 4 * row;
    ctx.fillRect((chart.place[at] ?? 0) * k, (chart.place[at + 1] ?? 0) * k, Math.max(1, (chart.place[at + 2] ?? 0) * k), Math.max(1, (chart.place[at + 3] ?? 0) * k));
  }
  return canvas;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {HTMLCanvasElement} small
 * @param {NonNullable<ReturnType<typeof minimap>>} at
 * @param {import("./paint.js").Scene} scene
 */
export function paintMinimap(ctx, small, at, { view, screen, ratio, colours }) {
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.fillStyle = colours.muka ?? "";
  ctx.fillRect(at.x - 4, at.y - 4, at.width + 8, at.height + 8);
  ctx.drawImage(small, at.x, at.y, at.width, at.height);
  frame(ctx, { x: at.x - 4, y: at.y - 4, width: at.width + 8, height: at.height + 8 }, colours["garis-kuat"] ?? "", []);
  const left = Math.max(0, view.x * at.scale), top = Math.max(0, view.y * at.scale);
  const right = Math.min(at.width, (view.x + screen.width / view.scale) * at.scale), bottom = Math.min(at.height, (view.y + screen.height / view.scale) * at.scale);
  frame(ctx, { x: at.x + left, y: at.y + top, width: Math.max(4, right - left), height: Math.max(4, bottom - top) }, colours.nila ?? "", []);
}

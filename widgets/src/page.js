/** The frame of a page: theme, keyboard overview, and what it says when the connection is lost. Lives without a kernel. */

import { onKeys } from "./lib/keys.js";
import { remember, remembered, toggleTheme } from "./lib/theme.js";

const LETTERS = "penataan-huruf";
const root = document.documentElement;

/** @param {string} id */
const byId = (id) => document.getElementById(id);

function showLetters() {
  const on = root.dataset.huruf !== "mati";
  const button = byId("pn-kunci-sakelar");
  const words = button?.querySelector("span");
  button?.setAttribute("aria-checked", String(on));
  if (words) words.textContent = (on ? words.dataset.nyala : words.dataset.mati) ?? "";
}

function toggleLetters() {
  root.dataset.huruf = root.dataset.huruf === "mati" ? "nyala" : "mati";
  remember(window.localStorage, LETTERS, root.dataset.huruf);
  showLetters();
}

function openKeys() {
  const dialog = byId("pn-kunci");
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

/**
 * The leaf that listens to the kernel tells what it hears by a DOM event; see connection.js.
 * @param {Event} event
 */
function showConnection(event) {
  const { lost, attempt, saved } = /** @type {CustomEvent<{lost: boolean, attempt: string, saved: string}>} */ (event).detail;
  const banner = byId("pn-terputus");
  const content = byId("rendered_cells");
  if (!banner) return;
  const said = banner.querySelector("[data-isi=percobaan]");
  const safe = banner.querySelector("[data-isi=tersimpan]");
  if (said && attempt) said.textContent = attempt;
  if (safe) safe.textContent = saved;
  banner.hidden = !lost;
  content?.toggleAttribute("inert", lost);
  // Keys are held back too: `inert` stops the mouse and the focus, not the page-wide listeners.
  root.toggleAttribute("data-putus", lost);
}

/** A page that is left stops its kernel; nobody else would, and each holds the memory of a province. */
function leave() {
  const config = byId("jupyter-config-data")?.textContent;
  const { baseUrl = "/", kernelId = "" } = config ? JSON.parse(config) : {};
  if (kernelId) navigator.sendBeacon(`${baseUrl}voila/api/shutdown/${kernelId}`);
}

/**
 * Brought back from the browser's memory, a page has lost its kernel.
 * @param {PageTransitionEvent} event
 */
function comeBack(event) {
  if (event.persisted) window.location.reload();
}

root.dataset.huruf = remembered(window.localStorage, LETTERS) ?? "nyala";
showLetters();
byId("pn-tema")?.addEventListener("click", toggleTheme);
byId("pn-kunci-buka")?.addEventListener("click", openKeys);
byId("pn-kunci-sakelar")?.addEventListener("click", toggleLetters);
byId("pn-muat-ulang")?.addEventListener("click", () => window.location.reload());
document.addEventListener("penataan:sambungan", showConnection);
window.addEventListener("pagehide", leave);
window.addEventListener("pageshow", comeBack);
onKeys((key) => {
  if (key !== "?") return false;
  openKeys();
  return true;
});

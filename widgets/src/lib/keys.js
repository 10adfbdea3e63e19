/** Keyboard: single letters act only while nobody types, and can be switched off. */

/**
 * What a key press means, or null when it belongs to somebody else (a field, the browser, an open dialog).
 * @param {Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">} event
 * @param {{typing: boolean, letters: boolean}} now
 * @returns {string | null} "undo", "redo", or the single letter or sign, in lower case
 */
export function meaning(event, now) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const command = event.ctrlKey || event.metaKey;
  if (now.typing || event.altKey) return null;
  if (command) return key === "z" && !event.shiftKey ? "undo" : key === "y" || (key === "z" && event.shiftKey) ? "redo" : null;
  return now.letters && key.length === 1 && key !== " " ? key : null;
}

/**
 * Whether keys typed at `target` are text.
 * @param {EventTarget | null} target
 */
export function typing(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("dialog")) return true;
  if (target instanceof HTMLInputElement) return !["range", "checkbox", "radio", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** Whether the user left single letters switched on. */
export const lettersOn = () => document.documentElement.dataset.huruf !== "mati";

/**
 * Calls `handle` with the meaning of each key press on the page; what it returns true for is not passed on.
 * @param {(meaning: string, event: KeyboardEvent) => boolean} handle
 * @returns {() => void} off
 */
export function onKeys(handle) {
  /** @param {KeyboardEvent} event */
  const listen = (event) => {
    if (event.defaultPrevented || document.documentElement.hasAttribute("data-putus")) return;
    const found = meaning(event, { typing: typing(event.target), letters: lettersOn() });
    if (found !== null && handle(found, event)) event.preventDefault();
  };
  document.addEventListener("keydown", listen);
  return () => document.removeEventListener("keydown", listen);
}

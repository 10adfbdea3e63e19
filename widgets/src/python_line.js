/** The very line of Python that does the same as the panel, to take along. */

import { h, icon } from "./lib/dom.js";
import { check } from "./lib/icons.js";
import { leaf } from "./lib/leaf.js";
import { tokens } from "./lib/python.js";

/** @typedef {{code: string, words: Record<"label" | "copy" | "copied", string>}} Line */

/** @param {import("./lib/types.js").Scene<Line>} scene */
function draw({ record, el }) {
  const { code, words } = record;
  const button = h("button", { class: "pn-tombol padat pn-salin", "data-k": "salin" }, words.copy);
  button.addEventListener("click", async () => {
    await copy(code);
    button.replaceChildren(icon(check), words.copied);
  });
  el.append(
    h("div", { class: "pn-python-wadah" },
      h("pre", { class: "pn-python", "aria-label": words.label, tabindex: 0 }, tokens(code).map(({ kind, text }) => (kind ? h("span", { class: kind }, text) : text))),
      button),
  );
}

/**
 * Through the clipboard, or by selecting where the page is not trusted with one (plain http on a local network).
 * @param {string} text
 */
async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = h("textarea", { style: "position:fixed;left:-999px" });
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

export default leaf(draw);

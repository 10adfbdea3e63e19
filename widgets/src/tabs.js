/** The sheets of a page: arrows move between them, a figure leads to one, only the one in sight is a tab stop. */

import { h } from "./lib/dom.js";
import { onKeys } from "./lib/keys.js";
import { leaf } from "./lib/leaf.js";
import { beside } from "./lib/rows.js";

/** @typedef {{label: string, current: string, tabs: {key: string, label: string, panel: string}[]}} Tabs */

/** @param {import("./lib/types.js").Scene<Tabs>} scene */
function draw({ record, el, send }) {
  const { tabs, current } = record;
  /** @param {KeyboardEvent} event */
  const keys = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = beside(event.key, tabs.findIndex((tab) => tab.key === current), tabs.length);
    const next = to === null ? undefined : tabs[to];
    if (!next) return;
    event.preventDefault();
    /** @type {HTMLElement | null} */ (el.querySelector(`[data-k="lembar-${next.key}"]`))?.focus();
    send("show", { key: next.key });
  };
  el.append(
    h("div", { class: "pn-lembar", role: "tablist", "aria-label": record.label, keydown: keys }, tabs.map((tab, at) =>
      h("button", { role: "tab", id: `pn-lembar-${tab.key}`, "data-k": `lembar-${tab.key}`, "aria-selected": String(tab.key === current), tabindex: tab.key === current ? 0 : -1, click: () => send("show", { key: tab.key }) },
        tab.label, h("kbd", { class: "pn-kbd pn-tanpa-hp", "aria-hidden": "true" }, at + 1)))),
  );
}

/**
 * The boxes of the sheets are the page's, not this leaf's, and come when they are first looked at: they get the role and
 * the name that belong to their tab.
 * @param {Tabs["tabs"]} tabs
 * @returns {boolean} whether all are there
 */
function name(tabs) {
  const panels = tabs.map((tab) => document.querySelector(`.${CSS.escape(tab.panel)}`));
  panels.forEach((panel, at) => {
    if (!panel || panel.role === "tabpanel") return;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", `pn-lembar-${tabs[at]?.key}`);
  });
  return !panels.includes(null);
}

export default leaf(draw, ({ send, record }) => {
  const tabs = () => /** @type {Partial<Tabs>} */ (record()).tabs ?? [];
  const later = new MutationObserver(() => {
    if (tabs().length > 0 && name(tabs())) enough();
  });
  const enough = () => later.disconnect();
  later.observe(document.body, { childList: true, subtree: true });
  const deaf = onKeys((key) => {
    const tab = tabs()[Number(key) - 1];
    if (!tab) return false;
    send("show", { key: tab.key });
    return true;
  });
  return () => {
    enough();
    deaf();
  };
});

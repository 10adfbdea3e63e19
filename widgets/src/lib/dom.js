/** Elements from words and numbers. Text becomes text nodes: nothing that comes from data is ever read as markup. */

import { circleCheck, circleHelp, circleX, minus } from "./icons.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {Node | string | number | null | undefined | false} Child
 * @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Attributes
 */

/**
 * An element. A function among the attributes listens to the event of its name; false, null and undefined leave the
 * attribute (or the child) out; true sets it empty.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) element.append(typeof child === "number" ? String(child) : child);
  }
  return element;
}

/**
 * A decorative icon; the word or the label stands beside it.
 * @param {import("./icons.js").Shape} shape one of icons.js
 * @returns {SVGElement}
 */
export function icon(shape) {
  const svg = document.createElementNS(SVG, "svg");
  const look = { class: "ik", viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "1.75", "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" };
  for (const [key, value] of Object.entries(look)) svg.setAttribute(key, value);
  for (const [tag, attributes] of shape) {
    const part = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
    svg.append(part);
  }
  return svg;
}

/** The eight-petal calyx that stands in empty states. */
export function calyx() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-12 -12 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (let angle = 0; angle < 360; angle += 45) {
    const petal = document.createElementNS(SVG, "ellipse");
    for (const [key, value] of Object.entries({ cy: "-6.82", rx: "2.2", ry: "4.4", fill: "currentColor", transform: `rotate(${angle})` })) petal.setAttribute(key, value);
    svg.append(petal);
  }
  return svg;
}

/** The shapes of the three verdicts. @type {Record<string, import("./icons.js").Shape>} */
const SHAPES = { ya: circleCheck, tidak: circleX, entah: circleHelp };

/**
 * Shape, word, colour: in that order.
 * @param {{kind: string, text: string}} verdict kind is ya, tidak or entah
 */
export function verdictMark(verdict) {
  return h("span", { class: `pn-putusan ${verdict.kind}` }, icon(SHAPES[verdict.kind] ?? minus), verdict.text);
}

/** @param {string} kind */
export const verdictIcon = (kind) => icon(SHAPES[kind] ?? minus);

/**
 * A panel's head.
 * @param {string} title
 * @param {string} [aside] small words beside it
 * @param {Child[]} [right] what stands at its right end
 */
export function panelHead(title, aside = "", right = []) {
  return h("div", { class: "pn-panel-kepala" }, h("h2", {}, title), aside && h("span", { class: "pn-redup pn-kecil" }, aside), right.length > 0 && h("span", { class: "kanan" }, right));
}

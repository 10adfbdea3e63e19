/** A chart drawn in Python, taken in as shapes alone: no text, no link, no script, no reference outside. */

const SVG = "http://www.w3.org/2000/svg";

/** What may stand in an attribute. */
const ALLOWED = new Map(Object.entries({
  d: /^[\d\sMmLlHhVvZzCcQqAaSsTt.,e+-]*$/,
  fill: /^(none|transparent|#[\da-fA-F]{3,8}|var\(--[a-z\d-]+\))$/,
  height: /^[\d.]+$/,
  opacity: /^[\d.]+$/,
  "stroke-width": /^[\d.]+$/,
  stroke: /^(none|transparent|#[\da-fA-F]{3,8}|var\(--[a-z\d-]+\))$/,
  transform: /^(translate|scale|rotate)\([\d\s.,-]*\)$/,
  viewBox: /^[\d\s.-]+$/,
  width: /^[\d.]+$/,
  x: /^[\d.-]+$/,
  y: /^[\d.-]+$/,
}));
const SHAPES = ["svg", "g", "path", "rect"];

/** What a picture with words may carry besides; its classes are those of our own colours. */
const WORDED = new Map([...ALLOWED, ...Object.entries({
  class: /^[fs]-[a-z\d-]+( [fs]-[a-z\d-]+)*$/,
  dx: /^[\d.-]+$/,
  dy: /^[\d.-]+$/,
  "font-size": /^[\d.]+$/,
  "font-weight": /^\d00$/,
  points: /^[\d\s.,-]+$/,
  rx: /^[\d.]+$/,
  "stroke-dasharray": /^[\d\s.]+$/,
  "stroke-linejoin": /^(round|miter|bevel)$/,
  "text-anchor": /^(start|middle|end)$/,
})]);
const WITH_WORDS = [...SHAPES, "polygon", "polyline", "text", "tspan"];

/**
 * Whether a shape may carry this attribute.
 * @param {string} name
 * @param {string} value
 * @param {Map<string, RegExp>} allowed
 */
export function harmless(name, value, allowed = ALLOWED) {
  return allowed.get(name)?.test(value) ?? false;
}

/**
 * The shapes of `text`, as a new element; null when it is no SVG.
 * @param {string} text
 * @returns {SVGElement | null}
 */
export function shapes(text) {
  const copy = read(text, SHAPES, ALLOWED);
  copy?.setAttribute("preserveAspectRatio", "none");
  return copy;
}

/**
 * The shapes and words of `text`, as a new element that keeps its proportions; null when it is no SVG.
 * @param {string} text
 * @returns {SVGElement | null}
 */
export const picture = (text) => read(text, WITH_WORDS, WORDED);

/**
 * @param {string} text
 * @param {string[]} kinds
 * @param {Map<string, RegExp>} allowed
 */
function read(text, kinds, allowed) {
  const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (root.localName !== "svg") return null;
  const copy = copyOf(root, kinds, allowed);
  copy?.setAttribute("aria-hidden", "true");
  return copy;
}

/**
 * @param {Element} element
 * @param {string[]} kinds
 * @param {Map<string, RegExp>} allowed
 * @returns {SVGElement | null}
 */
function copyOf(element, kinds, allowed) {
  if (!kinds.includes(element.localName)) return null;
  const copy = document.createElementNS(SVG, element.localName);
  for (const { name, value } of element.attributes) if (harmless(name, value, allowed)) copy.setAttribute(name, value);
  const worded = element.localName === "text" || element.localName === "tspan";
  for (const child of element.childNodes) {
    if (child instanceof Element) {
      const inner = copyOf(child, kinds, allowed);
      if (inner) copy.append(inner);
    } else if (worded && child.nodeType === Node.TEXT_NODE) copy.append(child.textContent ?? "");
  }
  return copy;
}

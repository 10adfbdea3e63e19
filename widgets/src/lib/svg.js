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

/**
 * Whether a shape may carry this attribute.
 * @param {string} name
 * @param {string} value
 */
export function harmless(name, value) {
  return ALLOWED.get(name)?.test(value) ?? false;
}

/**
 * The shapes of `text`, as a new element; null when it is no SVG.
 * @param {string} text
 * @returns {SVGElement | null}
 */
export function shapes(text) {
  const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (root.localName !== "svg") return null;
  const copy = copyOf(root);
  copy?.setAttribute("preserveAspectRatio", "none");
  copy?.setAttribute("aria-hidden", "true");
  return copy;
}

/**
 * @param {Element} element
 * @returns {SVGElement | null}
 */
function copyOf(element) {
  if (!SHAPES.includes(element.localName)) return null;
  const copy = document.createElementNS(SVG, element.localName);
  for (const { name, value } of element.attributes) if (harmless(name, value)) copy.setAttribute(name, value);
  for (const child of element.children) {
    const inner = copyOf(child);
    if (inner) copy.append(inner);
  }
  return copy;
}

/** Text in a box of a given width. */

/**
 * Lines of words, each at most `width` wide by `measure`; what does not fit into `most` lines ends in an ellipsis.
 * @param {(text: string) => number} measure
 * @param {string} text
 * @param {number} width
 * @param {number} most
 * @returns {string[]}
 */
export function wrapped(measure, text, width, most) {
  const words = text.split(/\s+/).filter(Boolean);
  /** @type {string[]} */
  const lines = [];
  let line = "";
  for (const [at, word] of words.entries()) {
    const longer = line ? `${line} ${word}` : word;
    if (!line || measure(longer) <= width) line = longer;
    else if (lines.length === most - 1) return [...lines, shortened(measure, [line, ...words.slice(at)].join(" "), width)];
    else {
      lines.push(shortened(measure, line, width));
      line = word;
    }
  }
  return line ? [...lines, shortened(measure, line, width)] : lines;
}

/**
 * @param {(text: string) => number} measure
 * @param {string} text
 * @param {number} width
 */
export function shortened(measure, text, width) {
  if (measure(text) <= width) return text;
  let low = 0, high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${text.slice(0, middle).trimEnd()}…`) <= width) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low).trimEnd()}…`;
}

/**
 * A sentence with its places filled.
 * @param {string | undefined} sentence
 * @param {Record<string, string | number>} [values]
 */
export const filled = (sentence, values = {}) => (sentence ?? "").replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));

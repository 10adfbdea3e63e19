/** Just enough of Python to colour one line of it. */

/**
 * @typedef {{kind: "" | "k" | "s" | "a", text: string}} Token
 * k: comment, s: string, a: number
 */

const TOKEN = /(#[^\n]*)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?<![\w.])(\d[\d_.]*)/g;

/**
 * @param {string} code
 * @returns {Token[]} in order; their texts add up to `code`
 */
export function tokens(code) {
  /** @type {Token[]} */
  const found = [];
  let at = 0;
  for (const match of code.matchAll(TOKEN)) {
    if (match.index > at) found.push({ kind: "", text: code.slice(at, match.index) });
    found.push({ kind: match[1] ? "k" : match[2] ? "s" : "a", text: match[0] });
    at = match.index + match[0].length;
  }
  if (at < code.length) found.push({ kind: "", text: code.slice(at) });
  return found;
}

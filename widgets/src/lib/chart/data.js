/** The units of a chart as arrays: what the kernel sends, and what follows from it. Rows stand in walking order (a branch
 * right after its unit), whatever the order in which the units are named. */

/** Bits of a unit's flags. */
export const FOLDED = 1, BRANCHED = 2, GHOST = 4, SELECTED = 8, DIMMED = 16;

/** Shade of a unit of which the figure is not known. */
export const UNKNOWN = 255;

/**
 * `held`, `seats`: with all beneath. `place`: x, y, width, height of each box, NaN where it is not shown. `size`: units of a branch, its head included.
 * `shown`: rows that are shown. `nth`, `of`: the place among the siblings, and how many those are.
 * @typedef {{
 *   n: number, id: string[], name: string[], held: Int32Array, seats: Int32Array, badge: Map<number, {kind: string, text: string}>, mark: Map<number, number>,
 *   place: Float32Array, parents: Int32Array, wires: Float32Array, ends: Int32Array, shade: Uint8Array, flags: Uint8Array,
 *   order: Int32Array, level: Uint16Array, size: Int32Array, nth: Int32Array, of: Int32Array, shown: Int32Array, row: Map<string, number>,
 *   width: number, height: number,
 * }} Chart
 */

/**
 * @param {(name: string) => any} get a trait of the leaf: `units` as columns, `badges` and `marks` by id, the others as bytes
 * @returns {Chart}
 */
export function chartOf(get) {
  const units = get("units") ?? {}, order = numbers(get("order"), Int32Array), n = order.length;
  const id = Array.from(order, (at) => /** @type {string} */ (units.id[at])), name = Array.from(order, (at) => /** @type {string} */ (units.name[at]));
  const parents = sized(numbers(get("parents"), Int32Array), n, -1);
  const place = sized(numbers(get("place"), Float32Array), 4 * n, NaN);
  const filled = sized(numbers(get("filled"), Int32Array), 2 * n, 0);
  const row = new Map(id.map((each, at) => [each, at]));
  return {
    n, id, name, row, place, parents, held: every(filled, 2, 0), seats: every(filled, 2, 1),
    wires: numbers(get("wires"), Float32Array), ends: numbers(get("ends"), Int32Array), flags: sized(numbers(get("flags"), Uint8Array), n, 0),
    ...family(parents), shown: shownOf(place, n), ...extent(place, n), ...worn(get, order, row),
  };
}

/**
 * What the units wear, which changes apart from where they stand.
 * @param {(name: string) => any} get
 * @param {Int32Array} order
 * @param {Map<string, number>} row
 */
export function worn(get, order, row) {
  const shades = sized(numbers(get("shade"), Uint8Array), (get("units")?.id ?? []).length, UNKNOWN);
  /** @template T @param {Record<string, T> | null} byId @returns {Map<number, T>} */
  const placed = (byId) => new Map(Object.entries(byId ?? {}).flatMap(([id, value]) => { const at = row.get(id); return at === undefined ? [] : [[at, value]]; }));
  return { order, shade: Uint8Array.from(order, (at) => shades[at] ?? UNKNOWN), badge: placed(get("badges")), mark: placed(get("marks")) };
}

/** @param {Int32Array} numbers @param {number} step @param {number} from */
const every = (numbers, step, from) => Int32Array.from({ length: numbers.length / step }, (_, at) => numbers[step * at + from] ?? 0);

/**
 * @template {Int32ArrayConstructor | Float32ArrayConstructor | Uint8ArrayConstructor} T
 * @param {DataView | ArrayBuffer | null | undefined} bytes
 * @param {T} Type
 * @returns {InstanceType<T>}
 */
function numbers(bytes, Type) {
  if (!bytes) return /** @type {InstanceType<T>} */ (new Type(0));
  // A view into a message may begin at an odd address: copied, it does not.
  const copy = bytes instanceof ArrayBuffer ? bytes : bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return /** @type {InstanceType<T>} */ (new Type(/** @type {ArrayBuffer} */ (copy)));
}

/**
 * @template {Int32Array | Float32Array | Uint8Array} T
 * @param {T} given
 * @param {number} length
 * @param {number} fill where nothing was given
 * @returns {T}
 */
function sized(given, length, fill) {
  if (given.length === length) return given;
  return /** @type {T} */ (new /** @type {any} */ (given.constructor)(length).fill(fill));
}

/** @param {Int32Array} parents */
function family(parents) {
  const n = parents.length;
  const level = new Uint16Array(n), size = new Int32Array(n).fill(1), nth = new Int32Array(n), of = new Int32Array(n);
  const many = new Int32Array(n + 1); // by parent; the last is for those without
  const above = (/** @type {number} */ row) => { const up = parents[row] ?? -1; return up < 0 ? n : up; };
  for (let row = 0; row < n; row++) {
    const up = above(row);
    level[row] = up === n ? 0 : (level[up] ?? 0) + 1;
    nth[row] = many[up] = (many[up] ?? 0) + 1;
  }
  for (let row = n - 1; row >= 0; row--) {
    const up = above(row);
    of[row] = many[up] ?? 1;
    if (up < n) size[up] = (size[up] ?? 1) + (size[row] ?? 1);
  }
  return { level, size, nth, of };
}

/**
 * @param {Float32Array} place
 * @param {number} n
 */
function shownOf(place, n) {
  const rows = [];
  for (let row = 0; row < n; row++) if (!Number.isNaN(place[4 * row])) rows.push(row);
  return Int32Array.from(rows);
}

/**
 * @param {Float32Array} place
 * @param {number} n
 */
function extent(place, n) {
  let width = 0, height = 0;
  for (let at = 0; at < 4 * n; at += 4) {
    const right = (place[at] ?? NaN) + (place[at + 2] ?? 0), bottom = (place[at + 1] ?? NaN) + (place[at + 3] ?? 0);
    if (right > width) width = right;
    if (bottom > height) height = bottom;
  }
  return { width, height };
}

/**
 * Whether `row` is `top` or beneath it.
 * @param {Chart} chart
 * @param {number} row
 * @param {number} top
 */
export const beneath = (chart, row, top) => row >= top && row < top + (chart.size[top] ?? 0);

/**
 * Those of `rows` that are not beneath another of them: what a drag takes with it.
 * @param {Chart} chart
 * @param {number[]} rows
 */
export function tops(chart, rows) {
  const sorted = [...new Set(rows)].sort((a, b) => a - b);
  let end = -1;
  return sorted.filter((row) => {
    if (row < end) return false;
    end = row + (chart.size[row] ?? 1);
    return true;
  });
}

/**
 * Why units cannot come under `target`, as far as the chart itself can tell: "inside" (a unit under itself), "there"
 * (they are there already), or "" when only the kernel knows.
 * @param {Chart} chart
 * @param {number[]} rows
 * @param {number} target
 */
export function hindrance(chart, rows, target) {
  if (rows.some((row) => beneath(chart, target, row))) return "inside";
  return rows.length > 0 && rows.every((row) => chart.parents[row] === target) ? "there" : "";
}

/**
 * Rows whose name holds every word of `text`, in walking order.
 * @param {Chart} chart
 * @param {string} text
 */
export function hits(chart, text) {
  const parts = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (parts.length === 0) return [];
  /** @type {number[]} */
  const found = [];
  for (let row = 0; row < chart.n; row++) {
    const name = (chart.name[row] ?? "").toLowerCase();
    if (parts.every((part) => name.includes(part))) found.push(row);
  }
  return found;
}

/**
 * The nearest row at or above that is shown: where a hidden unit is to be looked for.
 * @param {Chart} chart
 * @param {number} row
 */
export function visible(chart, row) {
  let at = row;
  while (at >= 0 && Number.isNaN(chart.place[4 * at])) at = chart.parents[at] ?? -1;
  return at;
}

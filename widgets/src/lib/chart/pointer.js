/** What the pointer does on the canvas: pan, zoom, select, fold, carry, and take in what is dragged from elsewhere. */

export const PAYLOAD = "application/x-penataan";

const START = 4, NEAR = 36, STEP = 14;

/**
 * @typedef {{
 *   rowAt: (x: number, y: number) => number, handleAt: (x: number, y: number) => number, onMap: (x: number, y: number) => boolean, goOnMap: (x: number, y: number) => void,
 *   rowsIn: (part: {x: number, y: number, width: number, height: number}) => number[], pan: (dx: number, dy: number) => boolean, zoom: (factor: number, x: number, y: number) => boolean,
 *   carry: (now: {x: number, y: number, title: string} | null) => void, draw: (band: {x: number, y: number, width: number, height: number} | null) => void, size: () => {width: number, height: number},
 * }} Hand what the surface can do at a point of the screen
 */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Hand} hand
 * @param {import("./surface.js").Acts} acts
 * @returns {() => void} off
 */
export function listenTo(canvas, hand, acts) {
  /** @type {Map<number, {x: number, y: number}>} */
  const down = new Map();
  let mode = "", start = { x: 0, y: 0 }, last = start, title = "", edge = 0, more = false;

  /** @param {MouseEvent} event */
  const at = (event) => {
    const { left, top } = canvas.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const finish = () => {
    cancelAnimationFrame(edge);
    edge = 0;
    mode = "";
    hand.carry(null);
    hand.draw(null);
    canvas.style.cursor = "";
  };
  // Held near the edge, what is carried moves the chart along.
  const push = () => {
    const { width, height } = hand.size();
    const dx = last.x < NEAR ? STEP : last.x > width - NEAR ? -STEP : 0, dy = last.y < NEAR ? STEP : last.y > height - NEAR ? -STEP : 0;
    if (dx || dy) {
      hand.pan(dx, dy);
      acts.aim(hand.rowAt(last.x, last.y));
    }
    edge = requestAnimationFrame(push);
  };
  const between = () => ({ x: Math.min(start.x, last.x), y: Math.min(start.y, last.y), width: Math.abs(last.x - start.x), height: Math.abs(last.y - start.y) });
  /** @param {PointerEvent} event */
  const begin = (event) => {
    const row = hand.rowAt(start.x, start.y);
    const carrying = row >= 0 && !event.shiftKey && !(event.buttons & 4) ? acts.lift(row, event.pointerType === "touch") : null;
    if (carrying !== null) {
      title = carrying;
      mode = "carry";
      edge = requestAnimationFrame(push);
    } else mode = event.shiftKey ? "band" : "pan";
    canvas.style.cursor = mode === "band" ? "crosshair" : "grabbing";
  };

  /** @type {Record<string, (event: any) => void>} */
  const heard = {
    pointerdown(event) {
      if (event.button > 1) return;
      const point = at(event);
      canvas.setPointerCapture(event.pointerId);
      down.set(event.pointerId, point);
      if (down.size === 2) {
        if (mode === "carry") acts.drop(-1);
        finish();
        mode = "pinch";
        return;
      }
      start = last = point;
      more = event.shiftKey || event.ctrlKey || event.metaKey;
      mode = hand.onMap(point.x, point.y) ? "map" : "press";
      if (mode === "map") hand.goOnMap(point.x, point.y);
      if (event.button === 1) event.preventDefault();
    },
    pointermove(event) {
      const point = at(event);
      if (mode === "") {
        const row = hand.rowAt(point.x, point.y), handle = hand.handleAt(point.x, point.y);
        acts.over(handle >= 0 ? handle : row);
        canvas.style.cursor = handle >= 0 || row >= 0 ? "pointer" : "grab";
        return;
      }
      const before = down.get(event.pointerId);
      if (!before) return;
      if (mode === "pinch") {
        const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
        if (other) {
          const was = Math.hypot(before.x - other.x, before.y - other.y), now = Math.hypot(point.x - other.x, point.y - other.y);
          hand.pan((point.x - before.x) / 2, (point.y - before.y) / 2);
          if (was > 0) hand.zoom(now / was, (point.x + other.x) / 2, (point.y + other.y) / 2);
        }
        down.set(event.pointerId, point);
        return;
      }
      last = point;
      if (mode === "press" && Math.hypot(point.x - start.x, point.y - start.y) > START) begin(event);
      if (mode === "map") hand.goOnMap(point.x, point.y);
      else if (mode === "pan") hand.pan(point.x - before.x, point.y - before.y);
      else if (mode === "band") hand.draw(between());
      else if (mode === "carry") {
        hand.carry({ ...point, title });
        acts.aim(hand.rowAt(point.x, point.y));
      }
      down.set(event.pointerId, point);
    },
    pointerup(event) {
      if (!down.delete(event.pointerId)) return;
      const was = mode, point = at(event);
      if (was === "pinch") {
        if (down.size === 0) finish();
        return;
      }
      finish();
      if (was === "press") {
        const handle = hand.handleAt(point.x, point.y);
        if (handle >= 0) acts.fold(handle);
        else acts.click(hand.rowAt(point.x, point.y), more);
      } else if (was === "band") acts.band(hand.rowsIn(between()));
      else if (was === "carry") {
        const { width, height } = hand.size();
        if (document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-simpan]")) acts.park();
        else if (point.x >= 0 && point.y >= 0 && point.x <= width && point.y <= height) acts.drop(hand.rowAt(point.x, point.y));
        else acts.drop(-1);
      }
    },
    pointercancel(event) {
      down.delete(event.pointerId);
      if (mode === "carry") acts.drop(-1);
      finish();
    },
    pointerleave() {
      if (mode === "") acts.over(-1);
    },
    dblclick(event) {
      const point = at(event), row = hand.rowAt(point.x, point.y);
      if (row >= 0) acts.open(row);
    },
    wheel(event) {
      const unit = event.deltaMode === 1 ? 16 : 1, point = at(event);
      const moved = event.ctrlKey || event.metaKey ? (hand.zoom(Math.exp(-event.deltaY * unit * (Math.abs(event.deltaY) < 20 ? 0.01 : 0.002)), point.x, point.y), true)
        : event.shiftKey && event.deltaX === 0 ? hand.pan(-event.deltaY * unit, 0) : hand.pan(-event.deltaX * unit, -event.deltaY * unit);
      // At its edge, and where all is in view, the wheel belongs to the page.
      if (moved) event.preventDefault();
    },
    dragover(event) {
      if (!event.dataTransfer?.types.includes(PAYLOAD)) return;
      event.preventDefault();
      const point = at(event);
      acts.aim(hand.rowAt(point.x, point.y));
    },
    dragleave() {
      acts.aim(-1);
    },
    drop(event) {
      const text = event.dataTransfer?.getData(PAYLOAD);
      if (!text) return;
      event.preventDefault();
      const point = at(event);
      acts.bring(hand.rowAt(point.x, point.y), text);
    },
  };
  for (const [name, listener] of Object.entries(heard)) canvas.addEventListener(name, listener, { passive: false });
  /** @param {KeyboardEvent} event */
  const escape = (event) => {
    if (event.key !== "Escape" || mode !== "carry") return;
    down.clear();
    finish();
    acts.drop(-1);
    event.preventDefault();
  };
  document.addEventListener("keydown", escape, true);
  return () => {
    cancelAnimationFrame(edge);
    for (const [name, listener] of Object.entries(heard)) canvas.removeEventListener(name, listener);
    document.removeEventListener("keydown", escape, true);
  };
}

/** What every leaf does: draw its record, draw again when it changes, keep the focus where it was, clean up. */

import { waiting } from "./progress.js";

/** @import { Model, Scene, Send } from "./types.js" */

/**
 * A leaf that draws itself anew from its record. An empty record draws nothing.
 * @template R
 * @param {(scene: Scene<R>) => void} draw fills `scene.el`, which it finds empty
 * @param {(page: {el: HTMLElement, send: Send, record: () => R}) => (() => void)} [listen] page-wide listening, with its off
 */
export function leaf(draw, listen) {
  return drawing((page) => ({ draw, off: listen?.(page) }));
}

/**
 * A leaf that also tells how far something is that is worked out for it, in a strip that `draw` puts where it belongs.
 * @template R
 * @param {(scene: Scene<R> & {model: Model, strip: HTMLElement}) => void} draw
 */
export function waitingLeaf(draw) {
  return drawing(({ model, send }) => {
    const strip = waiting(send);
    const wait = () => strip.show(model.get("progress"));
    model.on("change:progress", wait);
    wait();
    return {
      draw: (/** @type {Scene<R>} */ scene) => draw({ ...scene, model, strip: strip.element }),
      off: () => {
        model.off("change:progress", wait);
        strip.stop();
      },
    };
  });
}

/**
 * @template R
 * @param {(page: {model: Model, el: HTMLElement, send: Send, record: () => R}) => {draw: (scene: Scene<R>) => void, off?: () => void}} begin
 */
function drawing(begin) {
  return {
    /** @param {{model: Model, el: HTMLElement}} context */
    render({ model, el }) {
      /** @type {Send} */
      const send = (gesture, detail = {}) => model.send({ gesture, ...detail });
      const undress = dress(model, el);
      const { draw, off } = begin({ model, el, send, record: () => model.get("record") });
      const redraw = () => {
        const record = model.get("record");
        keepingFocus(el, () => {
          el.replaceChildren();
          const empty = Object.keys(record).length === 0;
          el.classList.toggle("pn-kosong", empty);
          if (!empty) draw({ record, el, send });
        });
      };
      model.on("change:record", redraw);
      redraw();
      return () => {
        model.off("change:record", redraw);
        off?.();
        undress();
      };
    },
  };
}

/**
 * Runs `work`, which replaces the content of `el`, and gives the focus back to the element with the same `data-k`. Where
 * that was one of a list through which a single tab stop moves, and is gone, the list's present tab stop takes it.
 * @param {HTMLElement} el
 * @param {() => void} work
 */
export function keepingFocus(el, work) {
  const root = /** @type {Document | ShadowRoot} */ (el.getRootNode());
  const before = root.activeElement;
  const key = before instanceof HTMLElement && el.contains(before) ? before.dataset.k : undefined;
  const listed = before instanceof HTMLElement && before.hasAttribute("tabindex");
  const caret = before instanceof HTMLInputElement && before.type === "text" ? before.selectionStart : null;
  work();
  if (key === undefined) return;
  const after = el.querySelector(`[data-k="${CSS.escape(key)}"]`) ?? (listed ? el.querySelector('[data-k][tabindex="0"]') : null);
  if (!(after instanceof HTMLElement)) return;
  after.focus({ preventScroll: true });
  if (caret !== null && after instanceof HTMLInputElement) after.setSelectionRange(caret, caret);
}

const STYLE = "penataan-gaya";

/**
 * Under our own template the page is dressed already. Elsewhere (JupyterLab) the leaf asks Python for the style sheet,
 * once a page, and keeps its classes to itself.
 * @param {Model} model
 * @param {HTMLElement} el
 * @returns {() => void} off
 */
export function dress(model, el) {
  el.classList.add("pn-daun");
  if (document.body.classList.contains("pn")) return () => {};
  el.classList.add("pn");
  /** @param {{kind?: string, css?: string}} message */
  const wear = (message) => {
    if (message.kind !== "style" || document.getElementById(STYLE)) return;
    const style = document.createElement("style");
    style.id = STYLE;
    style.textContent = message.css ?? "";
    document.head.append(style);
  };
  model.on("msg:custom", wear);
  if (!document.getElementById(STYLE)) model.send({ gesture: "style" });
  return () => model.off("msg:custom", wear);
}

/** The page's tie to its kernel: heartbeat, address, files to take away. It draws nothing; page.js says what it tells. */

import { h } from "./lib/dom.js";
import { unfold } from "./lib/fold.js";
import { ALIVE, PACE, answered, asked, gone, isGone, waited, withQuery } from "./lib/pulse.js";
import { remember, remembered } from "./lib/theme.js";

/**
 * @typedef {{scenario: string, sheet: string, title: string, actor: string, saved: string, attempt: string, gone: string, present?: boolean}} Tie
 * `attempt` holds {n} for the number of the attempt.
 * @typedef {{kind: string, name?: string, type?: string, post?: string}} Message
 */

const ACTOR = "penataan-nama";

/** Milliseconds between two words that somebody is there. */
const PRESENT = 2000;

export default {
  /** @param {{model: import("./lib/types.js").Model, el: HTMLElement}} context */
  render({ model, el }) {
    el.classList.add("pn-kosong");
    const kernel = model.widget_manager?.kernel;
    let pulse = ALIVE;
    const record = () => /** @type {Tie} */ (model.get("record"));

    const tell = () => {
      const { saved, attempt, gone } = record();
      const said = pulse.gone ? gone : (attempt ?? "").replace("{n}", String(pulse.attempt));
      const detail = { lost: pulse.lost, attempt: pulse.lost ? said : "", saved: saved ?? "" };
      document.dispatchEvent(new CustomEvent("penataan:sambungan", { detail }));
    };
    /** @param {import("./lib/pulse.js").Pulse} next */
    const become = (next) => {
      const changed = next.lost !== pulse.lost || next.gone !== pulse.gone || next.attempt !== pulse.attempt;
      pulse = next;
      if (changed) tell();
    };
    const ask = () => {
      // A page that is being left has let its kernel go already.
      if (pulse.asked !== null || pulse.gone || kernel?.isDisposed) return;
      become(asked(pulse, Date.now()));
      model.send({ gesture: "ping" });
    };
    let last = Date.now(), told = 0;
    const here = () => {
      if (!record().present || pulse.lost || pulse.gone || kernel?.isDisposed) return;
      told = Date.now();
      model.send({ gesture: "here", hidden: document.visibilityState !== "visible" });
    };
    const clock = setInterval(() => {
      const now = Date.now();
      if (now - told >= PRESENT) here();
      become(waited(pulse, now));
      if (document.visibilityState === "visible" && now - last >= (pulse.lost ? PACE.again : PACE.ask)) {
        last = now;
        ask();
      }
    }, 500);

    /** @param {Message} message @param {DataView[]} buffers */
    const hear = (message, buffers) => {
      if (message.kind === "pong") become(answered(pulse));
      if (message.kind === "go") window.location.assign(withQuery(message.name ?? "", {}, window.location.href));
      if (message.kind === "file" && buffers[0]) save(message, buffers[0]);
      if (message.kind === "focus") goTo(message.name ?? "");
    };
    /** @param {unknown} _sender @param {string} status */
    const status = (_sender, status) => {
      if (isGone(status)) become(gone());
    };
    kernel?.statusChanged?.connect(status);

    const address = () => {
      const { scenario, sheet, title, actor } = record();
      if (title) document.title = title;
      if (actor) remember(window.localStorage, ACTOR, actor);
      const shown = document.getElementById("pn-pelaku");
      if (shown && actor) shown.textContent = actor;
      const here = new URL(window.location.href).searchParams;
      const told = { skenario: scenario || (here.get("skenario") ?? ""), lihat: title ? sheet : (here.get("lihat") ?? "") };
      if (told.skenario !== (here.get("skenario") ?? "") || told.lihat !== (here.get("lihat") ?? "")) {
        window.history.replaceState(null, "", withQuery(window.location.href, told, window.location.href));
      }
      if (scenario) {
        for (const link of document.querySelectorAll(".pn-nav a")) link.setAttribute("href", withQuery(link.getAttribute("href") ?? "", { skenario: scenario }, window.location.href));
      }
    };
    model.on("msg:custom", hear);
    model.on("change:record", address);
    address();
    model.send({ gesture: "hello", actor: remembered(window.localStorage, ACTOR) ?? "" });
    return () => {
      clearInterval(clock);
      kernel?.statusChanged?.disconnect(status);
      model.off("msg:custom", hear);
      model.off("change:record", address);
    };
  },
};

/** @param {string} name */
function goTo(name) {
  const found = document.querySelector(`[data-k="${CSS.escape(name)}"]`);
  if (!(found instanceof HTMLElement)) return;
  unfold(found);
  found.focus();
}

/**
 * @param {Message} message
 * @param {DataView} bytes
 */
function save(message, bytes) {
  const url = URL.createObjectURL(new Blob([/** @type {DataView<ArrayBuffer>} */ (bytes)], { type: message.type }));
  const link = h("a", { href: url, download: message.name ?? "" });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

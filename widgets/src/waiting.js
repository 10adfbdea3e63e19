/** How far a piece of work is, and the way out of it. */

import { dress } from "./lib/leaf.js";
import { waiting } from "./lib/progress.js";

export default {
  /** @param {{model: import("./lib/types.js").Model, el: HTMLElement}} context */
  render({ model, el }) {
    const undress = dress(model, el);
    const strip = waiting((gesture, detail = {}) => model.send({ gesture, ...detail }));
    strip.element.classList.add("pn-panel");
    el.append(strip.element);
    const wait = () => strip.show(model.get("progress"));
    model.on("change:progress", wait);
    wait();
    return () => {
      model.off("change:progress", wait);
      strip.stop();
      undress();
    };
  },
};

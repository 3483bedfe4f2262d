import { make } from "./dom.js";

/** @import { Strings } from "../strings/strings.js" */
/** @import { Phase, Progress } from "../types.js" */

/** @type {Record<Phase, "fetching" | "starting" | "checking">} */
const WORDS = { download: "fetching", start: "starting", "self-test": "checking" };

/** How much of the network has arrived. */
export class ProgressBar {
  #fill = make("div", { class: "fill" });
  #bar = make("div", { class: "track", part: "progress", role: "progressbar" }, this.#fill);
  #text = make("p", { class: "progress-text", "aria-hidden": "true" });

  constructor() {
    this.element = make("div", { class: "progress", hidden: true }, this.#text, this.#bar);
    this.#bar.setAttribute("aria-valuemin", "0");
  }

  /** @param {Progress} progress @param {Strings} strings */
  show({ phase, loaded, total }, strings) {
    const words = strings[WORDS[phase]];
    this.element.hidden = false;
    this.#bar.setAttribute("aria-label", words);
    this.#bar.setAttribute("aria-valuenow", String(loaded));
    this.#bar.setAttribute("aria-valuemax", String(total));
    this.#fill.style.transform = `scaleX(${total > 0 ? loaded / total : 0})`;
    const isCounted = phase === "download" && total > 0;
    const amount = isCounted ? strings.ofMegabytes(strings.megabytes(loaded), strings.megabytes(total)) : "";
    this.#text.textContent = words + amount;
  }

  hide() {
    this.element.hidden = true;
  }
}

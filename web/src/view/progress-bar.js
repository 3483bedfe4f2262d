import { make } from "./dom.js";

/** @import { Phase, Progress } from "../types.js" */

/** @type {Record<Phase, string>} */
const WORDS = {
  download: "Fetching the network",
  start: "Starting the network",
  "self-test": "Checking its answers",
};

/** How much of the network has arrived. */
export class ProgressBar {
  #fill = make("div", { class: "fill" });
  #bar = make("div", { class: "track", part: "progress", role: "progressbar", "aria-label": WORDS.download }, this.#fill);
  #text = make("p", { class: "progress-text", "aria-hidden": "true" });

  constructor() {
    this.element = make("div", { class: "progress", hidden: true }, this.#text, this.#bar);
    this.#bar.setAttribute("aria-valuemin", "0");
  }

  /** @param {Progress} progress */
  show({ phase, loaded, total }) {
    this.element.hidden = false;
    this.#bar.setAttribute("aria-label", WORDS[phase]);
    this.#bar.setAttribute("aria-valuenow", String(loaded));
    this.#bar.setAttribute("aria-valuemax", String(total));
    this.#fill.style.transform = `scaleX(${total > 0 ? loaded / total : 0})`;
    const amount = phase === "download" && total > 0 ? ` · ${megabytes(loaded)} of ${megabytes(total)} MB` : "";
    this.#text.textContent = WORDS[phase] + amount;
  }

  hide() {
    this.element.hidden = true;
  }
}

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}

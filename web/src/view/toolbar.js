import { make } from "./dom.js";

/** Where photos come from: a file of one's own, or whatever the page puts into the slot `photos`. */
export class Toolbar {
  /** @type {(file: File) => void} */
  onfile = () => {};
  #file = make("input", { type: "file", accept: "image/*", hidden: true, "aria-label": "Photo" });
  #upload = make("button", { type: "button", part: "upload" }, "Choose a photo");

  constructor() {
    this.element = make("div", { class: "toolbar" }, this.#upload, make("slot", { name: "photos" }), this.#file);
    this.#upload.addEventListener("click", () => this.#file.click());
    this.#file.addEventListener("change", () => this.#take());
  }

  #take() {
    const file = this.#file.files?.[0];
    // Emptied, so that choosing the same file again counts as a choice.
    this.#file.value = "";
    if (file) this.onfile(file);
  }
}

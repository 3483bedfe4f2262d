import { make } from "./dom.js";

/** @import { Strings } from "../strings/strings.js" */

/** A picture to be saved by hand, where the page may not start a download. It lies over the photo until it is left. */
export class Saved {
  #picture = make("img", { part: "saved" });
  #hint = make("p");
  #close = make("button", { type: "button", part: "close" });

  constructor() {
    this.element = make("div", { class: "saved", hidden: true }, this.#picture, make("div", { class: "saved-text" }, this.#hint, this.#close));
    this.#close.addEventListener("click", () => this.#hide());
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.#hide();
    });
  }

  /** @param {Strings} strings */
  localise(strings) {
    this.#picture.alt = strings.savePicture;
    this.#hint.textContent = strings.saveByHand;
    this.#close.textContent = strings.dismiss;
  }

  /** @param {Blob} picture */
  show(picture) {
    URL.revokeObjectURL(this.#picture.src);
    this.#picture.src = URL.createObjectURL(picture);
    this.element.hidden = false;
    this.#close.focus();
  }

  #hide() {
    this.element.hidden = true;
    URL.revokeObjectURL(this.#picture.src);
    this.#picture.removeAttribute("src");
  }
}

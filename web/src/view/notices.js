import { make, percent } from "./dom.js";

/** @import { VqaError } from "../errors.js" */
/** @import { Answer } from "../types.js" */

/** Everything that is said in words: the state, a note on the backend, an error, and the answer for those who listen. */
export class Notices {
  /** @type {() => void} */
  onretry = () => {};
  #status = make("p", { class: "status", part: "status" });
  #note = make("p", { class: "note", part: "note", hidden: true });
  #spoken = make("p", { class: "spoken", role: "status" });
  #message = make("p");
  #retry = make("button", { type: "button", part: "retry", class: "primary", hidden: true }, "Try again");
  #dismiss = make("button", { type: "button", part: "dismiss" }, "Dismiss");
  #error = make("div", { class: "error", part: "error", role: "alert", hidden: true }, this.#message, this.#retry, this.#dismiss);

  constructor() {
    this.alert = this.#error;
    this.element = make("div", { class: "notices" }, this.#status, this.#note, this.#spoken);
    this.#retry.addEventListener("click", () => {
      this.clearError();
      this.onretry();
    });
    this.#dismiss.addEventListener("click", () => this.clearError());
  }

  set status(/** @type {string} */ text) {
    this.#status.textContent = text;
  }

  set note(/** @type {string} */ text) {
    this.#note.textContent = text;
    this.#note.hidden = text === "";
  }

  /** @param {Answer[]} answers */
  speak(answers) {
    const said = answers.slice(0, 2).map(({ answer, probability }) => `${answer}, ${percent(probability)}`);
    this.#spoken.textContent = said.length > 0 ? `Answer: ${said.join("; then ")}.` : "";
  }

  /** @param {VqaError} error */
  showError({ code, message, retryable }) {
    this.#error.dataset.code = code;
    this.#message.textContent = message;
    this.#retry.hidden = !retryable;
    this.#error.hidden = false;
  }

  clearError() {
    this.#error.hidden = true;
    this.#message.textContent = "";
  }
}

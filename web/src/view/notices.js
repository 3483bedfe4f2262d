import { make, write } from "./dom.js";

/** @import { Strings } from "../strings/strings.js" */
/** @import { VqaError } from "../errors.js" */
/** @import { Answer } from "../types.js" */

/** What takes less than this, in milliseconds, is not told of: it would only flicker. */
const UNTOLD = 120;

/** Everything that is said in words: the state, a note on the backend, an error, and the answer for those who listen. */
export class Notices {
  /** @type {() => void} */
  onretry = () => {};
  #status = make("p", { class: "status", part: "status" });
  #note = make("p", { class: "note", part: "note", hidden: true });
  #taken = make("p", { class: "note", part: "taken", "aria-live": "polite", hidden: true });
  #spoken = make("p", { class: "spoken", role: "status" });
  #message = make("p");
  #retry = make("button", { type: "button", part: "retry", class: "primary", hidden: true });
  #dismiss = make("button", { type: "button", part: "dismiss" });
  #error = make("div", { class: "error", part: "error", role: "alert", hidden: true }, this.#message, this.#retry, this.#dismiss);

  constructor() {
    this.alert = make("div", { class: "alert" }, this.#error, make("slot", { name: "error" }));
    this.element = make("div", { class: "notices" }, this.#taken, this.#status, this.#note, this.#spoken);
    this.#retry.addEventListener("click", () => {
      this.clearError();
      this.onretry();
    });
    this.#dismiss.addEventListener("click", () => this.clearError());
  }

  /** @param {Strings} strings */
  localise(strings) {
    this.#retry.textContent = strings.tryAgain;
    this.#dismiss.textContent = strings.dismiss;
  }

  #soon = 0;

  set status(/** @type {string} */ text) {
    clearTimeout(this.#soon);
    write(this.#status, text);
  }

  /** What is under way, if it takes a while: until then the former status stays. */
  set underWay(/** @type {string} */ text) {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => write(this.#status, text), UNTOLD);
  }

  set note(/** @type {string} */ text) {
    write(this.#note, text);
    this.#note.hidden = text === "";
  }

  /** Which file was taken of several; empty for nothing to tell. */
  set taken(/** @type {string} */ text) {
    this.#taken.textContent = text;
    this.#taken.hidden = text === "";
  }

  /** @param {Answer[]} answers @param {Strings} strings @param {string} doubt what is said before guesses */
  speak(answers, strings, doubt = "") {
    const said = answers.slice(0, 2).map(({ answer, probability }) => `${answer}, ${strings.percent(probability)}`);
    const all = said.join(strings.then);
    const spoken = doubt === "" ? strings.spoken(all) : `${doubt} ${all}.`;
    this.#spoken.textContent = said.length > 0 ? spoken : "";
  }

  /** @param {VqaError} error @param {Strings} strings */
  showError({ code, message, retryable }, strings) {
    this.#error.dataset.code = code;
    this.#message.textContent = strings.errors[code] ?? message;
    this.#retry.hidden = !retryable;
    this.#error.hidden = false;
  }

  get hasError() {
    return !this.#error.hidden;
  }

  clearError() {
    this.#error.hidden = true;
    write(this.#message, "");
  }
}

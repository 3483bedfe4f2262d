import { make } from "./dom.js";

/** @import { Strings } from "../strings/strings.js" */

/** The question box, its button, and questions to try. */
export class AskForm {
  /** @type {(question: string) => void} */
  onask = () => {};
  #input = make("input", {
    id: "question",
    part: "question",
    type: "text",
    autocomplete: "off",
    enterkeyhint: "send",
    dir: "auto",
  });
  #label = make("label", { class: "caption", for: "question" });
  #button = make("button", { type: "submit", part: "ask", class: "primary" });
  #suggestions = make("ul", { class: "suggestions", part: "suggestions", hidden: true });

  constructor() {
    const row = make("div", { class: "ask-row" }, this.#input, this.#button);
    const form = make("form", { class: "ask" }, this.#label, row);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.onask(this.#input.value);
    });
    this.element = make("div", { class: "ask-box" }, form, this.#suggestions);
  }

  /** @param {Strings} strings */
  localise(strings) {
    this.#label.textContent = strings.question;
    this.#button.textContent = strings.ask;
    this.#input.placeholder = strings.questionExample;
    this.#suggestions.setAttribute("aria-label", strings.questionsToTry);
  }

  set question(/** @type {string} */ text) {
    this.#input.value = text;
  }

  get suggestions() {
    return Array.from(this.#suggestions.querySelectorAll("button"), (chip) => chip.textContent ?? "");
  }

  set suggestions(/** @type {string[]} */ questions) {
    this.#suggestions.replaceChildren(...questions.map((question) => make("li", {}, this.#chip(question))));
    this.#suggestions.hidden = questions.length === 0;
  }

  /** @param {string} question */
  #chip(question) {
    const chip = make("button", { type: "button", part: "suggestion" }, question);
    chip.addEventListener("click", () => {
      this.question = question;
      this.onask(question);
    });
    return chip;
  }
}

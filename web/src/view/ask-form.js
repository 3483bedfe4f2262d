import { make } from "./dom.js";

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
    placeholder: "What is in the photo?",
  });
  #suggestions = make("ul", { class: "suggestions", part: "suggestions", "aria-label": "Questions to try", hidden: true });

  constructor() {
    const label = make("label", { class: "caption", for: "question" }, "Question");
    const button = make("button", { type: "submit", part: "ask", class: "primary" }, "Ask");
    const form = make("form", { class: "ask" }, label, make("div", { class: "ask-row" }, this.#input, button));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.onask(this.#input.value);
    });
    this.element = make("div", { class: "ask-box" }, form, this.#suggestions);
  }

  set question(/** @type {string} */ text) {
    this.#input.value = text;
  }

  /** @param {string[]} questions */
  suggest(questions) {
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

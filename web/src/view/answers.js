import { make, percent } from "./dom.js";

/** @import { Answer } from "../types.js" */

/** The answers as bars. The chosen one is the one whose map lies over the photo. */
export class Answers {
  /** @type {(index: number) => void} */
  onchoose = () => {};
  /** @type {HTMLButtonElement[]} */
  #buttons = [];

  constructor() {
    this.element = make("ol", { class: "answers", part: "answers", "aria-label": "Answers", hidden: true });
  }

  /** @param {Answer[]} answers */
  show(answers) {
    this.#buttons = answers.map((answer, index) => this.#button(answer, index));
    this.element.replaceChildren(...this.#buttons.map((button) => make("li", {}, button)));
    this.element.hidden = answers.length === 0;
  }

  /** @param {number} index */
  choose(index) {
    this.#buttons.forEach((button, i) => {
      button.setAttribute("aria-pressed", String(i === index));
      button.setAttribute("part", i === index ? "answer chosen" : "answer");
    });
  }

  /** @param {Answer} answer @param {number} index */
  #button({ answer, probability }, index) {
    const bar = make("span", { class: "bar" }, make("span", { class: "bar-fill" }));
    const name = make("span", { class: "answer-name" }, answer);
    const value = make("span", { class: "answer-value" }, percent(probability));
    const button = make("button", { type: "button", part: "answer" }, name, value, bar);
    button.dataset.answer = answer;
    button.dataset.probability = String(probability);
    button.style.setProperty("--probability", String(probability));
    button.addEventListener("click", () => this.onchoose(index));
    button.addEventListener("focus", () => this.onchoose(index));
    return button;
  }
}

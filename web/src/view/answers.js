import { make, write } from "./dom.js";

/** @import { Strings } from "../strings/strings.js" */
/** @import { Answer } from "../types.js" */

/**
 * What another question about the same photo was answered.
 * @typedef {{ question: string, answers: Answer[] }} Former
 */

/** The answers as bars. The chosen one is the one whose map lies over the photo. */
export class Answers {
  /** @type {(index: number) => void} */
  onchoose = () => {};
  /** @type {HTMLButtonElement[]} */
  #buttons = [];
  #list = make("ol", { class: "answers", part: "answers", hidden: true });
  #before = make("p", { class: "before", part: "before", hidden: true });
  #unsure = make("p", { class: "unsure", part: "unsure", hidden: true });

  /** @type {(answer: string) => void} */
  onanother = () => {};
  #input = make("input", { id: "another", part: "another", type: "text", autocomplete: "off", enterkeyhint: "go", dir: "auto" });
  #label = make("label", { class: "caption", for: "another" });
  #another = make("form", { class: "another", hidden: true }, this.#label, this.#input);
  #may = { readonly: false, live: false };

  constructor() {
    this.#another.addEventListener("submit", (event) => {
      event.preventDefault();
      const answer = this.#input.value.trim();
      if (answer !== "") this.onanother(answer);
    });
    this.element = make("div", { class: "replies" }, this.#unsure, this.#list, this.#another, this.#before);
  }

  /** @param {Strings} strings */
  localise(strings) {
    this.#label.textContent = strings.another;
    this.#input.placeholder = strings.anotherExample;
  }

  set isReadonly(/** @type {boolean} */ isReadonly) {
    this.#may.readonly = isReadonly;
    this.#showBox();
  }

  set isLive(/** @type {boolean} */ isLive) {
    this.#may.live = isLive;
    this.#showBox();
  }

  #showBox() {
    this.#another.hidden = this.#buttons.length === 0 || this.#may.readonly || this.#may.live;
  }

  /** @param {Answer[]} answers @param {Former | null} former @param {Strings} strings */
  show(answers, former, strings) {
    // What stays in its place is not laid out anew.
    if (answers.length === this.#buttons.length) this.update(answers, strings);
    else {
      this.#buttons = answers.map((answer, index) => this.#button(answer, index, strings));
      this.#list.replaceChildren(...this.#buttons.map((button) => make("li", {}, button)));
    }
    this.#list.setAttribute("aria-label", strings.answers);
    this.#list.hidden = answers.length === 0;
    this.#showBox();
    write(this.#before, former === null ? "" : difference(answers, former, strings));
    this.#before.hidden = former === null || answers.length === 0;
  }

  /** What is said before the answers where they are guesses; empty where they are not. */
  set doubt(/** @type {string} */ phrase) {
    write(this.#unsure, phrase);
    this.#unsure.hidden = phrase === "";
  }

  /** Other answers in the same places. @param {Answer[]} answers @param {Strings} strings */
  update(answers, strings) {
    this.#buttons.forEach((button, index) => this.#write(button, answers[index], strings));
  }

  /** @param {number} index */
  choose(index) {
    this.#buttons.forEach((button, i) => {
      button.setAttribute("aria-pressed", String(i === index));
      button.setAttribute("part", i === index ? "answer chosen" : "answer");
    });
  }

  /** @param {Answer} answer @param {number} index @param {Strings} strings */
  #button(answer, index, strings) {
    const bar = make("span", { class: "bar" }, make("span", { class: "bar-fill" }));
    const [name, value] = [make("span", { class: "answer-name" }), make("span", { class: "answer-value" })];
    const button = make("button", { type: "button", part: "answer" }, name, value, bar);
    this.#write(button, answer, strings);
    button.addEventListener("click", () => this.onchoose(index));
    button.addEventListener("focus", () => this.onchoose(index));
    return button;
  }

  /** @param {HTMLButtonElement} button @param {Answer} answer @param {Strings} strings */
  #write(button, { answer, probability }, strings) {
    const [name, value] = button.children;
    write(name, answer);
    write(value, strings.percent(probability));
    button.dataset.answer = answer;
    button.dataset.probability = String(probability);
    button.style.setProperty("--probability", String(probability));
  }
}

/**
 * How the best answers of two questions compare: of each, how probable it was and is.
 * @param {Answer[]} now
 * @param {Former} former
 * @param {Strings} strings
 */
function difference(now, former, strings) {
  const names = new Set([...now.slice(0, 1), ...former.answers.slice(0, 1)].map(({ answer }) => answer));
  const said = Array.from(names, (name) => {
    const [before, after] = [former.answers, now].map((answers) => probabilityOf(name, answers, strings));
    return `${name} ${before} → ${after}`;
  });
  return `${strings.before(former.question)} ${said.join(" · ")}`;
}

/** @param {string} name @param {Answer[]} answers @param {Strings} strings */
function probabilityOf(name, answers, strings) {
  const found = answers.find(({ answer }) => answer === name);
  if (found !== undefined) return strings.percent(found.probability);
  // Only the best are known; this one comes after them.
  return strings.below(strings.percent(answers.at(-1)?.probability ?? 1));
}

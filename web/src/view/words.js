import { make, write } from "./dom.js";
import { joinedOf } from "./joined.js";

/** @import { Strings } from "../strings/strings.js" */
/** @import { AskedWord } from "../types.js" */

/** The question as the network read it. A word that is pointed at or focused shows which regions it reads. */
export class Words {
  /** @type {(index: number | null) => void} */
  onread = () => {};
  #list = make("ul", { class: "words", part: "words" });
  #hint = make("p", { class: "hint" });
  /** @type {HTMLButtonElement[]} */
  #buttons = [];

  constructor() {
    this.element = make("div", { class: "words-box", hidden: true }, this.#hint, this.#list);
  }

  /** @param {AskedWord[]} words @param {string} question as it was typed @param {boolean} isTruncated @param {Strings} strings */
  show(words, question, isTruncated, strings) {
    const joined = joinedOf(question, words.map(({ text }) => text));
    // What stays in its place is not laid out anew.
    if (words.length !== this.#buttons.length) {
      this.#buttons = words.map((_, index) => this.#button(index));
      this.#list.replaceChildren(...this.#buttons.map((button) => make("li", {}, button)));
    }
    words.forEach((word, index) => {
      tell(this.#buttons[index], word, strings);
      this.#buttons[index].parentElement?.classList.toggle("joined", joined[index]);
    });
    this.#list.setAttribute("aria-label", strings.wordsOfQuestion);
    const parts = [strings.wordsHint];
    if (words.some(({ known }) => !known)) parts.push(strings.wordsUnknown);
    for (const { text, readAs } of words) if (readAs !== undefined) parts.push(strings.readAs(text, readAs));
    if (isTruncated) parts.push(strings.wordsTruncated);
    write(this.#hint, parts.join(" "));
    this.element.hidden = words.length === 0;
  }

  /** Shows how much each word is read by something, 0..1; null by nothing. @param {Float32Array | null} weights */
  weigh(weights) {
    const most = weights === null ? 1 : Math.max(...weights) || 1;
    this.#list.classList.toggle("weighed", weights !== null);
    this.#buttons.forEach((button, i) => button.style.setProperty("--weight", String((weights?.[i] ?? 0) / most)));
  }

  /** @param {number} index */
  #button(index) {
    const button = make("button", { type: "button" });
    for (const event of ["pointerenter", "focus", "click"]) button.addEventListener(event, () => this.onread(index));
    for (const event of ["pointerleave", "blur"]) button.addEventListener(event, () => this.onread(null));
    return button;
  }
}

/** @param {HTMLButtonElement} button @param {AskedWord} word @param {Strings} strings */
function tell(button, { text, known }, strings) {
  write(button, text);
  button.setAttribute("part", known ? "word" : "word unknown");
  button.title = known ? "" : strings.notInVocabulary;
  if (known) button.removeAttribute("aria-label");
  else button.setAttribute("aria-label", `${text}, ${strings.notInVocabulary}`);
}

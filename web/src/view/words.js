import { make } from "./dom.js";

/** @import { AskedWord } from "../types.js" */

/** The question as the network read it. A word that is pointed at or focused shows which regions it reads. */
export class Words {
  /** @type {(index: number | null) => void} */
  onread = () => {};
  #list = make("ul", { class: "words", part: "words", "aria-label": "Words of the question" });
  #hint = make("p", { class: "hint" });

  constructor() {
    this.element = make("div", { class: "words-box", hidden: true }, this.#hint, this.#list);
  }

  /** @param {AskedWord[]} words @param {boolean} isTruncated */
  show(words, isTruncated) {
    this.#list.replaceChildren(...words.map((word, index) => make("li", {}, this.#button(word, index))));
    const parts = ["Point at a word to see which regions it reads."];
    if (words.some(({ known }) => !known)) parts.push("Dotted words are not in the vocabulary.");
    if (isTruncated) parts.push("The question was too long: only these words were read.");
    this.#hint.textContent = parts.join(" ");
    this.element.hidden = words.length === 0;
  }

  /** @param {AskedWord} word @param {number} index */
  #button({ text, known }, index) {
    const button = make("button", { type: "button", part: known ? "word" : "word unknown" }, text);
    if (!known) {
      button.title = "not in the vocabulary";
      button.setAttribute("aria-label", `${text}, not in the vocabulary`);
    }
    for (const event of ["pointerenter", "focus", "click"]) button.addEventListener(event, () => this.onread(index));
    for (const event of ["pointerleave", "blur"]) button.addEventListener(event, () => this.onread(null));
    return button;
  }
}

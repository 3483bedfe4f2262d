import { set, svg } from "./svg.js";

/** @import { Flows } from "../flows.js" */
/** @import { Strings } from "../strings/strings.js" */
/** @import { Layout } from "./layout.js" */

/** The words of the question and the answers: what can be pointed at besides the photo. */
export class Labels {
  element = svg("g", { class: "labels" });
  /** @type {SVGElement[]} */
  #words = [];
  /** @type {SVGElement[]} */
  #answers = [];

  /**
   * @param {Layout} layout
   * @param {Flows} flows
   * @param {number} chosen
   * @param {{ strings: Strings, constant: string, newWords: Set<number>, before: (number | null)[] }} said `before`: how probable the answers of another
   *   question are
   */
  place(layout, { words, answers }, chosen, { strings, constant, newWords, before }) {
    this.#words = layout.words.map((box, index) => {
      const text = svg("text", { x: box.x + box.width / 2, y: box.y + box.height / 2 + layout.font * 0.35, "font-size": layout.font }, words[index]);
      const pill = { ...box, rx: Math.min(10, box.height / 3) };
      const light = svg("rect", { class: "pill-light", ...pill });
      const name = newWords.has(index) ? "word new" : "word";
      return svg("g", { class: name, role: "button", tabindex: index === 0 ? 0 : -1, "aria-label": words[index], "data-end": `word ${index}` }, svg("rect", { class: "pill", ...pill }), light, text);
    });
    this.#answers = layout.answers.map((box, index) => {
      const { answer, probability } = answers[index];
      const former = before[index] ?? null;
      const mark = former === null ? [] : [svg("path", { class: "answer-before", d: `M${box.x + box.width * former} ${box.y + 25}v16` })];
      return svg(
        "g",
        { class: index === chosen ? "answer chosen" : "answer", role: "button", tabindex: index === chosen ? 0 : -1, "data-end": `answer ${index}` },
        svg("rect", { class: "room", ...box }),
        svg("text", { x: box.x, y: box.y + 19 }, shortened(answer, box.width / 9.5 - 5)),
        // So that the two are not read as one word.
        " ",
        svg("text", { class: "value", x: box.x + box.width, y: box.y + 19 }, strings.percent(probability)),
        svg("rect", { class: "answer-track", x: box.x, y: box.y + 29, width: box.width, height: 8, rx: 4 }),
        svg("rect", { class: "answer-bar", x: box.x, y: box.y + 29, width: Math.max(3, box.width * probability), height: 8, rx: 4 }),
        ...mark,
      );
    });
    const { x, y, width, height } = layout.constant;
    const none = svg(
      "g",
      { class: "constant", role: "button", tabindex: -1, "aria-label": constant, "data-end": "constant 0" },
      svg("rect", { x, y, width, height, rx: height / 2 }),
      svg("text", { x: x + width / 2, y: y + height / 2 + 4.5 }, constant),
    );
    this.element.replaceChildren(...this.#words, ...this.#answers, none);
  }

  /** How much each word is read, as light in its box. @param {number[] | null} light */
  light(light) {
    const most = Math.max(...(light ?? []), Number.MIN_VALUE);
    this.#words.forEach((word, index) => {
      const pill = word.querySelector(".pill-light");
      if (pill !== null) set(pill, { "fill-opacity": light === null ? 0 : (0.6 * light[index]) / most });
    });
  }

  /** Goes to the next word or answer of the same list. @param {Element} from @param {number} step */
  move(from, step) {
    const list = [this.#words, this.#answers].find((one) => one.some((element) => element === from));
    const next = list?.[Math.min(list.length - 1, Math.max(0, list.findIndex((element) => element === from) + step))];
    if (next === undefined || next === from) return;
    from.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus({ preventScroll: true });
  }
}

/** @param {string} text @param {number} most letters */
function shortened(text, most) {
  return text.length <= most ? text : `${text.slice(0, Math.max(3, Math.floor(most) - 1))}…`;
}

import { make } from "../view/dom.js";
import { sentenceOf } from "./sentences.js";

/** @import { Colormap } from "../view/colormap.js" */
/** @import { Scene } from "./scenes.js" */
/** @import { About } from "./sentences.js" */

/** @typedef {{ kicker: string, title: string, meaning: string, sentence: string }} Said */

/** What the view says in words of the moment it shows: where it is, what is seen, what that means, and the numbers. */
export class Telling {
  #parts = {
    kicker: make("p", { class: "flow-kicker", part: "flow-kicker" }),
    title: make("p", { class: "flow-title" }),
    meaning: make("p", { class: "flow-meaning", part: "flow-meaning" }),
    sentence: make("p", { class: "flow-sentence", "aria-live": "polite" }),
  };
  head = make("div", {}, this.#parts.kicker, this.#parts.title);
  body = make("div", {}, this.#parts.meaning, this.#parts.sentence);
  /** @type {Said} */
  said = { kicker: "", title: "", meaning: "", sentence: "" };

  /** @param {Said} said */
  tell(said) {
    this.said = said;
    for (const [name, part] of this.#entries) part.textContent = said[name];
  }

  /** Keeps room for the longest of what will be said, so that nothing jumps while it plays. @param {Said[]} all */
  reserve(all) {
    for (const [name, part] of this.#entries) {
      // On a copy, so that nobody hears of it.
      const copy = make("p", { class: part.className, part: part.getAttribute("part") ?? "", "aria-hidden": "true" });
      part.after(copy);
      const heights = [...new Set(all.map((said) => said[name]))].map((one) => {
        copy.textContent = one;
        return copy.offsetHeight;
      });
      copy.remove();
      part.style.minHeight = `${Math.max(0, ...heights)}px`;
    }
  }

  get #entries() {
    return /** @type {[keyof Said, HTMLElement][]} */ (Object.entries(this.#parts));
  }
}

/** What is said of a scene. @param {Scene} scene @param {About} about @param {Colormap} colormap @returns {Said} */
export function saidOf(scene, about, colormap) {
  const { texts, strings, difference, flows, before } = about;
  const { compared, meaning } = texts;
  const name = texts.steps[scene.step];
  const hasNewWords = (difference?.newWords.size ?? 0) > 0;
  const comparison = `${compared.title(before)}. ${compared.legend(strings.colours[colormap])}${hasNewWords ? ` ${compared.newWords}` : ""}`;
  return {
    kicker: flows.blocks === 1 || scene.step === 4 ? texts.step(scene.step, name) : texts.stepOfBlock(scene.step, name, scene.block + 1, flows.blocks),
    title: texts.titles[scene.name],
    meaning: difference !== null ? comparison : scene.name === "answer" ? `${meaning.answer} ${texts.partColours(strings.colours[colormap])}` : meaning[scene.name],
    sentence: sentenceOf(scene.name, about),
  };
}

/** What is said before anything flows. @param {About} about @returns {Said} */
export function saidOfParts({ texts: { parts }, flows: { regions, words } }) {
  return { kicker: parts.name, title: parts.title(regions.length - 1, words.length), meaning: parts.meaning, sentence: parts.said };
}

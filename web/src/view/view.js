import { Answers } from "./answers.js";
import { AskForm } from "./ask-form.js";
import { make } from "./dom.js";
import { Legend } from "./legend.js";
import { contributionMap, readingMap } from "./maps.js";
import { Notices } from "./notices.js";
import { toPicture } from "./picture.js";
import { ProgressBar } from "./progress-bar.js";
import { Stage } from "./stage.js";
import { Toolbar } from "./toolbar.js";
import { Words } from "./words.js";

/** @import { Reply, Scene } from "../types.js" */
/** @import { CellMap } from "./maps.js" */

/** All that is seen of the element: puts the pieces together, and decides which map lies over the photo. */
export class View {
  stage = new Stage();
  progress = new ProgressBar();
  form = new AskForm();
  notices = new Notices();
  toolbar = new Toolbar();
  #answers = new Answers();
  #words = new Words();
  #legend = new Legend();
  /** @type {{ question: string, reply: Reply, scene: Scene } | null} */
  #shown = null;
  #chosen = 0;

  constructor() {
    this.stage.element.append(this.progress.element);
    const talk = [this.form.element, this.notices.alert, this.#answers.element, this.notices.element];
    const evidence = [this.#words.element, this.#legend.element];
    this.element = make(
      "div",
      { class: "layout" },
      this.stage.element,
      this.toolbar.element,
      make("div", { class: "talk" }, ...talk),
      make("div", { class: "evidence" }, ...evidence),
    );
    this.#answers.onchoose = (index) => this.#choose(index);
    this.#words.onread = (index) => this.#showMap(index === null ? this.#answerMap() : this.#wordMap(index));
    this.#legend.ontoggle = (isWanted) => (this.stage.isMapWanted = isWanted);
  }

  /** @param {string} question @param {Reply} reply @param {Scene} scene */
  showReply(question, reply, scene) {
    this.#shown = { question, reply, scene };
    this.#answers.show(reply.answers);
    this.#words.show(reply.words, reply.truncated);
    this.#choose(0);
    this.notices.speak(reply.answers);
  }

  clearReply() {
    this.#shown = null;
    this.#answers.show([]);
    this.#words.show([], false);
    this.#showMap(null);
    this.notices.speak([]);
  }

  set onsave(/** @type {() => void} */ listener) {
    this.#legend.onsave = listener;
  }

  /** A PNG of what is seen: photo, map, question and answers; nothing without a photo. */
  picture() {
    const layers = this.stage.layers();
    if (layers === null) return null;
    const { question = "", reply } = this.#shown ?? {};
    const caption = layers.layer === null ? "" : this.#legend.caption;
    return toPicture({ ...layers, question, answers: reply?.answers ?? [], caption });
  }

  /** @param {number} index */
  #choose(index) {
    this.#chosen = index;
    this.#answers.choose(index);
    this.#showMap(this.#answerMap());
  }

  #answerMap() {
    const answer = this.#shown?.reply.answers[this.#chosen];
    return answer ? contributionMap(answer) : null;
  }

  /** The last block reads what all blocks before it have worked out. @param {number} word */
  #wordMap(word) {
    const reply = this.#shown?.reply;
    const block = reply?.blocks.at(-1);
    return reply && block ? readingMap(block, word, reply.words[word].text) : null;
  }

  /** @param {CellMap | null} map */
  #showMap(map) {
    this.stage.showMap(map, this.#shown?.scene ?? null);
    this.#legend.show(map);
  }
}

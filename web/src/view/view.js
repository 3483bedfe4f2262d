import { Answers } from "./answers.js";
import { AskForm } from "./ask-form.js";
import { CameraView } from "./camera.js";
import { make } from "./dom.js";
import { Explore } from "./explore.js";
import { FlowDoor } from "./flow-door.js";
import { Legend } from "./legend.js";
import { contributionMap, readingMap, regionMap, wordsOfRegion, wordsOfWord } from "./maps.js";
import { Notices } from "./notices.js";
import { doubtPhrase } from "./phrases.js";
import { toPicture } from "./picture.js";
import { ProgressBar } from "./progress-bar.js";
import { Saved } from "./saved.js";
import { USUAL_SETTINGS } from "./settings.js";
import { Stage } from "./stage.js";
import { Toolbar } from "./toolbar.js";
import { Words } from "./words.js";

/** @import { Strings } from "../strings/strings.js" */
/** @import { Answer, Reply, Scene } from "../types.js" */
/** @import { Former } from "./answers.js" */
/** @import { CellMap } from "./maps.js" */
/** @import { Settings } from "./settings.js" */

/** @typedef {{ question: string, reply: Reply, scene: Scene }} Shown */
/** What a person points at or has chosen: its map takes the place of the answer's. */
/** @typedef {{ word: number } | { region: number, place: string }} Pointed */

/** All that is seen of the element: puts the pieces together, and decides which map lies over the photo. */
export class View {
  stage = new Stage();
  progress = new ProgressBar();
  form = new AskForm();
  notices = new Notices();
  toolbar = new Toolbar();
  camera = new CameraView();
  #saved = new Saved();
  #answers = new Answers();
  #words = new Words();
  #legend = new Legend();
  #explore = new Explore();
  flow = new FlowDoor(this.stage.photo);
  #talk = make("div", { class: "talk" });
  /** @type {Strings} */
  strings;
  /** @type {Shown | null} */
  #shown = null;
  /** The question asked about the same photo before. @type {Former | null} */
  #former = null;
  #chosen = 0;
  #settings = USUAL_SETTINGS;
  #isLive = false;
  /** @type {Pointed | null} */
  #pointed = null;
  /** @type {(change: Partial<Settings>) => void} */
  onsettings = () => {};

  /** @param {Strings} strings */
  constructor(strings) {
    this.strings = strings;
    this.stage.element.append(this.progress.element, this.camera.element, this.#saved.element);
    this.#talk.append(this.form.element, this.notices.alert, this.#answers.element, this.notices.element);
    const evidence = make("div", { class: "evidence" }, this.#words.element, this.#legend.element, this.#explore.element);
    const footer = make("slot", { name: "footer" });
    this.element = make("div", { class: "layout" }, this.stage.element, this.toolbar.element, this.#talk, this.flow.element, evidence, footer);
    this.#answers.onchoose = (index) => this.#choose(index);
    this.#words.onread = (word) => this.#point(word === null ? null : { word });
    this.stage.regions.onchoose = (region, place) => this.#point(region === null ? null : { region, place });
    this.#legend.ontoggle = (isWanted) => this.onsettings({ overlay: isWanted ? "contribution" : "none" });
    this.#legend.onflow = (isWanted) => {
      this.flow.isCalled = isWanted;
      this.onsettings({ overlay: isWanted ? "flow" : "contribution" });
    };
    this.flow.onclose = () => {
      this.onsettings({ overlay: "contribution" });
      // The button that was pressed is gone; this one opens the view again.
      this.#legend.focusFlow();
    };
    this.flow.onchoose = (index) => this.#choose(index);
    this.flow.onanother = (answer) => this.#answers.onanother(answer);
    this.#explore.onsettings = this.flow.onsettings = (change) => this.onsettings(change);
    this.localise(strings);
  }

  /** Says everything in another language. @param {Strings} strings */
  localise(strings) {
    this.strings = strings;
    this.element.dir = strings.dir;
    const pieces = [this.stage, this.toolbar, this.form, this.#answers, this.notices, this.#legend, this.#explore, this.camera, this.#saved];
    for (const piece of pieces) piece.localise(strings);
    if (this.#shown !== null) this.#showTexts(this.#shown);
  }

  /** What lies over the photo. @param {Settings} settings */
  set settings(settings) {
    this.#settings = settings;
    this.#update();
  }

  /** Whether the page alone chooses photo and question. */
  set isReadonly(/** @type {boolean} */ isReadonly) {
    this.toolbar.element.hidden = isReadonly;
    this.form.element.hidden = isReadonly;
    this.stage.isReadonly = isReadonly;
    this.#answers.isReadonly = isReadonly;
  }

  /** @param {string} question @param {Reply} reply @param {Scene} scene */
  showReply(question, reply, scene) {
    const before = this.#shown;
    if (before !== null && before.question !== question) {
      this.#former = { question: before.question, answers: before.reply.answers };
    }
    this.#shown = { question, reply, scene };
    this.#pointed = null;
    this.#showTexts(this.#shown);
    this.notices.speak(reply.answers, this.strings, doubtPhrase(reply, this.strings));
  }

  /** Shows one more answer beside the best, and what spoke for it. @param {Answer} answer */
  showAnother(answer) {
    if (this.#shown === null) return;
    const { question, reply, scene } = this.#shown;
    const known = reply.answers.findIndex((one) => one.answer === answer.answer);
    if (known < 0) this.#shown = { question, reply: { ...reply, answers: [...reply.answers, answer] }, scene };
    this.#showTexts(this.#shown);
    this.#choose(known < 0 ? reply.answers.length : known);
  }

  set onanother(/** @type {(answer: string) => void} */ listener) {
    this.#answers.onanother = listener;
  }

  /** While it is live, pictures follow each other, and what is for taking one's time is put away. */
  set isLive(/** @type {boolean} */ isLive) {
    this.#isLive = isLive;
    this.toolbar.isLive = isLive;
    this.#answers.isLive = isLive;
    if (isLive) this.clearReply();
  }

  /** Shows one picture of many and what is answered about it. What is the same as before stays in its place. @param {Shown} shown @param {ImageBitmap} bitmap */
  showGlance(shown, bitmap) {
    const { question, reply, scene } = shown;
    const before = this.#shown;
    const isSame = before !== null && before.question === question && before.reply.answers.length === reply.answers.length;
    const isNews = before?.reply.answers[0]?.answer !== reply.answers[0]?.answer;
    this.stage.showPhoto(bitmap, bitmap);
    this.#shown = shown;
    this.#former = null;
    this.#answers.doubt = doubtPhrase(reply, this.strings);
    if (isSame) this.#answers.update(reply.answers, this.strings);
    else {
      this.#pointed = null;
      this.#answers.show(reply.answers, null, this.strings);
      this.#words.show(reply.words, question, reply.truncated, this.strings);
      this.stage.regions.show(scene, this.strings);
    }
    if (isNews) this.notices.speak(reply.answers.slice(0, 1), this.strings, doubtPhrase(reply, this.strings));
    this.#choose(isSame ? this.#chosen : 0);
  }

  clearReply() {
    this.flow.clear();
    this.#shown = null;
    this.#former = null;
    this.#pointed = null;
    this.#answers.show([], null, this.strings);
    this.#answers.doubt = "";
    this.#words.show([], "", false, this.strings);
    this.stage.regions.show(null, this.strings);
    this.#update();
    this.notices.speak([], this.strings);
  }

  /** Shows a picture to be saved by hand. @param {Blob} picture */
  showSaved(picture) {
    this.#saved.show(picture);
  }

  set onsave(/** @type {() => void} */ listener) {
    this.#legend.onsave = listener;
  }

  /** What is answered at the moment. */
  get shown() {
    return this.#shown;
  }

  /** The flow view as an SVG document; nothing without an answer. */
  svg() {
    return this.#shown === null ? null : this.flow.svg(this.#shown, this.#chosen, this.#settings, this.strings);
  }

  /** A PNG of what is seen: photo, map, question and answers; nothing without a photo. */
  picture() {
    if (this.flow.isOpen) return this.flow.picture();
    const layers = this.stage.layers();
    if (layers === null) return null;
    const { question = "", reply } = this.#shown ?? {};
    const caption = layers.layer === null ? "" : this.#legend.caption;
    return toPicture({ ...layers, question, answers: reply?.answers ?? [], caption, strings: this.strings });
  }

  /** @param {Shown} shown */
  #showTexts({ question, reply, scene }) {
    this.#answers.show(reply.answers, this.#former, this.strings);
    this.#answers.doubt = doubtPhrase(reply, this.strings);
    this.#words.show(reply.words, question, reply.truncated, this.strings);
    this.stage.regions.show(scene, this.strings);
    this.#choose(Math.min(this.#chosenOf(reply), reply.answers.length - 1));
  }

  /** A new reply begins with its best answer; the same one told anew keeps the choice. @param {Reply} reply */
  #chosenOf(reply) {
    return this.#lastReply === reply ? this.#chosen : 0;
  }

  /** @type {Reply | null} */
  #lastReply = null;

  /** @param {number} index */
  #choose(index) {
    this.#lastReply = this.#shown?.reply ?? null;
    this.#chosen = index;
    this.#answers.choose(index);
    this.#update();
  }

  /** @param {Pointed | null} pointed */
  #point(pointed) {
    // A region that was chosen stays so while words are passed over.
    const { chosen } = this.stage.regions;
    if (pointed === null && chosen !== null && this.#pointed !== null && "word" in this.#pointed) {
      pointed = { region: chosen, place: this.#placeOf(chosen) };
    }
    this.#pointed = pointed;
    this.#update();
  }

  /** @param {number} region */
  #placeOf(region) {
    const columns = this.#shown?.scene.grid.columns ?? 1;
    return this.strings.region(Math.floor(region / columns) + 1, (region % columns) + 1);
  }

  /** Draws what is asked for: the map, what its colours mean, and the same as a table. */
  #update() {
    const { strings } = this;
    const map = this.#shown === null ? null : this.#map(this.#shown);
    const scene = this.#shown?.scene ?? null;
    const isFlow = this.#settings.overlay === "flow";
    if (isFlow && this.#shown !== null) this.flow.show(this.#shown, this.#chosen, this.#settings, strings, this.#isLive);
    else this.flow.hide();
    const isHidden = this.#settings.overlay === "none" && this.#pointed === null;
    if (map === null || scene === null || isHidden || this.flow.isOpen) this.stage.hideMap();
    else this.stage.showMap(map, scene, this.#settings);
    this.#legend.show(map, this.#settings.colormap, strings);
    this.#legend.isMapShown = this.#settings.overlay !== "none" && !isFlow;
    this.#legend.isFlowShown = isFlow;
    this.#words.weigh(this.#shown === null ? null : this.#weights(this.#shown.reply));
    this.#explore.show(this.#isLive ? null : (this.#shown?.reply ?? null), this.#settings, strings);
    this.#explore.showTable(this.#isLive ? null : map, scene, this.#legend.title, strings);
  }

  /** @param {Reply} reply */
  #block({ blocks }) {
    return blocks[Math.min(this.#settings.block ?? blocks.length - 1, blocks.length - 1)];
  }

  /** @param {Reply} reply @returns {import("../types.js").Head} */
  #head(reply) {
    const { head } = this.#settings;
    return head === "mean" ? head : Math.min(head, this.#block(reply).heads - 1);
  }

  /** @param {Shown} shown @returns {CellMap | null} */
  #map({ reply }) {
    const [block, head, pointed] = [this.#block(reply), this.#head(reply), this.#pointed];
    if (pointed !== null && "region" in pointed) return regionMap(block, head, pointed.region, pointed.place);
    const isReading = this.#settings.overlay === "attention";
    const word = pointed?.word ?? (isReading ? this.#settings.word : null);
    if (word !== null && word < reply.words.length) return readingMap(block, head, word, reply.words[word].text);
    if (isReading) return readingMap(block, head, null, this.strings.allWords);
    const answer = reply.answers[this.#chosen];
    return answer ? contributionMap(answer) : null;
  }

  /** How much each word is read by what is pointed at. @param {Reply} reply */
  #weights(reply) {
    const [block, head, pointed] = [this.#block(reply), this.#head(reply), this.#pointed];
    if (pointed === null) return null;
    return "word" in pointed ? wordsOfWord(block, head, pointed.word) : wordsOfRegion(block, head, pointed.region);
  }
}

import { make } from "../view/dom.js";
import { differenceOf } from "./compare.js";
import { FlowControls } from "./controls.js";
import { FlowDrawing } from "./drawing.js";
import { Missing } from "./missing.js";
import { Player, sceneAt } from "./player.js";
import { scenesOf, STEPS } from "./scenes.js";
import { restOf } from "./sentences.js";
import { saidOf, saidOfParts, Telling } from "./telling.js";
import { flowTexts } from "./texts.js";

/** @import { Flows } from "../flows.js" */
/** @import { Strings } from "../strings/strings.js" */
/** @import { Head } from "../types.js" */
/** @import { Colormap } from "../view/colormap.js" */
/** @import { Pointed } from "./drawing.js" */
/** @import { Scene } from "./scenes.js" */
/** @import { About } from "./sentences.js" */

/** @typedef {(options: { block?: number, head?: Head }) => Flows} FlowsOf */

/**
 * An answer whose flows are to be seen.
 * @typedef {object} Answered
 * @property {FlowsOf} flows as the element gives them; nothing else is drawn
 * @property {HTMLCanvasElement} photo
 * @property {object} key the same for as long as question and photo are the same
 * @property {number} chosen which answer
 * @property {boolean} isLive whether it is one of many that follow each other: then the view stays where it stands
 */

/** @typedef {{ head: Head, block: number | null, step: string, colormap: Colormap }} Wishes */

/** Before the first scene nothing flows. */
const BEGINNING = -2;

/** The flow view: what is drawn, what is said of it, and what moves it. */
export class FlowPanel {
  onclose = () => {};
  /** @type {(index: number) => void} */
  onchoose = () => {};
  /** An answer that only the other question had. @type {(answer: string) => void} */
  onanother = () => {};
  /** @type {(head: Head) => void} */
  onhead = () => {};
  #telling = new Telling();
  #close = make("button", { type: "button", part: "flow-close" });
  #drawings = [new FlowDrawing(), new FlowDrawing()];
  #captions = [make("figcaption"), make("figcaption")];
  #figures = this.#drawings.map((drawing, index) => make("figure", { class: "flow-figure" }, this.#captions[index], drawing.element));
  #readout = make("p", { class: "flow-readout", role: "status" });
  #controls = new FlowControls();
  #textName = make("summary");
  #text = make("ol");
  #player = new Player();
  missing = new Missing();
  /** @type {Strings | null} */
  #strings = null;
  /** @type {Answered | null} */
  #answered = null;
  /** @type {Wishes} */
  #wishes = { head: "mean", block: null, step: "", colormap: "orange" };
  /** @type {Answered | null} */
  #pinned = null;
  /** @type {Head | null} */
  #beside = null;
  /** @type {Scene[]} */
  #scenes = [];
  /** @type {Pointed | null} */
  #held = null;
  /** What was drawn last, so that it is put together anew only when it is something else. */
  #drawn = { block: -1, width: 0 };
  #shownScene = -1;
  /** What is still to be said of the picture that is drawn. @type {(() => void)[]} */
  #due = [];

  constructor() {
    const head = make("div", { class: "flow-head" }, this.#telling.head, this.#close);
    const figures = make("div", { class: "flow-figures" }, ...this.#figures);
    const text = make("details", { class: "flow-text" }, this.#textName, this.#text);
    this.element = make("div", { class: "flow", part: "flow", role: "group" }, head, this.#telling.body, figures, this.#readout, this.#controls.element, text);
    this.#close.addEventListener("click", () => this.onclose());
    for (const drawing of this.#drawings) drawing.onpoint = (pointed, isChosen) => this.#point(pointed, isChosen);
    this.#controls.onplay = () => (this.#player.isPlaying ? this.#player.pause() : this.#player.play({ isCalm: true }));
    this.#controls.onseek = (time) => this.#player.seek(time);
    this.#controls.onhead = (value) => this.onhead(value);
    this.#controls.onbeside = (value) => {
      this.#beside = value;
      this.#refresh();
    };
    this.#controls.onpin = () => this.#pin();
    this.missing.onarrive = () => this.#refresh();
    this.#player.onframe = (time) => this.#draw(time);
    this.#player.onplay = (isPlaying) => {
      this.#controls.isPlaying = isPlaying;
      if (!isPlaying) this.#sayAll();
    };
    this.element.addEventListener("keydown", (event) => this.#key(event));
    new ResizeObserver(() => this.element.clientWidth !== this.#drawn.width && this.#refresh()).observe(this.element);
  }

  /** @param {Strings} strings */
  localise(strings) {
    if (this.#strings === strings) return;
    this.#strings = strings;
    this.#refresh();
  }

  /**
   * Shows the way to an answer. A new answer begins at its beginning, and plays once where motion is welcome.
   * @param {Answered} answered
   * @param {Wishes} wishes
   */
  show(answered, wishes) {
    const isNew = this.#answered?.key !== answered.key && !(answered.isLive && this.#answered?.isLive);
    const isOtherAnswer = !isNew && this.#answered?.chosen !== answered.chosen;
    const isSame = (/** @type {any} */ a, /** @type {any} */ b) => Object.keys(b).every((key) => a?.[key] === b[key]);
    if (isSame(this.#answered, answered) && isSame(this.#wishes, wishes) && this.#drawn.width > 0) return;
    const isOtherStep = wishes.step !== this.#wishes.step || wishes.block !== this.#wishes.block;
    this.#answered = answered;
    this.#wishes = wishes;
    if (isNew) this.#held = null;
    this.#refresh();
    if (isNew || isOtherStep) this.#start(isNew);
    else if (isOtherAnswer) this.#player.seek(this.#scenes.length);
  }

  /** Another photo: nothing is to be seen or compared any more. */
  clear() {
    this.#player.pause();
    this.#answered = null;
    this.#pinned = null;
    this.missing.clear();
  }

  pause() {
    this.#player.pause();
  }

  /** Comes into sight, with the focus on the button that plays. */
  come() {
    this.#controls.focus();
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    this.element.scrollIntoView({ behavior, block: "start" });
  }

  /** Stands still, with the present scene complete; what is seen then is to be drawn elsewhere. */
  still() {
    this.#player.seek(Math.max(1, Math.ceil(this.#player.time)));
    const drawings = this.#drawings.filter((_, index) => !this.#figures[index].hidden);
    return { drawings, ...this.#telling.said, question: this.#flows(this.#wishes.head, 0)?.question ?? "" };
  }

  /** @param {boolean} isNew */
  #start(isNew) {
    const { step, block } = this.#wishes;
    const name = Object.hasOwn(STEPS, step) ? STEPS[/** @type {keyof typeof STEPS} */ (step)] : null;
    const wanted = this.#scenes.findIndex((scene) => (name === null || scene.name === name) && (name === "answer" || block === null || scene.block === block));
    if (step === "parts") this.#player.seek(0);
    else if (name !== null || block !== null || !isNew) this.#player.seek(wanted + 1);
    else if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.#player.seek(1);
    else {
      this.#player.seek(0);
      this.#player.play({ isCalm: false });
    }
  }

  /** @param {Head} head @param {number} block */
  #flows(head, block) {
    return this.#answered?.flows({ head, block });
  }

  /** Puts everything together anew: other numbers, another language or another width. */
  #refresh() {
    const [answered, strings, width] = [this.#answered, this.#strings, this.element.clientWidth];
    if (answered === null || strings === null || width === 0) return;
    const texts = flowTexts(strings);
    const { blocks, heads, regionGate } = answered.flows({});
    this.#scenes = scenesOf({ blocks, hasGates: regionGate.length > 0 });
    this.#player.end = this.#scenes.length;
    this.#drawn = { block: -1, width };
    this.#shownScene = -1;
    this.#close.textContent = texts.close;
    this.#textName.textContent = texts.asText;
    this.element.setAttribute("aria-label", texts.view);
    this.element.dataset.colormap = this.#wishes.colormap;
    const pinned = this.#pinned?.flows({}).question ?? null;
    this.#controls.show({ scenes: this.#scenes, texts, blocks, heads, head: this.#wishes.head, beside: this.#beside, pinned });
    this.#controls.isPlaying = this.#player.isPlaying;
    const said = this.#scenes.map((scene) => saidOf(scene, this.#about(this.#wishes.head, scene.block, strings), this.#wishes.colormap));
    this.#text.replaceChildren(...said.map(({ title, sentence }) => make("li", {}, `${title}. ${sentence}`)));
    if (!answered.isLive) this.#telling.reserve([saidOfParts(this.#about(this.#wishes.head, 0, strings)), ...said]);
    this.#figures[1].hidden = this.#beside === null;
    this.#draw(this.#player.time);
  }

  /** @param {Head} head @param {number} block @param {Strings} strings @returns {About} */
  #about(head, block, strings) {
    const { flows, chosen, key, isLive } = /** @type {Answered} */ (this.#answered);
    const [now, pinned, texts] = [flows({ head, block }), this.#pinned, flowTexts(strings)];
    if (pinned === null || pinned.key === key) return { flows: now, chosen, strings, texts, difference: null, before: "", isAsked: false };
    const other = pinned.flows({ head, block });
    // A picture of many that follow each other cannot be asked about any more.
    const [all, before] = isLive || pinned.isLive ? [now, other] : [this.missing.complete(now, other), this.missing.complete(other, now)];
    const name = now.answers[chosen].answer;
    const [place, isAsked] = [all.answers.findIndex(({ answer }) => answer === name), this.missing.isOnItsWay(other.question, name)];
    return { flows: all, chosen: place, strings, texts, difference: differenceOf(all, before), before: other.question, isAsked };
  }

  /** @param {number} time */
  #draw(time) {
    const strings = this.#strings;
    if (this.#answered === null || strings === null || this.#scenes.length === 0 || this.#drawn.width === 0) return;
    const { index, part } = sceneAt(time, this.#scenes.length);
    const scene = this.#scenes[index];
    if (scene.block !== this.#drawn.block) this.#drawBlock(scene.block, strings);
    const before = this.#scenes[index - 1];
    for (const drawing of this.#drawings) drawing.draw(scene.name, before?.block === scene.block ? before.name : null, part);
    const moment = time === 0 ? BEGINNING : index;
    if (moment !== this.#shownScene) {
      this.#shownScene = moment;
      this.#due = time === 0 ? [() => this.#complete(), () => this.#sayParts(strings)] : [() => this.#say(scene, strings), () => this.#complete(), () => this.#read(this.#held)];
    } else this.#due.shift()?.();
    // While it plays, a frame has no room for a new picture, its text and its numbers: one after another.
    if (!this.#player.isPlaying) this.#sayAll();
    this.#controls.showTime(time, this.#telling.said.kicker);
  }

  /** @param {number} block @param {Strings} strings */
  #drawBlock(block, strings) {
    const { photo } = /** @type {Answered} */ (this.#answered);
    const { width } = this.#drawn;
    const each = this.#beside === null || width < 900 ? width : Math.floor((width - 34) / 2);
    [this.#wishes.head, this.#beside].forEach((head, index) => {
      const texts = flowTexts(strings);
      if (head === null) return;
      this.#captions[index].textContent = this.#beside === null ? "" : head === "mean" ? texts.headMean : texts.headNumber(head + 1);
      this.#drawings[index].show(this.#about(head, block, strings), photo, each);
    });
    this.#drawn.block = block;
  }

  #complete() {
    for (const drawing of this.#drawings) drawing.complete();
  }

  #sayAll() {
    for (const say of this.#due.splice(0)) say();
  }

  /** @param {Scene} scene @param {Strings} strings */
  #say(scene, strings) {
    this.#telling.tell(saidOf(scene, this.#about(this.#wishes.head, scene.block, strings), this.#wishes.colormap));
  }

  /** @param {Strings} strings */
  #sayParts(strings) {
    this.#telling.tell(saidOfParts(this.#about(this.#wishes.head, 0, strings)));
    this.#readout.textContent = "";
  }

  /** @param {Pointed | null} pointed @param {boolean} isChosen whether it is to stay so */
  #point(pointed, isChosen) {
    if (isChosen) {
      // The same once more lets go of it.
      this.#held = JSON.stringify(this.#held) === JSON.stringify(pointed) ? null : pointed;
      if (pointed !== null && "end" in pointed && pointed.end.kind === "answer") {
        this.#held = null;
        this.#choose(pointed.end.index);
        return this.#player.seek(this.#scenes.length);
      }
    }
    this.#read(isChosen ? this.#held : (pointed ?? this.#held));
  }

  /** @param {number} index of an answer that is drawn */
  #choose(index) {
    if (this.#strings === null) return;
    const name = this.#about("mean", 0, this.#strings).flows.answers[index].answer;
    const own = this.#flows("mean", 0)?.answers.findIndex(({ answer }) => answer === name) ?? -1;
    if (own >= 0) this.onchoose(own);
    else this.onanother(name);
  }

  /** Isolates what is pointed at, and says its numbers. @param {Pointed | null} pointed */
  #read(pointed) {
    const strings = this.#strings;
    if (strings === null || this.#shownScene < 0) return;
    const texts = flowTexts(strings);
    const scene = this.#scenes[this.#shownScene];
    const said = this.#drawings.filter((_, index) => !this.#figures[index].hidden).map((drawing) => drawing.isolate(pointed));
    const rest = restOf(scene.name, this.#about(this.#wishes.head, scene.block, strings));
    const text = pointed === null ? `${rest} ${matchMedia("(hover: none)").matches ? texts.hintTouch : texts.hint}`.trim() : said.join(" | ");
    if (this.#readout.textContent !== text) this.#readout.textContent = text;
  }

  #pin() {
    this.#pinned = this.#pinned === null ? this.#answered : null;
    this.#refresh();
    if (this.#pinned !== null && this.#strings !== null) this.#readout.textContent = flowTexts(this.#strings).pinned;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key, target, altKey, ctrlKey, metaKey } = event;
    if (altKey || ctrlKey || metaKey || !(target instanceof Element)) return;
    const { time } = this.#player;
    const isControl = target instanceof HTMLButtonElement || target instanceof HTMLSelectElement || target.localName === "summary";
    if (target instanceof HTMLSelectElement) return;
    const steps = /** @type {Record<string, number>} */ ({ ArrowRight: Math.floor(time) + 1, ArrowLeft: Math.max(0, Math.ceil(time) - 1), Home: 0, End: this.#scenes.length });
    if (target instanceof SVGElement && this.#drawings.some((drawing) => drawing.move(target, key))) event.preventDefault();
    else if ((key === "Enter" || key === " ") && target instanceof SVGElement && target.tabIndex >= 0) {
      event.preventDefault();
      target.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    } else if (key === " " && !isControl) {
      event.preventDefault();
      this.#controls.onplay();
    } else if (key in steps) {
      event.preventDefault();
      this.#player.seek(steps[key]);
    } else if (key === "Escape" && this.#held !== null) {
      event.preventDefault();
      this.#point(null, true);
    }
  }
}

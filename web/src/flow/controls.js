import { make, makeSelect } from "../view/dom.js";
import { sceneAt } from "./player.js";

/** @import { Head } from "../types.js" */
/** @import { Scene } from "./scenes.js" */
/** @import { FlowTexts } from "./texts.js" */

/**
 * Play, steps, a scrubber, and which heads are seen. The scrubber is a line with a stop for the beginning and one for each
 * picture, where that picture is whole; on the way to a stop its threads grow. In one block the steps stand over their
 * stops; where there are several, the blocks do, and the steps above them are those of the block that is shown.
 */
export class FlowControls {
  onplay = () => {};
  /** @type {(time: number) => void} */
  onseek = () => {};
  /** @type {(head: Head) => void} */
  onhead = () => {};
  /** @type {(head: Head | null) => void} */
  onbeside = () => {};
  onpin = () => {};
  #play = make("button", { type: "button", part: "flow-play", class: "flow-play" });
  #steps = make("ol", { class: "flow-steps" });
  #time = make("input", { type: "range", part: "flow-time", min: "0", step: "0.01" });
  #stops = make("div", { class: "flow-stops", "aria-hidden": "true" });
  #blocks = make("ol", { class: "flow-blocks" });
  #head = makeSelect("flow-head", (value) => this.onhead(value === "mean" ? value : Number(value)));
  #beside = makeSelect("flow-beside", (value) => this.onbeside(value === "" ? null : value === "mean" ? value : Number(value)));
  #pin = make("button", { type: "button", part: "flow-pin" });
  #way;
  /** @type {HTMLButtonElement[]} */
  #buttons = [];
  /** @type {HTMLButtonElement[]} */
  #blockButtons = [];
  /** @type {Scene[]} */
  #scenes = [];
  /** @type {FlowTexts | null} */
  #texts = null;

  constructor() {
    this.#head.element.setAttribute("part", "flow-head-choice");
    this.#beside.element.setAttribute("part", "flow-beside-choice");
    const way = make("div", { class: "flow-way" }, this.#steps, this.#blocks, make("div", { class: "flow-line" }, this.#stops, this.#time));
    this.#way = way;
    const choices = make("div", { class: "choices" }, this.#head.element, this.#beside.element, this.#pin);
    this.element = make("div", { class: "flow-controls" }, make("div", { class: "flow-row" }, this.#play, way), choices);
    this.#play.addEventListener("click", () => this.onplay());
    this.#time.addEventListener("input", () => this.onseek(this.#time.valueAsNumber));
    this.#pin.addEventListener("click", () => this.onpin());
  }

  /**
   * @param {{ scenes: Scene[], texts: FlowTexts, blocks: number, heads: number, head: Head, beside: Head | null, pinned: string | null }} what
   *   `pinned` is the question that is compared with
   */
  show({ scenes, texts, blocks, heads, head, beside, pinned }) {
    this.#scenes = scenes;
    this.#texts = texts;
    const steps = [...new Set(scenes.map(({ step }) => step))];
    this.#buttons = steps.map((step) => {
      const button = make("button", { type: "button", part: "flow-step" }, make("b", {}, String(step)), make("span", {}, texts.short[step]));
      button.dataset.step = String(step);
      button.addEventListener("click", () => this.onseek(this.#first(step) + 1));
      return button;
    });
    this.#steps.replaceChildren(...this.#buttons.map((button) => make("li", {}, button)));
    this.#blocks.hidden = blocks === 1;
    this.#blockButtons = Array.from({ length: blocks }, (_, block) => {
      const button = make("button", { type: "button", part: "flow-block" }, make("span", {}, texts.block), ` ${block + 1}`);
      button.addEventListener("click", () => this.onseek(scenes.findIndex((scene) => scene.block === block) + 1));
      return button;
    });
    // What is left over is the answer, which belongs to no block.
    this.#blocks.replaceChildren(...this.#blockButtons.map((button) => make("li", {}, button)), make("li", { "aria-hidden": "true" }));
    this.#blocks.classList.toggle("many", blocks > 4);
    if (blocks === 1) stretch(this.#buttons.map(({ parentElement }) => parentElement), steps.map((step) => scenes.filter((one) => one.step === step).length));
    else stretch([...this.#blocks.children], [...this.#blockButtons.map((_, block) => scenes.filter((one) => one.block === block && one.step !== 4).length), 1]);
    this.#stops.replaceChildren(...Array.from({ length: scenes.length + 1 }, () => make("i")));
    this.#way.style.setProperty("--stops", String(scenes.length));
    this.#time.max = String(scenes.length);
    // The new buttons are marked by the next time that is shown.
    this.#time.removeAttribute("aria-valuetext");
    this.#time.setAttribute("aria-label", texts.time);
    const numbered = Array.from({ length: heads }, (_, index) => /** @type {[string, string]} */ ([String(index), texts.headNumber(index + 1)]));
    this.#head.show(texts.heads, [["mean", texts.headMean], ...numbered], String(head));
    this.#beside.show(texts.beside, [["", texts.besideNone], ["mean", texts.headMean], ...numbered], String(beside ?? ""));
    this.#pin.textContent = pinned === null ? texts.pin : texts.unpin(pinned);
    this.#pin.setAttribute("aria-pressed", String(pinned !== null));
    this.isPlaying = false;
  }

  focus() {
    this.#play.focus({ preventScroll: true });
  }

  /** Of the block that is shown, or the nearest. @param {number} step */
  #first(step) {
    const { index } = sceneAt(this.#time.valueAsNumber, this.#scenes.length);
    const now = this.#scenes[index].block;
    const found = this.#scenes.findIndex((scene) => scene.step === step && scene.block === now);
    return found >= 0 ? found : this.#scenes.findIndex((scene) => scene.step === step);
  }

  /** @param {number} time @param {string} said */
  showTime(time, said) {
    const scene = this.#scenes[sceneAt(time, this.#scenes.length).index];
    this.#time.value = String(time);
    this.#time.style.setProperty("--done", String(time / this.#scenes.length));
    [...this.#stops.children].forEach((stop, index) => stop.classList.toggle("passed", index <= time));
    if (this.#time.getAttribute("aria-valuetext") === said) return;
    this.#time.setAttribute("aria-valuetext", said);
    for (const button of this.#buttons) mark(button, Number(button.dataset.step) === scene.step);
    this.#blockButtons.forEach((button, block) => mark(button, block === scene.block && scene.step !== 4));
  }

  set isPlaying(/** @type {boolean} */ isPlaying) {
    this.#play.textContent = (isPlaying ? this.#texts?.pause : this.#texts?.play) ?? "";
    this.#play.classList.toggle("playing", isPlaying);
  }
}

/** Each as long as its scenes are many, so that it stands over its stops. @param {(Element | null)[]} items @param {number[]} n_scenes */
function stretch(items, n_scenes) {
  items.forEach((item, index) => {
    if (!(item instanceof HTMLElement)) return;
    item.style.setProperty("flex-grow", String(n_scenes[index]));
    item.style.setProperty("--n", String(n_scenes[index]));
    item.classList.toggle("several", n_scenes[index] > 1);
  });
}

/** @param {HTMLButtonElement} button @param {boolean} isNow */
function mark(button, isNow) {
  if (isNow) button.setAttribute("aria-current", "step");
  else button.removeAttribute("aria-current");
}

import { make, makeSelect } from "../view/dom.js";
import { sceneAt } from "./player.js";

/** @import { Head } from "../types.js" */
/** @import { Scene } from "./scenes.js" */
/** @import { FlowTexts } from "./texts.js" */

/** Play, steps, a scrubber, and which heads are seen. */
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
  #block = makeSelect("flow-block", (value) => this.onseek(this.#scenes.findIndex(({ block }) => block === Number(value)) + 1));
  #head = makeSelect("flow-head", (value) => this.onhead(value === "mean" ? value : Number(value)));
  #beside = makeSelect("flow-beside", (value) => this.onbeside(value === "" ? null : value === "mean" ? value : Number(value)));
  #pin = make("button", { type: "button", part: "flow-pin" });
  /** @type {HTMLButtonElement[]} */
  #buttons = [];
  /** @type {Scene[]} */
  #scenes = [];
  /** @type {FlowTexts | null} */
  #texts = null;

  constructor() {
    const way = make("div", { class: "flow-way" }, this.#steps, this.#time);
    const choices = make("div", { class: "choices" }, this.#block.element, this.#head.element, this.#beside.element, this.#pin);
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
    // A step is as long as its scenes are many, so that its button stands over its part of the scrubber.
    if (blocks === 1) steps.forEach((step, index) => (this.#buttons[index].parentElement?.style.setProperty("flex-grow", String(scenes.filter((one) => one.step === step).length))));
    this.#time.max = String(scenes.length);
    this.#time.setAttribute("aria-label", texts.time);
    const numbered = Array.from({ length: heads }, (_, index) => /** @type {[string, string]} */ ([String(index), texts.headNumber(index + 1)]));
    this.#head.show(texts.heads, [["mean", texts.headMean], ...numbered], String(head));
    this.#beside.show(texts.beside, [["", texts.besideNone], ["mean", texts.headMean], ...numbered], String(beside ?? ""));
    this.#block.element.hidden = blocks === 1;
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
    if (this.#time.getAttribute("aria-valuetext") === said) return;
    this.#time.setAttribute("aria-valuetext", said);
    for (const button of this.#buttons) {
      const isNow = Number(button.dataset.step) === scene.step;
      if (isNow) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    }
    const texts = this.#texts;
    if (texts === null || this.#block.element.hidden) return;
    const blocks = new Set(this.#scenes.map(({ block }) => block)).size;
    this.#block.show(texts.block, Array.from({ length: blocks }, (_, index) => [String(index), String(index + 1)]), String(scene.block));
  }

  set isPlaying(/** @type {boolean} */ isPlaying) {
    this.#play.textContent = (isPlaying ? this.#texts?.pause : this.#texts?.play) ?? "";
    this.#play.classList.toggle("playing", isPlaying);
  }
}

import { make } from "../view/dom.js";
import { joinedOf } from "../view/joined.js";
import { Cells } from "./cells.js";
import { drawGates } from "./gates.js";
import { Labels } from "./labels.js";
import { layoutOf } from "./layout.js";
import { drawnOf, lightOf, threadsOf } from "./scenes.js";
import { nameOf, numberOf, threadSaid } from "./sentences.js";
import { numbersOf, Strands } from "./strands.js";
import { isSame, strongest, touches } from "./threads.js";
import { set, svg } from "./svg.js";

/** @import { Layout } from "./layout.js" */
/** @import { SceneName } from "./scenes.js" */
/** @import { About } from "./sentences.js" */
/** @import { End, Thread } from "./threads.js" */

/** What is pointed at: a thing with its threads, one thread, or something that says what it is. @typedef {{ end: End } | { thread: Thread } | { said: string }} Pointed */

/** When the threads of the scene before have left. */
const LEAVES = 0.2;

/** The photo, the words, the answers, and between them the threads of one head in one block. */
export class FlowDrawing {
  /** @type {(pointed: Pointed | null, isChosen: boolean) => void} */
  onpoint = () => {};
  photo = make("canvas", { "aria-hidden": "true" });
  svg = svg("svg", { role: "group" });
  #cells = new Cells();
  #labels = new Labels();
  #strands = [new Strands(), new Strands()];
  #own = new Strands();
  #gates = svg("g");
  #numbers = svg("g", { class: "numbers" });
  /** @type {About | null} */
  #about = null;
  /** @type {Layout | null} */
  layout = null;
  /** @type {SceneName | null} */
  #scene = null;

  constructor() {
    this.element = make("div", { class: "flow-drawing" }, this.photo, this.svg);
    const [one, two] = this.#strands;
    this.#own.element.classList.add("own");
    this.svg.append(one.hits, two.hits, this.#gates, this.#cells.element, one.element, two.element, this.#own.element, this.#cells.whole, this.#labels.element, this.#numbers);
    for (const event of ["pointerover", "focusin"]) this.svg.addEventListener(event, ({ target }) => this.onpoint(this.#pointedAt(target), false));
    this.svg.addEventListener("click", ({ target }) => this.onpoint(this.#pointedAt(target), true));
    for (const event of ["pointerleave", "focusout"]) this.svg.addEventListener(event, () => this.onpoint(null, false));
  }

  /** @param {About} about @param {HTMLCanvasElement} photo @param {number} width in pixels */
  show(about, photo, width) {
    const { flows, chosen, strings, texts, difference } = about;
    const measure = measurer(this.element);
    const layout = layoutOf({
      width,
      ratio: photo.width / photo.height,
      regions: flows.regions,
      words: flows.words.map(measure),
      joined: joinedOf(flows.question, flows.words),
      whole: measure(strings.wholePhoto),
      n_answers: flows.answers.length,
    });
    this.#about = about;
    this.layout = layout;
    this.#scene = null;
    set(this.svg, { viewBox: `0 0 ${layout.width} ${layout.height}`, width: layout.width, height: layout.height, "aria-label": texts.view });
    this.#drawPhoto(photo, layout);
    this.#cells.place(layout, flows.grid, strings);
    this.#labels.place(layout, flows, chosen, { strings, constant: `${texts.constant} ${strings.signed((difference ?? flows).answers[chosen]?.constant ?? 0)}`, newWords: difference?.newWords ?? new Set(), before: difference?.probabilityBefore ?? [] });
  }

  /**
   * Draws a moment of a scene.
   * @param {SceneName} name
   * @param {SceneName | null} before the scene before it
   * @param {number} part 0..1, how much of it is done
   */
  draw(name, before, part) {
    if (this.#about === null || this.layout === null) return;
    if (name !== this.#scene) this.#begin(name, before, this.#about, this.layout);
    const [now, leaving] = this.#strands;
    now.grow(part);
    this.#cells.light(part);
    if (part < LEAVES) set(leaving.element, { opacity: 1 - part / LEAVES });
    else leaving.clear();
    set(this.#gates, { opacity: Math.min(1, part * 3) });
  }

  /** After its first picture, a scene's threads can be pointed at and read out. */
  complete() {
    this.#strands[0].complete();
  }

  /** @param {SceneName} name @param {SceneName | null} before @param {About} about @param {Layout} layout */
  #begin(name, before, about, layout) {
    const { flows, difference, chosen, strings, texts } = about;
    const drawn = difference ?? flows;
    const isSigned = name === "answer" || difference !== null;
    this.#strands.reverse();
    const [now, leaving] = this.#strands;
    leaving.hits.replaceChildren();
    if (before === null || this.#scene === null) leaving.clear();
    now.show(drawnOf(name, drawn, chosen).map((group) => group.drawn), layout, { isSigned, said: (thread) => threadSaid(thread, about) });
    set(now.element, { opacity: 1 });
    const lit = (/** @type {SceneName} */ scene) => lightOf(scene, scene === "answer" ? drawn : flows, chosen);
    this.#cells.aim(before === null ? null : lit(before).regions, lit(name).regions, { isSigned: name === "answer" });
    this.#labels.light(lit(name).words);
    this.#gates.replaceChildren(...(name === "gates" ? [drawGates(flows, difference?.gatesBefore ?? null, layout, strings, texts)] : []));
    this.svg.setAttribute("class", `in-${name}${difference === null ? "" : " compared"}${layout.isWide ? "" : " narrow"}`);
    this.#scene = name;
    this.isolate(null);
  }

  /**
   * Shows the threads of one thing alone, with their numbers.
   * @param {Pointed | null} pointed
   * @returns {string} the same in words; empty for nothing
   */
  isolate(pointed) {
    const [about, layout, scene] = [this.#about, this.layout, this.#scene];
    if (about === null || layout === null || scene === null) return "";
    const isNothing = pointed === null || "said" in pointed;
    this.svg.classList.toggle("isolating", !isNothing);
    for (const element of this.svg.querySelectorAll("[data-end]")) element.classList.toggle("pointed", false);
    if (isNothing) {
      this.#own.clear();
      this.#numbers.replaceChildren();
      return pointed === null ? "" : pointed.said;
    }
    const { flows, difference } = about;
    const end = "end" in pointed ? pointed.end : null;
    // Another answer shows its own parts as soon as it is pointed at.
    const chosen = end?.kind === "answer" ? end.index : about.chosen;
    const all = threadsOf(scene, difference ?? flows, chosen).flat();
    const { thread } = /** @type {{ thread?: Thread }} */ (pointed);
    const own = strongest(all.filter((one) => (end === null ? thread && isSame(one.from, thread.from) && isSame(one.to, thread.to) : touches(one, end))));
    const isSigned = scene === "answer" || difference !== null;
    // As wide as they are among all: the thicker, the more.
    const most = Math.max(...all.map(({ weight }) => Math.abs(weight)));
    this.#own.show([own.drawn], layout, { isSigned, said: (one) => threadSaid(one, about), strongest: most });
    this.#own.grow(1);
    this.#own.complete();
    this.#numbers.replaceChildren(...numbersOf(own.drawn, end, layout, (one) => numberOf(one, about)));
    if (end !== null) this.svg.querySelector(`[data-end="${end.kind} ${end.index}"]`)?.classList.add("pointed");
    return said(own.drawn, end, about);
  }

  /** Arrow keys on something that has neighbours. @param {Element} from @param {string} key @returns {boolean} whether it went there */
  move(from, key) {
    if (from.classList.contains("cell")) return this.#cells.move(key);
    if (key !== "ArrowUp" && key !== "ArrowDown") return false;
    const step = key === "ArrowUp" ? -1 : 1;
    if (from.classList.contains("strand")) this.#strands[0].move(from, step);
    else this.#labels.move(from, step);
    return true;
  }

  /** @param {EventTarget | null} target @returns {Pointed | null} */
  #pointedAt(target) {
    if (!(target instanceof Element)) return null;
    const thread = this.#strands[0].threadOf(target) ?? this.#own.threadOf(target);
    if (thread !== null) return { thread };
    const named = target.closest("[data-end], [data-said]");
    if (!(named instanceof SVGElement)) return null;
    if (named.dataset.said !== undefined) return { said: named.dataset.said };
    const [kind, index] = (named.dataset.end ?? "").split(" ");
    return { end: { kind: /** @type {End["kind"]} */ (kind), index: Number(index) } };
  }

  /** @param {HTMLCanvasElement} photo @param {Layout} layout */
  #drawPhoto(photo, { photo: { x, y, width, height }, ...size }) {
    const scale = Math.min(2, globalThis.devicePixelRatio || 1);
    this.photo.width = Math.round(width * scale);
    this.photo.height = Math.round(height * scale);
    this.photo.getContext("2d")?.drawImage(photo, 0, 0, this.photo.width, this.photo.height);
    // In parts of the drawing, so that both shrink together on paper.
    const part = (/** @type {number} */ length, /** @type {number} */ whole) => `${(length / whole) * 100}%`;
    Object.assign(this.photo.style, { left: part(x, size.width), top: part(y, size.height), width: part(width, size.width), height: part(height, size.height) });
    this.element.style.width = `${size.width}px`;
  }
}

/** @param {Thread[]} threads @param {End | null} end @param {About} about */
function said(threads, end, about) {
  if (end === null) return threads.map((thread) => threadSaid(thread, about)).join("; ");
  const name = nameOf(end, about);
  if (threads.length === 0) return about.texts.noThreads(name);
  const listed = threads.slice(0, 5).map((thread) => {
    const isFrom = isSame(thread.from, end);
    return `${isFrom ? "→" : "←"} ${nameOf(isFrom ? thread.to : thread.from, about)} ${numberOf(thread, about)}`;
  });
  return about.texts.ownThreads(name, listed.join("; ") + (threads.length > listed.length ? " …" : ""));
}

/** How wide a text is, in units of its letters' size. @param {Element} element */
function measurer(element) {
  const context = document.createElement("canvas").getContext("2d");
  const { fontFamily } = getComputedStyle(element);
  if (context !== null) context.font = `100px ${fontFamily}`;
  return (/** @type {string} */ text) => (context?.measureText(text).width ?? text.length * 60) / 100;
}

import { make } from "./view/dom.js";

/** The photo stays in sight while the rest is scrolled, where that leaves room for the rest: pixels. */
const ROOMY = 480;
/** Text lighter than this stands on something dark, where its background is not known: relative luminance, 0..1. */
const LIGHT_TEXT = 0.36;

/**
 * What a page does not say to an element, and what the element has to fit into: the colour of the text round it, which
 * says whether the page is light or dark, the size of that text, and how high the window is through which it is seen.
 */
export class Surroundings {
  #host;
  /** What the element shows, in the page's colours. */
  box;
  /** An element whose insides depend on its width has none of its own to offer; these say how narrow and how wide it would be. */
  #wish = make("div", { class: "wish", "aria-hidden": "true" }, make("i"), make("i"), make("i"));
  /** A transition of the inherited colour is the only thing that tells of its change. */
  #probe = make("span", { class: "probe", "aria-hidden": "true" });
  #resizes = new ResizeObserver(() => this.#measure());
  #listening = new AbortController();

  /** @param {HTMLElement} host @param {ShadowRoot} root @param {HTMLElement} content */
  constructor(host, root, content) {
    this.#host = host;
    this.box = make("div", { class: "box" }, content);
    root.append(this.#probe, this.#wish, this.box);
    for (const event of ["transitionend", "transitioncancel"]) this.#probe.addEventListener(event, () => this.#colour());
  }

  start() {
    this.#listening = new AbortController();
    this.#measure();
    this.#resizes.observe(this.#host);
    const scroller = scrollerOf(this.#host);
    if (scroller !== null) this.#resizes.observe(scroller);
    addEventListener("resize", () => this.#measure(), { signal: this.#listening.signal });
  }

  stop() {
    this.#listening.abort();
    this.#resizes.disconnect();
  }

  #measure() {
    const scroller = scrollerOf(this.#host);
    const window = document.documentElement.clientHeight;
    const height = Math.min(window, scroller?.clientHeight ?? window);
    this.box.style.setProperty("--sight", `${height}px`);
    // Nothing stays in sight within a box that could scroll and has no need to.
    const isStill = scroller !== null && scroller.scrollHeight <= scroller.clientHeight;
    this.box.toggleAttribute("data-roomy", height >= ROOMY && !isStill);
    // What our style sheets call a rem.
    const { fontSize } = getComputedStyle(this.#host);
    for (const part of [this.box, this.#wish]) part.style.setProperty("--rem", fontSize);
    this.#colour();
  }

  #colour() {
    const { color } = getComputedStyle(this.#host);
    const ground = groundOf(this.#host);
    const isDark = luminance(color) > (ground === null ? LIGHT_TEXT : luminance(ground));
    this.box.style.setProperty("--page-ink", color);
    if (ground === null) this.box.style.removeProperty("--page-ground");
    else this.box.style.setProperty("--page-ground", ground);
    this.box.dataset.scheme = isDark ? "dark" : "light";
  }
}

/** The colour that an element stands on, or null where it is not known: on a picture, or on nothing. @param {Element} element */
function groundOf(element) {
  for (const one of outwards(element)) {
    const { backgroundColor, backgroundImage } = getComputedStyle(one);
    if (backgroundImage !== "none") return null;
    if (channels(backgroundColor)[3] > 0.5) return backgroundColor;
  }
  return null;
}

/** What scrolls the element, if it is not the window. @param {Element} element */
function scrollerOf(element) {
  for (const one of outwards(element)) {
    const isWindow = one === document.body || one === document.documentElement;
    if (one !== element && !isWindow && /auto|scroll|hidden/.test(getComputedStyle(one).overflowY)) return one;
  }
  return null;
}

/** An element and all round it, through the borders of shadow trees and slots. @param {Element} element @returns {Generator<Element>} */
export function* outwards(element) {
  /** @type {Element | null} */
  let one = element;
  while (one !== null) {
    yield one;
    const root = one.getRootNode();
    one = one.assignedSlot ?? one.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
}

/** The relative luminance of a computed colour (WCAG 2.2), 0..1. @param {string} color */
function luminance(color) {
  const [red, green, blue] = channels(color).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {string} color @returns {number[]} red, green, blue and opacity, 0..1 */
function channels(color) {
  const found = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/.exec(color);
  if (found !== null) return [...found.slice(1, 4).map((c) => Number(c) / 255), Number(found[4] ?? 1)];
  // The newer notations, of which there are many, are read by the browser.
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  if (context === null) return [0, 0, 0, 1];
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  return Array.from(context.getImageData(0, 0, 1, 1).data, (c) => c / 255);
}

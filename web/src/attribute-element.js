// A server that only imports this file has no elements.
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

/** An element whose text attributes are properties too: "" where they are not set. */
export class AttributeElement extends Base {
  /** The address of the photo. */
  get src() {
    return this.#read("src");
  }

  set src(text) {
    this.setAttribute("src", text);
  }

  /** What is asked. */
  get question() {
    return this.#read("question");
  }

  set question(text) {
    this.setAttribute("question", text);
  }

  /** The address of a picture that is seen while there is no photo. */
  get poster() {
    return this.#read("poster");
  }

  set poster(text) {
    this.setAttribute("poster", text);
  }

  /** What the photo shows, for those who cannot see it. */
  get alt() {
    return this.#read("alt");
  }

  set alt(text) {
    this.setAttribute("alt", text);
  }

  /** `light`, `dark`, or as the page has it. */
  get theme() {
    return this.#read("theme");
  }

  set theme(text) {
    this.setAttribute("theme", text);
  }

  /** `eager` to load at once; else near the visible part of the page. */
  get loading() {
    return this.#read("loading");
  }

  set loading(text) {
    this.setAttribute("loading", text);
  }

  /** What lies over the photo: `contribution`, `attention`, `boxes` or `none`. */
  get overlay() {
    return this.#read("overlay");
  }

  set overlay(text) {
    this.setAttribute("overlay", text);
  }

  /** Which block's attention is shown, counted from 1; the last by default. */
  get block() {
    return this.#read("block");
  }

  set block(text) {
    this.setAttribute("block", text);
  }

  /** Which head's attention is shown, counted from 1, or `mean`. */
  get head() {
    return this.#read("head");
  }

  set head(text) {
    this.setAttribute("head", text);
  }

  /** Which word's attention is shown, counted from 1; all by default. */
  get word() {
    return this.#read("word");
  }

  set word(text) {
    this.setAttribute("word", text);
  }

  /** `orange`, `purple` or `grey`. */
  get colormap() {
    return this.#read("colormap");
  }

  set colormap(text) {
    this.setAttribute("colormap", text);
  }

  /** Of what lies over the photo, 0..1. */
  get opacity() {
    return this.#read("opacity");
  }

  set opacity(text) {
    this.setAttribute("opacity", text);
  }

  /** @param {string} name @returns {string} */
  #read(name) {
    return this.getAttribute(name) ?? "";
  }
}

import { counted, oneOf, resolved, write } from "./attribute-values.js";
import { COLORMAPS } from "./view/colormap.js";
import { OVERLAYS, STEPS, USUAL_SETTINGS } from "./view/settings.js";

/** @import { BackendWish, Head } from "./types.js" */
/** @import { Colormap } from "./view/colormap.js" */
/** @import { Overlay, Step } from "./view/settings.js" */

/** @typedef {string | null | undefined} Text null and undefined take the attribute away */
/** @typedef {number | null | undefined} Count */

const DEFAULT_TOP_K = 5;
const MOST_TOP_K = 50;
const DEFAULT_FRAME_RATE = 10;
const MOST_FRAME_RATE = 30;

/** @type {readonly BackendWish[]} */
const BACKENDS = ["auto", "webgpu", "cpu"];
/** @type {readonly ("auto" | "light" | "dark")[]} */
const THEMES = ["auto", "light", "dark"];
/** @type {readonly ("lazy" | "eager")[]} */
const LOADINGS = ["lazy", "eager"];

// A server that only imports this file has no elements.
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

/**
 * An element whose attributes are properties too, by the platform's convention: an address is given resolved, a word
 * is among those that are known, a number is a number. Setting null or undefined takes the attribute away.
 */
export class AttributeElement extends Base {
  /** The address of the photo. @returns {string} */
  get src() {
    return this.#address("src");
  }

  set src(/** @type {Text} */ address) {
    write(this, "src", address);
  }

  /** What is asked. @returns {string} */
  get question() {
    return this.getAttribute("question") ?? "";
  }

  set question(/** @type {Text} */ text) {
    write(this, "question", text);
  }

  /** The address of a picture that is seen while there is no photo. @returns {string} */
  get poster() {
    return this.#address("poster");
  }

  set poster(/** @type {Text} */ address) {
    write(this, "poster", address);
  }

  /** What the photo shows, for those who cannot see it. @returns {string} */
  get alt() {
    return this.getAttribute("alt") ?? "";
  }

  set alt(/** @type {Text} */ text) {
    write(this, "alt", text);
  }

  /** The address of a folder with another model; empty for the element's own. @returns {string} */
  get model() {
    return this.#address("model");
  }

  set model(/** @type {Text} */ address) {
    write(this, "model", address);
  }

  /** @returns {BackendWish} */
  get backend() {
    return oneOf(this.getAttribute("backend"), BACKENDS);
  }

  set backend(/** @type {Text} */ wish) {
    write(this, "backend", wish);
  }

  /** `light`, `dark`, or `auto`: as the page has it. */
  get theme() {
    return oneOf(this.getAttribute("theme"), THEMES);
  }

  set theme(/** @type {Text} */ theme) {
    write(this, "theme", theme);
  }

  /** `eager` to load at once; `lazy` near the visible part of the page. */
  get loading() {
    return oneOf(this.getAttribute("loading"), LOADINGS);
  }

  set loading(/** @type {Text} */ loading) {
    write(this, "loading", loading);
  }

  /** What lies over the photo. @returns {Overlay} */
  get overlay() {
    return oneOf(this.getAttribute("overlay"), OVERLAYS);
  }

  set overlay(/** @type {Text} */ overlay) {
    write(this, "overlay", overlay);
  }

  /** Which block's attention is shown, counted from 0; null for the last. @returns {number | null} */
  get block() {
    return counted(this.getAttribute("block"));
  }

  set block(/** @type {Count} */ block) {
    write(this, "block", block);
  }

  /** Which head's attention is shown, counted from 0, or `mean`. @returns {Head} */
  get head() {
    return counted(this.getAttribute("head")) ?? "mean";
  }

  set head(/** @type {Head | null | undefined} */ head) {
    write(this, "head", head);
  }

  /** Which word's attention is shown, counted from 0; null for all. @returns {number | null} */
  get word() {
    return counted(this.getAttribute("word"));
  }

  set word(/** @type {Count} */ word) {
    write(this, "word", word);
  }

  /** @returns {Colormap} */
  get colormap() {
    return oneOf(this.getAttribute("colormap"), COLORMAPS);
  }

  set colormap(/** @type {Text} */ colormap) {
    write(this, "colormap", colormap);
  }

  /** Of what lies over the photo, 0..1. @returns {number} */
  get opacity() {
    const opacity = Number.parseFloat(this.getAttribute("opacity") ?? "");
    return opacity >= 0 ? Math.min(1, opacity) : USUAL_SETTINGS.opacity;
  }

  set opacity(/** @type {Count} */ opacity) {
    write(this, "opacity", opacity);
  }

  /** Where the flow view stands still; empty to play from the beginning. @returns {Step} */
  get step() {
    return oneOf(this.getAttribute("step"), STEPS);
  }

  set step(/** @type {Text} */ step) {
    write(this, "step", step);
  }

  /** Whether the question is asked about the camera, or a video, again and again. @returns {boolean} */
  get live() {
    return this.hasAttribute("live");
  }

  set live(/** @type {boolean | null | undefined} */ isLive) {
    this.toggleAttribute("live", Boolean(isLive));
  }

  /** How many pictures a second are asked about at most while it is live, 1..30. @returns {number} */
  get frameRate() {
    const wanted = Number.parseFloat(this.getAttribute("frame-rate") ?? "");
    return wanted > 0 ? Math.min(wanted, MOST_FRAME_RATE) : DEFAULT_FRAME_RATE;
  }

  set frameRate(/** @type {Count} */ rate) {
    write(this, "frame-rate", rate);
  }

  /** How many answers are shown, 1..50. @returns {number} */
  get topK() {
    const wanted = counted(this.getAttribute("top-k")) ?? 0;
    return wanted >= 1 ? Math.min(wanted, MOST_TOP_K) : DEFAULT_TOP_K;
  }

  set topK(/** @type {Count} */ n_answers) {
    write(this, "top-k", n_answers);
  }

  /** Addresses of photos to choose from, as they are written. @returns {string[]} */
  get samples() {
    return (this.getAttribute("samples") ?? "").split(/\s+/).filter((address) => address !== "");
  }

  set samples(/** @type {readonly string[] | null | undefined} */ addresses) {
    write(this, "samples", addresses?.join(" "));
  }

  /** Whether the page alone chooses photo and question. @returns {boolean} */
  get readonly() {
    return this.hasAttribute("readonly");
  }

  set readonly(/** @type {boolean | null | undefined} */ isReadonly) {
    this.toggleAttribute("readonly", Boolean(isReadonly));
  }

  /** What cannot be resolved is given as it is written. @param {string} name */
  #address(name) {
    const text = this.getAttribute(name) ?? "";
    return text === "" ? "" : (resolved(text) ?? text);
  }
}

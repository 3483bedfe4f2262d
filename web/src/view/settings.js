import { COLORMAPS } from "./colormap.js";

/** @import { Head } from "../types.js" */
/** @import { Colormap } from "./colormap.js" */

/** @typedef {"contribution" | "attention" | "boxes" | "none"} Overlay */

/**
 * What is to lie over the photo.
 * @typedef {object} Settings
 * @property {Overlay} overlay
 * @property {number | null} block counted from 0; null for the last
 * @property {Head} head
 * @property {number | null} word whose reading is shown, counted from 0; null for all words
 * @property {Colormap} colormap
 * @property {number} opacity 0..1
 */

/** @type {Settings} */
export const USUAL_SETTINGS = { overlay: "contribution", block: null, head: "mean", word: null, colormap: "orange", opacity: 1 };

const OVERLAYS = ["contribution", "attention", "boxes", "none"];

/** The attributes that say what lies over the photo. */
export const SETTING_ATTRIBUTES = ["overlay", "block", "head", "word", "colormap", "opacity"];

/**
 * What the attributes of an element say; what they do not say, or say wrongly, is as usual. Blocks, heads and words
 * are counted from 1 there.
 * @param {(name: string) => string | null} attribute
 * @returns {Settings}
 */
export function settingsFrom(attribute) {
  const [overlay, colormap] = [attribute("overlay") ?? "", attribute("colormap") ?? ""];
  const opacity = Number.parseFloat(attribute("opacity") ?? "");
  return {
    overlay: OVERLAYS.includes(overlay) ? /** @type {Overlay} */ (overlay) : USUAL_SETTINGS.overlay,
    block: counted(attribute("block")),
    head: counted(attribute("head")) ?? "mean",
    word: counted(attribute("word")),
    colormap: COLORMAPS.includes(colormap) ? /** @type {Colormap} */ (colormap) : USUAL_SETTINGS.colormap,
    opacity: opacity >= 0 ? Math.min(1, opacity) : USUAL_SETTINGS.opacity,
  };
}

/** A setting as its attribute is written. @param {unknown} value */
export function written(value) {
  return typeof value === "number" ? String(value + 1) : String(value);
}

/** @param {string | null} text a number from 1 */
function counted(text) {
  const number = Number.parseInt(text ?? "", 10);
  return number >= 1 ? number - 1 : null;
}

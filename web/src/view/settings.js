/** @import { Head } from "../types.js" */
/** @import { Colormap } from "./colormap.js" */

/** @typedef {"contribution" | "attention" | "boxes" | "none"} Overlay */

/**
 * What is to lie over the photo. Blocks, heads and words are counted from 0, here, in attributes and in `flows()`.
 * @typedef {object} Settings
 * @property {Overlay} overlay
 * @property {number | null} block null for the last
 * @property {Head} head
 * @property {number | null} word whose reading is shown; null for all words
 * @property {Colormap} colormap
 * @property {number} opacity 0..1
 */

/** @type {Settings} */
export const USUAL_SETTINGS = { overlay: "contribution", block: null, head: "mean", word: null, colormap: "orange", opacity: 1 };

/** @type {readonly Overlay[]} */
export const OVERLAYS = ["contribution", "attention", "boxes", "none"];

/** The attributes that say what lies over the photo. */
export const SETTING_ATTRIBUTES = ["overlay", "block", "head", "word", "colormap", "opacity"];

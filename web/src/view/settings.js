/** @import { Head } from "../types.js" */
/** @import { Colormap } from "./colormap.js" */

/** @typedef {"contribution" | "attention" | "boxes" | "flow" | "none"} Overlay */

/**
 * What is to lie over the photo. Blocks, heads and words are counted from 0, here, in attributes and in `flows()`.
 * @typedef {object} Settings
 * @property {Overlay} overlay
 * @property {number | null} block null for the last
 * @property {Head} head
 * @property {number | null} word whose reading is shown; null for all words
 * @property {Colormap} colormap
 * @property {number} opacity 0..1
 * @property {Step} step where the flow view stands still; empty to play from the beginning
 */

/** @type {Settings} */
export const USUAL_SETTINGS = { overlay: "contribution", block: null, head: "mean", word: null, colormap: "orange", opacity: 1, step: "" };

/** @type {readonly Overlay[]} */
export const OVERLAYS = ["contribution", "attention", "boxes", "flow", "none"];
/** @typedef {"" | "parts" | "inter" | "gates" | "intra" | "answer"} Step */
/** @type {readonly Step[]} */
export const STEPS = ["", "parts", "inter", "gates", "intra", "answer"];

/** The attributes that say what lies over the photo. */
export const SETTING_ATTRIBUTES = ["overlay", "block", "head", "word", "colormap", "opacity", "step"];

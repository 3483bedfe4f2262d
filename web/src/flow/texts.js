import { flowDe } from "./text-de.js";
import { flowEn } from "./text-en.js";

/** @import { Strings } from "../strings/strings.js" */

/** @type {Record<string, FlowTexts>} */
const LANGUAGES = { en: flowEn, de: flowDe };

/**
 * What the flow view says in the element's language. A language added by `addStrings` may say it as `flow`; what is left
 * out is said in English.
 * @param {Strings} strings
 * @returns {FlowTexts}
 */
export function flowTexts(strings) {
  return { ...flowEn, ...LANGUAGES[strings.lang], ...strings.flow };
}

/** @typedef {import("./text-en.js").FlowTexts} FlowTexts */

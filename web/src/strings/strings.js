import { de } from "./de.js";
import { en } from "./en.js";
import { numbersFor } from "./numbers.js";

/** @import { FlowTexts } from "../flow/text-en.js" */
/** @import { Texts } from "./en.js" */
/** @typedef {Texts & ReturnType<typeof numbersFor> & { lang: string, dir: "ltr" | "rtl", flow?: Partial<FlowTexts> }} Strings */
/** @typedef {Partial<Texts> & { flow?: Partial<FlowTexts> }} Said what a language says; `flow` is for the flow view */

/** Languages that are written from right to left. */
const FROM_THE_RIGHT = new Set(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]);

/** By lower-case BCP 47 tag. @type {Map<string, Said>} */
const languages = new Map([["en", en], ["de", de]]);

/**
 * Adds a language, or replaces some of what is said in one. What is left out is said in English.
 * @param {string} lang a BCP 47 tag
 * @param {Said} texts
 */
export function addStrings(lang, texts) {
  const tag = lang.toLowerCase();
  languages.set(tag, { ...languages.get(tag), ...texts });
}

/**
 * What to say in a language: in its regional form, in the language itself, or in English.
 * @param {string} lang a BCP 47 tag, or empty
 * @returns {Strings}
 */
export function stringsFor(lang) {
  const tag = lang.toLowerCase();
  const found = [tag, tag.split("-")[0]].find((one) => languages.has(one)) ?? "en";
  const dir = FROM_THE_RIGHT.has(found.split("-")[0]) ? "rtl" : "ltr";
  return { ...en, ...languages.get(found), ...numbersFor(numberTag(lang, found)), lang: found, dir };
}

/** @param {string} lang @param {string} found */
function numberTag(lang, found) {
  const isSame = lang.toLowerCase().startsWith(found);
  try {
    return isSame ? Intl.getCanonicalLocales(lang)[0] ?? found : found;
  } catch {
    return found;
  }
}

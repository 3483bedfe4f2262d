// How attributes become the values of properties, as the platform does it: addresses are resolved, words are among
// those that are known, numbers are numbers.

/**
 * An address as the page means it, or null where it is none.
 * @param {string} text
 */
export function resolved(text) {
  return URL.canParse(text, document.baseURI) ? new URL(text, document.baseURI).href : null;
}

/**
 * @template {string} Word
 * @param {string | null} text
 * @param {readonly Word[]} known the first one is what is meant where the text is none of them
 * @returns {Word}
 */
export function oneOf(text, known) {
  return known.find((word) => word === text?.trim().toLowerCase()) ?? known[0];
}

/** A whole number from 0, or null. @param {string | null} text */
export function counted(text) {
  const number = Number.parseInt(text ?? "", 10);
  return number >= 0 ? number : null;
}

/**
 * Writes an attribute; null and undefined take it away.
 * @param {HTMLElement} element
 * @param {string} name
 * @param {string | number | null | undefined} value
 */
export function write(element, name, value) {
  if (value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, String(value));
}

/**
 * Takes up the properties that a page has set on an element before its definition was loaded: they lie on the element
 * itself, in front of those that do something. Frameworks do exactly this.
 * @param {HTMLElement} element
 */
export function takeUpProperties(element) {
  const early = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (element));
  for (const name of Object.keys(element)) {
    if (!(name in Object.getPrototypeOf(element))) continue;
    const value = early[name];
    delete early[name];
    early[name] = value;
  }
}

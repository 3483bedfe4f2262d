import { resolved } from "./attribute-values.js";
import { kindOf, readPhoto } from "./photo-source.js";

/** @import { GivenPhoto } from "./types.js" */

/** A photo as a page has given it, for as long as it may have to be opened again. */
export class Given {
  static #last = 0;

  id = ++Given.#last;

  /** @param {GivenPhoto} given */
  constructor(given) {
    this.name = nameOf(given);
    this.address = addressOf(given);
    this.source = readPhoto(given);
    // Whoever opens it is told.
    this.source.catch(() => {});
  }

  /** Lets go of its pixels, if it holds any. Nobody opens it after that. */
  close() {
    this.source.then((source) => source instanceof ImageBitmap && source.close(), () => {});
  }
}

/** The name of a file, the address of a picture, or empty. @param {GivenPhoto} given */
function nameOf(given) {
  const kind = kindOf(given);
  const { name = "", currentSrc = "" } = /** @type {{ name?: string, currentSrc?: string }} */ (given ?? {});
  if (kind === "String" || kind === "URL") return addressName(String(given));
  if (kind === "File") return name;
  return kind === "HTMLImageElement" || kind === "HTMLVideoElement" ? addressName(currentSrc) : "";
}

/** An address that holds the picture itself is cut to its kind. @param {string} text */
function addressName(text) {
  const address = resolved(text) ?? text;
  return address.startsWith("data:") ? address.slice(0, address.search(/[;,]|$/)) : address;
}

/** The address that shows the same again, or null. @param {GivenPhoto} given */
function addressOf(given) {
  const kind = kindOf(given);
  if (kind === "String" || kind === "URL") return resolved(String(given));
  if (kind !== "HTMLImageElement") return null;
  const { currentSrc, src } = /** @type {HTMLImageElement} */ (given);
  return resolved(currentSrc || src);
}

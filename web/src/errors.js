/** @import { Failure } from "./types.js" */

const CAMERA = ["camera-denied", "camera-missing"];
/** What another photo or another question cures. */
const GIVEN = new Set(["image-invalid", "address-invalid", "fetch-blocked", "cors-missing", "file-missing", "no-photo", "question-empty", "question-no-words", "question-too-long", "answer-unknown", ...CAMERA]);

/** An error with a stable code, and a sentence for the person. */
export class VqaError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {{ retryable?: boolean, fatal?: boolean }} [options] `retryable`: the same again may succeed; `fatal`: the
   *   network in this worker cannot be used any more
   */
  constructor(code, message, { retryable = false, fatal = false } = {}) {
    super(message);
    this.name = "VqaError";
    this.code = code;
    this.retryable = retryable;
    this.fatal = fatal;
  }

  /** Whether a person can go on from here: by trying again, or with another photo or question. */
  get recoverable() {
    return this.retryable || GIVEN.has(this.code);
  }

  /** @returns {Failure} what survives a message between threads, which drops an error's own fields */
  toFailure() {
    const { code, message, retryable, fatal } = this;
    return { code, message, retryable, fatal };
  }

  /** @param {Failure} failure */
  static fromFailure(failure) {
    return new VqaError(failure.code, failure.message, failure);
  }
}

/**
 * @param {"photo" | "model"} what
 * @param {string} text
 */
export function badAddress(what, text) {
  const help = what === "photo" ? "Give that of a picture, such as photo.jpg." : "Give that of a folder with a manifest.json.";
  const code = what === "photo" ? "address-invalid" : "manifest-invalid";
  return new VqaError(code, `“${text}” is no address of a ${what} (read from ${document.baseURI}). ${help}`);
}

/** Codes of the network that another attempt can cure, because the file may have been damaged on its way. */
const WORTH_ANOTHER_ATTEMPT = new Set(["weights-missing", "weights-altered", "weights-truncated", "manifest-invalid"]);

/**
 * Turns whatever was thrown into a VqaError. The network marks its errors with a `code`; anything without one
 * is a crash of the wasm module, after which that module must not be used again.
 * @param {unknown} thrown
 * @returns {VqaError}
 */
export function toVqaError(thrown) {
  if (thrown instanceof VqaError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const code = codeOf(thrown);
  if (code !== null && code !== "internal") {
    return new VqaError(code, sentence(message), { retryable: WORTH_ANOTHER_ATTEMPT.has(code) });
  }
  return new VqaError("internal", `The network stopped unexpectedly (${message}). Try again.`, {
    retryable: true,
    fatal: true,
  });
}

/** @param {unknown} thrown @returns {string | null} */
function codeOf(thrown) {
  if (typeof thrown !== "object" || thrown === null || !("code" in thrown)) return null;
  return typeof thrown.code === "string" ? thrown.code : null;
}

/** Libraries begin their messages in lower case and end them without a stop. @param {string} message */
function sentence(message) {
  const isName = /^\S*[.`_]/.test(message);
  const begun = isName ? message : message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

/** @param {string} what @returns {DOMException} what a call is rejected with when a newer one took its place */
export function superseded(what) {
  return new DOMException(`A newer ${what} took the place of this one.`, "AbortError");
}

/** @param {unknown} thrown @returns {boolean} */
export function isAbort(thrown) {
  return thrown instanceof DOMException && thrown.name === "AbortError";
}

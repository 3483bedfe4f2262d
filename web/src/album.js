import { isAbort, superseded, toVqaError } from "./errors.js";

/** @import { Looked, PhotoFacts, Ready } from "./types.js" */
/** @import { Given } from "./given.js" */
/** @import { Runtime } from "./runtime.js" */

/**
 * @typedef {object} Photo
 * @property {number} id what the worker calls it
 * @property {Given} given
 * @property {number} width of the photo itself, in pixels
 * @property {number} height
 * @property {ImageBitmap} bitmap what to show of it
 * @property {AbortController} abort
 * @property {Promise<Looked>} looked
 */

/** @typedef {Omit<Photo, "abort" | "looked">} Opened */

/**
 * @typedef {object} AlbumListener
 * @property {(photo: Photo) => void} photo this photo is the one to show; answers about a former one are void
 * @property {(photo: Photo, looked: Looked) => void} looked
 * @property {(call: Promise<Looked>) => Promise<Looked>} looking a look begins
 */

/** The photo there is, and the one on its way. The newest one wins; one that turns out to be none changes nothing. */
export class Album {
  #runtime;
  #on;
  /** @type {Photo | null} */
  #photo = null;
  /** Every photo that the worker still holds. @type {Set<Opened>} */
  #held = new Set();
  #turn = 0;
  /** A photo that could not be opened or looked at yet, though not for its own fault. @type {Given | null} */
  unseen = null;
  /** The photo being opened; resolves to what went wrong with it, or null. @type {Promise<unknown>} */
  opening = Promise.resolve(null);

  /** @param {Runtime} runtime @param {AlbumListener} on */
  constructor(runtime, on) {
    this.#runtime = runtime;
    this.#on = on;
  }

  get photo() {
    return this.#photo;
  }

  /**
   * Opens a photo, shows it, and looks at it as soon as the network is loaded.
   * @param {Given} given
   * @param {Promise<Ready>} loading
   * @returns {Promise<PhotoFacts & { ms: number }>}
   */
  async set(given, loading) {
    const former = this.#photo;
    const opening = this.#open(given, ++this.#turn, loading);
    this.opening = opening.then(() => null, (error) => error);
    const photo = await opening;
    try {
      const looked = await photo.looked;
      this.#forgetAllBut(photo);
      this.unseen = null;
      this.#on.looked(photo, looked);
      return { ...factsOf(photo), ms: looked.ms };
    } catch (error) {
      if (photo === this.#photo && former !== null && isOwnFault(error)) this.#show(this.#withLook(former, loading));
      throw error;
    }
  }

  end() {
    this.#turn += 1;
    this.#photo?.abort.abort();
    this.#forgetAllBut(null);
  }

  /** @param {Given} given @param {number} turn @param {Promise<Ready>} loading @returns {Promise<Photo>} */
  async #open(given, turn, loading) {
    this.unseen = given;
    try {
      const source = await given.source;
      if (turn !== this.#turn) throw this.#passedOver(given);
      // A bitmap moves to the worker; only a copy of it goes, since it may be needed again.
      const sent = source instanceof ImageBitmap ? await createImageBitmap(source) : source;
      const { photo: id, ...size } = await this.#runtime.open(sent);
      const opened = { id, given, ...size };
      this.#held.add(opened);
      if (turn !== this.#turn) {
        this.#forget(opened);
        throw this.#passedOver(given);
      }
      return this.#show(this.#withLook(opened, loading));
    } catch (error) {
      if (turn !== this.#turn) throw superseded("photo");
      if (isOwnFault(error)) this.unseen = null;
      throw error;
    }
  }

  /** @param {Opened} photo @param {Promise<Ready>} loading @returns {Photo} */
  #withLook(photo, loading) {
    const abort = new AbortController();
    const looked = this.#on.looking(this.#look(photo.id, loading, abort.signal));
    looked.catch(() => {});
    return { ...photo, abort, looked };
  }

  /** @param {number} id @param {Promise<Ready>} loading @param {AbortSignal} signal */
  async #look(id, loading, signal) {
    await loading;
    const looked = await this.#runtime.look(id, signal);
    if (signal.aborted) throw superseded("photo");
    return looked;
  }

  /** @param {Photo} photo */
  #show(photo) {
    this.#photo?.abort.abort();
    this.#photo = photo;
    this.#on.photo(photo);
    return photo;
  }

  /** @param {Photo | null} photo */
  #forgetAllBut(photo) {
    for (const held of this.#held) {
      if (held.id === photo?.id) continue;
      this.#forget(held);
      // At the end all of them may be taken up again by whoever comes next.
      if (photo !== null && held.given !== photo.given && held.given !== this.unseen) held.given.close();
    }
  }

  /** @param {Given} given */
  #passedOver(given) {
    if (given !== this.unseen) given.close();
    return superseded("photo");
  }

  /** @param {Opened} photo */
  #forget(photo) {
    this.#held.delete(photo);
    this.#runtime.forget(photo.id);
    photo.bitmap.close();
  }
}

/** @param {Photo} photo @returns {PhotoFacts} which photo, to be told */
export function factsOf({ given: { id, name }, width, height }) {
  return { id, name, width, height };
}

/** @param {unknown} error whether what was given is to blame, so that the same again is of no use */
export function isOwnFault(error) {
  return !isAbort(error) && !toVqaError(error).retryable;
}

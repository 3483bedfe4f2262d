import { Album, factsOf, isOwnFault } from "./album.js";
import { superseded, VqaError } from "./errors.js";

/** @import { Looked, Ready, Replied, State } from "./types.js" */
/** @import { Photo } from "./album.js" */
/** @import { Given } from "./given.js" */
/** @import { Runtime } from "./runtime.js" */

/**
 * What a conversation tells its owner.
 * @typedef {object} Listener
 * @property {() => void} state the state may have changed
 * @property {(ready: Ready) => void} loaded the network is loaded; may be told more than once
 * @property {(photo: Photo) => void} photo this photo is the one to show; answers about a former one are void
 * @property {(photo: Photo, looked: Looked) => void} looked
 * @property {(question: string, replied: Replied, looked: Looked, photo: Photo) => void} replied
 * @property {(question: string) => void} waited there is a photo now for a question that came before any
 */

/**
 * One photo and one question at a time. Whatever is newest wins: after every wait it is asked whether a newer photo
 * or question has come, and what is stale is dropped unseen.
 */
export class Conversation {
  #runtime;
  #on;
  #album;
  /** A question not answered yet, though not for its own fault. @type {string | null} */
  #unanswered = null;
  /** A question that was asked before there was any photo. @type {string | null} */
  #early = null;
  #asking = new AbortController();
  #progress = { isLoaded: false, isFailed: false, looks: 0, asks: 0 };

  /** How many answers are wanted. */
  topK = 5;

  /** @param {Runtime} runtime @param {Listener} on */
  constructor(runtime, on) {
    this.#runtime = runtime;
    this.#on = on;
    this.#album = new Album(runtime, {
      photo: (photo) => this.#begin(photo),
      looked: on.looked,
      looking: (call) => this.#counted("looks", call),
    });
  }

  /** @returns {State} */
  get state() {
    const { isLoaded, isFailed, looks, asks } = this.#progress;
    if (isFailed) return "failed";
    if (!isLoaded) return "loading";
    if (looks > 0) return "looking";
    return asks > 0 ? "asking" : "ready";
  }

  /** @returns {Promise<Ready>} */
  async load() {
    this.#note({ isFailed: false });
    try {
      const ready = await this.#runtime.load();
      this.#note({ isLoaded: true });
      this.#on.loaded(ready);
      return ready;
    } catch (error) {
      this.#note({ isLoaded: false, isFailed: true });
      throw error;
    }
  }

  /** After a failure: does again whatever was left undone. */
  async resume() {
    await this.load();
    const [photo, question] = [this.#album.unseen, this.#unanswered];
    const seen = photo === null ? null : this.setPhoto(photo);
    // The question is put at once, so that it is not lost if the photo fails again.
    const answered = question === null ? null : this.ask(question);
    answered?.catch(() => {});
    await seen;
    await answered;
  }

  /**
   * Shows a photo and looks at it. One that turns out to be none leaves the former in its place.
   * @param {Given} given
   */
  setPhoto(given) {
    return this.#album.set(given, this.#loadAlong());
  }

  /** @param {string} question @param {AbortSignal} [outer] takes the question back */
  async ask(question, outer) {
    outer?.throwIfAborted();
    this.#asking.abort();
    const asking = (this.#asking = new AbortController());
    const { signal } = asking;
    const takeBack = () => asking.abort();
    outer?.addEventListener("abort", takeBack);
    this.#unanswered = question;
    this.#early = null;
    try {
      const { replied, looked, photo } = await this.#counted("asks", this.#answer(question, this.#loadAlong(), signal));
      this.#unanswered = null;
      this.#on.replied(question, replied, looked, photo);
      const evidenceFor = (/** @type {string} */ answer) => this.#runtime.evidence(photo.id, question, answer);
      return { question, photo: factsOf(photo), ...replied.reply, ms: replied.ms, evidenceFor };
    } catch (error) {
      if ((isOwnFault(error) && !signal.aborted) || outer?.aborted) this.#unanswered = null;
      throw outer?.aborted ? outer.reason : error;
    } finally {
      outer?.removeEventListener("abort", takeBack);
    }
  }

  /**
   * What spoke for and against any answer that the network knows, to a question about the photo.
   * @param {string} question
   * @param {string} answer
   */
  async evidenceFor(question, answer) {
    const { photo } = this.#album;
    if (photo === null) throw noPhoto();
    return this.#runtime.evidence(photo.id, question, answer);
  }

  /** @param {Photo} photo */
  #begin(photo) {
    this.#on.photo(photo);
    const early = this.#early;
    this.#early = null;
    if (early !== null) this.#on.waited(early);
  }

  /** Ends it: nothing is told any more. */
  end() {
    this.#asking.abort();
    this.#album.end();
  }

  /**
   * What a person does starts the network if it is not running, once: whatever follows from it waits for this attempt
   * and makes no other.
   */
  #loadAlong() {
    const loading = this.load();
    loading.catch(() => {});
    return loading;
  }

  /**
   * Asks about the photo that is the newest when its turn comes.
   * @param {string} question
   * @param {Promise<Ready>} loading
   * @param {AbortSignal} signal
   */
  async #answer(question, loading, signal) {
    for (;;) {
      const opening = this.#album.opening;
      const failure = await opening;
      const photo = this.#album.photo;
      if (photo === null && opening === this.#album.opening) {
        if (question.trim() !== "" && !signal.aborted) this.#early = question;
        throw failure ?? noPhoto();
      }
      const isNewest = () => photo === this.#album.photo && opening === this.#album.opening;
      // A look that failed because a newer photo came is that photo's business.
      const looked = await photo?.looked.catch((error) => (isNewest() ? Promise.reject(error) : undefined));
      if (signal.aborted) throw superseded("question");
      if (!photo || !looked || !isNewest()) continue;
      await loading;
      const replied = await this.#askAbout(photo, question, signal);
      if (signal.aborted) throw superseded("question");
      if (replied === null) continue;
      if (photo !== this.#album.photo) throw superseded("photo");
      return { replied, looked, photo };
    }
  }

  /** @param {Photo} photo @param {string} question @param {AbortSignal} signal @returns {Promise<Replied | null>} */
  async #askAbout(photo, question, signal) {
    try {
      return await this.#runtime.ask(photo.id, question, this.topK, signal);
    } catch (error) {
      const isForgotten = error instanceof VqaError && error.code === "scene-unknown";
      if (!isForgotten || photo !== this.#album.photo) throw error;
      // The network was started anew since, and knows nothing of the photo.
      await this.setPhoto(photo.given);
      return null;
    }
  }

  /** @template T @param {"looks" | "asks"} what @param {Promise<T>} call @returns {Promise<T>} */
  async #counted(what, call) {
    this.#note({ [what]: this.#progress[what] + 1 });
    try {
      return await call;
    } catch (error) {
      if (error instanceof VqaError && error.fatal) this.#note({ isLoaded: false, isFailed: true });
      throw error;
    } finally {
      this.#note({ [what]: this.#progress[what] - 1 });
    }
  }

  /** @param {Partial<{ isLoaded: boolean, isFailed: boolean, looks: number, asks: number }>} change */
  #note(change) {
    Object.assign(this.#progress, change);
    this.#on.state();
  }
}

/** @param {unknown} error */
export function isNoPhoto(error) {
  return error instanceof VqaError && error.code === "no-photo";
}

export function noPhoto() {
  return new VqaError("no-photo", "There is no photo yet. Choose one, drop one here, or paste one.");
}

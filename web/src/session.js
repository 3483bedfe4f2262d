import { factsOf } from "./album.js";
import { Conversation, isNoPhoto } from "./conversation.js";
import { isAbort, toVqaError } from "./errors.js";
import { noAnswer } from "./flows.js";
import { Runtime } from "./runtime.js";
import { answeredPhrase, readyPhrase } from "./view/phrases.js";

/** @import { BackendWish, Looked, ModelAddress, Ready, Replied, State } from "./types.js" */
/** @import { Photo } from "./album.js" */
/** @import { Glance } from "./live/live.js" */
/** @import { Given } from "./given.js" */
/** @import { VqaError } from "./errors.js" */
/** @import { View } from "./view/view.js" */

/** From the moment an element wakes until it is taken away: what happens becomes events and is shown. */
export class Session {
  #target;
  #view;
  #on;
  #runtime;
  #conversation;
  #release;
  /** @type {Ready | null} */
  #ready = null;
  /** How long the last answer and the look before it took. @type {{ ms: number, lookMs: number } | null} */
  #took = null;
  /** @type {VqaError | null} */
  #failure = null;
  /** One failure can reject several calls; it is told once. @type {unknown} */
  #told = null;

  /**
   * @param {EventTarget} target where events are dispatched
   * @param {View} view
   * @param {{ model: ModelAddress | VqaError, backend: BackendWish, topK: number }} wishes an error where the model's
   *   address is none
   * @param {{ state(state: State): void, photo(given: Given): void }} on
   */
  constructor(target, view, { model, backend, topK }, on) {
    this.#target = target;
    this.#view = view;
    this.#on = on;
    this.#runtime = Runtime.shared(model, backend);
    this.#conversation = new Conversation(this.#runtime, {
      state: () => this.#showState(),
      loaded: (ready) => this.#noteReady(ready),
      photo: (photo) => this.#showPhoto(photo),
      looked: (photo, looked) => this.#noteLook(photo, looked),
      replied: (question, replied, looked, photo) => this.#showReply(question, replied, looked, photo),
      waited: (question) => void this.ask(question).catch(() => {}),
    });
    this.topK = topK;
    this.#release = this.#runtime.use((event, detail) => this.#hear(event, detail));
    this.#showFallback();
  }

  get state() {
    return this.#conversation.state;
  }

  set topK(/** @type {number} */ n_answers) {
    this.#conversation.topK = n_answers;
  }

  load() {
    return this.#reporting(this.#conversation.load());
  }

  /** @param {Given} given */
  setPhoto(given) {
    this.#view.notices.clearError();
    return this.#reporting(this.#conversation.setPhoto(given));
  }

  /** @param {string} question @param {AbortSignal} [signal] */
  ask(question, signal) {
    this.#view.notices.clearError();
    // Who takes a question back knows why it was not answered.
    return this.#reporting(this.#conversation.ask(question, signal), () => signal?.aborted ?? false);
  }

  /** Asks now, or as soon as there is a photo. @param {string} question */
  askInTime(question) {
    this.#view.notices.clearError();
    return this.#reporting(this.#conversation.ask(question), isNoPhoto);
  }

  /**
   * Asks about one picture of many, which nobody asks about again.
   * @param {ImageBitmap} picture is given away
   * @param {string} question
   * @param {number} topK
   */
  async glance(picture, question, topK) {
    const { signal } = new AbortController();
    const { photo, ...seen } = await this.#runtime.open(picture);
    try {
      const { scene, ms: lookMs } = await this.#runtime.look(photo, signal);
      const { reply, ms } = await this.#runtime.ask(photo, question, topK, signal);
      return { ...seen, scene, reply, ms, lookMs };
    } finally {
      this.#runtime.forget(photo);
    }
  }

  /** @param {string} question @param {Glance} glance */
  showGlance(question, { bitmap, width, height, reply, scene, ms }) {
    this.#view.showGlance({ question, reply, scene }, bitmap);
    const answers = reply.answers.map(({ answer, probability }) => ({ answer, probability }));
    this.#emit("vqa-answer", { question, photo: { id: 0, name: "", width, height }, answers, ms, live: true });
  }

  /**
   * What spoke for and against an answer to the question that is shown, which then stands beside the others.
   * @param {string} answer
   */
  async evidenceFor(answer) {
    const { shown } = this.#view;
    if (shown === null) throw noAnswer();
    this.#view.notices.clearError();
    const evidence = await this.#reporting(this.evidenceOf(shown.question, answer));
    if (this.#view.shown === shown) this.#view.showAnother(evidence);
    return evidence;
  }

  /** The same of any question, and nothing is shown. @param {string} question @param {string} answer */
  evidenceOf(question, answer) {
    return this.#conversation.evidenceFor(question, answer);
  }

  async selfTest() {
    await this.load();
    return this.#runtime.selfTest();
  }

  /** Says what it says in the language that the view has now. */
  localise() {
    this.#showFallback();
    this.#showState();
    if (this.#failure !== null && this.#view.notices.hasError) this.#view.notices.showError(this.#failure, this.#view.strings);
  }

  /** Tells of something that went wrong outside the network. @param {VqaError} error */
  report(error) {
    return this.#reporting(Promise.reject(error)).catch(() => {});
  }

  retry() {
    return this.#reporting(this.#conversation.resume());
  }

  end() {
    this.#conversation.end();
    this.#release();
    this.#view.progress.hide();
  }

  /**
   * Tells of a failure, once. The promise still rejects, for those who called; nobody has to listen.
   * @template T
   * @param {Promise<T>} call
   * @param {(error: unknown) => boolean} [isExpected] whether that is nothing to tell of
   */
  #reporting(call, isExpected = () => false) {
    call.catch((error) => {
      if (isAbort(error) || error === this.#told || isExpected(error)) return;
      this.#told = error;
      const failure = toVqaError(error);
      const { code, message, recoverable } = failure;
      this.#failure = failure;
      this.#view.notices.showError(failure, this.#view.strings);
      this.#emit("vqa-error", { code, message, recoverable });
    });
    return call;
  }

  /** @param {string} event @param {any} detail */
  #hear(event, detail) {
    if (event === "progress") {
      // Files that were under way when another one failed still arrive; they are kept, but no news.
      if (this.state === "failed") return;
      this.#view.progress.show(detail, this.#view.strings);
      this.#emit("vqa-progress", detail);
    } else if (event === "fallback") {
      this.#showFallback();
      this.#emit("vqa-fallback", detail);
    } else if (event === "ready") {
      this.#noteReady(detail);
    }
  }

  /** @param {Ready} ready */
  #noteReady(ready) {
    const isNew = this.#ready?.backend !== ready.backend;
    this.#ready = ready;
    this.#view.progress.hide();
    this.#showFallback();
    this.#showState();
    if (isNew) this.#emit("vqa-ready", ready);
  }

  /** @param {Photo} photo */
  #showPhoto({ given, bitmap, width, height }) {
    this.#on.photo(given);
    this.#took = null;
    this.#view.clearReply();
    this.#view.stage.showPhoto(bitmap, { width, height });
  }

  /** @param {Photo} photo @param {Looked} looked */
  #noteLook(photo, { ms }) {
    this.#emit("vqa-image", { ...factsOf(photo), ms });
  }

  /** @param {string} question @param {Replied} replied @param {Looked} looked @param {Photo} photo */
  #showReply(question, { reply, ms }, looked, photo) {
    this.#view.notices.clearError();
    this.#view.showReply(question, reply, looked.scene);
    this.#took = { ms, lookMs: looked.ms };
    this.#showState();
    const answers = reply.answers.map(({ answer, probability }) => ({ answer, probability }));
    this.#emit("vqa-answer", { question, photo: factsOf(photo), answers, ms, live: false });
  }

  #showState() {
    const { state } = this.#conversation;
    this.#on.state(state);
    if (state === "failed") {
      this.#ready = null;
      this.#view.progress.hide();
    }
    const { strings, notices } = this.#view;
    const resting = this.#took === null ? readyPhrase(this.#ready, strings) : answeredPhrase(this.#took, this.#ready, strings);
    if (state === "asking") notices.underWay = strings.states.asking;
    else notices.status = state === "ready" ? resting : strings.states[state];
  }

  #showFallback() {
    const { fallback } = this.#runtime;
    this.#view.notices.note = fallback === null ? "" : (this.#view.strings.fallbacks[fallback.code] ?? fallback.reason);
  }

  /** @param {string} name @param {unknown} detail */
  #emit(name, detail) {
    this.#target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

import { engines } from "./assets.js";
import { VqaError } from "./errors.js";
import { newWorker } from "./new-worker.js";
import { WorkerBridge } from "./worker-bridge.js";

/** @import { Answer, BackendWish, ModelAddress, Fallback, Looked, Opened, PhotoSource, Progress, Ready, Replied, SelfTest } from "./types.js" */

/** How long a network that no element uses any more is kept, in milliseconds. */
const IDLE_STOP = 30_000;

/** @typedef {{ progress: Progress, fallback: Fallback, ready: Ready }} RuntimeEvents */

/**
 * One worker with one copy of the weights, shared by all elements of the page that want the same model on the same
 * backend.
 */
export class Runtime {
  /** @type {Map<string, Runtime>} */
  static #shared = new Map();
  static #lastPhoto = 0;

  #key;
  #model;
  #backend;
  #users = 0;
  #stopTimer = 0;
  /** @type {WorkerBridge | null} */
  #bridge = null;
  /** @type {Promise<Ready> | null} */
  #loading = null;
  /** @type {Set<(event: keyof RuntimeEvents, detail: any) => void>} */
  #listeners = new Set();
  /** The fallback there was, for elements that come later. @type {Fallback | null} */
  fallback = null;

  /** @param {string} key @param {ModelAddress | VqaError} model @param {BackendWish} backend */
  constructor(key, model, backend) {
    this.#key = key;
    this.#model = model;
    this.#backend = backend;
  }

  /**
   * @param {ModelAddress | VqaError} model an error where its address is none: photos can be opened all the same
   * @param {BackendWish} backend
   */
  static shared(model, backend) {
    const key = `${backend} ${model instanceof VqaError ? model.message : model.manifest}`;
    const runtime = Runtime.#shared.get(key) ?? new Runtime(key, model, backend);
    Runtime.#shared.set(key, runtime);
    return runtime;
  }

  /**
   * @param {(event: keyof RuntimeEvents, detail: any) => void} listener
   * @returns {() => void} to be called when the network is no longer needed
   */
  use(listener) {
    clearTimeout(this.#stopTimer);
    this.#users += 1;
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      this.#users -= 1;
      if (this.#users === 0) this.#stopTimer = setTimeout(() => this.#stop(), IDLE_STOP);
    };
  }

  /** Loads the network once; after a failure, the next call goes on from what had arrived. @returns {Promise<Ready>} */
  load() {
    const model = this.#model;
    if (model instanceof VqaError) return Promise.reject(model);
    // A worker that broke between two calls has nobody to tell; it is replaced at the next one.
    if (this.#bridge?.isBroken) this.#drop();
    this.#loading ??= this.#guarded(this.#line().call("load", { model, engines: engines(), backend: this.#backend })).catch((error) => {
      this.#loading = null;
      throw error;
    });
    return this.#loading;
  }

  /**
   * Decodes a photo; the network is not needed for that.
   * @param {PhotoSource} source an ImageBitmap is given away
   * @returns {Promise<Opened & { photo: number }>}
   */
  async open(source) {
    if (this.#bridge?.isBroken) this.#drop();
    const photo = ++Runtime.#lastPhoto;
    const transfer = source instanceof ImageBitmap ? [source] : [];
    const opened = await this.#guarded(this.#line().call("open", { photo, source }, transfer));
    return { photo, ...opened };
  }

  /** @param {number} photo @param {AbortSignal} signal @returns {Promise<Looked>} */
  async look(photo, signal) {
    await this.load();
    return this.#guarded(this.#line().queued("look", { photo }, signal));
  }

  /** @param {number} photo @param {string} question @param {number} topK @param {AbortSignal} signal @returns {Promise<Replied>} */
  async ask(photo, question, topK, signal) {
    await this.load();
    return this.#guarded(this.#line().queued("ask", { photo, question, topK }, signal));
  }

  /** What spoke for and against one answer. @param {number} photo @param {string} question @param {string} answer @returns {Promise<Answer>} */
  async evidence(photo, question, answer) {
    await this.load();
    return this.#guarded(this.#line().queued("evidence", { photo, question, answer }));
  }

  /** Compares the network's answer to a small fixed input with the one it was exported with. @returns {Promise<SelfTest>} */
  async selfTest() {
    await this.load();
    return this.#guarded(this.#line().queued("self-test", {}));
  }

  /** @param {number} photo */
  forget(photo) {
    this.#bridge?.queued("forget", { photo }).catch(() => {});
  }

  /** A crash leaves the worker's memory in an unknown state: it is ended, and the next call starts a new one. */
  async #guarded(/** @type {Promise<any>} */ call) {
    const bridge = this.#bridge;
    try {
      return await call;
    } catch (error) {
      if (error instanceof VqaError && error.fatal && this.#bridge === bridge) this.#drop();
      throw error;
    }
  }

  #line() {
    this.#bridge ??= new WorkerBridge(newWorker(), (event, detail) => this.#tell(event, detail));
    return this.#bridge;
  }

  #drop() {
    this.#bridge?.terminate();
    this.#bridge = null;
    this.#loading = null;
  }

  #stop() {
    this.#drop();
    Runtime.#shared.delete(this.#key);
  }

  /** @param {string} event @param {any} detail */
  #tell(event, detail) {
    if (event === "fallback") this.fallback = detail;
    if (event === "ready") {
      this.#loading = Promise.resolve(detail);
      // A GPU that came late does what was not possible before.
      if (detail.backend === "webgpu") this.fallback = null;
    }
    for (const listener of this.#listeners) listener(/** @type {keyof RuntimeEvents} */ (event), detail);
  }
}

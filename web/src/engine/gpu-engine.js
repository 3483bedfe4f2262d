import { VqaError } from "../errors.js";
import { unlessCrashed } from "./crash.js";
import { whenDeviceIsLost } from "./device-watch.js";
import { Interruptible } from "./interruptible.js";
import { loadModule, startEngine } from "./start.js";

/** @import { Engine } from "../types.js" */
/** @import { ModelStore } from "./model-store.js" */

/**
 * How long the GPU may take to start and to pass the self-test once its program is here, in milliseconds. Someone
 * who asked for the GPU by name gets more patience than someone who only wants an answer.
 */
const PATIENCE = { auto: 30_000, webgpu: 240_000 };

/** The network on a GPU whose device can be lost at any moment. */
export class GpuEngine {
  /** Called once, when the device is lost. @type {((error: VqaError) => void) | null} */
  onlost = null;
  #engine;
  /** A call on a device that is lost may never end. */
  #working = new Interruptible();

  /** @param {Engine} engine @param {string} adapter @param {Promise<string>} lost */
  constructor(engine, adapter, lost) {
    this.#engine = engine;
    this.adapter = adapter;
    lost.then((reason) => this.#lose(deviceLost(reason)));
  }

  /**
   * @param {ModelStore} store
   * @param {string} adapter
   * @param {"auto" | "webgpu"} wish
   */
  static async start(store, adapter, wish) {
    const lost = whenDeviceIsLost();
    const module = await loadModule("webgpu", store);
    await store.weights();
    const starting = unlessCrashed(startEngine("webgpu", module, store));
    const engine = await unlessLostOrSlow(starting, lost, PATIENCE[wish]);
    return new GpuEngine(engine, adapter, lost);
  }

  /** @param {VqaError} error whether it is the GPU's, not that of what was asked */
  static isAtFault(error) {
    return error.fatal || error.code === "device-lost" || error.code === "gpu-unavailable";
  }

  /**
   * @template T
   * @param {(engine: Engine) => Promise<T>} work
   * @returns {Promise<T>}
   */
  run(work) {
    return this.#working.run(unlessCrashed(work(this.#engine)));
  }

  /** @param {VqaError} error */
  #lose(error) {
    this.#working.interrupt(error);
    this.onlost?.(error);
  }
}

/**
 * @template T
 * @param {Promise<T>} work
 * @param {Promise<string>} lost
 * @param {number} limit milliseconds
 * @returns {Promise<T>}
 */
function unlessLostOrSlow(work, lost, limit) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooSlow(limit)), limit);
    lost.then((reason) => reject(deviceLost(reason)));
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** @param {string} reason */
function deviceLost(reason) {
  return new VqaError("device-lost", `The GPU was lost (${reason}).`);
}

/** @param {number} limit */
function tooSlow(limit) {
  return new VqaError("too-slow", `The GPU was not ready after ${limit / 1000} seconds.`);
}

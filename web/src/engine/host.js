import { toVqaError, VqaError } from "../errors.js";
import { findAdapter } from "./adapter.js";
import { unlessCrashed } from "./crash.js";
import { lookTime, remember, remembered } from "./faster.js";
import { GpuEngine } from "./gpu-engine.js";
import { loadModule, startEngine } from "./start.js";

/** @import { BackendWish, Engine, Fallback, FallbackCode, Ready } from "../types.js" */
/** @import { AdapterSearch } from "./adapter.js" */
/** @import { ModelStore } from "./model-store.js" */

/** How long a browser may look for a GPU before the CPU takes over, in milliseconds. */
const SEARCH_PATIENCE = { auto: 1500, webgpu: 20_000 };

/** How long after an answer the two backends are compared, in milliseconds: nobody waits for anything then. */
const IDLE = 2000;

/** Chooses where the network runs, and moves it to the CPU when the GPU fails. */
export class EngineHost {
  #store;
  #onfallback;
  #onready;
  /** @type {GpuEngine | null} */
  #gpu = null;
  /** @type {Promise<Engine> | null} */
  #cpu = null;
  /** A GPU that was found wanting is not tried again. */
  #isGpuRuledOut = false;
  /** From the loss of the GPU until the CPU is ready. */
  #isMoving = false;
  /** Whether it is open which backend is the faster one here. */
  #isToCompare = false;
  /** How many pieces of work are under way. */
  #working = 0;
  /** @type {Promise<unknown>} */
  #comparing = Promise.resolve();

  /**
   * @param {ModelStore} store
   * @param {{ fallback(fallback: Fallback): void, ready(ready: Ready): void }} on `ready` is told of moves only
   */
  constructor(store, on) {
    this.#store = store;
    this.#onfallback = on.fallback;
    this.#onready = on.ready;
  }

  /** @param {BackendWish} wish @returns {Promise<Ready>} */
  async start(wish) {
    this.#store.progress.restart();
    // The weights are the larger part and the same for every backend: they set out first.
    const weights = this.#store.weights();
    weights.catch(() => {});
    try {
      if (wish !== "cpu" && !this.#isGpuRuledOut) this.#gpu = await this.#startGpu(wish, weights);
      if (this.#gpu === null) await this.#startCpu();
    } catch (thrown) {
      const error = toVqaError(thrown);
      if (error.code.startsWith("weights-")) this.#store.distrust();
      throw error;
    }
    return this.#ready();
  }

  /**
   * Runs a piece of work on the network. If the GPU fails on the way, the work is begun again on the CPU.
   * @template T
   * @param {(engine: Engine) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async run(work) {
    // A device does one thing at a time.
    await this.#comparing;
    this.#working += 1;
    try {
      return await this.#runWhereItIs(work);
    } finally {
      this.#working -= 1;
    }
  }

  /** Something was answered: where nobody has chosen the GPU, it is compared with the CPU, once, when nothing else is to be done. */
  answered() {
    if (!this.#isToCompare) return;
    setTimeout(() => {
      if (!this.#isToCompare || this.#working > 0) return;
      this.#isToCompare = false;
      this.#comparing = this.#compare().catch(() => {});
    }, IDLE);
  }

  async #compare() {
    const gpu = this.#gpu;
    if (gpu === null) return;
    this.#store.progress.isQuiet = true;
    try {
      const cpu = await this.#startCpu();
      const speeds = { webgpu: await gpu.run(lookTime), cpu: await lookTime(cpu) };
      await remember(this.#store.address, gpu.adapter, speeds);
      if (this.#gpu !== gpu) return;
      if (speeds.webgpu <= speeds.cpu) {
        this.#cpu = null;
        return;
      }
      gpu.onlost = null;
      this.#gpu = null;
      this.#passOver("slower", slower(gpu.adapter, speeds));
      this.#onready(this.#ready());
    } finally {
      this.#store.progress.isQuiet = false;
    }
  }

  /** @template T @param {(engine: Engine) => Promise<T>} work @returns {Promise<T>} */
  async #runWhereItIs(work) {
    if (this.#gpu === null) return this.#runOnCpu(work);
    try {
      return await this.#gpu.run(work);
    } catch (thrown) {
      const error = toVqaError(thrown);
      if (!GpuEngine.isAtFault(error)) throw error;
      await this.#leaveGpu(error);
      return this.#runOnCpu(work);
    }
  }

  /** @template T @param {(engine: Engine) => Promise<T>} work @returns {Promise<T>} */
  async #runOnCpu(work) {
    const engine = await this.#arriveOnCpu();
    return unlessCrashed(work(engine));
  }

  /**
   * @param {"auto" | "webgpu"} wish
   * @param {Promise<unknown>} weights
   * @returns {Promise<GpuEngine | null>} null when the CPU is to compute
   */
  async #startGpu(wish, weights) {
    const searching = findAdapter();
    const search = await within(searching, SEARCH_PATIENCE[wish]);
    if (search === null) {
      void this.#takeLateGpu(searching, wish).catch(() => {});
      return this.#passOver("no-answer", "WebGPU has not answered yet");
    }
    if (search.adapter === null) return this.#passOver(search.code, search.reason);
    const { name, isSoftware } = search.adapter;
    if (isSoftware && wish === "auto") {
      return this.#passOver("software-adapter", `WebGPU is only emulated here (${name}), far slower than the CPU`);
    }
    const before = wish === "auto" ? await remembered(this.#store.address, name) : null;
    if (before !== null && before.cpu < before.webgpu) return this.#passOver("slower", slower(name, before));
    this.#isToCompare = wish === "auto" && before === null;
    try {
      return await this.#gpuOf(name, wish);
    } catch (thrown) {
      const error = toVqaError(thrown);
      // Weights that do not arrive, or are damaged, are so for the CPU too.
      await weights;
      if (error.code.startsWith("weights-") || error.code === "manifest-invalid") throw error;
      return this.#passOver(fallbackCodeOf(error), `The GPU could not be used: ${firstSentence(error)}`);
    }
  }

  /** @param {string} adapter @param {"auto" | "webgpu"} wish */
  async #gpuOf(adapter, wish) {
    const gpu = await GpuEngine.start(this.#store, adapter, wish);
    gpu.onlost = (error) => void this.#leaveGpu(error).catch(() => {});
    return gpu;
  }

  /**
   * A GPU that is found after all takes over from the CPU, unseen until it is ready. If it fails, nothing has changed.
   * @param {Promise<AdapterSearch>} searching
   * @param {"auto" | "webgpu"} wish
   */
  async #takeLateGpu(searching, wish) {
    const { adapter } = await searching;
    if (adapter === null || (adapter.isSoftware && wish === "auto")) return;
    await this.#startCpu();
    this.#store.progress.isQuiet = true;
    try {
      this.#gpu = await this.#gpuOf(adapter.name, wish);
    } finally {
      this.#store.progress.isQuiet = false;
    }
    this.#cpu = null;
    this.#onready(this.#ready());
  }

  /** @param {FallbackCode} code @param {string} reason @returns {null} */
  #passOver(code, reason) {
    this.#isGpuRuledOut = true;
    this.#onfallback({ from: "webgpu", to: "cpu", code, reason: `${reason}. The CPU computes instead.` });
    return null;
  }

  /** @param {VqaError} error */
  async #leaveGpu(error) {
    if (this.#gpu !== null) {
      this.#gpu = null;
      this.#passOver(error.code === "device-lost" ? "device-lost" : "call-failed", firstSentence(error));
      this.#isMoving = true;
    }
    await this.#arriveOnCpu();
  }

  async #arriveOnCpu() {
    const engine = await this.#startCpu();
    if (this.#isMoving) this.#onready(this.#ready());
    this.#isMoving = false;
    return engine;
  }

  /** @returns {Promise<Engine>} the same one for everybody who asks */
  #startCpu() {
    this.#cpu ??= loadModule("cpu", this.#store).then((module) =>
      unlessCrashed(startEngine("cpu", module, this.#store)),
    );
    // A failed start is forgotten, so that the next attempt is a new one.
    this.#cpu.catch(() => (this.#cpu = null));
    return this.#cpu;
  }

  /** @returns {Ready} */
  #ready() {
    return this.#gpu === null ? { backend: "cpu", adapter: null } : { backend: "webgpu", adapter: this.#gpu.adapter };
  }
}

/** @param {string} adapter @param {import("./faster.js").Speeds} speeds */
function slower(adapter, { cpu, webgpu }) {
  return `The GPU (${adapter}) took ${Math.round(webgpu)} ms for a look here, the CPU ${Math.round(cpu)} ms`;
}

/** @param {VqaError} error @returns {FallbackCode} */
function fallbackCodeOf({ code }) {
  if (code === "self-test-failed") return "self-test";
  if (code === "too-slow" || code === "device-lost") return code;
  return "load-failed";
}

/** What is wrong, without the advice that follows it: there is nothing for a person to do. @param {VqaError} error */
function firstSentence({ message }) {
  return message.replace(/\.( .*)?$/s, "");
}

/** @template T @param {Promise<T>} work @param {number} limit milliseconds @returns {Promise<T | null>} null when it takes longer */
function within(work, limit) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(null), limit);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

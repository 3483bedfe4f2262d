import { VqaError } from "../errors.js";
import { whyNoScript } from "../why-not.js";

/** @import { Backend, Engine, EngineModule } from "../types.js" */
/** @import { ModelStore } from "./model-store.js" */

/**
 * Fetches and compiles one of the two wasm modules.
 * @param {Backend} backend
 * @param {ModelStore} store
 * @returns {Promise<EngineModule>}
 */
export async function loadModule(backend, store) {
  const files = backend === "webgpu" ? store.engines.gpu : store.engines.cpu;
  const [module, wasm] = await Promise.all([importScript(files.script), store.wasm(files)]);
  await module.default({ module_or_path: await WebAssembly.compile(wasm) });
  return module;
}

/** @param {string} address @returns {Promise<EngineModule>} */
async function importScript(address) {
  try {
    return await import(address);
  } catch {
    throw await whyNoScript(address, "The program");
  }
}

/**
 * Starts the network and makes sure that its answers are those that the model was saved with: a browser whose
 * GPU driver refuses a shader only logs it and goes on with stale numbers.
 * @param {Backend} backend
 * @param {EngineModule} module
 * @param {ModelStore} store
 * @returns {Promise<Engine>}
 */
export async function startEngine(backend, module, store) {
  const { manifest, files } = await store.weights();
  store.progress.tell("start");
  const engine = await module.Engine.load(backend, manifest, files);
  store.progress.tell("self-test");
  const { passed, worst, tolerance } = await engine.selfTest();
  if (passed) return engine;
  const numbers = `off by ${worst.toPrecision(2)} where ${tolerance.toPrecision(2)} is allowed`;
  throw new VqaError("self-test-failed", `The network does not give the answers it was saved with (${numbers}).`);
}

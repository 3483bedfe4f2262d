import { resolved } from "./attribute-values.js";
import { badAddress, VqaError } from "./errors.js";

/** @import { EngineFiles, ModelAddress } from "./types.js" */

// Each file is named in a `new URL("..", import.meta.url)` of its own, which is what bundlers look for: they move the
// files wherever they like, and these addresses follow.

/** The address of the script that runs in the background. */
export function workerAddress() {
  return located(() => new URL(__WORKER__, import.meta.url));
}

/** @returns {Record<"cpu" | "gpu", EngineFiles>} */
export function engines() {
  const [cpu, cpuWasm] = located(() => [new URL(__CPU_SCRIPT__, import.meta.url), new URL(__CPU_WASM__, import.meta.url)]);
  const [gpu, gpuWasm] = located(() => [new URL(__GPU_SCRIPT__, import.meta.url), new URL(__GPU_WASM__, import.meta.url)]);
  return {
    cpu: { script: cpu.href, wasm: cpuWasm.href, bytes: __CPU_BYTES__ },
    gpu: { script: gpu.href, wasm: gpuWasm.href, bytes: __GPU_BYTES__ },
  };
}

/** The model that is named, or an error where that is no address. @param {string | null} text empty for the element's own */
export function modelAt(text) {
  if (!text) return ownModel();
  const address = resolved(text);
  if (address === null) return badAddress("model", text);
  return modelIn(address.endsWith("/") ? address : `${address}/`);
}

/** The model that comes with the element, or an error where it cannot be found. @returns {ModelAddress | VqaError} */
export function ownModel() {
  try {
    return located(() => ({
      manifest: new URL("./model/manifest.json", import.meta.url).href,
      files: {
        "network.bpk": new URL("./model/network.bpk", import.meta.url).href,
        "backbone.bpk": new URL("./model/backbone.bpk", import.meta.url).href,
      },
    }));
  } catch (error) {
    return /** @type {VqaError} */ (error);
  }
}

/** A bundler that writes no modules, or that inlines this one, leaves it without an address. @template T @param {() => T} read @returns {T} */
function located(read) {
  try {
    return read();
  } catch {
    const remedy = "Let it write ES modules, or serve the folder of the element as it is and load vqa-flow.js from there.";
    throw new VqaError("script-missing", `The element cannot find its files: a bundler has put its script where import.meta.url is no address. ${remedy}`);
  }
}

/** A model in a folder of its own. @param {string} folder absolute address, ending in a slash @returns {ModelAddress} */
function modelIn(folder) {
  return { manifest: new URL("manifest.json", folder).href, files: {} };
}

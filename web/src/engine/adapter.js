/** @import { FallbackCode } from "../types.js" */

/** @typedef {{ name: string, isSoftware: boolean }} AdapterFacts */
/** @typedef {{ adapter: AdapterFacts } | { adapter: null, code: FallbackCode, reason: string }} AdapterSearch */

/**
 * Looks whether this browser has a GPU to offer. It is asked before the GPU's program is fetched, which is five
 * times as large as the CPU's.
 * @returns {Promise<AdapterSearch>}
 */
export async function findAdapter() {
  const gpu = navigator.gpu;
  if (!gpu && !self.isSecureContext) return none("no-webgpu", "Browsers give WebGPU only to pages served over https");
  if (!gpu) return none("no-webgpu", "This browser has no WebGPU");
  try {
    const adapter = await gpu.requestAdapter();
    if (adapter === null) return none("no-adapter", "WebGPU found no graphics adapter");
    return { adapter: factsOf(adapter) };
  } catch (error) {
    return none("no-adapter", `WebGPU refused to give an adapter (${error instanceof Error ? error.message : error})`);
  }
}

/** @param {GPUAdapter} adapter @returns {AdapterFacts} */
function factsOf(adapter) {
  const { info } = adapter;
  const name = info?.description || [info?.vendor, info?.architecture].filter(Boolean).join(" ") || "unnamed adapter";
  // Older browsers keep the flag on the adapter itself.
  const older = /** @type {{ isFallbackAdapter?: boolean }} */ (/** @type {unknown} */ (adapter));
  return { name, isSoftware: info?.isFallbackAdapter ?? older.isFallbackAdapter ?? false };
}

/** @param {FallbackCode} code @param {string} reason @returns {AdapterSearch} */
function none(code, reason) {
  return { adapter: null, code, reason };
}

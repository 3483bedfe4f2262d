/** @import { Backend, Engine, EngineFiles, EngineModule, Reply } from "../types.js" */

/**
 * What a contender of the bench can be asked. A rival that a test puts beside ours answers the same.
 * @typedef {object} BenchCalls
 * @property {{ payload: { engine: EngineFiles, manifest: string, files: string[], backend: Backend }, value: { ms: number } }} load
 * @property {{ payload: Round, value: { look: number, answer: number, reply: Reply, counts?: Counts[] } }} round
 */
/** What the GPU was asked for so far, where a test counts it. @typedef {Record<string, number>} Counts */
/** @typedef {{ rgba: Uint8ClampedArray, size: number, question: string, topK: number }} Round */

/** @type {Engine | null} */
let engine = null;

onmessage = async ({ data: { id, call, payload } }) => {
  try {
    postMessage({ id, value: await (call === "load" ? load(payload) : round(payload)) });
  } catch (thrown) {
    postMessage({ id, error: thrown instanceof Error ? thrown.message : String(thrown) });
  }
};

/** @param {BenchCalls["load"]["payload"]} payload */
async function load({ engine: { script, wasm }, manifest, files, backend }) {
  const started = performance.now();
  const [module, ...weights] = await Promise.all([importScript(script, wasm), fetched(manifest), ...files.map(fetched)]);
  const [described, ...given] = weights;
  const named = Object.fromEntries(files.map((file, i) => [new URL(file).pathname.split("/").at(-1) ?? "", given[i]]));
  engine = await module.Engine.load(backend, described, named);
  return { ms: performance.now() - started };
}

/** @param {string} script @param {string} wasm @returns {Promise<EngineModule>} */
async function importScript(script, wasm) {
  const module = await import(script);
  await module.default({ module_or_path: await WebAssembly.compileStreaming(fetch(wasm)) });
  return module;
}

/** @param {string} address */
async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** @param {Round} round */
async function round({ rgba, size, question, topK }) {
  if (engine === null) throw new Error("nothing is loaded");
  /** @type {() => Counts[]} */
  const count = /** @type {any} */ (globalThis).counted ?? (() => []);
  const before = count();
  const from = performance.now();
  const { id } = await engine.look(rgba, size, size);
  const seen = performance.now();
  const between = count();
  const reply = await engine.ask(id, question, topK);
  const answered = performance.now();
  engine.forget(id);
  return { look: seen - from, answer: answered - seen, reply, counts: [...before, ...between, ...count()] };
}

export {};

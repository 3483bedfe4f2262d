import { VqaError } from "../errors.js";
import { fetchBytes } from "./fetch-progress.js";
import { filesOf } from "./manifest.js";
import { ProgressSum } from "./progress.js";

/** @import { EngineFiles, ModelAddress, Progress } from "../types.js" */
/** @import { ModelFile } from "./manifest.js" */

/** No manifest comes near this size, in bytes. */
const LARGEST_MANIFEST = 4 * 1024 * 1024;

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** @typedef {{ manifest: Bytes, files: Record<string, Bytes> }} Weights */

/**
 * Keeps what was fetched, so that both wasm modules are fed from one download, and so that a second attempt
 * goes on from the files that already arrived.
 */
export class ModelStore {
  #model;
  #progress;
  /** Files by address, from the moment their fetch begins. @type {Map<string, Promise<Bytes>>} */
  #kept = new Map();
  /** @type {ModelFile[]} */
  #files = [];
  /** After damage was found, what the browser's cache holds is not to be trusted either. @type {RequestCache} */
  #cache = "default";

  /**
   * @param {ModelAddress} model
   * @param {Record<"cpu" | "gpu", EngineFiles>} engines
   * @param {(progress: Progress) => void} report
   */
  constructor(model, engines, report) {
    this.#model = model;
    this.engines = engines;
    this.#progress = new ProgressSum(report);
  }

  /** The address that the model is known by. */
  get address() {
    return this.#model.manifest;
  }

  get progress() {
    return this.#progress;
  }

  /** @returns {Promise<Weights>} */
  async weights() {
    const manifest = await this.#manifest();
    this.#files = filesOf(manifest);
    for (const file of this.#files) this.#progress.expect(this.#address(file), file.bytes);
    const entries = await Promise.all(this.#files.map((file) => this.#weight(file)));
    return { manifest, files: Object.fromEntries(entries) };
  }

  /** @param {EngineFiles} engine @returns {Promise<Bytes>} */
  wasm({ wasm, bytes }) {
    return this.#keep(wasm, () => this.#fetch(wasm, "The program", bytes));
  }

  /** Drops the weights after they were found damaged: the next attempt fetches them past every cache. */
  distrust() {
    for (const file of this.#files) {
      this.#kept.delete(this.#address(file));
      this.#progress.arrived(this.#address(file), 0);
    }
    this.#kept.delete(this.#model.manifest);
    this.#cache = "reload";
  }

  #manifest() {
    const address = this.#model.manifest;
    const name = "The model's manifest.json";
    const most = { bytes: LARGEST_MANIFEST, error: () => tooLong(name) };
    return this.#keep(address, () => fetchBytes(address, { name, cache: "no-cache", most }));
  }

  /** @param {ModelFile} file @returns {Promise<[string, Bytes]>} */
  async #weight(file) {
    const address = this.#address(file);
    return [file.name, await this.#keep(address, () => this.#fetch(address, file.name, file.bytes))];
  }

  /** The sum in the address makes every version a file of its own to caches. @param {ModelFile} file */
  #address({ name, sha256 }) {
    const address = new URL(this.#model.files[name] ?? name, this.#model.manifest);
    address.searchParams.set("v", sha256.slice(0, 12));
    return address.href;
  }

  /** @param {string} address @param {string} name @param {number} expected */
  #fetch(address, name, expected) {
    this.#progress.expect(address, expected);
    const onbytes = (/** @type {number} */ loaded) => this.#progress.arrived(address, loaded);
    const most = { bytes: expected, error: () => tooLong(name) };
    return fetchBytes(address, { name, expected, most, cache: this.#cache, onbytes });
  }

  /** @param {string} address @param {() => Promise<Bytes>} fetched */
  #keep(address, fetched) {
    const kept = this.#kept.get(address) ?? fetched();
    this.#kept.set(address, kept);
    // What failed is forgotten, so that the next attempt fetches it again.
    kept.catch(() => this.#kept.delete(address));
    return kept;
  }
}

/** @param {string} name */
function tooLong(name) {
  return new VqaError("weights-altered", `${name} is longer than it should be. Try again.`, { retryable: true });
}

/** @import { Phase, Progress } from "../types.js" */

/** Adds up what has arrived of several files, and reports it. */
export class ProgressSum {
  /** @type {Map<string, { loaded: number, total: number }>} */
  #files = new Map();
  /** The largest sum told so far: a file that failed must not make the bar run backwards. */
  #told = 0;
  /** Nobody waits for what is loaded at the moment. */
  isQuiet = false;
  #report;

  /** @param {(progress: Progress) => void} report */
  constructor(report) {
    this.#report = report;
  }

  /** A new attempt starts from what there is, which may be less than the last one told of. */
  restart() {
    this.#told = 0;
  }

  /** @param {string} address @param {number} total bytes this file will have */
  expect(address, total) {
    if (!this.#files.has(address)) this.#files.set(address, { loaded: 0, total });
  }

  /** @param {string} address @param {number} loaded */
  arrived(address, loaded) {
    const file = this.#files.get(address);
    if (file === undefined) return;
    // A server may send more than the manifest says; the network will refuse it, the bar need not overflow.
    file.loaded = Math.min(loaded, file.total);
    this.tell("download");
  }

  /** @param {Phase} phase */
  tell(phase) {
    let loaded = 0;
    let total = 0;
    for (const file of this.#files.values()) {
      loaded += file.loaded;
      total += file.total;
    }
    if (this.isQuiet) return;
    this.#told = Math.max(this.#told, loaded);
    this.#report({ phase, loaded: this.#told, total });
  }
}

import { superseded, VqaError } from "./errors.js";

/** @import { Calls } from "./types.js" */

/** @typedef {{ resolve(value: any): void, reject(error: unknown): void }} Waiting */

/**
 * The page's end of the line to one worker: calls become promises, and calls of the network wait in a queue here,
 * where one that nobody wants any more can still be taken out. Once begun, a computation cannot be stopped.
 */
export class WorkerBridge {
  #worker;
  #onevent;
  /** @type {Map<number, Waiting>} */
  #waiting = new Map();
  #lastId = 0;
  /** The end of the queue: settles when everything queued so far is done. @type {Promise<unknown>} */
  #queue = Promise.resolve();
  /** @type {VqaError | null} */
  #broken = null;

  /** @param {Worker} worker @param {(event: string, detail: any) => void} onevent */
  constructor(worker, onevent) {
    this.#worker = worker;
    this.#onevent = onevent;
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#break("The background program could not be started or stopped working. Try again.");
    };
  }

  get isBroken() {
    return this.#broken !== null;
  }

  /**
   * Calls the worker at once.
   * @template {keyof Calls} Kind
   * @param {Kind} kind
   * @param {Calls[Kind]["payload"]} payload
   * @param {Transferable[]} [transfer]
   * @returns {Promise<Calls[Kind]["value"]>}
   */
  call(kind, payload, transfer = []) {
    if (this.#broken !== null) return Promise.reject(this.#broken);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, kind, payload }, transfer);
    });
  }

  /**
   * Calls the worker when all queued calls before are done, unless `signal` is aborted before then.
   * @template {keyof Calls} Kind
   * @param {Kind} kind
   * @param {Calls[Kind]["payload"]} payload
   * @param {AbortSignal} [signal]
   * @returns {Promise<Calls[Kind]["value"]>}
   */
  queued(kind, payload, signal) {
    const turn = this.#queue.then(() => {
      if (signal?.aborted) throw superseded("photo or question");
      return this.call(kind, payload);
    });
    this.#queue = turn.catch(() => {});
    return turn;
  }

  terminate() {
    this.#worker.terminate();
    this.#break("The background program was ended.");
  }

  /** @param {any} message */
  #receive({ id, value, failure, event, detail }) {
    if (event !== undefined) return this.#onevent(event, detail);
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (failure === undefined) waiting?.resolve(value);
    else waiting?.reject(VqaError.fromFailure(failure));
  }

  /** @param {string} why */
  #break(why) {
    this.#broken ??= new VqaError("worker-failed", why, { retryable: true, fatal: true });
    for (const { reject } of this.#waiting.values()) reject(this.#broken);
    this.#waiting.clear();
  }
}

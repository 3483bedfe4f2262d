import { superseded, VqaError } from "./errors.js";
import { whyNoWorker } from "./new-worker.js";

/** @import { Calls } from "./types.js" */

/** What the worker tells without being asked. */
const EVENTS = new Set(["progress", "fallback", "ready"]);

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
    // Chromium's workers know no `onmessageerror`.
    worker.addEventListener("messageerror", () => this.#break(failed("A message of the background program could not be read. Try again.")));
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#broken ??= failed("The background program could not be started or stopped working. Try again.");
      void whyNoWorker(event).then((error) => this.#break(error));
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
      this.#worker.postMessage({ id, kind, payload }, transfer);
      this.#waiting.set(id, { resolve, reject });
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
    this.#break(failed("The background program was ended."));
  }

  /** What is none of its messages may come from a tool that has put itself into the worker. @param {any} message */
  #receive(message) {
    const { id, value, failure, event, detail } = message ?? {};
    if (event === "unreadable") return this.#break(failed("The background program could not read a message. Try again."));
    if (EVENTS.has(event)) return this.#onevent(event, detail);
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (failure === undefined) waiting?.resolve(value);
    else waiting?.reject(VqaError.fromFailure(failure));
  }

  /** @param {VqaError} error */
  #break(error) {
    this.#broken = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** @param {string} why */
function failed(why) {
  return new VqaError("worker-failed", why, { retryable: true, fatal: true });
}

import { Interruptible } from "./interruptible.js";

const working = new Interruptible();

/**
 * A panic in the middle of an asynchronous call of the wasm module ends in nobody's hands: the promise of the call
 * never settles, and the browser only reports an uncaught trap. That trap rejects the call here.
 * @template T
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export function unlessCrashed(work) {
  return working.run(work);
}

/** @param {Event} event @param {unknown} error */
function notice(event, error) {
  if (!(error instanceof WebAssembly.RuntimeError)) return;
  event.preventDefault();
  working.interrupt(error);
}

self.addEventListener("error", (event) => notice(event, event.error));
self.addEventListener("unhandledrejection", (event) => notice(event, event.reason));

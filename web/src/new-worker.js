import { workerAddress } from "./assets.js";
import { VqaError } from "./errors.js";
import { POLICY, trustedScript } from "./trusted.js";
import { policyAgainst, policyError, whyNoScript } from "./why-not.js";

/** Starts the program that works in the background. */
export function newWorker() {
  if (globalThis.Worker === undefined) {
    throw new VqaError("unsupported", "This browser runs no background programs (workers), which the network needs. Try another browser.");
  }
  const address = workerAddress();
  // In a frame with an opaque origin, `location` still names that of the address.
  if (address.origin === self.origin) return new Worker(trustedScript(address.href), { type: "module" });
  // A worker must come from the page's own origin; for an element that is served from elsewhere, a line of script of
  // the page's origin takes it from there. Chromium starts no module worker so where the origin is opaque.
  const script = new Blob([importing(address.href)], { type: "text/javascript" });
  return new Worker(trustedScript(URL.createObjectURL(script)));
}

/** Such a worker has the page's policy, which may require trusted types there too. @param {string} address */
function importing(address) {
  const given = JSON.stringify(address);
  const trusted = `self.trustedTypes ? trustedTypes.createPolicy(${JSON.stringify(POLICY)}, { createScriptURL: (one) => one }).createScriptURL(${given}) : ${given}`;
  return `importScripts(${trusted});`;
}

/**
 * Why a worker ended that nobody had ended.
 * @param {ErrorEvent} event
 * @returns {Promise<VqaError>}
 */
export async function whyNoWorker(event) {
  const name = "The background program";
  if (event.message) {
    return new VqaError("worker-failed", `${name} stopped working (${event.message}). Try again.`, { retryable: true, fatal: true });
  }
  // A worker that could not even be started has nothing to say.
  const address = workerAddress();
  const isOwn = address.origin === self.origin;
  const policy = await policyAgainst(["worker-src", "child-src", "script-src", "default-src"], isOwn ? address.href : "blob:");
  if (policy !== null) return policyError("the element's background program", policy, isOwn ? "'self'" : "blob:");
  return whyNoScript(address.href, name, { fatal: true });
}

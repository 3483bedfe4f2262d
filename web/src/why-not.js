import { VqaError } from "./errors.js";

// A browser tells a script that a fetch has failed, and keeps the reason for its console. These are the reasons that can
// be found out, for each needs another remedy.

/** How long the search for a reason may take, in milliseconds. */
const PATIENCE = 4000;

/** What the content policy forbade in this thread: what for, and which address. @type {{ directive: string, address: string }[]} */
const forbidden = [];

globalThis.addEventListener?.("securitypolicyviolation", (event) => {
  const { effectiveDirective, blockedURI, disposition } = /** @type {SecurityPolicyViolationEvent} */ (event);
  if (disposition !== "report") forbidden.push({ directive: effectiveDirective, address: blockedURI });
});

/**
 * Why a file did not arrive although there was no answer to read.
 * @param {string} address
 * @param {string} name what to call the file in a message
 * @returns {Promise<VqaError | null>} null where it is not the page's or the server's doing, but the connection's
 */
export async function whyNotFetched(address, name) {
  const policy = await policyAgainst(["connect-src", "default-src"], address);
  if (policy !== null) return policyError(name, policy, policy === "connect-src" ? sourceOf(address) : "'self'");
  const { protocol, origin, host } = new URL(address);
  if (protocol === "http:" && self.origin.startsWith("https:")) {
    return new VqaError("fetch-blocked", `${name} has an http address, and a page served by https may not fetch from there. Give an https address.`);
  }
  if (origin === self.origin || !/^https?:$/.test(protocol) || !(await answers(address))) return null;
  const remedy = "Let that server send Access-Control-Allow-Origin, or take a copy on this page's own server.";
  return new VqaError("cors-missing", `${name} could not be read: the server ${host} does not let other pages read it (CORS). ${remedy}`);
}

/** What the content policy forbids of this address, if it does. @param {string[]} directives @param {string} address */
export async function policyAgainst(directives, address) {
  // A violation is told in a task of its own, after the fetch has failed.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const matching = forbidden.filter(({ directive }) => directives.some((one) => directive.startsWith(one)));
  return matching.find((one) => one.address === "" || address.startsWith(one.address) || !/:/.test(one.address))?.directive ?? null;
}

/** @param {string} name @param {string} directive @param {string} source what the policy would have to allow */
export function policyError(name, directive, source) {
  return new VqaError("policy-blocked", `The content policy of this page does not allow ${name}: its ${directive} would have to allow ${source}.`);
}

/** @param {string} address */
function sourceOf(address) {
  const { protocol, origin } = new URL(address);
  if (origin === self.origin) return "'self'";
  return origin === "null" ? protocol : origin;
}

/** Whether there is a server at all: what it sends need not be readable. @param {string} address */
async function answers(address) {
  try {
    const response = await fetch(address, { mode: "no-cors", signal: AbortSignal.timeout(PATIENCE) });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}

/**
 * Why a script is not where it should be.
 * @param {string} address
 * @param {string} name
 * @param {{ fatal?: boolean }} [options] of the error
 * @returns {Promise<VqaError>}
 */
export async function whyNoScript(address, name, { fatal = false } = {}) {
  const options = { retryable: true, fatal };
  const remedy = 'Serve the folder of the element as it is; with a bundler, keep the package out of pre-bundling (in Vite: optimizeDeps: { exclude: ["vqa-flow"] }).';
  const missing = (/** @type {string} */ what) =>
    new VqaError("script-missing", `${name} is not where the element looks for it: ${what} (${shortened(address)}). ${remedy}`, options);
  if (!/^https?:/.test(address)) return missing("a bundler has put it into another file");
  try {
    const response = await fetch(address, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE) });
    await response.body?.cancel();
    const type = response.headers.get("content-type") ?? "nothing";
    if (!response.ok) return missing(`the server answered ${response.status}`);
    if (!/javascript|ecmascript/.test(type)) return missing(`the server sent ${type.split(";")[0]} instead of JavaScript`);
    return new VqaError("worker-failed", `${name} could not be started. Try again.`, options);
  } catch {
    const why = await whyNotFetched(address, name);
    return why ?? new VqaError("fetch-failed", `${name} could not be fetched: the connection broke off. Check the connection and try again.`, options);
  }
}

/** @param {string} address */
function shortened(address) {
  return address.length > 120 ? `${address.slice(0, 100)}…` : address;
}

import { VqaError } from "./errors.js";

/**
 * What browsers with Trusted Types have; TypeScript's library does not know it.
 * @typedef {{ createScriptURL(address: string): string }} Policy
 * @typedef {{ createPolicy(name: string, rules: Policy): Policy }} Factory
 */

/** What pages with the directive `trusted-types` have to allow. */
export const POLICY = "vqa-flow";

/** @type {Policy | null} */
let policy = null;

/**
 * An address of a script, as a page that requires trusted types takes it. Only addresses that the element itself has
 * made come here.
 * @param {string} address
 * @returns {string}
 */
export function trustedScript(address) {
  const { trustedTypes } = /** @type {{ trustedTypes?: Factory }} */ (globalThis);
  if (trustedTypes === undefined) return address;
  try {
    policy ??= trustedTypes.createPolicy(POLICY, { createScriptURL: (one) => one });
  } catch {
    throw new VqaError("policy-blocked", `The content policy of this page does not allow the element's script addresses: its trusted-types would have to allow ${POLICY}.`);
  }
  return policy.createScriptURL(address);
}

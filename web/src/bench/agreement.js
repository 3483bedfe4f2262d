/** @import { Reply } from "../types.js" */

/** How far two runtimes may be apart that run the same weights. */
export const AGREEMENT = 1e-3;

/**
 * The largest difference of two replies: of the logits of their best answers, what each region adds to them, and every
 * map and gate.
 * @param {Reply} one
 * @param {Reply} other
 */
export function difference(one, other) {
  const names = new Set(other.answers.map(({ answer }) => answer));
  if (one.answers.some(({ answer }) => !names.has(answer))) return Infinity;
  const pairs = one.answers.flatMap((answer) => {
    const same = other.answers.find((its) => its.answer === answer.answer);
    return same === undefined ? [] : [[[answer.logit], [same.logit]], [answer.contributions, same.contributions]];
  });
  for (const [at, block] of one.blocks.entries()) {
    for (const [name, map] of Object.entries(block)) {
      if (typeof map !== "number") pairs.push([map, /** @type {any} */ (other.blocks[at])[name]]);
    }
  }
  return Math.max(...pairs.map(([a, b]) => farthest(a, b)));
}

/** @param {ArrayLike<number>} one @param {ArrayLike<number>} other */
function farthest(one, other) {
  if (one.length !== other?.length) return Infinity;
  let most = 0;
  for (let i = 0; i < one.length; i++) most = Math.max(most, Math.abs(one[i] - other[i]));
  return most;
}

/** @import { Answer } from "../types.js" */

/** Milliseconds over which answers are steadied. */
const WINDOW = 500;

/**
 * Keeps the answers to a running picture from flickering: each stands with the mean of its probabilities over the last
 * half second. One that was not among the best of a picture counts as 0 there.
 */
export class Steady {
  /** @type {{ at: number, shares: Map<string, number> }[]} */
  #past = [];

  /** Begins anew: another question. */
  clear() {
    this.#past = [];
  }

  /**
   * @param {Answer[]} answers of the newest picture
   * @param {number} at when it was taken, in milliseconds
   * @returns {Answer[]} the same, steadied, best first
   */
  add(answers, at) {
    const shares = new Map(answers.map(({ answer, probability }) => [answer, probability]));
    this.#past = [...this.#past.filter((one) => at - one.at < WINDOW), { at, shares }];
    const mean = (/** @type {string} */ name) => this.#past.reduce((sum, one) => sum + (one.shares.get(name) ?? 0), 0) / this.#past.length;
    return answers.map((answer) => ({ ...answer, probability: mean(answer.answer) })).sort((a, b) => b.probability - a.probability);
  }
}

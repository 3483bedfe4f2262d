/** @import { Flows } from "../flows.js" */
/** @import { Answer } from "../types.js" */

/** @typedef {(question: string, answer: string) => Promise<Answer>} Evidence what spoke for an answer to a question about the photo */

/**
 * Two questions rarely have the same answers. What only one of them was answered is asked about of the other too, so
 * that each answer can be compared.
 */
export class Missing {
  /** @type {Evidence} */
  evidence = () => Promise.reject(new Error("nobody answers"));
  /** Called when more is known. */
  onarrive = () => {};
  /** By question and answer: what is known, null while it is on its way, and nothing where it could not be had. @type {Map<string, Answer | null | undefined>} */
  #found = new Map();

  /** Another photo. */
  clear() {
    this.#found = new Map();
  }

  /**
   * The flows with the answers of another question among their own, best first, as far as they are known; the rest is
   * asked for.
   * @param {Flows} flows
   * @param {Flows} other
   * @returns {Flows}
   */
  complete(flows, other) {
    const { question, answers } = flows;
    const names = other.answers.map(({ answer }) => answer).filter((name) => !answers.some(({ answer }) => answer === name));
    const unknown = names.filter((name) => !this.#found.has(keyOf(question, name)));
    if (unknown.length > 0) void this.#ask(question, unknown);
    const more = names.flatMap((name) => this.#found.get(keyOf(question, name)) ?? []);
    if (more.length === 0) return flows;
    return { ...flows, answers: [...answers, ...more].sort((a, b) => b.probability - a.probability) };
  }

  /** @param {string} question @param {string} answer */
  isOnItsWay(question, answer) {
    return this.#found.get(keyOf(question, answer)) === null;
  }

  /** @param {string} question @param {string[]} names */
  async #ask(question, names) {
    const found = this.#found;
    for (const name of names) found.set(keyOf(question, name), null);
    const answers = await Promise.allSettled(names.map((name) => this.evidence(question, name)));
    answers.forEach((settled, index) => found.set(keyOf(question, names[index]), settled.status === "fulfilled" ? settled.value : undefined));
    this.onarrive();
  }
}

/** @param {string} question @param {string} answer */
function keyOf(question, answer) {
  return JSON.stringify([question, answer]);
}

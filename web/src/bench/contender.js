/** @import { BenchCalls, Counts } from "./worker.js" */

/** One of those that are measured, in a worker of its own, so that none stands in the way of another. */
export class Contender {
  #worker;
  #next = 0;
  /** @type {Map<number, { resolve(value: any): void, reject(error: Error): void }>} */
  #waiting = new Map();
  /** Milliseconds. @type {{ look: number[], answer: number[] }} */
  times = { look: [], answer: [] };
  loadMs = 0;
  /** What the last look and answer asked the GPU for. @type {{ look: Counts, answer: Counts } | null} */
  counts = null;

  /** @param {string} name @param {string} script the address of a module worker that answers the bench's calls */
  constructor(name, script) {
    this.name = name;
    this.#worker = new Worker(script, { type: "module" });
    this.#worker.onmessage = ({ data: { id, value, error } }) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(value);
      else waiting?.reject(new Error(error));
    };
    this.#worker.onerror = ({ message }) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(message || "its script cannot be loaded"));
      this.#waiting.clear();
    };
  }

  /** @template {keyof BenchCalls} C @param {C} call @param {BenchCalls[C]["payload"]} payload @returns {Promise<BenchCalls[C]["value"]>} */
  call(call, payload) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, call, payload });
    });
  }

  /** Looks and answers once. @param {BenchCalls["round"]["payload"]} round @param {boolean} isTimed whether it is more than a warm-up */
  async round(round, isTimed) {
    const { look, answer, reply, counts = [] } = await this.call("round", round);
    if (isTimed) {
      this.times.look.push(look);
      this.times.answer.push(answer);
    }
    if (counts.length === 3) this.counts = { look: less(counts[1], counts[0]), answer: less(counts[2], counts[1]) };
    return reply;
  }

  end() {
    this.#worker.terminate();
  }
}

/** @param {Counts} later @param {Counts} earlier */
function less(later, earlier) {
  return Object.fromEntries(Object.entries(later).map(([name, count]) => [name, count - (earlier[name] ?? 0)]));
}

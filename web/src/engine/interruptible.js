/** Runs work that may never end by itself, and ends all of it when something happens that it will not notice. */
export class Interruptible {
  /** @type {Set<(error: unknown) => void>} */
  #underWay = new Set();

  /**
   * @template T
   * @param {Promise<T>} work
   * @returns {Promise<T>}
   */
  run(work) {
    return new Promise((resolve, reject) => {
      this.#underWay.add(reject);
      work.then(resolve, reject).finally(() => this.#underWay.delete(reject));
    });
  }

  /** @param {unknown} error what the work under way is rejected with */
  interrupt(error) {
    for (const reject of this.#underWay) reject(error);
  }
}

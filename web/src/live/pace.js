/** Waits for a time, or until it is given up. @param {number} ms @param {AbortSignal} signal */
function rest(ms, signal) {
  return new Promise((go) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      go(undefined);
    }
    signal.addEventListener("abort", done);
  });
}

/**
 * When the next picture may be taken: never sooner than the rate that was asked for, and only while somebody can see the
 * element. A picture that comes while the one before is being answered is left out.
 */
export class Pace {
  #last = -Infinity;
  #isInView = true;
  #wake = () => {};
  #signal;
  #observer;

  /** @param {Element} element @param {AbortSignal} signal the end of it all */
  constructor(element, signal) {
    this.#signal = signal;
    this.#observer = new IntersectionObserver((entries) => {
      this.#isInView = entries[entries.length - 1].isIntersecting;
      if (this.#isInView) this.#wake();
    });
    this.#observer.observe(element);
    document.addEventListener("visibilitychange", () => this.#wake(), { signal });
    signal.addEventListener("abort", () => {
      this.#observer.disconnect();
      this.#wake();
    });
  }

  /** @param {number} rate pictures a second */
  async next(rate) {
    await rest(Math.max(0, this.#last + 1000 / rate - performance.now()), this.#signal);
    while (!this.#signal.aborted && (document.hidden || !this.#isInView)) await new Promise((go) => (this.#wake = () => go(undefined)));
    this.#last = performance.now();
  }
}

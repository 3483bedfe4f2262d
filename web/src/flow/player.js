/** Milliseconds a scene takes when the view plays by itself, and when a person pressed the button to follow it. */
const QUICK = 620;
const CALM = 1900;

/** The time of the view: a number from 0 to the number of scenes; at a whole number, the scene before it is complete. */
export class Player {
  /** @type {(time: number) => void} */
  onframe = () => {};
  /** @type {(isPlaying: boolean) => void} */
  onplay = () => {};
  #time = 0;
  #end = 0;
  #frame = 0;

  get time() {
    return this.#time;
  }

  get isPlaying() {
    return this.#frame !== 0;
  }

  set end(/** @type {number} */ n_scenes) {
    this.#end = n_scenes;
    this.#time = Math.min(this.#time, n_scenes);
  }

  /** Stands still at a time. @param {number} time */
  seek(time) {
    this.pause();
    this.#show(time);
  }

  /** @param {{ isCalm: boolean }} how */
  play({ isCalm }) {
    this.pause();
    if (this.#time >= this.#end) this.#time = 0;
    // Who asks for less motion sees one still picture after the other.
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const perScene = isCalm || isStill ? CALM : QUICK;
    let [last, elapsed] = [performance.now(), this.#time];
    const step = (/** @type {number} */ now) => {
      elapsed = Math.min(this.#end, elapsed + Math.max(0, now - last) / perScene);
      last = now;
      this.#frame = requestAnimationFrame(step);
      this.#show(isStill ? Math.min(this.#end, Math.floor(elapsed) + 1) : elapsed);
      if (elapsed >= this.#end) this.pause();
    };
    this.#frame = requestAnimationFrame(step);
    this.onplay(true);
  }

  pause() {
    if (this.#frame === 0) return;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.onplay(false);
  }

  /** @param {number} time */
  #show(time) {
    this.#time = Math.min(this.#end, Math.max(0, time));
    this.onframe(this.#time);
  }
}

/** The scene at a time, and how much of it is done, 0..1. @param {number} time @param {number} n_scenes */
export function sceneAt(time, n_scenes) {
  const index = Math.min(n_scenes - 1, Math.max(0, Math.ceil(time) - 1));
  return { index, part: time - index };
}

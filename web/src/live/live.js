import { isAbort, superseded, toVqaError } from "../errors.js";
import { readPhoto } from "../photo-source.js";
import { runningCamera } from "./camera.js";
import { Pace } from "./pace.js";
import { Steady } from "./steady.js";

/** @import { VqaError } from "../errors.js" */
/** @import { Reply, Scene } from "../types.js" */

/** After this it stops by itself, in milliseconds: a camera that was forgotten is not to run all day. */
const LONGEST = 600_000;
/** More answers are asked for than are shown, so that those that come and go can be steadied. */
const MORE = 5;
/** The longest side of what is taken of a picture. */
const LONGEST_SIDE = 640;

/**
 * One picture and what was answered about it.
 * @typedef {{ bitmap: ImageBitmap, width: number, height: number, scene: Scene, reply: Reply, ms: number, lookMs: number }} Glance
 */

/**
 * @typedef {object} LiveOwner
 * @property {Element} element
 * @property {() => number} rate how many pictures a second at most
 * @property {() => number} topK
 * @property {() => string} question
 * @property {(picture: ImageBitmap, question: string, topK: number) => Promise<Glance>} ask the picture is given away
 * @property {(question: string, glance: Glance) => void} show
 * @property {(error: VqaError) => void} fail
 * @property {(why: Why, last: ImageBitmap | null) => void} stopped with the last picture, which is the owner's
 */

/** Why it stopped: somebody wanted it, another photo came, it was long enough, something went wrong. @typedef {"asked" | "photo" | "time" | "failed"} Why */

/** The same question about a camera or any other video, again and again, as fast as the machine answers. */
export class Live {
  #owner;
  /** @type {AbortController | null} */
  #running = null;
  #steady = new Steady();
  #question = "";
  /** @type {ImageBitmap | null} */
  #last = null;
  /** Who waits for an answer to a question. @type {{ question: string, resolve(reply: Reply): void, reject(error: unknown): void }[]} */
  #waiting = [];

  /** @param {LiveOwner} owner */
  constructor(owner) {
    this.#owner = owner;
  }

  get isOn() {
    return this.#running !== null;
  }

  /** Begins; one that is going on ends. @param {HTMLVideoElement | null} given the camera where there is none */
  async start(given) {
    this.#end();
    const running = (this.#running = new AbortController());
    const { signal } = running;
    const timer = setTimeout(() => this.stop("time"), LONGEST);
    signal.addEventListener("abort", () => clearTimeout(timer));
    document.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && this.stop(), { signal });
    try {
      const video = given ?? (await runningCamera(signal));
      // One that shows pictures of another server is refused at once.
      if (video.readyState >= video.HAVE_CURRENT_DATA) closed(await readPhoto(video));
      await this.#run(video, new Pace(this.#owner.element, signal), signal);
    } catch (thrown) {
      if (signal.aborted || isAbort(thrown)) return;
      this.#owner.fail(toVqaError(thrown));
      this.stop("failed");
    }
  }

  /** Stops, and lets go of the camera. @param {Why} [why] */
  stop(why = "asked") {
    if (this.#running === null) return;
    const last = this.#last;
    this.#last = null;
    this.#end();
    this.#owner.stopped(why, last);
  }

  /** The next answer to a question that was just put. @param {string} question @returns {Promise<Reply>} */
  ask(question) {
    for (const { reject } of this.#waiting.splice(0)) reject(superseded("question"));
    return new Promise((resolve, reject) => this.#waiting.push({ question, resolve, reject }));
  }

  #end() {
    this.#running?.abort();
    this.#running = null;
    this.#last?.close();
    this.#last = null;
    this.#steady.clear();
    for (const { reject } of this.#waiting.splice(0)) reject(superseded("photo"));
  }

  /** @param {HTMLVideoElement} video @param {Pace} pace @param {AbortSignal} signal */
  async #run(video, pace, signal) {
    for (;;) {
      await pace.next(this.#owner.rate());
      if (signal.aborted) return;
      const picture = await pictureOf(video);
      if (picture === null) continue;
      const question = this.#owner.question();
      if (question !== this.#question) this.#steady.clear();
      this.#question = question;
      const glance = await this.#owner.ask(picture, question, this.#owner.topK() + MORE);
      if (signal.aborted) return glance.bitmap.close();
      this.#last?.close();
      this.#last = glance.bitmap;
      const answers = this.#steady.add(glance.reply.answers, performance.now()).slice(0, this.#owner.topK());
      const reply = { ...glance.reply, answers };
      this.#owner.show(question, { ...glance, reply });
      for (const waiting of this.#waiting.splice(0)) {
        if (waiting.question === question) waiting.resolve(reply);
        else this.#waiting.push(waiting);
      }
    }
  }
}

/** What a video shows at the moment; null while it shows nothing. @param {HTMLVideoElement} video */
async function pictureOf(video) {
  const { videoWidth: width, videoHeight: height, readyState } = video;
  if (width === 0 || readyState < video.HAVE_CURRENT_DATA) return null;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return createImageBitmap(video, { resizeWidth: Math.round(width * scale), resizeHeight: Math.round(height * scale) });
}

/** @param {unknown} picture */
function closed(picture) {
  if (picture instanceof ImageBitmap) picture.close();
}

import { VqaError } from "../errors.js";
import { decodePhoto } from "./decode.js";

/** @import { Answer, Engine, Looked, Opened, PhotoSource, Replied, Scene } from "../types.js" */
/** @import { Pixels } from "./decode.js" */
/** @import { EngineHost } from "./host.js" */

/** @typedef {{ pixels: Pixels, by: Engine | null, scene: Scene | null }} Photo */

/**
 * The photos that are open. Their pixels are kept, so that they can be looked at again when the network has moved
 * to another backend, which knows nothing of what the former one saw.
 */
export class Photos {
  /** @type {Map<number, Photo>} */
  #photos = new Map();

  /** @param {number} id @param {PhotoSource} source @returns {Promise<Opened>} */
  async open(id, source) {
    const { width, height, pixels, bitmap } = await decodePhoto(source);
    this.#photos.set(id, { pixels, by: null, scene: null });
    return { width, height, bitmap };
  }

  /** @param {EngineHost} host @param {number} id @returns {Promise<Looked>} */
  look(host, id) {
    const photo = this.#get(id);
    return host.run(async (engine) => {
      const { value, ms } = await timed(() => sceneOf(photo, engine));
      return { scene: value, ms };
    });
  }

  /** @param {EngineHost} host @param {number} id @param {string} question @param {number} topK @returns {Promise<Replied>} */
  ask(host, id, question, topK) {
    const photo = this.#get(id);
    return host.run(async (engine) => {
      const scene = await sceneOf(photo, engine);
      const { value, ms } = await timed(() => engine.ask(scene.id, question, topK));
      return { reply: value, ms };
    });
  }

  /** @param {EngineHost} host @param {number} id @param {string} question @param {string} answer @returns {Promise<Answer>} */
  evidence(host, id, question, answer) {
    const photo = this.#get(id);
    return host.run(async (engine) => engine.evidence((await sceneOf(photo, engine)).id, question, answer));
  }

  /** @param {number} id */
  forget(id) {
    const photo = this.#photos.get(id);
    this.#photos.delete(id);
    if (photo?.scene) photo.by?.forget(photo.scene.id);
  }

  /** @param {number} id */
  #get(id) {
    const photo = this.#photos.get(id);
    if (photo !== undefined) return photo;
    // It happens when the network was started anew for another element of the page.
    throw new VqaError("scene-unknown", "The photo has to be opened again.", { retryable: true });
  }
}

/** @param {Photo} photo @param {Engine} engine @returns {Promise<Scene>} */
async function sceneOf(photo, engine) {
  if (photo.scene !== null && photo.by === engine) return photo.scene;
  const { rgba, width, height } = photo.pixels;
  photo.scene = await engine.look(rgba, width, height);
  photo.by = engine;
  return photo.scene;
}

/** @template T @param {() => Promise<T>} work */
async function timed(work) {
  const start = performance.now();
  const value = await work();
  return { value, ms: performance.now() - start };
}

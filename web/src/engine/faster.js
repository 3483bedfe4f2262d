/** @import { Engine } from "../types.js" */

/** How long each backend takes for a look, in milliseconds. @typedef {{ cpu: number, webgpu: number }} Speeds */

/** Where a browser remembers what was measured; a name of its own, so that nothing else is touched. */
const CACHE = "vqa-flow-speeds";
/** Side of the picture that is looked at; any will do. */
const SIDE = 256;

/** What was measured here before with this model and adapter; null where nothing was, or nothing may be kept. @param {string} model @param {string} adapter @returns {Promise<Speeds | null>} */
export async function remembered(model, adapter) {
  try {
    const kept = await (await caches.open(CACHE)).match(place(model, adapter));
    const { cpu, webgpu } = (await kept?.json()) ?? {};
    return Number.isFinite(cpu) && Number.isFinite(webgpu) ? { cpu, webgpu } : null;
  } catch {
    return null;
  }
}

/** @param {string} model @param {string} adapter @param {Speeds} speeds */
export async function remember(model, adapter, speeds) {
  // A page that may keep nothing measures again at its next visit.
  await caches.open(CACHE).then((cache) => cache.put(place(model, adapter), new Response(JSON.stringify(speeds)))).catch(() => {});
}

/** How long one look takes, until the device is done with it. @param {Engine} engine */
export async function lookTime(engine) {
  const rgba = new Uint8ClampedArray(SIDE * SIDE * 4).map((_, at) => (at % 4 === 3 ? 255 : (at * 7) % 251));
  const from = performance.now();
  const { id } = await engine.look(rgba, SIDE, SIDE);
  const ms = performance.now() - from;
  engine.forget(id);
  return ms;
}

/** No file of the model lies here: the address is a name. @param {string} model @param {string} adapter */
function place(model, adapter) {
  const address = new URL(model);
  address.search = new URLSearchParams({ "look-times-on": adapter }).toString();
  return address.href;
}

import { toVqaError, VqaError } from "../errors.js";
import { EngineHost } from "./host.js";
import { ModelStore } from "./model-store.js";
import { Photos } from "./photos.js";

/** @import { Calls } from "../types.js" */

// The worker's end of the line: each message is a call with a number, and is answered by a message with that number.
// The page sends no second look or question before the first is answered (see worker-bridge.js), for the network
// does one thing at a time.

/**
 * What this file uses of a worker's global object, which the type checker's DOM library does not know.
 * @typedef {object} Port
 * @property {(message: unknown, transfer?: Transferable[]) => void} postMessage
 * @property {((event: MessageEvent) => void) | null} onmessage
 */
const port = /** @type {Port} */ (/** @type {unknown} */ (self));
const photos = new Photos();
/** @type {EngineHost | null} */
let host = null;

/** @type {{ [Kind in keyof Calls]: (payload: Calls[Kind]["payload"]) => Promise<Calls[Kind]["value"]> }} */
const handlers = {
  load: (wanted) => (host ??= hostFor(wanted)).start(wanted.backend),
  open: ({ photo, source }) => photos.open(photo, source),
  look: ({ photo }) => photos.look(loadedHost(), photo),
  ask: async ({ photo, question, topK }) => {
    const replied = await photos.ask(loadedHost(), photo, question, topK);
    loadedHost().answered();
    return replied;
  },
  evidence: ({ photo, question, answer }) => photos.evidence(loadedHost(), photo, question, answer),
  forget: async ({ photo }) => photos.forget(photo),
  "self-test": () => loadedHost().run((engine) => engine.selfTest()),
};

/** @param {Calls["load"]["payload"]} wanted */
function hostFor({ model, engines }) {
  const tell = (/** @type {string} */ event) => (/** @type {unknown} */ detail) => port.postMessage({ event, detail });
  return new EngineHost(new ModelStore(model, engines, tell("progress")), { fallback: tell("fallback"), ready: tell("ready") });
}

function loadedHost() {
  if (host !== null) return host;
  throw new VqaError("internal", "The network was asked before it was loaded.");
}

// The page does not hear of it otherwise, and would wait for ever.
self.addEventListener("messageerror", () => port.postMessage({ event: "unreadable" }));

port.onmessage = async ({ data }) => {
  const { id, kind, payload } = data ?? {};
  // What is no call is somebody else's.
  if (!Object.hasOwn(handlers, kind)) return;
  try {
    const value = await handlers[/** @type {keyof Calls} */ (kind)](payload);
    port.postMessage({ id, value }, value && "bitmap" in value ? [value.bitmap] : []);
  } catch (error) {
    port.postMessage({ id, failure: toVqaError(error).toFailure() });
  }
};

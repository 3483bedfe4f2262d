import { VqaError } from "../errors.js";
import { whyNotFetched } from "../why-not.js";
import { dataBytes } from "./data-address.js";

/** A connection that sends nothing for this long is given up, in milliseconds. */
const STALLED_AFTER = 30_000;

/**
 * Fetches a whole file and tells of every piece that arrives. Sizes are those of the decoded bytes, since a
 * browser does not say how many travelled compressed.
 * @param {string} address
 * @param {object} options
 * @param {string} options.name what to call the file in a message
 * @param {RequestCache} [options.cache]
 * @param {number} [options.expected] its size in bytes, when it is known
 * @param {{ bytes: number, error: () => VqaError }} options.most where to stop, however much more there is, and what to say then
 * @param {number} [options.within] how long it may take in all, in milliseconds
 * @param {(loaded: number) => void} [options.onbytes] bytes so far; 0 when the attempt failed
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function fetchBytes(address, { name, cache = "default", expected, most, within, onbytes }) {
  // No policy of a page has to be asked for what the address itself holds.
  if (address.startsWith("data:")) return dataBytes(address, name);
  const guard = timeGuard(within);
  try {
    const response = await fetch(address, { cache, signal: guard.signal });
    if (!response.ok) throw refused(name, address, response.status);
    const bytes = await readAll(response, most, (loaded) => {
      guard.alive();
      onbytes?.(loaded);
    });
    if (isWebPage(response, bytes)) throw isNoFile(name, address);
    if (expected !== undefined && bytes.length < expected) throw endedEarly(name, bytes.length, expected);
    return bytes;
  } catch (error) {
    onbytes?.(0);
    if (error instanceof VqaError) throw error;
    if (guard.reason !== "") throw fetchFailed(`${name} could not be fetched: ${guard.reason}`);
    throw (await whyNotFetched(address, name)) ?? fetchFailed(`${name} could not be fetched: the connection broke off`);
  } finally {
    guard.end();
  }
}

/**
 * @param {Response} response
 * @param {{ bytes: number, error: () => VqaError }} most
 * @param {(loaded: number) => void} onbytes
 */
async function readAll(response, most, onbytes) {
  if (Number(response.headers.get("content-length")) > most.bytes) {
    await response.body?.cancel();
    throw most.error();
  }
  /** @type {Uint8Array[]} */
  const pieces = [];
  let loaded = 0;
  const reader = response.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    loaded += value.length;
    if (loaded > most.bytes) {
      await reader.cancel();
      throw most.error();
    }
    onbytes(loaded);
  }
  return joined(pieces, loaded);
}

/** @param {Uint8Array[]} pieces @param {number} length */
function joined(pieces, length) {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

/** @param {number} [within] */
function timeGuard(within) {
  const abort = new AbortController();
  let reason = "";
  const stop = (/** @type {string} */ why) => {
    reason = why;
    abort.abort();
  };
  const start = () => setTimeout(() => stop("the server stopped sending"), STALLED_AFTER);
  let timer = start();
  const whole = within === undefined ? 0 : setTimeout(() => stop(`it had not arrived after ${within / 1000} seconds`), within);
  return {
    signal: abort.signal,
    /** Why it was given up; empty where it was not. */
    get reason() {
      return reason;
    },
    alive() {
      clearTimeout(timer);
      timer = start();
    },
    end() {
      clearTimeout(timer);
      clearTimeout(whole);
    },
  };
}

/** Many servers answer with a page of their own, and no error, for an address that they do not know. @param {Response} response @param {Uint8Array} bytes */
function isWebPage(response, bytes) {
  return (response.headers.get("content-type") ?? "").startsWith("text/html") && /^\s*</.test(String.fromCharCode(...bytes.subarray(0, 16)));
}

/** @param {string} name @param {string} address @param {number} status */
function refused(name, address, status) {
  if (status >= 500 || status === 429) return fetchFailed(`${name} could not be fetched: the server answered ${status}`);
  return fileMissing(`${name} could not be fetched: the server answered ${status}`, address);
}

/** @param {string} name @param {string} address */
function isNoFile(name, address) {
  return fileMissing(`${name} could not be fetched: the server sent a web page in its place`, address);
}

/** @param {string} what @param {string} address */
function fileMissing(what, address) {
  const isWeights = new URL(address).pathname.endsWith(".bpk");
  const remedy = isWeights
    ? "Check that the model's folder was copied whole, and that the server sends files ending in .bpk: some must be told a type for it (application/octet-stream)."
    : "Check its address.";
  return new VqaError("file-missing", `${what} (${address.split("?")[0]}). ${remedy}`, { retryable: true });
}

/** @param {string} what */
function fetchFailed(what) {
  return new VqaError("fetch-failed", `${what}. Check the connection and try again.`, { retryable: true });
}

/** @param {string} name @param {number} got @param {number} expected */
function endedEarly(name, got, expected) {
  const message = `${name} ended after ${got} of ${expected} bytes. Try again.`;
  return new VqaError("weights-truncated", message, { retryable: true });
}

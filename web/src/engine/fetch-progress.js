import { VqaError } from "../errors.js";

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
 * @param {(loaded: number) => void} [options.onbytes] bytes so far; 0 when the attempt failed
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function fetchBytes(address, { name, cache = "default", expected, onbytes }) {
  const stall = stallGuard();
  try {
    const response = await fetch(address, { cache, signal: stall.signal });
    if (!response.ok) {
      throw fetchFailed(`${name} could not be fetched: the server answered ${response.status}`);
    }
    const bytes = await readAll(response, (loaded) => {
      stall.alive();
      onbytes?.(loaded);
    });
    if (expected !== undefined && bytes.length < expected) {
      throw endedEarly(name, bytes.length, expected);
    }
    return bytes;
  } catch (error) {
    onbytes?.(0);
    if (error instanceof VqaError) throw error;
    throw fetchFailed(`${name} could not be fetched: ${stall.stalled() ? "the server stopped sending" : "the connection broke off"}`);
  } finally {
    stall.end();
  }
}

/**
 * @param {Response} response
 * @param {(loaded: number) => void} onbytes
 */
async function readAll(response, onbytes) {
  /** @type {Uint8Array[]} */
  const pieces = [];
  let loaded = 0;
  const reader = response.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    loaded += value.length;
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

function stallGuard() {
  const abort = new AbortController();
  const start = () => setTimeout(() => abort.abort(), STALLED_AFTER);
  let timer = start();
  return {
    signal: abort.signal,
    stalled: () => abort.signal.aborted,
    alive() {
      clearTimeout(timer);
      timer = start();
    },
    end: () => clearTimeout(timer),
  };
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

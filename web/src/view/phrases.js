/** @import { Ready, State } from "../types.js" */

/** @type {Record<Exclude<State, "ready">, string>} */
const PHRASES = {
  idle: "",
  loading: "Loading the network…",
  looking: "Looking at the photo…",
  asking: "Reading the question…",
  failed: "The network is not running.",
};

/** @param {Exclude<State, "ready">} state */
export function statePhrase(state) {
  return PHRASES[state];
}

/** @param {Ready | null} ready */
export function readyPhrase(ready) {
  return ready === null ? "" : `Ready, on the ${device(ready)}.`;
}

/** @param {number} ms @param {number} lookMs @param {Ready | null} ready */
export function answeredPhrase(ms, lookMs, ready) {
  const place = ready === null ? "" : ` on the ${device(ready)}`;
  return `Answered in ${rounded(ms)} ms${place}. The photo was looked at once, in ${rounded(lookMs)} ms.`;
}

/** @param {Ready} ready */
function device({ backend, adapter }) {
  if (backend === "cpu") return "CPU (WebAssembly)";
  return adapter === null ? "GPU (WebGPU)" : `GPU (WebGPU, ${adapter})`;
}

/** @param {number} ms */
function rounded(ms) {
  return ms < 10 ? ms.toFixed(1) : ms.toFixed(0);
}

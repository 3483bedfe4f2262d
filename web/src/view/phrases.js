/** @import { Strings } from "../strings/strings.js" */
/** @import { Ready } from "../types.js" */

/** @param {Ready | null} ready @param {Strings} strings */
export function readyPhrase(ready, strings) {
  return ready === null ? "" : strings.ready(device(ready, strings));
}

/** @param {{ ms: number, lookMs: number }} took milliseconds @param {Ready | null} ready @param {Strings} strings */
export function answeredPhrase({ ms, lookMs }, ready, strings) {
  const place = ready === null ? null : device(ready, strings);
  return strings.answered(strings.ms(ms), strings.ms(lookMs), place);
}

/** @param {Ready} ready @param {Strings} strings */
function device({ backend, adapter }, strings) {
  return backend === "cpu" ? strings.onCpu : strings.onGpu(adapter);
}

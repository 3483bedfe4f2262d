/** @import { Strings } from "../strings/strings.js" */
/** @import { Ready, Reply } from "../types.js" */

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

/** What is said before answers that are guesses: that the thing is not there, or that the best one is not sure. @param {Pick<Reply, "absent" | "unsure">} reply @param {Strings} strings */
export function doubtPhrase({ absent, unsure }, strings) {
  if (absent !== undefined) return strings.absent(absent);
  return unsure ? strings.unsure : "";
}

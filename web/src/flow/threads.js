/** @import { Flows } from "../flows.js" */

/**
 * Where a thread begins or ends. `index` counts the regions, words or answers from 0.
 * @typedef {{ kind: "region" | "word" | "answer" | "constant", index: number }} End
 */

/**
 * A number of `flows()`, to be drawn from what is read to what reads it.
 * @typedef {{ from: End, to: End, weight: number }} Thread
 */

/** @typedef {{ drawn: Thread[], total: number, share: number }} Strongest `share`: of the whole mass, 0..1, that is drawn */

/** Threads that carry this share of the mass are drawn.. */
const ENOUGH = 0.8;
/** ..but no more than this. */
export const MOST_THREADS = 60;

/**
 * The strongest threads: as many as carry most of the mass.
 * @param {Thread[]} threads
 * @param {number} [most]
 * @returns {Strongest}
 */
export function strongest(threads, most = MOST_THREADS) {
  const sorted = threads.filter(({ weight }) => weight !== 0).sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const mass = sorted.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
  let [count, carried] = [0, 0];
  while (count < Math.min(most, sorted.length) && carried < ENOUGH * mass) carried += Math.abs(sorted[count++].weight);
  return { drawn: sorted.slice(0, count), total: threads.length, share: mass === 0 ? 0 : carried / mass };
}

/**
 * A map as threads. A row is who reads, a column is what is read.
 * @param {Float32Array[]} map
 * @param {End["kind"]} reader
 * @param {End["kind"]} source
 * @returns {Thread[]}
 */
export function threadsOfMap(map, reader, source) {
  return map.flatMap((row, to) =>
    Array.from(row, (weight, from) => ({ from: { kind: source, index: from }, to: { kind: reader, index: to }, weight })),
  );
}

/**
 * What every region adds to an answer, and apart from it what belongs to no region.
 * @param {Flows["answers"][number] | undefined} answer
 * @param {number} index
 * @returns {Thread[][]}
 */
export function threadsOfAnswer(answer, index) {
  if (answer === undefined) return [];
  /** @type {End} */
  const to = { kind: "answer", index };
  const parts = Array.from(answer.contributions, (weight, from) => {
    return /** @type {Thread} */ ({ from: { kind: "region", index: from }, to, weight });
  });
  return [parts, [{ from: { kind: "constant", index: 0 }, to, weight: answer.constant }]];
}

/** @param {Thread} thread @param {End} end */
export function touches({ from, to }, end) {
  return isSame(from, end) || isSame(to, end);
}

/** @param {End} a @param {End} b */
export function isSame(a, b) {
  return a.kind === b.kind && a.index === b.index;
}

/**
 * How much each of a kind is read, on average over its readers.
 * @param {Float32Array[]} map
 * @returns {number[]}
 */
export function readOf(map) {
  const sums = Array.from({ length: map[0]?.length ?? 0 }, () => 0);
  for (const row of map) row.forEach((share, column) => (sums[column] += share / map.length));
  return sums;
}

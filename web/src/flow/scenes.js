import { MOST_THREADS, readOf, strongest, threadsOfAnswer, threadsOfMap } from "./threads.js";

/** @import { Flows } from "../flows.js" */
/** @import { Strongest, Thread } from "./threads.js" */

/** @typedef {"words" | "regions" | "gates" | "intra" | "answer"} SceneName */

/**
 * One picture of the way from photo and question to the answer.
 * @typedef {{ name: SceneName, step: 1 | 2 | 3 | 4, block: number }} Scene
 */

/** The names of the steps, as the attribute `step` takes them, and the scene that each one begins with. */
export const STEPS = /** @type {const} */ ({ inter: "words", gates: "gates", intra: "intra", answer: "answer" });

/** Of the threads among regions and among words, how many of each are drawn. */
const MOST_AMONG_REGIONS = 40;
const MOST_AMONG_WORDS = 20;

/**
 * All scenes, in the order in which the network computes.
 * @param {{ blocks: number, hasGates: boolean }} network
 * @returns {Scene[]}
 */
export function scenesOf({ blocks, hasGates }) {
  /** @type {Scene[]} */
  const scenes = [];
  for (let block = 0; block < blocks; block++) {
    scenes.push({ name: "words", step: 1, block }, { name: "regions", step: 1, block });
    if (hasGates) scenes.push({ name: "gates", step: 2, block });
    scenes.push({ name: "intra", step: 3, block });
  }
  scenes.push({ name: "answer", step: 4, block: blocks - 1 });
  return scenes;
}

/**
 * Every thread of a scene, in groups that are weighed each by itself.
 * @param {SceneName} name
 * @param {Flows} flows
 * @param {number} chosen which answer
 * @returns {Thread[][]}
 */
export function threadsOf(name, flows, chosen) {
  if (name === "words") return [threadsOfMap(flows.wordsFromRegions, "word", "region")];
  if (name === "regions") return [threadsOfMap(flows.regionsFromWords, "region", "word")];
  if (name === "answer") return threadsOfAnswer(flows.answers[chosen], chosen);
  if (name === "gates") return [];
  return [threadsOfMap(flows.withinRegions, "region", "region"), threadsOfMap(flows.withinWords, "word", "word")];
}

/**
 * The threads to draw, group by group.
 * @param {SceneName} name
 * @param {Flows} flows
 * @param {number} chosen
 * @returns {Strongest[]}
 */
export function drawnOf(name, flows, chosen) {
  const groups = threadsOf(name, flows, chosen);
  if (name === "answer") return groups.map((group) => strongest(group, MOST_THREADS - 1));
  if (name !== "intra") return groups.map((group) => strongest(group));
  return [strongest(groups[0], MOST_AMONG_REGIONS), strongest(groups[1], MOST_AMONG_WORDS)];
}

/**
 * How strongly regions and words are lit in a scene; null where the scene says nothing of them.
 * @param {SceneName} name
 * @param {Flows} flows
 * @param {number} chosen
 * @returns {{ regions: ArrayLike<number> | null, words: number[] | null }}
 */
export function lightOf(name, flows, chosen) {
  if (name === "words") return { regions: readOf(flows.wordsFromRegions), words: null };
  if (name === "regions") return { regions: null, words: readOf(flows.regionsFromWords) };
  if (name === "intra") return { regions: readOf(flows.withinRegions), words: readOf(flows.withinWords) };
  if (name === "answer") return { regions: flows.answers[chosen]?.contributions ?? null, words: null };
  return { regions: null, words: null };
}

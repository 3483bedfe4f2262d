import { VqaError } from "./errors.js";
import { readingMap, regionMap, wordsOfRegion, wordsOfWord } from "./view/maps.js";

/** @import { Head, Reply, Scene } from "./types.js" */
/** @import { CellMap } from "./view/maps.js" */

/**
 * The attention of one block behind the last answers. A row of a map adds up to 1. Regions are the cells of `grid` row
 * by row and the whole photo last; their boxes are `[left, top, right, bottom]` in 0..1 of the photo.
 * @typedef {object} Flows
 * @property {string} question
 * @property {Scene["grid"]} grid
 * @property {Scene["regions"]} regions
 * @property {string[]} words
 * @property {number} block counted from 0
 * @property {Head} head
 * @property {number} blocks how many there are
 * @property {number} heads how many each block has
 * @property {Float32Array[]} wordsFromRegions for each word, what it reads of each region
 * @property {Float32Array[]} regionsFromWords for each region, what it reads of each word
 * @property {Float32Array[]} withinRegions for each region, what it reads of each region
 * @property {Float32Array[]} withinWords for each word, what it reads of each word
 * @property {Float32Array} regionGate 0..1, all heads side by side
 * @property {Float32Array} wordGate
 * @property {{ answer: string, probability: number, logit: number, constant: number, contributions: Float32Array }[]} answers
 */

/**
 * @param {{ question: string, reply: Reply, scene: Scene }} shown
 * @param {{ block?: number, head?: Head }} options
 * @returns {Flows}
 */
export function flowsOf({ question, reply, scene }, { block: number = reply.blocks.length - 1, head = "mean" }) {
  const block = reply.blocks[number];
  if (block === undefined) {
    throw new VqaError("block-unknown", `There is no block ${number}: the network has ${reply.blocks.length}, counted from 0.`);
  }
  if (head !== "mean" && !(Number.isInteger(head) && head >= 0 && head < block.heads)) {
    throw new VqaError("head-unknown", `There is no head ${head}: the network has ${block.heads}, counted from 0.`);
  }
  const words = reply.words.map(({ text }) => text);
  const eachWord = (/** @type {(word: number) => Float32Array} */ row) => words.map((_, word) => row(word));
  const eachRegion = (/** @type {(region: number) => Float32Array} */ row) => scene.regions.map((_, region) => row(region));
  return {
    question,
    grid: scene.grid,
    regions: scene.regions,
    words,
    block: number,
    head,
    blocks: reply.blocks.length,
    heads: block.heads,
    wordsFromRegions: eachWord((word) => allRegions(readingMap(block, head, word, ""))),
    regionsFromWords: eachRegion((region) => wordsOfRegion(block, head, region)),
    withinRegions: eachRegion((region) => allRegions(regionMap(block, head, region, ""))),
    withinWords: eachWord((word) => wordsOfWord(block, head, word)),
    regionGate: block.regionGate.slice(),
    wordGate: block.wordGate.slice(),
    answers: reply.answers.map((answer) => ({ ...answer, contributions: answer.contributions.slice() })),
  };
}

/** @param {CellMap} map */
function allRegions({ cells, whole }) {
  return Float32Array.of(...cells, whole);
}

export function noAnswer() {
  return new VqaError("no-answer", "There is no answer yet. Ask a question first.");
}

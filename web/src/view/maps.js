/** @import { Answer, Block, Head, Scene } from "../types.js" */

/**
 * A number for every cell of the grid, to be drawn over the photo.
 * @typedef {object} CellMap
 * @property {"contribution" | "reading"} kind
 * @property {"answer" | "word" | "region"} owner
 * @property {string} of the answer, the word, or the place of the region
 * @property {Float32Array} cells row-major
 * @property {number} whole the number of the last region, which is the whole photo
 * @property {number} constant for a contribution: what belongs to no region
 * @property {number} logit for a contribution: the sum of all
 */

/**
 * What each region adds to an answer's logit.
 * @param {Answer} answer
 * @returns {CellMap}
 */
export function contributionMap({ answer, contributions, constant, logit }) {
  return { kind: "contribution", owner: "answer", of: answer, ...split(contributions), constant, logit };
}

/**
 * Which regions a word reads, or all words on average.
 * @param {Block} block
 * @param {Head} head
 * @param {number | null} word null for all
 * @param {string} text what to call it
 * @returns {CellMap}
 */
export function readingMap(block, head, word, text) {
  const { words, regions, wordsFromRegions: map } = block;
  const rows = word === null ? Array.from({ length: words }, (_, i) => i) : [word];
  const read = rows.map((row) => rowOf(block, map, [words, regions], row, head));
  const mean = Float32Array.from({ length: regions }, (_, i) => read.reduce((sum, one) => sum + one[i], 0) / read.length);
  return { kind: "reading", owner: "word", of: text, ...split(mean), constant: 0, logit: 0 };
}

/**
 * Which regions a region reads.
 * @param {Block} block
 * @param {Head} head
 * @param {number} region
 * @param {string} place
 * @returns {CellMap}
 */
export function regionMap(block, head, region, place) {
  const { regions, withinRegions: map } = block;
  const read = rowOf(block, map, [regions, regions], region, head);
  return { kind: "reading", owner: "region", of: place, ...split(read), constant: 0, logit: 0 };
}

/** What a word reads of each word, itself too. @param {Block} block @param {Head} head @param {number} word */
export function wordsOfWord(block, head, word) {
  return rowOf(block, block.withinWords, [block.words, block.words], word, head);
}

/** What a region reads of each word. @param {Block} block @param {Head} head @param {number} region */
export function wordsOfRegion(block, head, region) {
  return rowOf(block, block.regionsFromWords, [block.regions, block.words], region, head);
}

/**
 * The mean of each head's part of a gate, 0..1; empty without a gate.
 * @param {Float32Array} gate
 * @param {number} heads
 */
export function gateOfHeads(gate, heads) {
  const width = gate.length / heads;
  if (width === 0) return [];
  return Array.from({ length: heads }, (_, head) => mean(gate.subarray(head * width, (head + 1) * width)));
}

/**
 * A row of a map `[heads, rows, columns]`: that of one head, or the mean of all.
 * @param {Block} block
 * @param {Float32Array} map
 * @param {[rows: number, columns: number]} size
 * @param {number} row
 * @param {Head} head
 */
function rowOf({ heads }, map, [rows, columns], row, head) {
  const from = (/** @type {number} */ h) => (h * rows + row) * columns;
  if (head !== "mean") return map.slice(from(head), from(head) + columns);
  const sum = new Float32Array(columns);
  for (let h = 0; h < heads; h++) {
    for (let column = 0; column < columns; column++) sum[column] += map[from(h) + column] / heads;
  }
  return sum;
}

/** @param {Float32Array} values */
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The last region is the whole photo and has no place of its own. @param {Float32Array} regions */
function split(regions) {
  return { cells: regions.subarray(0, -1), whole: regions.at(-1) ?? 0 };
}

/**
 * The part of the photo that the grid covers, in 0..1.
 * @param {Scene} scene
 */
export function gridBox({ regions, grid }) {
  const [left, top] = regions[0];
  const [, , right, bottom] = regions[grid.columns * grid.rows - 1];
  return { left, top, right, bottom };
}

/** @import { Answer, Block, Scene } from "../types.js" */

/**
 * A number for every cell of the grid, to be drawn over the photo.
 * @typedef {object} CellMap
 * @property {"contribution" | "reading"} kind
 * @property {string} of the answer or the word
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
  return { kind: "contribution", of: answer, ...split(contributions), constant, logit };
}

/**
 * Which regions a word reads: the mean over the heads of a block.
 * @param {Block} block
 * @param {number} word
 * @param {string} text
 * @returns {CellMap}
 */
export function readingMap({ heads, words, regions, words_from_regions }, word, text) {
  const mean = new Float32Array(regions);
  for (let head = 0; head < heads; head++) {
    const row = (head * words + word) * regions;
    for (let region = 0; region < regions; region++) mean[region] += words_from_regions[row + region] / heads;
  }
  return { kind: "reading", of: text, ...split(mean), constant: 0, logit: 0 };
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

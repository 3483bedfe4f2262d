/** @import { Flows } from "../flows.js" */

/**
 * The flows of one question less those of another about the same photo: the same shapes, and numbers that say what grew
 * and what shrank. A word that the other question does not have is compared with nothing, so its numbers are 0.
 * `probabilityBefore` is what each answer had there; null where that is not known.
 * @typedef {Flows & { newWords: Set<number>, probabilityBefore: (number | null)[], gatesBefore: { region: Float32Array, word: Float32Array } }} Difference
 */

/**
 * @param {Flows} now
 * @param {Flows} before
 * @returns {Difference}
 */
export function differenceOf(now, before) {
  const partner = aligned(now.words, before.words);
  const same = now.regions.map((_, region) => region);
  const answers = now.answers.map((answer) => ({ answer, former: before.answers.find((one) => one.answer === answer.answer) }));
  return {
    ...now,
    wordsFromRegions: less(now.wordsFromRegions, before.wordsFromRegions, partner, same),
    regionsFromWords: less(now.regionsFromWords, before.regionsFromWords, same, partner),
    withinRegions: less(now.withinRegions, before.withinRegions, same, same),
    withinWords: less(now.withinWords, before.withinWords, partner, partner),
    answers: answers.map(({ answer, former }) => ({
      ...answer,
      constant: former === undefined ? 0 : answer.constant - former.constant,
      contributions: answer.contributions.map((part, region) => (former === undefined ? 0 : part - former.contributions[region])),
    })),
    newWords: new Set(partner.flatMap((word, index) => (word === null ? [index] : []))),
    probabilityBefore: answers.map(({ former }) => former?.probability ?? null),
    gatesBefore: { region: before.regionGate, word: before.wordGate },
  };
}

/**
 * @param {Float32Array[]} now
 * @param {Float32Array[]} before
 * @param {(number | null)[]} rows for each row of `now`, the row of `before` that it is compared with
 * @param {(number | null)[]} columns
 */
function less(now, before, rows, columns) {
  return now.map((values, i) =>
    values.map((value, j) => {
      const [row, column] = [rows[i], columns[j]];
      return row === null || column === null ? 0 : value - before[row][column];
    }),
  );
}

/**
 * Pairs the words that two questions share, in their order: the longest common subsequence.
 * @param {string[]} now
 * @param {string[]} before
 * @returns {(number | null)[]} for each word of `now`, its place in `before`
 */
export function aligned(now, before) {
  const length = now.map(() => before.map(() => 0));
  const at = (/** @type {number} */ i, /** @type {number} */ j) => length[i]?.[j] ?? 0;
  for (let i = now.length - 1; i >= 0; i--) {
    for (let j = before.length - 1; j >= 0; j--) {
      length[i][j] = now[i] === before[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  /** @type {(number | null)[]} */
  const partner = now.map(() => null);
  let [i, j] = [0, 0];
  while (i < now.length && j < before.length) {
    if (now[i] === before[j]) partner[i++] = j++;
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return partner;
}

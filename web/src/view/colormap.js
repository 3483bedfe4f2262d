/** @typedef {[red: number, green: number, blue: number, alpha: number]} Colour each in 0..255 */

/**
 * Orange speaks for an answer and blue against it: the one pair of hues that the common kinds of colour blindness
 * all keep apart. Strength is opacity first, so zero shows the bare photo.
 */
const FOR = { weak: [255, 184, 92], strong: [226, 74, 8] };
const AGAINST = { weak: [120, 180, 240], strong: [8, 84, 170] };
/** The strongest colour still lets the photo through. */
const STRONGEST = 0.82;
/** How dark a region is that a word does not read at all. */
const DARKEST = 0.8;

/** @param {number} strength -1..1 @returns {Colour} */
export function contributionColour(strength) {
  const amount = Math.min(1, Math.abs(strength));
  const { weak, strong } = strength < 0 ? AGAINST : FOR;
  const mix = (/** @type {number} */ i) => weak[i] + (strong[i] - weak[i]) * amount;
  return [mix(0), mix(1), mix(2), 255 * STRONGEST * amount ** 0.85];
}

/** What a word reads is lit; the rest lies in the dark. @param {number} strength 0..1 @returns {Colour} */
export function readingColour(strength) {
  return [10, 10, 14, 255 * DARKEST * (1 - Math.min(1, Math.max(0, strength)))];
}

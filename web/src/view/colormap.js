/** @typedef {[red: number, green: number, blue: number, alpha: number]} Colour each in 0..255 */
/** @typedef {{ weak: number[], strong: number[] }} Hue */

/**
 * Pairs of hues that the common kinds of colour blindness keep apart: the first speaks for an answer, the second
 * against it. Strength is opacity first, so zero shows the bare photo. `grey` is for print.
 * @type {Record<string, { plus: Hue, minus: Hue }>}
 */
const PAIRS = {
  orange: {
    plus: { weak: [255, 184, 92], strong: [226, 74, 8] },
    minus: { weak: [120, 180, 240], strong: [8, 84, 170] },
  },
  purple: {
    plus: { weak: [206, 160, 214], strong: [118, 42, 131] },
    minus: { weak: [150, 208, 150], strong: [20, 110, 50] },
  },
  grey: {
    plus: { weak: [255, 255, 255], strong: [255, 255, 255] },
    minus: { weak: [0, 0, 0], strong: [0, 0, 0] },
  },
};
/** @typedef {"orange" | "purple" | "grey"} Colormap */

/** @type {readonly Colormap[]} the usual one first */
export const COLORMAPS = ["orange", "purple", "grey"];
/** The strongest colour still lets the photo through. */
const STRONGEST = 0.82;
/** How dark a region is that a word does not read at all. */
const DARKEST = 0.8;

/** @param {Colormap} name @returns {(strength: number) => Colour} of a strength in -1..1 */
export function contributionColour(name) {
  const { plus, minus } = PAIRS[name];
  return (strength) => {
    const amount = Math.min(1, Math.abs(strength));
    const { weak, strong } = strength < 0 ? minus : plus;
    const mix = (/** @type {number} */ i) => weak[i] + (strong[i] - weak[i]) * amount;
    return [mix(0), mix(1), mix(2), 255 * STRONGEST * amount ** 0.85];
  };
}

/** What a word reads is lit; the rest lies in the dark. @param {number} strength 0..1 @returns {Colour} */
export function readingColour(strength) {
  return [10, 10, 14, 255 * DARKEST * (1 - Math.min(1, Math.max(0, strength)))];
}

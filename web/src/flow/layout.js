/** @import { Scene } from "../types.js" */

/** @typedef {{ x: number, y: number, width: number, height: number }} Box in pixels of the drawing */

/**
 * Where everything stands.
 * @typedef {object} Layout
 * @property {boolean} isWide the photo on the left and the words on the right, or the photo above and the words below
 * @property {number} width
 * @property {number} height
 * @property {number} font of words, in pixels
 * @property {Box} photo
 * @property {Box[]} regions the cells, and last the whole photo, which is a label beside it
 * @property {Box[]} words
 * @property {Box} constant what belongs to no region
 * @property {Box} gates the room between photo and words
 * @property {Box[]} answers
 */

/** @typedef {{ width: number, ratio: number, regions: Scene["regions"], words: number[], joined: boolean[], whole: number, n_answers: number }} Wanted
 * `joined` is which words were typed together with the one before; `ratio` is the photo's width by its height; `words` and `whole` are widths of texts, in units of their letters' size */

const WIDE_FROM = 600;
const TALLEST_PHOTO = 460;
const CHIP = 28;

/** @param {Wanted} wanted @returns {Layout} */
export function layoutOf(wanted) {
  return wanted.width >= WIDE_FROM ? wideLayout(wanted) : narrowLayout(wanted);
}

/** @param {Wanted} wanted @returns {Layout} */
function wideLayout({ width, ratio, regions, words, joined, whole, n_answers }) {
  const isRoomy = width >= 900;
  const room = width * (isRoomy ? 0.45 : 0.42);
  const photoWidth = Math.min(room, TALLEST_PHOTO * ratio);
  const photoHeight = photoWidth / ratio;
  const pitch = Math.min(52, Math.max(25, (photoHeight - CHIP) / words.length));
  const answerPitch = 60;
  const height = Math.ceil(Math.max(photoHeight + CHIP + 12, words.length * pitch + 2 * CHIP, n_answers * answerPitch) + 8);
  const photo = { x: 1, y: (height - photoHeight - CHIP - 12) / 2 + 1, width: photoWidth, height: photoHeight };
  const font = pitch > 36 ? 17 : 14;
  const pill = Math.min(36, pitch - 5);
  const left = width * 0.615;
  const top = photo.y + photoHeight / 2 - (words.length * pitch) / 2;
  const placed = words.map((text, index) => ({
    x: left,
    // What was typed as one word touches.
    y: Math.max(0, top) + index * pitch + (pitch - pill) / (joined[index] ? -2 : 2),
    width: Math.min(text * font + 26, width * 0.17),
    height: joined[index] ? pitch : pill,
  }));
  const answers = Array.from({ length: n_answers }, (_, index) => ({
    x: width * 0.81,
    y: photo.y + photoHeight / 2 - (n_answers * answerPitch) / 2 + index * answerPitch,
    width: width * 0.19 - 2,
    height: answerPitch - 10,
  }));
  return {
    isWide: true,
    width,
    height,
    font,
    photo,
    regions: [...cellsOf(regions, photo), { x: photo.x, y: photo.y + photoHeight + 10, width: whole * 13 + 22, height: CHIP }],
    words: placed,
    constant: { x: left, y: height - CHIP - 3, width: 132, height: CHIP },
    gates: isRoomy
      ? { x: photo.x + photoWidth + 34, y: 2, width: left - photo.x - photoWidth - 82, height: height - 4 }
      : { x: photo.x + photoWidth + 18, y: 2, width: left - photo.x - photoWidth - 48, height: height - 4 },
    answers,
  };
}

/** @param {Wanted} wanted @returns {Layout} */
function narrowLayout({ width, ratio, regions, words, joined, whole, n_answers }) {
  const [font, pill, between, gap] = [15, 34, 7, 188];
  const photoWidth = Math.min(width - 2, 340 * ratio);
  const photo = { x: (width - photoWidth) / 2, y: 1, width: photoWidth, height: photoWidth / ratio };
  const chip = { x: photo.x, y: photo.y + photo.height + 7, width: whole * 13 + 22, height: CHIP };
  const top = chip.y + gap;
  const placed = inRows(words.map((text) => Math.min(text * font + 22, width - 2)), { width, top, pill, between, joined });
  const bottom = Math.max(top, ...placed.map(({ y }) => y)) + pill;
  const constant = { x: 1, y: bottom + 16, width: 122, height: CHIP };
  const answers = Array.from({ length: n_answers }, (_, index) => ({ x: 1, y: bottom + 74 + index * 48, width: width - 2, height: 42 }));
  return {
    isWide: false,
    width,
    height: bottom + 74 + n_answers * 48 + 4,
    font,
    photo,
    regions: [...cellsOf(regions, photo), chip],
    words: placed,
    constant,
    gates: { x: 4, y: chip.y + CHIP + 8, width: width - 8, height: gap - CHIP - 36 },
    answers,
  };
}

/** Boxes in 0..1 of the photo become boxes of the drawing. @param {Scene["regions"]} regions @param {Box} photo */
function cellsOf(regions, { x, y, width, height }) {
  return regions.slice(0, -1).map(([left, top, right, bottom]) => ({
    x: x + left * width,
    y: y + top * height,
    width: (right - left) * width,
    height: (bottom - top) * height,
  }));
}

/**
 * Boxes in centred rows, as words of a text.
 * @param {number[]} widths
 * @param {{ width: number, top: number, pill: number, between: number, joined: boolean[] }} room
 * @returns {Box[]}
 */
function inRows(widths, { width, top, pill, between, joined }) {
  /** @type {{ size: number, isJoined: boolean }[][]} */
  const rows = [[]];
  widths.forEach((size, index) => {
    const used = rows[rows.length - 1].reduce((sum, other) => sum + other.size + between, 0);
    if (used > 0 && used + size > width - 2) rows.push([]);
    rows[rows.length - 1].push({ size, isJoined: joined[index] });
  });
  return rows.flatMap((row, index) => {
    let x = (width - row.reduce((sum, { size }) => sum + size + between, -between)) / 2;
    return row.map(({ size, isJoined }, place) => {
      const bridge = isJoined && place > 0 ? between : 0;
      const box = { x: x - bridge, y: top + index * (pill + between), width: size + bridge, height: pill };
      x += size + between;
      return box;
    });
  });
}

/** @import { Strings } from "../strings/strings.js" */
/** @import { Answer } from "../types.js" */

/**
 * What lies over the photo: the map as it is drawn, and where, in 0..1 of the photo.
 * @typedef {object} Layer
 * @property {HTMLCanvasElement} canvas
 * @property {number} left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 * @property {number} opacity 0..1
 */

/**
 * @typedef {object} Contents
 * @property {HTMLCanvasElement} photo
 * @property {string} filter what the photo's own colours go through, a CSS filter
 * @property {Layer | null} layer
 * @property {string} question empty where none was answered
 * @property {Answer[]} answers
 * @property {string} caption what the colours mean, or empty
 * @property {Strings} strings
 */

/** Pixels; a photo is scaled to this width. */
const WIDTH = 960;
const MARGIN = 32;
/** A photo of extreme shape is not drawn higher than this. */
const MOST_PHOTO = 1600;
const MOST_LINES = 3;
const MOST_ANSWERS = 5;
const LINE = 40;
const ROW = 38;
const GAP = 14;
const FONT = "system-ui, sans-serif";
/** On white paper whatever the page looks like: a picture is mostly put into something else. */
const COLOURS = { paper: "#ffffff", ink: "#141414", soft: "#5c5d5f", track: "#e9e9e6", bar: "#c23d06" };

/**
 * A PNG of the photo with its map, the question and the answers.
 * @param {Contents} contents
 * @returns {Promise<Blob>}
 */
export function toPicture(contents) {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  if (context === null) return Promise.reject(new Error("This browser gives no canvas to draw on."));
  context.font = `600 28px ${FONT}`;
  const lines = wrapped(contents.question, (text) => context.measureText(text).width <= WIDTH - 2 * MARGIN);
  const answers = contents.answers.slice(0, MOST_ANSWERS);
  const place = fitted(contents.photo);
  const captionHeight = contents.caption === "" ? 0 : LINE;
  const talk = lines.length === 0 ? 0 : MARGIN + lines.length * LINE + GAP + answers.length * ROW + captionHeight + MARGIN / 2;
  canvas.width = WIDTH;
  canvas.height = Math.ceil(place.height + talk);
  context.fillStyle = COLOURS.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  drawPhoto(context, contents, place);
  if (talk > 0) drawTalk(context, { ...contents, lines, answers }, place.height + MARGIN);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture could not be made."))), "image/png");
  });
}

/** @param {CanvasRenderingContext2D} context @param {Contents} contents @param {ReturnType<typeof fitted>} place */
function drawPhoto(context, { photo, filter, layer }, { left, width, height }) {
  context.filter = filter;
  context.drawImage(photo, left, 0, width, height);
  context.filter = "none";
  if (layer === null) return;
  context.imageSmoothingQuality = "high";
  const { canvas } = layer;
  context.globalAlpha = layer.opacity;
  context.drawImage(canvas, left + layer.left * width, layer.top * height, layer.width * width, layer.height * height);
  context.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{ lines: string[], answers: Answer[], caption: string, strings: Strings }} talk
 * @param {number} top
 */
function drawTalk(context, { lines, answers, caption, strings }, top) {
  context.textBaseline = "middle";
  context.fillStyle = COLOURS.ink;
  context.font = `600 28px ${FONT}`;
  lines.forEach((line, index) => context.fillText(line, MARGIN, top + (index + 0.5) * LINE));
  const [value, bar] = [WIDTH * 0.42, WIDTH * 0.53];
  const longest = WIDTH - MARGIN - bar;
  answers.forEach(({ answer, probability }, index) => {
    const middle = top + lines.length * LINE + GAP + (index + 0.5) * ROW;
    context.font = `${index === 0 ? 600 : 400} 22px ${FONT}`;
    context.fillStyle = COLOURS.ink;
    context.fillText(answer, MARGIN, middle, value - MARGIN - 16);
    context.fillText(strings.percent(probability), value, middle);
    context.fillStyle = COLOURS.track;
    context.fillRect(bar, middle - 5, longest, 10);
    context.fillStyle = COLOURS.bar;
    context.fillRect(bar, middle - 5, longest * probability, 10);
  });
  context.font = `400 18px ${FONT}`;
  context.fillStyle = COLOURS.soft;
  const middle = top + lines.length * LINE + GAP + answers.length * ROW + LINE / 2;
  context.fillText(caption, MARGIN, middle, WIDTH - 2 * MARGIN);
}

/** @param {HTMLCanvasElement} photo */
function fitted({ width, height }) {
  const scale = Math.min(WIDTH / width, MOST_PHOTO / height);
  return { left: (WIDTH - width * scale) / 2, width: width * scale, height: height * scale };
}

/**
 * Breaks a text into lines that fit; what is left over after the last is cut off.
 * @param {string} text
 * @param {(text: string) => boolean} fits
 */
function wrapped(text, fits) {
  /** @type {string[]} */
  const lines = [];
  // A word that is longer than a line is broken where the line ends.
  let rest = text.trim().replace(/\s+/g, " ");
  while (rest !== "") {
    let end = rest.length;
    if (!fits(rest)) {
      end = longestThatFits(rest, fits);
      const space = rest.lastIndexOf(" ", end);
      if (space > 0) end = space;
    }
    if (lines.length === MOST_LINES - 1 && end < rest.length) {
      const room = longestThatFits(rest, (start) => fits(`${start}…`));
      return [...lines, `${rest.slice(0, room).trimEnd()}…`];
    }
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trim();
  }
  return lines;
}

/** How much of the beginning fits, at least one character. @param {string} text @param {(text: string) => boolean} fits */
function longestThatFits(text, fits) {
  let [least, most] = [1, text.length];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(text.slice(0, middle))) least = middle;
    else most = middle - 1;
  }
  return least;
}

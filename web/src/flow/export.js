import { set, svg } from "./svg.js";

/** @import { FlowDrawing } from "./drawing.js" */

/** What the flow view shows at a moment. @typedef {{ drawings: FlowDrawing[], title: string, sentence: string, question: string }} Seen */

/** What of an element's look goes along, since the style sheets do not. */
const LOOKS = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "opacity", "visibility",
  "font-size", "font-weight", "text-anchor", "paint-order",
];
const FONT = "system-ui, sans-serif";
const MARGIN = 24;
const HEAD = 74;
const FOOT = 30;
const SCALE = 2;
/** Where a photo goes. */
const PHOTO = "photo";
/** On white paper whatever the page looks like, as the picture of the heatmap. */
const PAPER = "#ffffff";
const INK = "#141414";
const SOFT = "#5c5d5f";

/** What the drawing's colours are made of. @type {Record<string, string>} */
const ON_PAPER = {
  "color-scheme": "light",
  "--ink": INK,
  "--soft": SOFT,
  "--line": "#d4d4d0",
  "--paper": PAPER,
  "--mat": "#e9e9e6",
  "--page-ground": PAPER,
};

/** @param {Seen} seen @returns {string} the view as an SVG document that needs nothing else */
export function svgOf(seen) {
  const { root, photos } = documentOf(seen, true);
  // As text, for an image that a document holds is one that a strict content policy looks at.
  return photos.reduce((text, { photo, x, y, width, height }, index) => {
    const image = `<image x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="none" href="${photo.toDataURL("image/jpeg", 0.85)}"/>`;
    return text.replace(`<!--${PHOTO} ${index}-->`, () => image);
  }, written(root));
}

/** @param {Seen} seen @returns {Promise<Blob>} the view as a PNG */
export async function pictureOf(seen) {
  const { root, width, height, photos } = documentOf(seen, false);
  const canvas = new OffscreenCanvas(width * SCALE, height * SCALE);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("This browser gives no canvas to draw on.");
  context.scale(SCALE, SCALE);
  context.fillStyle = PAPER;
  context.fillRect(0, 0, width, height);
  // Photos are drawn and not embedded, so that a strict content policy has nothing to object to.
  for (const { photo, x, y, width: w, height: h } of photos) {
    context.filter = getComputedStyle(photo).filter;
    context.drawImage(photo, x, y, w, h);
  }
  context.filter = "none";
  const address = URL.createObjectURL(new Blob([written(root)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    context.drawImage(image, 0, 0, width, height);
  } finally {
    URL.revokeObjectURL(address);
  }
  return canvas.convertToBlob({ type: "image/png" });
}

/** @param {Seen} seen @param {boolean} isWhole whether the paper is part of it */
function documentOf({ drawings, title, sentence, question }, isWhole) {
  const sizes = drawings.map(({ layout }) => ({ width: layout?.width ?? 0, height: layout?.height ?? 0 }));
  const width = Math.max(...sizes.map((size) => size.width)) + 2 * MARGIN;
  const lines = wrapped(sentence, Math.floor(width / 7.4));
  const foot = FOOT + lines.length * 20;
  const height = HEAD + sizes.reduce((sum, size) => sum + size.height + MARGIN, 0) + foot;
  const root = svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, "font-family": FONT });
  if (isWhole) root.append(svg("rect", { width, height, fill: PAPER }));
  root.append(
    svg("text", { x: MARGIN, y: 32, "font-size": 19, "font-weight": 600, fill: INK }, question),
    svg("text", { x: MARGIN, y: 56, "font-size": 15, fill: SOFT }, title),
  );
  let top = HEAD;
  const photos = drawings.map(({ photo, layout }, index) => {
    const { x, y, width: w, height: h } = layout?.photo ?? { x: 0, y: 0, width: 0, height: 0 };
    const place = { x: x + MARGIN, y: y + top, width: w, height: h };
    root.append(document.createComment(`${PHOTO} ${index}`));
    root.append(svg("g", { transform: `translate(${MARGIN} ${top})` }, ...copied(drawings[index].svg).childNodes));
    top += sizes[index].height + MARGIN;
    return { photo, ...place };
  });
  lines.forEach((line, index) => root.append(svg("text", { x: MARGIN, y: top + 12 + index * 20, "font-size": 14, fill: SOFT }, line)));
  return { root, width, height, photos };
}

/** A copy that looks the same without any style sheet, in light colours. @param {SVGSVGElement} original */
function copied(original) {
  const copy = /** @type {SVGSVGElement} */ (original.cloneNode(true));
  const style = original.style.cssText;
  for (const [name, value] of Object.entries(ON_PAPER)) original.style.setProperty(name, value);
  const [from, to] = [original.querySelectorAll("*"), copy.querySelectorAll("*")];
  from.forEach((element, index) => {
    const computed = getComputedStyle(element);
    set(to[index], Object.fromEntries(LOOKS.map((look) => [look, computed.getPropertyValue(look)])));
    for (const name of ["class", "style", "role", "tabindex"]) to[index].removeAttribute(name);
  });
  original.style.cssText = style;
  for (const unseen of copy.querySelectorAll("[data-unseen]")) unseen.remove();
  return copy;
}

/** @param {SVGSVGElement} root */
function written(root) {
  return new XMLSerializer().serializeToString(root);
}

/** @param {string} text @param {number} letters in a line */
function wrapped(text, letters) {
  return text.split(" ").reduce((/** @type {string[]} */ lines, word) => {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
    return lines;
  }, []);
}

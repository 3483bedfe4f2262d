import { VqaError } from "../errors.js";
import { fetchBytes } from "./fetch-progress.js";
import { photoKind } from "./sniff.js";

/** @import { PhotoSource } from "../types.js" */

/** Files above this size are refused before they are decoded, in bytes. */
const LARGEST_FILE = 64 * 1024 * 1024;
/** How long a photo may take to arrive, in milliseconds. */
const LONGEST_WAIT = 120_000;
/** The longest side handed to the network, in pixels: several times what it looks at, and never much memory. */
const LONGEST_SIDE = 1024;
/** The longest side of what is shown, in pixels. */
const LONGEST_SHOWN = 1600;

/** @typedef {{ rgba: Uint8ClampedArray, width: number, height: number }} Pixels */

/**
 * Decodes a photo: its own size, its pixels for the network, and a bitmap to show.
 * @param {PhotoSource} source
 */
export async function decodePhoto(source) {
  const whole = source instanceof ImageBitmap ? source : await bitmapFrom(await blobFrom(source));
  const { width, height } = whole;
  try {
    return { width, height, pixels: pixelsOf(whole), bitmap: await shown(whole) };
  } finally {
    whole.close();
  }
}

/** @param {Blob | string} source */
async function blobFrom(source) {
  if (source instanceof Blob) return source;
  const most = { bytes: LARGEST_FILE, error: () => tooLarge(null) };
  return new Blob([await fetchBytes(source, { name: "The photo", most, within: LONGEST_WAIT })]);
}

/** @param {Blob} blob @returns {Promise<ImageBitmap>} */
async function bitmapFrom(blob) {
  if (blob.size === 0) throw invalid("This file is empty. Choose another photo.");
  if (blob.size > LARGEST_FILE) throw tooLarge(blob.size);
  try {
    // Turned upright and converted to sRGB is what a person sees in any viewer. For an sRGB photo, which nearly all
    // are, the conversion changes nothing, so these are the pixels that any other decoder gives.
    return await createImageBitmap(blob, { imageOrientation: "from-image", colorSpaceConversion: "default" });
  } catch {
    throw invalid(whyNot(await photoKind(blob)));
  }
}

/** @param {ImageBitmap} bitmap @returns {Pixels} */
function pixelsOf(bitmap) {
  const { width, height } = fitted(bitmap, LONGEST_SIDE);
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (context === null) throw new VqaError("unsupported", "This browser cannot draw in the background.");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  return { rgba: context.getImageData(0, 0, width, height).data, width, height };
}

/** @param {ImageBitmap} bitmap */
function shown(bitmap) {
  const { width, height } = fitted(bitmap, LONGEST_SHOWN);
  return createImageBitmap(bitmap, { resizeWidth: width, resizeHeight: height, resizeQuality: "high" });
}

/** @param {{ width: number, height: number }} size @param {number} longest */
function fitted({ width, height }, longest) {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** @param {string | null} kind */
function whyNot(kind) {
  if (kind === null) return "This file is not a photo. Choose a JPEG, PNG or WebP file.";
  if (kind === "HEIC" || kind === "TIFF") return `This browser cannot read ${kind} photos. Save it as a JPEG and try that.`;
  return `This ${kind} file is damaged or cut short. Download or save it again, or choose another photo.`;
}

/** @param {number | null} bytes null for one that was not waited for */
function tooLarge(bytes) {
  const megabytes = (/** @type {number} */ n) => Math.round(n / 1024 / 1024);
  const size = bytes === null ? "more than that" : `${megabytes(bytes)} MB`;
  return invalid(`The limit for a photo is ${megabytes(LARGEST_FILE)} MB, and this file has ${size}. Choose a smaller photo.`);
}

/** @param {string} message */
function invalid(message) {
  return new VqaError("image-invalid", message);
}

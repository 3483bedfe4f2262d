import { resolved } from "./attribute-values.js";
import { badAddress, VqaError } from "./errors.js";

/** @import { GivenPhoto, PhotoSource } from "./types.js" */

const TAKEN =
  "an address (string or URL), a File or Blob, an <img>, <canvas> or <video>, an OffscreenCanvas, ImageBitmap, ImageData or VideoFrame, or the bytes of a picture file (ArrayBuffer or a view of one)";

/**
 * What a page gives as a photo, as what the worker opens: an address, a file, or a bitmap. What can change is taken as
 * it is at this moment.
 * @param {GivenPhoto} given
 * @returns {Promise<PhotoSource>} rejects with a TypeError for what is no photo
 */
export async function readPhoto(given) {
  if (ArrayBuffer.isView(given)) return blobOf(given);
  const read = /** @type {Record<string, (given: any) => Promise<PhotoSource>>} */ (READERS)[kindOf(given)];
  if (read !== undefined) return read(given);
  throw new NotAPhoto(`${described(given)} is no photo. A photo is ${TAKEN}.`);
}

/** How each kind is read. By its name, since what comes out of a frame has classes of its own. */
const READERS = {
  String: ofAddress,
  URL: (/** @type {URL} */ url) => ofAddress(url.href),
  Blob: async (/** @type {Blob} */ blob) => blob,
  File: async (/** @type {File} */ file) => file,
  ArrayBuffer: async (/** @type {ArrayBuffer} */ bytes) => blobOf(bytes),
  HTMLImageElement: ofElement,
  HTMLVideoElement: ofVideo,
  HTMLCanvasElement: (/** @type {HTMLCanvasElement} */ canvas) => bitmapOf(canvas, "This canvas"),
  OffscreenCanvas: (/** @type {OffscreenCanvas} */ canvas) => bitmapOf(canvas, "This canvas"),
  ImageBitmap: (/** @type {ImageBitmap} */ bitmap) => bitmapOf(bitmap, "This ImageBitmap"),
  ImageData: (/** @type {ImageData} */ data) => bitmapOf(data, "This picture"),
  VideoFrame: (/** @type {VideoFrame} */ frame) => bitmapOf(frame, "This picture"),
};

/** Such as "HTMLImageElement". @param {unknown} given */
export function kindOf(given) {
  return Object.prototype.toString.call(given).slice("[object ".length, -1);
}

/** It is the page's mistake, hence a TypeError; for the person it is a photo that cannot be opened. */
class NotAPhoto extends TypeError {
  code = "image-invalid";
}

/** @param {string} text @returns {Promise<PhotoSource>} */
async function ofAddress(text) {
  const address = resolved(text);
  if (address === null) throw badAddress("photo", text);
  return address.startsWith("blob:") ? ofBlobAddress(address) : address;
}

/**
 * Such an address is the page's own, and may be taken back at any moment. Under a policy that lets nothing be fetched
 * from there, it can mostly be shown.
 * @param {string} address
 */
async function ofBlobAddress(address) {
  try {
    return await (await fetch(address)).blob();
  } catch {
    const image = new Image();
    image.src = address;
    return ofElement(image);
  }
}

/** The bytes of a picture file; those of memory that is shared are copied, since a Blob takes no other. @param {ArrayBuffer | ArrayBufferView} bytes */
function blobOf(bytes) {
  try {
    const view = ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new Uint8Array(bytes);
    return new Blob([view.slice()]);
  } catch {
    throw notYet("These bytes are gone: their ArrayBuffer was given to somebody else.");
  }
}

/** @param {HTMLImageElement} image */
async function ofElement(image) {
  if (image.currentSrc === "" && image.src === "") throw notYet("This <img> has no picture: set its src first.");
  // One that is still loading is waited for.
  await image.decode().catch(() => {
    throw notYet(`The picture of this <img> (${image.currentSrc || image.src}) could not be loaded.`);
  });
  return bitmapOf(image, "This <img>");
}

/** @param {HTMLVideoElement} video */
async function ofVideo(video) {
  if (video.readyState < video.HAVE_CURRENT_DATA) throw notYet("This <video> shows nothing yet: wait for its event loadeddata.");
  return bitmapOf(video, "This <video>");
}

/** @param {ImageBitmapSource & { width?: unknown, height?: unknown }} picture @param {string} name */
async function bitmapOf(picture, name) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(picture);
  } catch (error) {
    throw notYet(`${name} cannot be read (${error instanceof Error ? error.message : error}). An empty or closed one has no picture.`);
  }
  if (isReadable(bitmap)) return bitmap;
  bitmap.close();
  const help = "Load it with crossorigin=\"anonymous\" from a server that sends Access-Control-Allow-Origin, or from this page's own.";
  throw new VqaError("fetch-blocked", `${name} shows a picture of another server, which does not let this page read it. ${help}`);
}

/** Whether the browser lets the page see the pixels. @param {ImageBitmap} bitmap */
function isReadable(bitmap) {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  context?.drawImage(bitmap, 0, 0, 1, 1);
  try {
    context?.getImageData(0, 0, 1, 1);
    return true;
  } catch {
    return false;
  }
}

/** @param {unknown} given */
function described(given) {
  if (given === null || given === undefined) return String(given);
  const kind = typeof given === "object" ? (given.constructor?.name ?? "object") : typeof given;
  return `A value of the kind ${kind}`;
}

/** @param {string} message */
function notYet(message) {
  return new VqaError("image-invalid", message);
}

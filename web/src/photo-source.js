import { pageAddress, resolved } from "./attribute-values.js";
import { VqaError } from "./errors.js";

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
  if (typeof given === "string" || given instanceof URL) return ofAddress(String(given));
  if (given instanceof Blob) return given;
  if (isA(given, "ImageBitmap")) return bitmapOf(given, "This ImageBitmap");
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) return blobOf(given);
  if (given instanceof HTMLImageElement) return ofElement(given);
  if (given instanceof HTMLVideoElement) return ofVideo(given);
  if (given instanceof HTMLCanvasElement || isA(given, "OffscreenCanvas")) return bitmapOf(given, "This canvas");
  if (isA(given, "ImageData") || isA(given, "VideoFrame")) return bitmapOf(given, "This picture");
  throw new NotAPhoto(`${described(given)} is no photo. A photo is ${TAKEN}.`);
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

/**
 * @param {"photo" | "model"} what
 * @param {string} text
 */
export function badAddress(what, text) {
  const help = what === "photo" ? "Give that of a picture, such as photo.jpg." : "Give that of a folder with a manifest.json.";
  const code = what === "photo" ? "address-invalid" : "manifest-invalid";
  return new VqaError(code, `“${text}” is no address of a ${what} (read from ${pageAddress()}). ${help}`);
}

/** The bytes of a picture file; those of memory that is shared are copied, since a Blob takes no other. @param {ArrayBuffer | ArrayBufferView} bytes */
function blobOf(bytes) {
  const view = ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new Uint8Array(bytes);
  return new Blob([view.slice()]);
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

/**
 * Whether something is of a kind that not every browser has.
 * @template {"ImageBitmap" | "ImageData" | "OffscreenCanvas" | "VideoFrame"} Name
 * @param {unknown} given
 * @param {Name} name
 * @returns {given is InstanceType<(typeof globalThis)[Name]>}
 */
function isA(given, name) {
  return globalThis[name] !== undefined && given instanceof globalThis[name];
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

/** A photo as a page has given it, for as long as it may have to be opened again. */
export class Given {
  static #last = 0;

  id = ++Given.#last;

  /** @param {GivenPhoto} given */
  constructor(given) {
    this.name = nameOf(given);
    this.address = addressOf(given);
    this.source = readPhoto(given);
    // Whoever opens it is told.
    this.source.catch(() => {});
  }

  /** Lets go of its pixels, if it holds any. Nobody opens it after that. */
  close() {
    this.source.then((source) => source instanceof ImageBitmap && source.close(), () => {});
  }
}

/** The name of a file, the address of a picture, or empty. @param {GivenPhoto} given */
function nameOf(given) {
  if (typeof given === "string" || given instanceof URL) return addressName(String(given));
  if (given instanceof File) return given.name;
  if (given instanceof HTMLImageElement || given instanceof HTMLVideoElement) return addressName(given.currentSrc);
  return "";
}

/** An address that holds the picture itself is cut to its kind. @param {string} text */
function addressName(text) {
  const address = resolved(text) ?? text;
  return address.startsWith("data:") ? address.slice(0, address.search(/[;,]|$/)) : address;
}

/** The address that shows the same again, or null. @param {GivenPhoto} given */
function addressOf(given) {
  if (typeof given === "string" || given instanceof URL) return resolved(String(given));
  return given instanceof HTMLImageElement ? resolved(given.currentSrc || given.src) : null;
}

import { pictureIn, takenOf } from "./handed-over.js";

/** @import { Handed } from "./handed-over.js" */

/**
 * @typedef {object} Taker
 * @property {() => boolean} isOpen whether a visitor may choose a photo
 * @property {(handed: Handed) => void} onphoto
 */

/** The elements of the page that take photos, in the order in which they came. @type {Map<HTMLElement, Taker>} */
const takers = new Map();

/**
 * Takes photos that are dropped on an element or pasted, until the returned function is called.
 * @param {HTMLElement} element
 * @param {Taker} taker
 */
export function takePhotos(element, taker) {
  const listening = new AbortController();
  const { signal } = listening;
  takers.set(element, taker);
  element.addEventListener("dragover", (event) => isForUs(event) && allow(event, taker.isOpen()), { signal });
  element.addEventListener(
    "drop",
    (event) => {
      if (!isForUs(event)) return;
      event.preventDefault();
      const handed = taker.isOpen() ? takenOf(event.dataTransfer) : null;
      if (handed !== null) taker.onphoto(handed);
    },
    { signal },
  );
  document.addEventListener(
    "paste",
    (event) => {
      if (event.defaultPrevented || !taker.isOpen() || !isMeantFor(element, event)) return;
      const handed = pictureIn(event.clipboardData);
      if (handed === null) return;
      event.preventDefault();
      taker.onphoto(handed);
    },
    { signal },
  );
  return () => {
    takers.delete(element);
    listening.abort();
  };
}

/** Files and addresses are, unless the page takes them itself; text goes where text goes. @param {DragEvent} event */
function isForUs(event) {
  const types = event.dataTransfer?.types ?? [];
  if (event.defaultPrevented) return false;
  return types.includes("Files") || (types.includes("text/uri-list") && !isEditable(event.composedPath()[0]));
}

/** Without this, the browser would leave the page and open the file. @param {DragEvent} event @param {boolean} isOpen */
function allow(event, isOpen) {
  event.preventDefault();
  if (!isOpen && event.dataTransfer !== null) event.dataTransfer.dropEffect = "none";
}

/**
 * What is pasted goes to the element that has the focus. What is pasted with the focus on nothing that could take it
 * goes to the first element of the page that may; never what is meant for a field or an editor of the page.
 * @param {HTMLElement} element
 * @param {ClipboardEvent} event
 */
function isMeantFor(element, event) {
  const path = event.composedPath();
  const focused = path.find((target) => target instanceof HTMLElement && takers.has(target));
  if (focused !== undefined) return focused === element && !(isEditable(path[0]) && hasText(event));
  const first = Array.from(takers).find(([, { isOpen }]) => isOpen());
  return first?.[0] === element && !path.some((target) => isEditable(target) || isForeign(target));
}

/** @param {EventTarget | undefined} target */
function isEditable(target) {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input, textarea, select, iframe, object, embed, [role=textbox], [role=searchbox]");
}

/** An element of the page whose insides are not known may hold a field. @param {EventTarget | undefined} target */
function isForeign(target) {
  return target instanceof HTMLElement && target.localName.includes("-") && target.matches(":focus-within, :focus");
}

/** @param {ClipboardEvent} event */
function hasText({ clipboardData }) {
  return clipboardData?.types.includes("text/plain") ?? false;
}

/**
 * Takes photos that are dropped on an element or pasted, until the returned function is called.
 * @param {HTMLElement} element
 * @param {(photo: Blob | string) => void} onphoto
 */
export function takePhotos(element, onphoto) {
  const listening = new AbortController();
  const { signal } = listening;
  // Without this, the browser would leave the page and open the file.
  element.addEventListener("dragover", (event) => event.preventDefault(), { signal });
  element.addEventListener(
    "drop",
    (event) => {
      event.preventDefault();
      const photo = photoIn(event.dataTransfer);
      if (photo !== null) onphoto(photo);
    },
    { signal },
  );
  document.addEventListener(
    "paste",
    (event) => {
      const file = event.clipboardData?.files[0];
      if (file === undefined || !isMeantFor(element, event)) return;
      event.preventDefault();
      onphoto(file);
    },
    { signal },
  );
  return () => listening.abort();
}

/** @param {DataTransfer | null} transfer @returns {File | string | null} a file, or the address of a picture of a page */
function photoIn(transfer) {
  const address = transfer?.getData("text/uri-list").split("\r\n")[0];
  return transfer?.files[0] ?? (address ? address : null);
}

/**
 * Something pasted goes to the element that has the focus; when none has it, to the first on the page.
 * @param {HTMLElement} element
 * @param {ClipboardEvent} event
 */
function isMeantFor(element, event) {
  const name = element.localName;
  const focused = event.composedPath().find((target) => target instanceof HTMLElement && target.localName === name);
  return (focused ?? document.querySelector(name)) === element;
}

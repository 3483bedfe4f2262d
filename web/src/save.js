/**
 * Gives a file to the visitor. In a frame without an origin of its own browsers let nothing be downloaded, mostly, and
 * do not say so.
 * @param {Blob} file
 * @param {string} name
 * @returns {boolean} whether that was possible
 */
export function saveAs(file, name) {
  if (self.origin === "null") return false;
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the file by the time of the next task.
  setTimeout(() => URL.revokeObjectURL(address));
  return true;
}

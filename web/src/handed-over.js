// What a hand drops or a clipboard holds: which part of it is the photo.

/**
 * @typedef {object} Handed
 * @property {Blob | string} photo a file, or the address of a picture
 * @property {string} name of the file that was taken; empty where there was only one thing
 * @property {string[]} left names of the files that were not
 */

const WRITTEN_PICTURE = /<img\b[^>]*?\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i;
/** What HTML writes otherwise inside of an address. @type {Record<string, string>} */
const ENTITIES = { amp: "&", quot: '"', apos: "'", lt: "<", gt: ">", "#39": "'", "#x27": "'", "#38": "&" };

/** @param {DataTransfer | null} transfer @returns {Handed | null} */
export function takenOf(transfer) {
  if (transfer === null) return null;
  const file = pictureIn(transfer) ?? chosen(Array.from(transfer.files));
  if (file !== null) return file;
  // A picture inside of a link drags the link's address along; the picture is in the markup.
  const address = writtenPicture(transfer.getData("text/html")) ?? firstAddress(transfer.getData("text/uri-list"));
  return address === null ? null : { photo: address, name: "", left: [] };
}

/** Only what says of itself that it is a picture. @param {DataTransfer | null} transfer @returns {Handed | null} */
export function pictureIn(transfer) {
  const files = Array.from(transfer?.files ?? []);
  return files.some(isPicture) ? chosen(files) : null;
}

/** The first picture; where none says that it is one, the first file. @param {File[]} files @returns {Handed | null} */
function chosen(files) {
  const file = files.find(isPicture) ?? files[0];
  if (file === undefined) return null;
  const left = files.filter((other) => other !== file).map(({ name }) => name);
  return { photo: file, name: left.length > 0 ? file.name : "", left };
}

/** @param {File} file */
function isPicture({ type, name }) {
  return type.startsWith("image/") || (type === "" && /\.(jpe?g|png|webp|gif|avif|heic|bmp)$/i.test(name));
}

/** @param {string} html */
function writtenPicture(html) {
  const found = WRITTEN_PICTURE.exec(html);
  const address = found?.[1] ?? found?.[2] ?? found?.[3];
  return address?.replace(/&(#?\w+);/g, (whole, name) => ENTITIES[name.toLowerCase()] ?? whole) ?? null;
}

/** Of a list of addresses, whose lines that begin with # are comments (RFC 2483). @param {string} list */
function firstAddress(list) {
  return list.split(/\r?\n/).map((line) => line.trim()).find((line) => line !== "" && !line.startsWith("#")) ?? null;
}

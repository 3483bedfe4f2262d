/**
 * Names the kind of a file from its first bytes, to say what is wrong with one that cannot be decoded. File
 * extensions and MIME types are what somebody called it, not what it is.
 * @param {Blob} blob
 * @returns {Promise<string | null>} such as "JPEG", or null for what is no photo at all
 */
export async function photoKind(blob) {
  const head = new Uint8Array(await blob.slice(0, 16).arrayBuffer());
  const text = String.fromCharCode(...head);
  if (text.startsWith("\xff\xd8\xff")) return "JPEG";
  if (text.startsWith("\x89PNG")) return "PNG";
  if (text.startsWith("GIF8")) return "GIF";
  if (text.startsWith("BM")) return "BMP";
  if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) return "WebP";
  if (text.startsWith("II*\0") || text.startsWith("MM\0*")) return "TIFF";
  if (text.startsWith("ftyp", 4)) return isoKind(text.slice(8, 12));
  return null;
}

/** @param {string} brand */
function isoKind(brand) {
  if (brand.startsWith("avi")) return "AVIF";
  return ["heic", "heix", "hevc", "mif1", "msf1"].includes(brand) ? "HEIC" : null;
}

import { createHash } from "node:crypto";
import { extname } from "node:path";

/**
 * The name of a file with the hash of what is in it, so that a browser may keep the file for ever.
 * @param {string} name
 * @param {Uint8Array} bytes
 */
export function hashedName(name, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const extension = extname(name);
  return `${name.slice(0, -extension.length)}-${hash}${extension}`;
}

import { VqaError } from "../errors.js";

/**
 * The bytes that an address of the scheme `data:` holds (RFC 2397).
 * @param {string} address
 * @param {string} name what to call the file in a message
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function dataBytes(address, name) {
  const comma = address.indexOf(",");
  try {
    if (comma === -1) throw new SyntaxError("no comma");
    const body = unescaped(address.slice(comma + 1).split("#")[0]);
    if (!/;\s*base64\s*$/i.test(address.slice(0, comma))) return body;
    const text = atob(new TextDecoder("latin1").decode(body));
    return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  } catch {
    throw new VqaError("image-invalid", `${name} cannot be read: the data: address is cut short or damaged.`);
  }
}

/** Percent-encoded bytes as such; decodeURIComponent takes nothing but UTF-8. @param {string} text */
function unescaped(text) {
  const bytes = new TextEncoder().encode(text);
  const hex = (/** @type {number} */ at) => Number.parseInt(String.fromCharCode(bytes[at + 1], bytes[at + 2]), 16);
  const found = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const code = bytes[at] === 0x25 ? hex(at) : Number.NaN;
    found[length++] = Number.isNaN(code) ? bytes[at] : code;
    if (!Number.isNaN(code)) at += 2;
  }
  return found.slice(0, length);
}

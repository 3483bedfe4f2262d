import { VqaError } from "../errors.js";

/** @typedef {{ name: string, bytes: number, sha256: string }} ModelFile */

/**
 * Reads the one thing of a manifest that JavaScript needs: which files to fetch. All else in it is for the network,
 * which also checks the files against their sums.
 * @param {Uint8Array} bytes
 * @returns {ModelFile[]}
 */
export function filesOf(bytes) {
  const files = parsed(bytes)?.files;
  if (!Array.isArray(files) || files.length === 0) throw invalid("it lists no files");
  return files.map(checked);
}

/** @param {Uint8Array} bytes */
function parsed(bytes) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw invalid("it is not JSON");
  }
}

/** @param {any} file @returns {ModelFile} */
function checked(file) {
  const { name, bytes, sha256 } = file ?? {};
  // A name is a plain file name, so that a manifest cannot make the page fetch from elsewhere.
  if (typeof name !== "string" || !/^[\w][\w.-]*$/.test(name)) throw invalid("a file has no proper name");
  if (!Number.isSafeInteger(bytes) || bytes < 0) throw invalid(`the size of ${name} is missing`);
  if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/i.test(sha256)) throw invalid(`the sum of ${name} is missing`);
  return { name, bytes, sha256 };
}

/** @param {string} why */
function invalid(why) {
  const message = `The model's manifest.json cannot be used: ${why}. Check the address of the model.`;
  return new VqaError("manifest-invalid", message, { retryable: true });
}

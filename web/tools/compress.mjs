import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** Files that are compressed in themselves. */
const PACKED = new Set([".jpg", ".png", ".woff2", ".br", ".gz"]);

/**
 * Writes a .br and a .gz beside every file of a folder, each as small as it gets. That takes a while for the larger
 * ones, so results are kept in `cache` under the hash of what was compressed.
 * @param {string} folder
 * @param {string} cache
 */
export async function compressAll(folder, cache) {
  await mkdir(cache, { recursive: true });
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !PACKED.has(extname(entry.name)));
  await Promise.all(files.map((entry) => compress(join(entry.parentPath, entry.name), cache)));
}

/** @param {string} path @param {string} cache */
async function compress(path, cache) {
  const bytes = await readFile(path);
  const hash = createHash("sha256").update(bytes).digest("hex");
  await writeFile(`${path}.br`, await kept(join(cache, `${hash}.br`), () => brotli(bytes)));
  await writeFile(`${path}.gz`, await kept(join(cache, `${hash}.gz`), () => promisify(gzip)(bytes, { level: 9 })));
}

/** @param {Uint8Array} bytes */
function brotli(bytes) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return promisify(brotliCompress)(bytes, { params });
}

/** @param {string} path @param {() => Promise<Uint8Array>} make */
async function kept(path, make) {
  try {
    return await readFile(path);
  } catch {
    const made = await make();
    await writeFile(path, made);
    return made;
  }
}

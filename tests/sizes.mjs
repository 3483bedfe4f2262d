// `node tests/sizes.mjs`: what a visitor downloads before the first answer,
// compressed with brotli, against its limits. Exits with 1 when one is broken.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

import { SITE } from './page.mjs';

const MB = 1_000_000;

/** Which file of the site belongs to which part; the first pattern that fits. @type {[string, RegExp][]} */
const PARTS = [
  ['GPU code', /gpu[^/]*\.(wasm|js)$/],
  ['CPU code', /\.(html|js|css|wasm)$/],
  ['fonts', /\.woff2?$/],
  ['weights', /(\.bpk|manifest\.json)$/],
];

const LIMITS = [
  { what: 'CPU path, code', parts: ['CPU code'], limit: 0.45 * MB },
  { what: 'CPU path, all', parts: ['CPU code', 'fonts', 'weights'], limit: 11 * MB },
  { what: 'GPU code', parts: ['GPU code'], limit: 0.4 * MB },
];

const files = listed(SITE)
  .filter((file) => !/\.(br|gz|map)$/.test(file))
  .map((file) => ({ file, part: partOf(relative(SITE, file)), raw: statSync(file).size, sent: brotliSize(file) }))
  .filter(({ part }) => part !== undefined)
  .sort((a, b) => String(a.part).localeCompare(String(b.part)) || b.sent - a.sent);

console.log('Bytes, as they are and as sent (brotli):\n');
for (const { file, part, raw, sent } of files) row(part, relative(SITE, file), raw, sent);
console.log('');
const over = LIMITS.filter(({ what, parts, limit }) => {
  const sum = files.filter(({ part }) => parts.includes(String(part))).reduce((total, { sent }) => total + sent, 0);
  console.log(`${what.padEnd(16)} ${mb(sum)} of ${mb(limit)}   ${sum <= limit ? 'ok' : 'OVER'}`);
  return sum > limit;
});
process.exitCode = over.length > 0 ? 1 : 0;

/** @param {string} folder @returns {string[]} */
function listed(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? listed(path) : [path];
  });
}

/** @param {string} path */
function partOf(path) {
  return PARTS.find(([, pattern]) => pattern.test(path))?.[0];
}

/** The size of the compressed file beside it, or what that would be. @param {string} file */
function brotliSize(file) {
  try {
    return statSync(`${file}.br`).size;
  } catch {
    const quality = { [constants.BROTLI_PARAM_QUALITY]: 9 };
    return brotliCompressSync(readFileSync(file), { params: quality }).length;
  }
}

/** @param {string | undefined} part @param {string} path @param {number} raw @param {number} sent */
function row(part, path, raw, sent) {
  console.log(`${String(part).padEnd(10)} ${path.padEnd(40)} ${String(raw).padStart(10)} ${String(sent).padStart(10)}`);
}

/** @param {number} bytes */
function mb(bytes) {
  return `${(bytes / MB).toFixed(2)} MB`;
}

// A small static server: what `./build.sh serve` runs, and what the browser
// tests open, where a test may plant a fault in what is sent.

import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

/**
 * What a test sends in place of a file. `cutAfter` promises the whole body and
 * hangs up after that many bytes, as a dying connection does. `everyMs` sends
 * slowly: the body in so many pieces, or the same again and again without an end.
 * @typedef {{ body?: Buffer | string, status?: number, cutAfter?: number, headers?: Record<string, string>, everyMs?: number, pieces?: number }} Planted
 */

/**
 * Asked for every request; nothing returned means: serve the file as it is.
 * @typedef {(path: string, read: () => Promise<Buffer>) => Planted | undefined | Promise<Planted | undefined>} Plant
 */

/** @type {Record<string, string>} */
const TYPES = {
  '.bpk': 'application/octet-stream',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
};

/** Best first: both are made beside each file by the site's build. */
const ENCODINGS = [['br', '.br'], ['gzip', '.gz']];

/** A name with its content's hash in it never changes its content. */
const HASHED = /[.-][0-9a-zA-Z_]{8,}\.[a-z0-9]+$/;

/**
 * Serves `root`; port 0 is any free one.
 * @param {{ root: string, port?: number, host?: string, plant?: Plant, headers?: Record<string, string> }} options
 *   `headers` are sent with every file
 */
export async function serve({ root, port = 0, host = '127.0.0.1', plant, headers = {} }) {
  /** Paths in the order in which they were asked for. @type {string[]} */
  const requests = [];
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    answer(root, plant, requests, request, response).catch((error) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });
  await listen(server, port, host);
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  const close = () => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  return { url: `http://localhost:${address.port}/`, port: address.port, requests, close };
}

/**
 * @param {import('node:http').Server} server
 * @param {number} port
 * @param {string} host
 */
function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(undefined));
  });
}

/**
 * @param {string} root
 * @param {Plant | undefined} plant
 * @param {string[]} requests
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function answer(root, plant, requests, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const path = pathOf(request.url ?? '/');
  if (path === undefined) {
    response.writeHead(400).end('this path cannot be read');
    return;
  }
  requests.push(path);
  const file = join(root, path.endsWith('/') ? `${path}index.html` : path);
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  const planted = await plant?.(path, () => readFile(file));
  if (planted) sendPlanted(response, type, planted);
  else await sendFile(request, response, file, type);
}

/**
 * The path of a request inside the site, or nothing when it leads outside.
 * @param {string} url
 */
function pathOf(url) {
  try {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    const inside = normalize(path).split(sep).join('/');
    return inside.startsWith('/') && !inside.includes('\0') ? inside : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {string} file
 * @param {string} type
 */
async function sendFile(request, response, file, type) {
  const plain = await fileStat(file);
  if (!plain) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    return;
  }
  const etag = `"${plain.size.toString(36)}-${Math.trunc(plain.mtimeMs).toString(36)}"`;
  /** @type {Record<string, string | number>} */
  const headers = {
    'content-type': type,
    'cache-control': HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag,
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
  };
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const sent = await compressed(file, String(request.headers['accept-encoding'] ?? ''));
  if (sent) headers['content-encoding'] = sent.encoding;
  headers['content-length'] = sent?.size ?? plain.size;
  response.writeHead(200, headers);
  if (request.method === 'HEAD') response.end();
  else createReadStream(sent?.file ?? file).on('error', () => response.destroy()).pipe(response);
}

/**
 * The smallest form of a file that the browser reads, if one was made.
 * @param {string} file
 * @param {string} accepted
 */
async function compressed(file, accepted) {
  const names = accepted.split(',').map((part) => part.trim().split(';')[0]);
  for (const [encoding, suffix] of ENCODINGS) {
    if (!names.includes(encoding)) continue;
    const found = await fileStat(file + suffix);
    if (found) return { encoding, file: file + suffix, size: found.size };
  }
  return undefined;
}

/** @param {string} file */
async function fileStat(file) {
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ? found : undefined;
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {string} type
 * @param {Planted} planted
 */
function sendPlanted(response, type, { body = '', status = 200, cutAfter, headers = {}, everyMs, pieces }) {
  const bytes = Buffer.from(body);
  // Nothing planted may be found in a cache by a later page.
  const usual = { 'content-type': type, 'cache-control': 'no-store' };
  if (everyMs !== undefined) {
    response.writeHead(status, { ...usual, ...headers });
    sendSlowly(response, bytes, everyMs, pieces);
    return;
  }
  response.writeHead(status, { ...usual, 'content-length': bytes.length, ...headers });
  if (cutAfter === undefined) response.end(bytes);
  else response.write(bytes.subarray(0, cutAfter), () => response.destroy());
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {Buffer} bytes
 * @param {number} everyMs
 * @param {number} [pieces]
 */
function sendSlowly(response, bytes, everyMs, pieces) {
  const step = pieces === undefined ? 0 : Math.ceil(bytes.length / pieces);
  const next = (/** @type {number} */ from) => {
    if (response.destroyed || from >= bytes.length) {
      response.end();
      return;
    }
    response.write(pieces === undefined ? bytes : bytes.subarray(from, from + step));
    setTimeout(next, everyMs, from + step);
  };
  next(0);
}

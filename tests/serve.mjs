// `node tests/serve.mjs --root DIR [--port N] [--open]`: shows the built site.

import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

import { serve } from './server.mjs';

const DEFAULT_PORT = 8080;

/** How many ports are tried when the wanted one is taken. */
const TRIES = 100;

const { values } = parseArgs({
  options: { root: { type: 'string' }, port: { type: 'string' }, open: { type: 'boolean' } },
});

const site = await serveFrom(portFrom(values.port ?? String(DEFAULT_PORT)));
console.log(`vqa-flow is at ${site.url}   (Ctrl-C stops it)`);
if (values.open) openInBrowser(site.url);

/** @param {string} text */
function portFrom(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  console.error(`--port must be a number from 0 to 65535, not "${text}"`);
  process.exit(2);
}

/** @param {number} first */
async function serveFrom(first) {
  for (let port = first; port < first + TRIES && port <= 65535; port += 1) {
    try {
      return await serve({ root: values.root ?? 'web/dist', port });
    } catch (error) {
      if (!isTaken(error)) throw error;
      console.log(`Port ${port} is taken, trying ${port + 1}.`);
    }
  }
  throw new Error(`no port from ${first} on is free`);
}

/** @param {unknown} error */
function isTaken(error) {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

/** Where there is no display, the printed address is all there is. @param {string} url */
function openInBrowser(url) {
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  spawn('xdg-open', [url], { stdio: 'ignore', detached: true }).on('error', () => {}).unref();
}

// Pages as people really have them. Each of tests/pages/*.html says in its first lines what it is; the tests beside this
// folder (tests/pages-*.test.mjs) say what must hold there. One browser serves all tests of a file.

import { readFileSync } from 'node:fs';
import { after } from 'node:test';

import { launch, ROOT, SITE, Visit, listen } from '../page.mjs';
import { serve } from '../server.mjs';

/** Nothing on these pages takes longer, on a machine that has much else to do, in milliseconds. */
const LONGEST = 120_000;

export const PHOTO = readFileSync(`${ROOT}assets/samples/coffee.jpg`);

/** @type {Promise<import('playwright-core').Browser> | undefined} */
let starting;
after(async () => (await starting)?.close());

/**
 * Opens one of the pages.
 * @param {import('node:test').TestContext} t
 * @param {string} name of a file in this folder, or a path of the site that begins with a slash
 * @param {{
 *   plant?: import('../server.mjs').Plant,
 *   headers?: Record<string, string>,
 *   context?: import('playwright-core').BrowserContextOptions,
 *   before?: string,
 *   inWorker?: string,
 * }} [options] `before` is a script that runs in the page before its own, `inWorker` one that runs in the worker
 */
export async function open(t, name, { plant, headers, context = {}, before, inWorker } = {}) {
  const site = await serve({ root: SITE, headers, plant: (path, read) => planted(path, read, { plant, inWorker }) });
  const browser = await (starting ??= launch());
  const window = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...context });
  t.after(async () => {
    await window.close();
    await site.close();
  });
  const page = await window.newPage();
  page.setDefaultTimeout(LONGEST);
  const visited = new Visit(page, site);
  await page.addInitScript(listen);
  if (before) await page.addInitScript(before);
  await page.goto(site.url + (name.startsWith('/') ? name.slice(1) : `pages/${name}.html`));
  return visited;
}

/**
 * @param {string} path @param {() => Promise<Buffer>} read
 * @param {{ plant?: import('../server.mjs').Plant, inWorker?: string }} options
 */
async function planted(path, read, { plant, inWorker }) {
  const own = await plant?.(path, read);
  if (own) return own;
  if (path.startsWith('/pages/')) return { body: readFileSync(`${ROOT}tests${path}`) };
  if (path === '/coffee.jpg') return { body: PHOTO };
  if (path === '/favicon.ico') return { status: 204 };
  if (inWorker && /worker-[^/]*\.js$/.test(path) && !path.includes('service')) return { body: `${inWorker}\n${await read()}` };
  return undefined;
}

/**
 * Runs a piece of script in the page with its first element; what it throws comes back as `{ thrown, code, message }`.
 * @param {Visit} visited @param {string} body of an async function of `flow`
 */
export function withFlow(visited, body) {
  return visited.page.evaluate(async ([code, limit]) => {
    await customElements.whenDefined('vqa-flow');
    const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
    const hangs = new Promise((_, reject) => setTimeout(() => reject(new Error(`still going on after ${limit} ms`)), Number(limit)));
    try {
      return await Promise.race([AsyncFunction('flow', code)(document.querySelector('vqa-flow')), hangs]);
    } catch (error) {
      const { name, code: kind, message } = /** @type {any} */ (error);
      return { thrown: name, code: kind, message };
    }
  }, /** @type {const} */ ([body, LONGEST]));
}

/** Waits until something of the page is true. @param {Visit} visited @param {string} body an expression of `flow` */
export function until(visited, body) {
  return visited.page.waitForFunction((code) => new Function('flow', `return ${code}`)(document.querySelector('vqa-flow')), body);
}

// A page of the built site in a real Chromium, as a test sees it.

import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { serve } from './server.mjs';

export const ROOT = fileURLToPath(new URL('../', import.meta.url));
export const SITE = process.env.VQA_SITE ?? `${ROOT}web/dist`;
export const MODEL = `${ROOT}assets/model`;

// Chromium's own software WebGPU: right, and slow.
const SOFTWARE_GPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/** WebGPU in software needs tens of seconds for one photo. */
export const SLOW = 300_000;
const USUAL = 60_000;

/** @returns {string | undefined} */
export function findChromium() {
  for (const name of [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome']) {
    if (!name) continue;
    try {
      return execFileSync('sh', ['-c', 'command -v "$0"', name], { encoding: 'utf8' }).trim();
    } catch {
      // The next name may be there.
    }
  }
  return undefined;
}

/**
 * Why browser tests cannot run here, for `skip`; false where they can.
 * @returns {string | false}
 */
export function noBrowser() {
  if (!existsSync(`${SITE}/index.html`)) return 'web/dist is not built: ./build.sh build';
  if (!findChromium()) return 'no Chromium was found: ./build.sh setup';
  return false;
}

// A camera that films a test picture; whether it is allowed is not asked but settled.
const FAKE_CAMERA = { allowed: '--use-fake-ui-for-media-stream', denied: '--deny-permission-prompts' };

/** A name that is no secure context, unlike localhost. */
export const INSECURE = 'insecure.test';

/** For `inWorker`: keeps the memory of the module within reach of `moduleBytes`. */
export const KEEPS_MEMORY = `for (const name of ['instantiate', 'instantiateStreaming']) {
  const real = WebAssembly[name];
  WebAssembly[name] = async (...given) => {
    const made = await real.apply(WebAssembly, given);
    globalThis.keptMemory = (made.instance ?? made).exports.memory;
    return made;
  };
}`;

/** @param {{ gpu?: boolean, camera?: 'allowed' | 'denied' }} options */
export function launch({ gpu = false, camera } = {}) {
  // playwright-core belongs to web/, these files do not.
  const { chromium } = createRequire(`${ROOT}web/package.json`)('playwright-core');
  return chromium.launch({
    executablePath: findChromium(),
    args: ['--headless=new', '--no-sandbox', `--host-resolver-rules=MAP ${INSECURE} 127.0.0.1`, ...(gpu ? SOFTWARE_GPU : []), ...(camera ? ['--use-fake-device-for-media-stream', FAKE_CAMERA[camera]] : [])],
  });
}

/**
 * Opens the demo page, or a bare page that has nothing but the element.
 * @param {import('node:test').TestContext} t
 * @param {{
 *   backend?: 'auto' | 'webgpu' | 'cpu',
 *   gpu?: boolean,
 *   demo?: boolean,
 *   plant?: import('./server.mjs').Plant,
 *   inWorker?: string,
 *   camera?: 'allowed' | 'denied',
 *   headers?: Record<string, string>,
 *   before?: string,
 *   insecure?: boolean,
 *   context?: import('playwright-core').BrowserContextOptions,
 * }} options `inWorker` is a script that runs in the worker before its own code, `before` one that runs in the page
 */
export async function visit(t, { backend = 'cpu', gpu = false, demo = false, plant, inWorker, camera, headers, context, before, insecure = false } = {}) {
  const site = await serve({ root: SITE, headers, plant: planted({ backend, plant, inWorker }) });
  const browser = await launch({ gpu, camera });
  t.after(async () => {
    await browser.close();
    await site.close();
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...context });
  const visited = new Visit(page, site);
  await page.addInitScript(listen);
  if (before) await page.addInitScript(before);
  const url = insecure ? site.url.replace('localhost', INSECURE) : site.url;
  await page.goto(url + (demo ? '' : 'bare.html'));
  return visited;
}

/**
 * @param {{ backend: string, plant?: import('./server.mjs').Plant, inWorker?: string }} options
 * @returns {import('./server.mjs').Plant}
 */
function planted({ backend, plant, inWorker }) {
  return async (path, read) => {
    const own = await plant?.(path, read);
    if (own) return own;
    if (path === '/bare.html') return { body: bare(backend) };
    if (path === '/favicon.ico') return { status: 204 };
    if (inWorker && /worker[^/]*\.js$/.test(path)) return { body: `${inWorker}\n${await read()}` };
    return undefined;
  };
}

/** @param {string} backend */
function bare(backend) {
  return `<!doctype html><meta charset="utf-8"><title>vqa-flow</title>
<script type="module" src="vqa-flow.js"></script>
<vqa-flow backend="${backend}" style="display: block; width: 800px"></vqa-flow>`;
}

/** Runs in the page: keeps every event of the element in `heard`. */
export function listen() {
  const names = ['progress', 'ready', 'fallback', 'image', 'answer', 'error'];
  /** @type {{ name: string, at: number, detail: any }[]} */
  const heard = [];
  Object.assign(globalThis, { heard });
  for (const name of names.map((last) => `vqa-${last}`)) {
    globalThis.addEventListener(name, (event) => {
      const detail = JSON.parse(JSON.stringify(/** @type {CustomEvent} */ (event).detail));
      heard.push({ name, at: performance.now(), detail });
    });
  }
}

/** One opened page: what a visitor does, and what the element said. */
export class Visit {
  /** What went wrong in the page without the element saying so. @type {string[]} */
  complaints = [];

  /** How many events of each name were given to the test. @type {Map<string, number>} */
  #taken = new Map();

  /**
   * @param {import('playwright-core').Page} page
   * @param {Awaited<ReturnType<typeof serve>>} site
   */
  constructor(page, site) {
    this.page = page;
    this.site = site;
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (line) => {
      if (line.type() === 'error') this.complaints.push(line.text());
    });
  }

  /** A part of the element. @param {string} name */
  part(name) {
    return this.page.locator(`vqa-flow [part~="${name}"]`);
  }

  load() {
    return this.page.evaluate(() => {
      // A failure arrives as an event too, which is what the tests look at.
      /** @type {any} */ (document.querySelector('vqa-flow')).load().catch(() => {});
    });
  }

  /** Gives a photo as a visitor does. @param {string | { name: string, mimeType: string, buffer: Buffer }} file */
  upload(file) {
    return this.page.locator('vqa-flow input[type=file]').setInputFiles(file);
  }

  /** Types a question and presses the button. @param {string} question */
  async ask(question) {
    await this.part('question').fill(question);
    await this.part('ask').click();
  }

  /** The module's memory, in bytes, with KEEPS_MEMORY. It never shrinks: what it is, is what it was at most. */
  async moduleBytes() {
    const sizes = await Promise.all(this.page.workers().map((worker) => worker.evaluate(
      () => /** @type {any} */ (globalThis).keptMemory?.buffer.byteLength ?? 0,
    )));
    return Math.max(0, ...sizes);
  }

  state() {
    return this.page.locator('vqa-flow').getAttribute('state');
  }

  /** Every detail of this event so far. @param {string} name @returns {Promise<any[]>} */
  heard(name) {
    return this.page.evaluate(
      (wanted) => /** @type {any} */ (globalThis).heard
        .filter((/** @type {any} */ event) => event.name === wanted)
        .map((/** @type {any} */ event) => event.detail),
      name,
    );
  }

  /**
   * The detail of the next event of this name that the test has not had yet.
   * An error that nobody waits for ends the waiting.
   * @param {string} name
   * @param {number} timeout in milliseconds
   */
  async next(name, timeout = USUAL) {
    const had = this.#taken.get(name) ?? 0;
    const hadErrors = this.#taken.get('vqa-error') ?? 0;
    const found = await this.page.waitForFunction(
      ([wanted, index, known]) => {
        const { heard } = /** @type {any} */ (globalThis);
        const of = (/** @type {unknown} */ kind) => heard.filter((/** @type {any} */ event) => event.name === kind);
        if (of(wanted).length > Number(index)) return of(wanted)[Number(index)];
        return of('vqa-error').length > Number(known) ? of('vqa-error').at(-1) : undefined;
      },
      [name, had, hadErrors],
      { timeout, polling: 20 },
    );
    const event = await found.jsonValue();
    if (event.name !== name) throw new Error(`waiting for ${name}, heard an error: ${JSON.stringify(event.detail)}`);
    this.#taken.set(name, had + 1);
    return { ...event.detail, at: event.at };
  }

  /** The next answer to this very question. @param {string} question @param {number} [timeout] */
  async answerTo(question, timeout) {
    await this.ask(question);
    for (;;) {
      const answer = await this.next('vqa-answer', timeout);
      if (answer.question === question) return answer;
    }
  }

  /** The heatmap's pixels, once they have stopped changing. */
  async heatmap() {
    let last = '';
    for (;;) {
      const now = await this.part('overlay').evaluate((canvas) => {
        const drawn = /** @type {HTMLCanvasElement} */ (canvas);
        return drawn.hidden ? 'hidden' : drawn.toDataURL();
      });
      if (now === last) return now;
      last = now;
      await this.page.waitForTimeout(250);
    }
  }
}

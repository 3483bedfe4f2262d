// Pages as people have them, in Firefox: one browser, one page after the other.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { launchFirefox, noFirefox } from './firefox.mjs';
import { ROOT, SITE } from './page.mjs';
import { serve } from './server.mjs';

const PHOTO = readFileSync(`${ROOT}assets/samples/coffee.jpg`);

/** What must hold, as expressions of `flow` and its shadow tree `root` that become true. @type {Record<string, string[]>} */
const PAGES = {
  'early.html': ['root.querySelectorAll("[part~=answer]").length === 3', 'flow.suggestions[0] === "is this tea"', 'flow.overlay === "attention"'],
  'places.html': ['Array.from(document.querySelectorAll("vqa-flow")).every((one) => one.getBoundingClientRect().width >= 240)'],
  'dark.html': ['getComputedStyle(root.querySelector("[part~=chosen]")).color === "rgb(238, 238, 238)"', 'root.querySelector(".box").dataset.scheme === "dark"'],
  'rtl.html': ['root.querySelector("[part~=region]").getBoundingClientRect().left <= root.querySelector("[part=photo]").getBoundingClientRect().left + 1'],
  'heading.html': ['getComputedStyle(root.querySelector("[part~=chosen]")).textTransform === "none"'],
};

/** Each gives a photo of 600 x 400 pixels; `bytes` are those of its file. */
const KINDS = ['"../coffee.jpg"', 'bytes', 'bytes.buffer', 'new Blob([bytes])', 'URL.createObjectURL(new Blob([bytes]))', 'image', 'canvas', 'canvas.getContext("2d").getImageData(0, 0, 600, 400)', 'await createImageBitmap(canvas)'];

test('Firefox: pages as people have them', { skip: noFirefox(), timeout: 240_000 }, async (t) => {
  const site = await serve({
    root: SITE,
    plant: (path) => {
      if (path.startsWith('/pages/')) return { body: readFileSync(`${ROOT}tests${path}`) };
      return path === '/coffee.jpg' ? { body: PHOTO } : undefined;
    },
  });
  const browser = await launchFirefox();
  t.after(async () => {
    await browser.close();
    await site.close();
  });
  const page = await browser.newPage();
  const until = (/** @type {string} */ expression) => page.waitForFunction((/** @type {string} */ body) => {
    const flow = document.querySelector('vqa-flow');
    try {
      return new Function('flow', 'root', `return ${body}`)(flow, flow?.shadowRoot);
    } catch {
      return false;
    }
  }, { timeout: 60_000 }, expression);

  for (const [name, holds] of Object.entries(PAGES)) {
    await t.test(name, async () => {
      await page.goto(`${site.url}pages/${name}`);
      for (const expression of holds) await until(expression);
    });
  }

  await t.test('whatever shows a picture is a photo', async () => {
    await page.goto(`${site.url}pages/bare.html`);
    const widths = await page.evaluate(async (/** @type {string} */ photo, /** @type {string[]} */ kinds) => {
      await customElements.whenDefined('vqa-flow');
      const bytes = Uint8Array.from(atob(photo), (letter) => letter.charCodeAt(0));
      const image = Object.assign(new Image(), { src: '../coffee.jpg' });
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: 600, height: 400 });
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      const flow = /** @type {any} */ (document.querySelector('vqa-flow'));
      const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
      const seen = [];
      for (const kind of kinds) {
        const given = await new AsyncFunction('bytes', 'image', 'canvas', `return ${kind}`)(bytes, image, canvas);
        seen.push(await flow.setImage(given).then((/** @type {any} */ one) => one.width, String));
      }
      seen.push(await flow.setImage(document.body).catch((/** @type {Error} */ error) => error.name));
      return seen;
    }, PHOTO.toString('base64'), KINDS);
    assert.deepEqual(widths, [...KINDS.map(() => 600), 'TypeError']);
  });

  await t.test('keys that the element uses are not heard by the page', async () => {
    await page.goto(`${site.url}pages/shortcuts.html`);
    await until('root.querySelector("[part~=answer]")');
    await page.evaluate(() => /** @type {any} */ (document.querySelector('vqa-flow')?.shadowRoot?.querySelector('[part~=question]')).select());
    await page.keyboard.type('is this a cat');
    const seen = await page.evaluate('[keys, document.querySelector("vqa-flow").shadowRoot.querySelector("[part~=question]").value]');
    assert.deepEqual(seen, [[], 'is this a cat']);
  });
});

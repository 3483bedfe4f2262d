// The page without a network, and in a frame that may do nothing but run scripts.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { launch, noBrowser, SITE, visit } from './page.mjs';
import { serve } from './server.mjs';

const skip = noBrowser();

test('after the first visit the page answers without a network', { skip }, async (t) => {
  const visited = await visit(t, { demo: true, plant: () => undefined });
  await visited.next('vqa-answer');
  await visited.page.evaluate(() => navigator.serviceWorker.ready);
  await visited.page.waitForFunction(async () => {
    const [name] = await caches.keys();
    return name !== undefined && (await (await caches.open(name)).keys()).length > 10;
  });
  await visited.page.reload();
  await visited.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await visited.site.close();
  await visited.page.reload();
  const answer = await visited.page.waitForFunction(() => /** @type {any} */ (globalThis).heard.find((/** @type {any} */ one) => one.name === 'vqa-answer'));
  assert.ok((await answer.jsonValue()).detail.answers.length > 0);
  const manifest = await visited.page.evaluate(async () => (await fetch('app.webmanifest')).json());
  assert.equal(manifest.display, 'standalone');
});

test('in a sandboxed frame it answers, and tells only the page that was named', { skip }, async (t) => {
  const site = await serve({ root: SITE, headers: { 'access-control-allow-origin': '*' } });
  const { origin } = new URL(site.url);
  const frame = (/** @type {string} */ named, /** @type {string} */ photo) => `<iframe sandbox="allow-scripts" width="600" height="900"
    src="${site.url}embed.html?backend=cpu&origin=${encodeURIComponent(named)}&src=${encodeURIComponent(photo)}&question=is+this+a+cat"></iframe>`;
  const around = await serve({
    root: SITE,
    plant: async (path) => {
      if (!path.startsWith('/around')) return undefined;
      const photo = site.url + (await import('node:fs')).readdirSync(SITE).find((name) => name.startsWith('chelsea'));
      const named = path === '/around.html' ? outer : 'https://example.com';
      return { body: `<!doctype html><title>around</title><script>var told = []; addEventListener("message", ({ data, origin }) => told.push({ ...data, origin }));</script>${frame(named, photo)}` };
    },
  });
  const outer = new URL(around.url).origin;
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await Promise.all([site.close(), around.close()]);
  });
  const page = await browser.newPage();
  await page.goto(`${around.url}around.html`);
  const told = () => page.evaluate(() => /** @type {any} */ (globalThis).told);
  const heard = (/** @type {string} */ question) => page.waitForFunction(
    (/** @type {string} */ asked) => /** @type {any} */ (globalThis).told.find((/** @type {any} */ one) => one.type === 'vqa-error' || (one.type === 'vqa-answer' && one.detail.question === asked)),
    question,
    { timeout: 60_000 },
  ).then((/** @type {any} */ handle) => handle.jsonValue());
  const first = await heard('is this a cat');
  assert.equal(first.type, 'vqa-answer', JSON.stringify(first));
  assert.equal(first.origin, 'null', 'the frame has no origin of its own');
  await page.evaluate(() => document.querySelector('iframe')?.contentWindow?.postMessage({ type: 'vqa-ask', question: 'is this a dog' }, '*'));
  assert.ok((await heard('is this a dog')).detail.answers.length > 0);
  assert.ok((await told()).some((/** @type {any} */ one) => one.type === 'vqa-size' && one.detail.height > 100));
  assert.ok(origin !== outer);

  await t.test('another page hears nothing, and is not obeyed', async () => {
    await page.goto(`${around.url}around-another.html`);
    const inside = page.frames().find((/** @type {any} */ one) => one.url().includes('embed.html'));
    await inside?.waitForFunction(() => document.querySelector('vqa-flow')?.shadowRoot?.querySelector('[part~=answer]'));
    await page.evaluate(() => document.querySelector('iframe')?.contentWindow?.postMessage({ type: 'vqa-ask', question: 'is this a dog' }, '*'));
    await page.waitForTimeout(500);
    assert.equal(await inside?.evaluate(() => /** @type {any} */ (document.querySelector('vqa-flow')).flows().question), 'is this a cat');
    assert.deepEqual(await told(), []);
  });
});

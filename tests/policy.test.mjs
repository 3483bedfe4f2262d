// Under the strictest policy that a page may set, and with no one else on the line.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { noBrowser, ROOT, visit } from './page.mjs';

const PHOTO = `${ROOT}assets/samples/coffee.jpg`;
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; "
  + "worker-src 'self'; connect-src 'self'";
const skip = noBrowser();

for (const demo of [false, true]) {
  const page = demo ? 'the demo page' : 'an element alone';
  test(`${page} keeps a strict content policy and asks no third party`, { skip }, async (t) => {
    const visited = await visit(t, { demo, plant: demo ? undefined : withoutInlineStyle, headers: { 'content-security-policy': POLICY } });
    /** @type {string[]} */
    const elsewhere = [];
    visited.page.context().on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(visited.site.url) && !url.startsWith('blob:') && !url.startsWith('data:')) elsewhere.push(url);
    });
    await visited.page.evaluate(() => {
      Object.assign(globalThis, { violations: [] });
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        /** @type {any} */ (globalThis).violations.push(`${violatedDirective} ${blockedURI}`);
      });
    });
    await visited.upload(PHOTO);
    await visited.answerTo('what is in the cup');
    await visited.page.locator('vqa-flow summary').first().click();
    await visited.part('region').first().click();
    const download = visited.page.waitForEvent('download');
    await visited.part('save').click();
    await download;
    assert.deepEqual(await visited.page.evaluate(() => /** @type {any} */ (globalThis).violations), []);
    assert.deepEqual(elsewhere, []);
    assert.deepEqual(visited.complaints, [], 'a policy that is broken is a complaint, too');
  });
}

test('a policy that forbids WebAssembly is told, not a dead element', { skip }, async (t) => {
  const visited = await visit(t, { plant: withoutInlineStyle, headers: { 'content-security-policy': "default-src 'self'; script-src 'self'" } });
  await visited.load();
  const error = await visited.next('vqa-error');
  assert.match(error.message, /wasm-unsafe-eval|WebAssembly/);
  assert.equal(await visited.state(), 'failed');
  assert.ok(await visited.part('error').isVisible());
});

/** @param {string} path */
function withoutInlineStyle(path) {
  if (path !== '/bare.html') return undefined;
  return { body: '<!doctype html><meta charset="utf-8"><title>vqa-flow</title><link rel="icon" href="data:,">'
    + '<script type="module" src="vqa-flow.js"></script><vqa-flow backend="cpu"></vqa-flow>' };
}

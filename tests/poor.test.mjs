// Browsers and pages that lack something: each answers all the same, or says what is missing.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { noBrowser, ROOT, visit } from './page.mjs';

const PHOTO = `${ROOT}assets/samples/coffee.jpg`;
const skip = noBrowser();

test('on a page that is not served securely, the CPU answers and says why', { skip }, async (t) => {
  const visited = await visit(t, { demo: true, insecure: true, backend: 'auto' });
  assert.equal(await visited.page.evaluate(() => isSecureContext), false);
  await visited.next('vqa-answer');
  const [{ code, reason }] = await visited.heard('vqa-fallback');
  assert.equal(code, 'no-webgpu');
  assert.match(reason, /https|secure/i);
  assert.equal(await visited.part('camera').isVisible(), false, 'there is no camera without it');
  await visited.upload(PHOTO);
  await visited.answerTo('what is in the cup');
  assert.deepEqual(visited.complaints, []);
});

test('where nothing may be stored, it answers', { skip }, async (t) => {
  const forbid = (/** @type {string} */ name) => `Object.defineProperty(globalThis, "${name}", { get() { throw new DOMException("denied", "SecurityError"); } });`;
  const visited = await visit(t, {
    demo: true,
    before: ['localStorage', 'sessionStorage', 'indexedDB', 'caches'].map(forbid).join('')
      + 'Object.defineProperty(navigator, "serviceWorker", { value: undefined });',
  });
  await visited.next('vqa-answer');
  assert.deepEqual(visited.complaints, []);
});

test('a browser without workers is told so, and the element stays alive', { skip }, async (t) => {
  const visited = await visit(t, { before: 'delete globalThis.Worker;' });
  await visited.load();
  const error = await visited.next('vqa-error');
  assert.equal(error.code, 'unsupported');
  assert.match(error.message, /workers.*another browser/i);
  assert.equal(await visited.state(), 'failed');
  assert.ok(await visited.part('error').isVisible());
  await visited.part('dismiss').click();
  assert.equal(await visited.part('upload').isEnabled(), true);
});

test('a worker that dies between two questions is replaced at the next try, with photo and question kept', { skip }, async (t) => {
  const visited = await visit(t, { inWorker: 'self.addEventListener("message", ({ data }) => { if (data.payload?.question === "die") setTimeout(() => { throw new Error("died") }); });' });
  await visited.upload(PHOTO);
  await visited.answerTo('what is in the cup');
  await visited.page.evaluate(() => void /** @type {any} */ (document.querySelector('vqa-flow')).ask('die').catch(() => {}));
  await visited.page.waitForTimeout(1000);
  const { answers } = await visited.answerTo('is this coffee');
  assert.ok(answers.length > 0);
});

test('slots take what a page puts there', { skip }, async (t) => {
  const visited = await visit(t);
  const seen = await visited.page.evaluate(async () => {
    const element = /** @type {any} */ (document.querySelector('vqa-flow'));
    element.innerHTML = '<img slot="poster" alt="" src="data:,"><p slot="footer">below</p><p slot="error">help</p><ul slot="samples"><li>mine</li></ul>';
    await customElements.whenDefined('vqa-flow');
    return ['poster', 'footer', 'error', 'samples'].map((name) => element.shadowRoot.querySelector(`slot[name=${name}]`).assignedElements().length);
  });
  assert.deepEqual(seen, [1, 1, 1, 1]);
});

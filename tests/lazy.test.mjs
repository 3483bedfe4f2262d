// An element that nobody looks at costs nothing, and many cost what one does.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { noBrowser, visit } from './page.mjs';

const skip = noBrowser();

/** Further than the element looks ahead. */
const FAR = '<div style="height: 4000px"></div>';

/** @param {string} body what is on the page besides the script */
function page(body) {
  return `<!doctype html><meta charset="utf-8"><title>far</title><script type="module" src="vqa-flow.js"></script>${body}`;
}

/** Opens a page of our own, and keeps what it fetches. @param {import('node:test').TestContext} t @param {string} body */
async function open(t, body) {
  /** @type {string[]} */
  const fetched = [];
  const visited = await visit(t, {
    plant: (path) => {
      fetched.push(path);
      return path === '/bare.html' ? { body: page(body) } : undefined;
    },
  });
  await visited.page.waitForFunction(() => customElements.get('vqa-flow'));
  await visited.page.waitForTimeout(700);
  const heavy = () => fetched.filter((path) => /\.(wasm|bpk)$|worker|manifest\.json/.test(path));
  return { visited, heavy };
}

test('nothing is fetched before an element is near, and one network serves all', { skip }, async (t) => {
  const element = '<vqa-flow backend="cpu"></vqa-flow>';
  const { visited, heavy } = await open(t, `${FAR}${element}${FAR}${element}${FAR}${element}`);
  assert.deepEqual(heavy(), []);

  await visited.page.locator('vqa-flow').first().scrollIntoViewIfNeeded();
  await visited.next('vqa-ready');
  const first = heavy();
  assert.equal(first.filter((path) => path.endsWith('.bpk')).length, 2, `${first}`);
  assert.equal(first.filter((path) => path.endsWith('.wasm')).length, 1, `${first}`);

  await visited.page.locator('vqa-flow').nth(1).scrollIntoViewIfNeeded();
  await visited.next('vqa-ready');
  // The third is not near, but asked for.
  await visited.page.evaluate(() => /** @type {any} */ (document.querySelectorAll('vqa-flow')[2]).load());
  await visited.next('vqa-ready');
  assert.deepEqual(heavy(), first, 'the others fetched nothing of their own');
  assert.equal(visited.page.workers().length, 1);
  assert.deepEqual(visited.complaints, []);
});

test('an element can be told not to wait', { skip }, async (t) => {
  const { visited } = await open(t, `${FAR}<vqa-flow backend="cpu" loading="eager"></vqa-flow>`);
  await visited.next('vqa-ready');
});

test('an element that leaves while it loads leaves nothing behind', { skip }, async (t) => {
  const { visited } = await open(t, `${FAR}<vqa-flow backend="cpu"></vqa-flow>`);
  const outcome = await visited.page.evaluate(async () => {
    const element = /** @type {any} */ (document.querySelector('vqa-flow'));
    const loading = element.load().then(() => 'loaded', (/** @type {any} */ error) => error.name);
    await new Promise((go) => setTimeout(go, 50));
    element.remove();
    return Promise.race([loading, new Promise((go) => setTimeout(() => go('hangs'), 20_000))]);
  });
  assert.notEqual(outcome, 'hangs');
  await visited.page.waitForFunction(() => !document.querySelector('vqa-flow'));
  // Another one works, whatever became of the first.
  await visited.page.evaluate(() => document.body.append(document.createElement('vqa-flow')));
  await visited.load();
  await visited.next('vqa-ready');
  assert.deepEqual(visited.complaints, []);
});

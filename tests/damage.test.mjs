// Damaged weights, dying connections and files that are no photos: each gets
// an error that says what is wrong, and where it can, a way on.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { noBrowser, ROOT, visit } from './page.mjs';

const PHOTO = `${ROOT}assets/samples/coffee.jpg`;
const skip = noBrowser();

/**
 * @typedef {{ name: string, code: string, plant: import('./server.mjs').Plant }} Damage
 * @type {Damage[]}
 */
const DAMAGES = [
  {
    name: 'one altered byte in the weights',
    code: 'weights-altered',
    plant: async (path, read) => (path === '/model/network.bpk' ? { body: altered(await read()) } : undefined),
  },
  {
    name: 'weights that end too early',
    code: 'weights-truncated',
    plant: async (path, read) => (path === '/model/backbone.bpk' ? { body: half(await read()) } : undefined),
  },
  {
    name: 'a manifest that is not JSON',
    code: 'manifest-invalid',
    plant: (path) => (path === '/model/manifest.json' ? { body: '{ "files": [' } : undefined),
  },
  {
    name: 'a manifest of something else',
    code: 'manifest-invalid',
    plant: (path) => (path === '/model/manifest.json' ? { body: '{ "name": "another page" }' } : undefined),
  },
  {
    name: 'a manifest of another version',
    code: 'weights-version',
    plant: async (path, read) => (path === '/model/manifest.json' ? { body: ofAnotherVersion(await read()) } : undefined),
  },
  {
    name: 'a network that gives other answers than it was saved with',
    code: 'self-test-failed',
    plant: async (path, read) => (path === '/model/manifest.json' ? { body: promisingLess(await read()) } : undefined),
  },
  {
    name: 'weights that are not there',
    code: 'file-missing',
    plant: (path) => (path === '/model/network.bpk' ? { status: 404, body: 'not found' } : undefined),
  },
];

for (const { name, code, plant } of DAMAGES) {
  test(`${name}: the error says so`, { skip }, async (t) => {
    const visited = await visit(t, { plant });
    await visited.load();
    const error = await visited.next('vqa-error');
    assert.equal(error.code, code, error.message);
    await visited.part('error').waitFor({ state: 'visible' });
    assert.ok((await visited.part('error').textContent())?.includes(error.message), 'the message stands on the page');
    assert.equal(await visited.state(), 'failed');
  });
}

test('a fetch that dies half way works when it is tried again', { skip }, async (t) => {
  let dying = true;
  const visited = await visit(t, {
    plant: async (path, read) => {
      if (path !== '/model/network.bpk' || !dying) return undefined;
      const body = await read();
      return { body, cutAfter: body.length >> 1 };
    },
  });
  await visited.load();
  const error = await visited.next('vqa-error');
  assert.equal(error.code, 'fetch-failed', error.message);
  assert.equal(error.recoverable, true);
  assert.equal(await visited.state(), 'failed');

  dying = false;
  await visited.part('retry').click();
  await visited.next('vqa-ready');
  await visited.upload(PHOTO);
  assert.ok((await visited.answerTo('what is in the cup')).answers.length > 0);
  assert.equal(await visited.part('error').isVisible(), false, 'the error is gone');
});

/** @type {{ name: string, mimeType: string, buffer: Buffer }[]} */
const NO_PHOTOS = [
  { name: 'letter.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('Dear photo, I am a letter.') },
  { name: 'empty.png', mimeType: 'image/png', buffer: Buffer.alloc(0) },
  { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('not even called a photo') },
  { name: 'cut.jpg', mimeType: 'image/jpeg', buffer: skip ? Buffer.alloc(0) : readFileSync(PHOTO).subarray(0, 200) },
];

test('what is no photo is refused, and a photo is welcome after it', { skip }, async (t) => {
  const visited = await visit(t);
  await visited.load();
  await visited.next('vqa-ready');
  for (const file of NO_PHOTOS) {
    await t.test(file.name, async () => {
      await visited.upload(file);
      const error = await visited.next('vqa-error');
      assert.equal(error.code, 'image-invalid', error.message);
      assert.equal(error.recoverable, true);
      assert.equal(await visited.state(), 'ready');
    });
  }
  await visited.upload(PHOTO);
  await visited.next('vqa-image');
  assert.ok((await visited.answerTo('what is in the cup')).answers.length > 0);
});

/** @type {{ question: string | null, code: string }[]} */
const NO_QUESTIONS = [
  { question: '', code: 'question-empty' },
  { question: null, code: 'question-empty' },
  { question: ' ?!', code: 'question-no-words' },
  { question: 'why '.repeat(3000), code: 'question-too-long' },
];

test('what is no question is refused, and a question is answered after it', { skip }, async (t) => {
  const visited = await visit(t);
  await visited.upload(PHOTO);
  await visited.next('vqa-image');
  for (const { question, code } of NO_QUESTIONS) {
    await t.test(code, async () => {
      await visited.page.evaluate((asked) => {
        /** @type {any} */ (document.querySelector('vqa-flow')).ask(asked).catch(() => {});
      }, question);
      assert.equal((await visited.next('vqa-error')).code, code);
      assert.equal(await visited.state(), 'ready');
    });
  }
  assert.ok((await visited.answerTo('what is in the cup')).answers.length > 0);
});

/** One bit differs, in the middle, where the numbers are. @param {Buffer} bytes */
function altered(bytes) {
  bytes[bytes.length >> 1] ^= 1;
  return bytes;
}

/** A manifest whose self-test expects half of each probability. @param {Buffer} bytes */
function promisingLess(bytes) {
  const manifest = JSON.parse(String(bytes));
  for (const expected of manifest.self_test.expected) expected[1] *= 0.5;
  return JSON.stringify(manifest);
}

/** @param {Buffer} bytes */
function ofAnotherVersion(bytes) {
  return JSON.stringify({ ...JSON.parse(String(bytes)), version: 2 });
}

/** @param {Buffer} bytes */
function half(bytes) {
  return bytes.subarray(0, bytes.length >> 1);
}

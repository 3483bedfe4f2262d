// The page and the command line are one network: same photo, same question,
// same answer, on the CPU module and on WebGPU.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { askProgram, noProgram } from './native.mjs';
import { noBrowser, ROOT, SLOW, visit } from './page.mjs';

const PHOTOS = ['coffee.jpg', 'chelsea.jpg'];
const QUESTIONS = ['what is in the photo', 'what color is it', 'is there a cat'];

/** How far a probability may be from the command line's, for the same pixels. */
const TOLERANCE = 0.01;

const skip = noBrowser() || noProgram();

for (const backend of /** @type {const} */ (['cpu', 'webgpu'])) {
  test(`${backend} answers as the command line does`, { skip, timeout: 3 * SLOW }, async (t) => {
    const visited = await visit(t, { backend, gpu: backend === 'webgpu' });
    await visited.load();
    const ready = await visited.next('vqa-ready', SLOW);
    assert.equal(ready.backend, backend);
    for (const photo of PHOTOS) {
      const file = await samePixels(t, visited, `${ROOT}assets/samples/${photo}`);
      await visited.upload(file);
      await visited.next('vqa-image', SLOW);
      for (const question of QUESTIONS) {
        const { answers } = await visited.answerTo(question, SLOW);
        await t.test(`${photo}: ${question}`, () => compare(answers, askProgram(file, question).answers));
      }
    }
    assert.deepEqual(await visited.heard('vqa-fallback'), [], 'no other backend helped out');
  });
}

test('a JPEG, which each decodes in its own way, has the same best answer', { skip }, async (t) => {
  const visited = await visit(t);
  for (const photo of PHOTOS) {
    const file = `${ROOT}assets/samples/${photo}`;
    await visited.upload(file);
    const { answers } = await visited.answerTo('what color is it');
    assert.equal(answers[0].answer, askProgram(file, 'what color is it').answers[0].answer);
  }
});

/**
 * The photo as this browser decodes it, as a PNG. No two JPEG decoders agree on
 * every pixel (Chromium's and ours differ by a quarter of a level on average),
 * and that is not what is compared here.
 * @param {import('node:test').TestContext} t
 * @param {import('./page.mjs').Visit} visited
 * @param {string} file
 */
async function samePixels(t, visited, file) {
  const png = await visited.page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    return canvas.toDataURL('image/png').split(',')[1];
  }, readFileSync(file, 'base64'));
  const folder = mkdtempSync(join(tmpdir(), 'vqa-flow-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const written = join(folder, 'photo.png');
  writeFileSync(written, Buffer.from(png, 'base64'));
  return written;
}

/**
 * @param {{ answer: string, probability: number }[]} here
 * @param {{ answer: string, probability: number }[]} native
 */
function compare(here, native) {
  assert.equal(here[0].answer, native[0].answer);
  const theirs = new Map(native.map(({ answer, probability }) => [answer, probability]));
  const both = here.filter(({ answer }) => theirs.has(answer));
  // The last of the list may change places with one that just missed it.
  assert.ok(both.length >= Math.min(here.length, native.length) - 1, 'the lists name the same answers');
  for (const { answer, probability } of both) {
    const expected = theirs.get(answer) ?? NaN;
    assert.ok(Math.abs(probability - expected) <= TOLERANCE, `${answer}: ${probability} here, ${expected} natively`);
  }
}

// The page and the command line are one network: same photo, same question,
// same answer, on the CPU module and on WebGPU.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { askProgram, noProgram } from './native.mjs';
import { noBrowser, ROOT, SLOW, visit } from './page.mjs';

const PHOTOS = ['coffee.jpg', 'chelsea.jpg'];
const QUESTIONS = ['what is in the photo', 'what color is it', 'is there a cat'];

/** A browser and a program decode a JPEG a little differently. */
const TOLERANCE = 0.01;

const skip = noBrowser() || noProgram();

for (const backend of /** @type {const} */ (['cpu', 'webgpu'])) {
  test(`${backend} answers as the command line does`, { skip, timeout: 3 * SLOW }, async (t) => {
    const visited = await visit(t, { backend, gpu: backend === 'webgpu' });
    await visited.load();
    const ready = await visited.next('vqa-ready', SLOW);
    assert.equal(ready.backend, backend);
    for (const photo of PHOTOS) {
      const file = `${ROOT}assets/samples/${photo}`;
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

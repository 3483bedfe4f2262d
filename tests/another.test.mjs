// "And why not a dog?": any answer that the network knows can be asked for.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { noBrowser, ROOT, visit } from './page.mjs';

const PHOTO = `${ROOT}assets/samples/coffee.jpg`;
const skip = noBrowser();

test('any known answer is shown beside the best, with what spoke for it', { skip }, async (t) => {
  const visited = await visit(t);
  await visited.upload(PHOTO);
  await visited.answerTo('is this a cat');
  const before = await visited.part('answer').count();
  await visited.part('another').fill('  Kitchen ');
  await visited.part('another').press('Enter');
  const shown = visited.part('answer').nth(before);
  await shown.waitFor();
  assert.equal(await shown.getAttribute('data-answer'), 'kitchen');
  assert.equal(await shown.getAttribute('aria-pressed'), 'true', 'its map lies over the photo');

  const parts = await visited.page.evaluate(async () => {
    const element = /** @type {any} */ (document.querySelector('vqa-flow'));
    const reply = await element.ask('is this a cat');
    const of = await reply.evidenceFor('kitchen');
    return { sum: of.contributions.reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b, of.constant), logit: of.logit };
  });
  assert.ok(Math.abs(parts.sum - parts.logit) < 1e-3, JSON.stringify(parts));

  const code = await visited.page.evaluate(() => /** @type {any} */ (document.querySelector('vqa-flow'))
    .evidenceFor('zzzqqq').catch((/** @type {any} */ error) => error.code));
  assert.equal(code, 'answer-unknown');
  assert.equal(await visited.part('answer').count(), before, 'a new reply begins with its best answers');
});

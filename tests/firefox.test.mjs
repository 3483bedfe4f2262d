// The main path in another browser engine: Firefox, driven by WebDriver BiDi, on the CPU.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import { launchFirefox, noFirefox } from './firefox.mjs';
import { ROOT, SITE } from './page.mjs';
import { serve } from './server.mjs';

const PHOTO = `${ROOT}assets/samples/coffee.jpg`;

test('Firefox answers about a photo from the disk as Chromium does', { skip: noFirefox(), timeout: 180_000 }, async (t) => {
  const site = await serve({ root: SITE });
  const browser = await launchFirefox();
  t.after(async () => {
    await browser.close();
    await site.close();
  });
  const page = await browser.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on('pageerror', (/** @type {unknown} */ error) => complaints.push(String(error)));
  await page.goto(site.url);
  const answered = (/** @type {string} */ question) => page.waitForFunction((/** @type {string} */ asked) => {
    const flow = /** @type {any} */ (document.querySelector('vqa-flow'));
    try {
      return flow.state === 'ready' && flow.flows().question === asked;
    } catch {
      return false;
    }
  }, { timeout: 120_000 }, question);

  await answered('What animal is this?');
  const input = await page.evaluateHandle(() => document.querySelector('vqa-flow')?.shadowRoot?.querySelector('input[type=file]'));
  await input.uploadFile(PHOTO);
  await page.evaluate(() => void /** @type {any} */ (document.querySelector('vqa-flow')).ask('what color is the table'));
  await answered('what color is the table');
  const told = await page.evaluate(() => {
    const flow = /** @type {any} */ (document.querySelector('vqa-flow'));
    const [{ answer, probability }] = flow.flows().answers;
    return { answer, probability, isMapShown: !flow.shadowRoot.querySelector('[part~=overlay]').hidden };
  });
  const program = process.env.VQA_PROGRAM;
  if (program) {
    const said = execFileSync(program, ['ask', '--model', `${ROOT}assets/model`, '--image', PHOTO, '--question', 'what color is the table', '--json'], { encoding: 'utf8' });
    const [best] = JSON.parse(said.trim().split('\n').at(-1) ?? '').answers;
    assert.equal(told.answer, best.answer);
    assert.ok(Math.abs(told.probability - best.probability) < 0.02, `${told.probability}, not ${best.probability}`);
  }
  assert.ok(told.isMapShown);

  await t.test('what is no photo is refused, and the photo stays', async () => {
    await page.evaluate(() => /** @type {any} */ (document.querySelector('vqa-flow')).setImage(new Blob(['no photo'])).catch(() => {}));
    await page.waitForFunction(() => document.querySelector('vqa-flow')?.shadowRoot?.querySelector('.error:not([hidden])'));
    const [code, state] = await page.evaluate(() => {
      const flow = /** @type {any} */ (document.querySelector('vqa-flow'));
      return [flow.shadowRoot.querySelector('.error').dataset.code, flow.state];
    });
    assert.deepEqual([code, state], ['image-invalid', 'ready']);
  });
  assert.deepEqual(complaints, []);
});

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

  await t.test('the flow is drawn, and goes into a picture', async () => {
    const drawn = await page.evaluate(async () => {
      const flow = /** @type {any} */ (document.querySelector('vqa-flow'));
      Object.assign(flow, { overlay: 'flow', step: 'answer' });
      while (!flow.shadowRoot.querySelector('.flow .strand')) await new Promise((go) => setTimeout(go, 50));
      const strands = [...flow.shadowRoot.querySelectorAll('.strands:not(.own) .strand.of-region')];
      const [{ contributions }] = flow.flows().answers;
      const isSame = strands.every((strand) => Number(strand.dataset.weight) === contributions[Number(strand.dataset.from.split(' ')[1])]);
      const [{ width }, drawing] = [await createImageBitmap(await flow.toBlob()), await flow.toSVG()];
      return { count: strands.length, isSame, width, isSvg: new DOMParser().parseFromString(drawing, 'image/svg+xml').documentElement.localName };
    });
    assert.ok(drawn.count > 0 && drawn.isSame && drawn.width > 600, JSON.stringify(drawn));
    assert.equal(drawn.isSvg, 'svg');
  });

  await t.test('a running video is asked', async () => {
    const answers = await page.evaluate(async () => {
      const canvas = document.createElement('canvas');
      const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
      setInterval(() => context.fillRect(Math.random() * 200, 20, 80, 80), 50);
      const video = Object.assign(document.createElement('video'), { srcObject: canvas.captureStream(20), muted: true });
      await video.play();
      const flow = /** @type {any} */ (document.querySelector('vqa-flow'));
      let count = 0;
      const done = new Promise((go) => flow.addEventListener('vqa-answer', (/** @type {CustomEvent} */ { detail }) => detail.live && ++count >= 5 && go(count)));
      flow.watch(video);
      await done;
      flow.live = false;
      return count;
    });
    assert.equal(answers, 5);
  });
  assert.deepEqual(complaints, []);
});

// A person's way through the page: a photo from disk, questions, a heatmap.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { noBrowser, ROOT, visit } from './page.mjs';

const PHOTO = `${ROOT}assets/samples/coffee.jpg`;
const QUESTIONS = ['what is in the cup', 'what color is the table', 'is there a spoon'];
const skip = noBrowser();

test('a photo from disk is looked at once and answers three questions', { skip }, async (t) => {
  const visited = await visit(t, { demo: true });
  // The demo shows a sample first; what counts begins with the visitor's own photo.
  await visited.next('vqa-answer');
  const looksBefore = (await visited.heard('vqa-image')).length;

  await visited.upload(PHOTO);
  const look = await visited.next('vqa-image').then(() => visited.next('vqa-image'));
  assert.ok(look.width > 0 && look.height > 0, 'the size of the photo is told');

  /** @type {any[]} */
  const asked = [];
  for (const question of QUESTIONS) {
    const answer = await visited.answerTo(question);
    asked.push({ ...answer, heatmap: await visited.heatmap() });
  }

  await t.test('each question gets its best answers with probabilities', () => {
    for (const { question, answers } of asked) {
      assert.ok(answers.length >= 3, `${question}: several answers`);
      const probabilities = answers.map((/** @type {any} */ one) => one.probability);
      assert.ok(probabilities.every((/** @type {number} */ p) => p > 0 && p <= 1), `${question}: ${probabilities}`);
      assert.deepEqual(probabilities, probabilities.toSorted((/** @type {number} */ a, /** @type {number} */ b) => b - a));
    }
  });

  await t.test('the answers stand on the page as they were computed', async () => {
    const shown = await visited.part('answer').evaluateAll((all) => all.map((one) => one.textContent ?? ''));
    const { answers } = asked[asked.length - 1];
    assert.equal(shown.length, answers.length);
    for (const [index, { answer }] of answers.entries()) assert.ok(shown[index].includes(answer), `${shown[index]}: ${answer}`);
  });

  await t.test('the heatmap is drawn and changes with the question', () => {
    const drawn = asked.map(({ heatmap }) => heatmap);
    assert.ok(!drawn.includes('hidden'), 'a heatmap stands over the photo');
    assert.equal(new Set(drawn).size, QUESTIONS.length, 'no two questions have one heatmap');
  });

  await t.test('no question makes the page look at the photo again', async () => {
    const looks = (await visited.heard('vqa-image')).length - looksBefore;
    assert.equal(looks, 1);
  });

  await t.test('nothing went wrong unseen', () => {
    assert.deepEqual(visited.complaints, []);
  });
});

test('a word shows the regions that it reads', { skip }, async (t) => {
  const visited = await visit(t);
  await visited.upload(PHOTO);
  await visited.answerTo('what color is the table');
  const answer = await visited.heatmap();
  await visited.part('word').last().hover();
  await visited.page.waitForFunction(() => {
    const overlay = document.querySelector('vqa-flow')?.shadowRoot?.querySelector('[part~=overlay]');
    return overlay?.getAttribute('data-kind') === 'reading';
  });
  assert.notEqual(await visited.heatmap(), answer);
});

test('a word that the network has never met is marked', { skip }, async (t) => {
  const visited = await visit(t);
  await visited.upload(PHOTO);
  await visited.answerTo('what color is the zzyzxqwv');
  assert.deepEqual(await visited.page.locator('vqa-flow [part~="unknown"]').allTextContents(), ['zzyzxqwv']);
});

test('what is under way is told of where it takes a while', { skip }, async (t) => {
  // Questions that say so hold the worker up.
  const inWorker = `addEventListener('message', ({ data }) => {
    const end = performance.now() + (/slowly/.test(data?.payload?.question ?? '') ? 500 : 0);
    while (performance.now() < end);
  });`;
  const visited = await visit(t, { inWorker });
  await visited.upload(PHOTO);
  await visited.answerTo(QUESTIONS[0]);
  const told = (/** @type {string} */ question) => visited.page.evaluate(async (question) => {
    const element = /** @type {any} */ (document.querySelector('vqa-flow'));
    const status = element.shadowRoot.querySelector('[part=status]');
    /** @type {string[]} */
    const texts = [];
    const watch = new MutationObserver(() => texts.push(status.textContent));
    watch.observe(status, { childList: true, characterData: true, subtree: true });
    const from = performance.now();
    await element.ask(question);
    const took = performance.now() - from;
    watch.disconnect();
    return { texts, took };
  }, question);
  const slow = await told('what is in the cup, slowly');
  assert.match(slow.texts[0], /^Reading the question/, JSON.stringify(slow));
  assert.match(slow.texts.at(-1) ?? '', /^Answered/);
  const quick = await told(QUESTIONS[1]);
  // On a busy machine even a quick answer may take a while.
  if (quick.took < 100) assert.ok(!quick.texts.some((text) => /^Reading/.test(text)), JSON.stringify(quick));
  else t.diagnostic(`not seen here: a quick answer took ${quick.took.toFixed(0)} ms`);
});

test('no photo leaves the machine', { skip }, async (t) => {
  const visited = await visit(t);
  /** @type {string[]} */
  const sent = [];
  visited.page.on('request', (request) => {
    if (request.method() !== 'GET' || !request.url().startsWith(visited.site.url)) sent.push(request.url());
  });
  await visited.upload(PHOTO);
  await visited.answerTo('what is in the cup');
  assert.deepEqual(sent.filter((url) => !url.startsWith('blob:') && !url.startsWith('data:')), []);
});

test('what is seen can be taken away as a picture', { skip }, async (t) => {
  const visited = await visit(t);
  await visited.load();
  const toBlob = () => visited.page.evaluate(async () => {
    const element = /** @type {any} */ (document.querySelector('vqa-flow'));
    const blob = await element.toBlob().catch((/** @type {any} */ error) => error.code);
    if (!(blob instanceof Blob)) return { code: blob };
    const bitmap = await createImageBitmap(blob);
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.drawImage(bitmap, 0, 0);
    // Colours of some places in the upper half, where the photo is.
    const places = [0.2, 0.5, 0.8].map((x) => [...context.getImageData(x * bitmap.width, 200, 1, 1).data].join());
    return { type: blob.type, width: bitmap.width, height: bitmap.height, places: places.join(' ') };
  });
  assert.deepEqual(await toBlob(), { code: 'no-photo' });

  await visited.upload(PHOTO);
  await visited.next('vqa-image');
  const photo = await toBlob();
  assert.equal(photo.type, 'image/png');
  assert.deepEqual([photo.width, photo.height], [960, 640], 'the photo alone');

  await visited.answerTo('what color is the table');
  await visited.heatmap();
  const answered = await toBlob();
  assert.ok(Number(answered.height) > 700, 'question and answers stand below');
  assert.notEqual(answered.places, photo.places, 'the map lies over the photo');

  const download = visited.page.waitForEvent('download');
  await visited.part('save').click();
  assert.equal((await download).suggestedFilename(), 'vqa-flow.png');
  assert.deepEqual(visited.complaints, []);
});

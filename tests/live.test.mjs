// Live: the same question about a camera or a video, again and again, and no longer than wanted.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { longestTask } from './motion.mjs';
import { KEEPS_MEMORY, noBrowser, visit } from './page.mjs';

const skip = noBrowser();
const QUESTION = 'is there a person';

/** Runs in the page before all else: keeps the camera's stream. */
const KEEPS_STREAM = `
  const real = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
  if (real) navigator.mediaDevices.getUserMedia = async (wanted) => (globalThis.stream = await real(wanted));`;
/** What counts as a long task, in milliseconds. */
const LONG = 50;

/** @typedef {Awaited<ReturnType<typeof visit>>} Visited */

/** Calls something of the element. @param {Visited} visited @param {string} code with `element` in it */
const inPage = (visited, code) => visited.page.evaluate((body) => new Function('element', `return ${body}`)(document.querySelector('vqa-flow')), code);

/** @param {Visited} visited @param {number} count */
const heardAnswers = (visited, count) => visited.page.waitForFunction(
  (most) => /** @type {any} */ (globalThis).heard.filter((/** @type {any} */ { name }) => name === 'vqa-answer').length >= most,
  count,
  // It is not about speed: a machine that does other things too needs its time.
  { timeout: 400_000 },
);

const cameraIsOff = (/** @type {Visited} */ visited) => visited.page.evaluate(() => /** @type {any} */ (globalThis).stream.getTracks().every((/** @type {any} */ track) => track.readyState === 'ended'));

test('three hundred answers about the camera: steady, in flat memory, and the light goes off', { skip }, async (t) => {
  const visited = await visit(t, { camera: 'allowed', before: KEEPS_STREAM, inWorker: KEEPS_MEMORY });
  await visited.load();
  await visited.next('vqa-ready');
  await inPage(visited, `Object.assign(element, { question: ${JSON.stringify(QUESTION)}, frameRate: 30 })`);
  await visited.part('live').click();
  await heardAnswers(visited, 40);
  const early = await visited.moduleBytes();
  await heardAnswers(visited, 240);
  const longest = await longestTask(visited, () => heardAnswers(visited, 300));
  const [answers, late] = [await visited.heard('vqa-answer'), await visited.moduleBytes()];
  assert.ok(answers.every(({ live, question }) => live && question === QUESTION));
  assert.equal(late, early, 'the memory of the module');
  t.diagnostic(`the longest task took ${longest.toFixed(1)} ms`);
  assert.ok(longest > 0 && longest <= LONG, `the longest task took ${longest} ms`);
  await visited.page.keyboard.press('Escape');
  assert.ok(await cameraIsOff(visited));
  assert.equal(await inPage(visited, 'element.live'), false);
  const further = await visited.next('vqa-image');
  assert.ok(further.width > 0, 'the last picture is the photo now');
  await visited.page.waitForFunction(() => !/** @type {any} */ (globalThis).heard.findLast((/** @type {any} */ { name }) => name === 'vqa-answer').detail.live);
  const { length } = await visited.heard('vqa-answer');
  await visited.page.waitForTimeout(500);
  assert.equal((await visited.heard('vqa-answer')).length, length, 'nothing is asked any more, after once about the photo');
  assert.deepEqual(visited.complaints, []);
});

test('never more than the rate that was asked for, nor while nobody sees it, nor after ten minutes', { skip }, async (t) => {
  const visited = await visit(t, { camera: 'allowed', before: KEEPS_STREAM });
  await visited.load();
  await visited.next('vqa-ready');
  await visited.page.evaluate(() => {
    const real = setTimeout;
    // Ten minutes pass in four seconds.
    globalThis.setTimeout = /** @type {any} */ ((/** @type {any} */ call, /** @type {number} */ ms, /** @type {any[]} */ ...rest) => real(call, ms >= 600_000 ? 4000 : ms, ...rest));
    Object.assign(/** @type {any} */ (document.querySelector('vqa-flow')), { frameRate: 4, live: true });
  });
  await heardAnswers(visited, 1);
  const from = (await visited.heard('vqa-answer')).length;
  await visited.page.waitForTimeout(1500);
  const to = (await visited.heard('vqa-answer')).length;
  assert.ok(to > from && to - from <= 7, `${to - from} in a second and a half`);
  await visited.page.evaluate(() => document.body.insertAdjacentHTML('afterbegin', '<div id="far" style="height: 5000px"></div>'));
  await visited.page.waitForTimeout(500);
  const unseen = (await visited.heard('vqa-answer')).length;
  await visited.page.waitForTimeout(700);
  assert.equal((await visited.heard('vqa-answer')).length, unseen);
  await visited.page.locator('#far').evaluate((far) => far.remove());
  await visited.page.waitForFunction(() => !document.querySelector('vqa-flow')?.hasAttribute('live'), undefined, { timeout: 10_000 });
  assert.ok(await cameraIsOff(visited));
  assert.match((await visited.part('taken').textContent()) ?? '', /ten minutes/);
});

test('it pauses while its page is hidden, or while it is scrolled out of view', { skip }, async (t) => {
  const visited = await visit(t, { camera: 'allowed', before: KEEPS_STREAM });
  await visited.load();
  await visited.next('vqa-ready');
  await inPage(visited, 'Object.assign(element, { frameRate: 10, live: true })');
  await heardAnswers(visited, 2);
  // Another tab in front of it is what a browser without a window does not have: the page is told so as it would be.
  const hide = (/** @type {boolean} */ isHidden) => visited.page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);
  const scroll = (/** @type {number} */ top) => visited.page.evaluate((to) => scrollTo(0, to), top);
  await visited.page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<div style="height: 5000px"></div>'));
  for (const [leave, come] of [[() => hide(true), () => hide(false)], [() => scroll(4000), () => scroll(0)]]) {
    await leave();
    // What was under way arrives.
    await visited.page.waitForTimeout(1000);
    const unseen = (await visited.heard('vqa-answer')).length;
    await visited.page.waitForTimeout(1000);
    assert.equal((await visited.heard('vqa-answer')).length, unseen, 'nothing is asked');
    assert.equal(await inPage(visited, 'element.live'), true, 'it waits');
    await come();
    await heardAnswers(visited, unseen + 2);
  }
  assert.deepEqual(visited.complaints, []);
});

test('any video of the page can be asked, in the flow view too', { skip }, async (t) => {
  const visited = await visit(t);
  await visited.load();
  await visited.next('vqa-ready');
  await visited.page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    const drawing = setInterval(() => {
      context.fillStyle = `hsl(${performance.now() / 10} 80% 50%)`;
      context.fillRect(0, 0, 300, 150);
    }, 30);
    /** What hangs says what it was. @template T @param {string} what @param {Promise<T>} done @returns {Promise<T>} */
    const within = (what, done) => Promise.race([done, new Promise((_, fail) => setTimeout(() => fail(new Error(`${what} takes more than 20 s`)), 20_000))]);
    const recorder = new MediaRecorder(canvas.captureStream(20));
    /** @type {Blob[]} */
    const parts = [];
    recorder.ondataavailable = ({ data }) => data.size > 0 && parts.push(data);
    recorder.start(200);
    // A busy machine records nothing for a while, and a video without a picture never plays.
    await within('recording', (async () => {
      while (parts.length < 5) await new Promise((go) => setTimeout(go, 50));
    })());
    await within('the end of the recording', new Promise((go) => {
      recorder.onstop = go;
      recorder.stop();
    }));
    clearInterval(drawing);
    const video = Object.assign(document.createElement('video'), { src: URL.createObjectURL(new Blob(parts)), muted: true, loop: true });
    document.body.append(video);
    await within('playing', video.play());
    const element = /** @type {any} */ (document.querySelector('vqa-flow'));
    element.overlay = 'flow';
    element.watch(video).catch(() => {});
  });
  await heardAnswers(visited, 3);
  await visited.part('flow').waitFor();
  const reply = await inPage(visited, `Promise.race([element.ask("what color is this"), new Promise((go) => setTimeout(() => {
    const { readyState, currentTime, paused, ended } = document.querySelector("body > video");
    go({ answers: [], readyState, currentTime, paused, ended, live: element.live, heard: globalThis.heard.length });
  }, 20_000))])`);
  assert.ok(reply.answers.length > 0, JSON.stringify(reply));
  assert.equal((await visited.heard('vqa-answer')).at(-1).question, 'what color is this');
  await visited.part('live').click();
  assert.equal(await inPage(visited, 'element.live'), false);
  assert.equal(await visited.page.locator('body > video').evaluate((video) => /** @type {HTMLVideoElement} */ (video).paused), false, 'the video is the page’s');
  assert.deepEqual(visited.complaints, []);
});

test('a camera that is not allowed is said so, and nothing stays live', { skip }, async (t) => {
  const visited = await visit(t, { camera: 'denied' });
  await visited.load();
  await inPage(visited, '(element.live = true)');
  await visited.page.waitForFunction(() => /** @type {any} */ (globalThis).heard.some((/** @type {any} */ { name }) => name === 'vqa-error'));
  const [{ code }] = await visited.heard('vqa-error');
  assert.equal(code, 'camera-denied');
  assert.equal(await inPage(visited, 'element.live'), false);
});

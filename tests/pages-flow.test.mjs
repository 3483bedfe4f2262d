// The flow view inside other people's pages: style sheets that reset everything, a dialog from right to left, a frame with a
// strict policy, a page at 200 %, and on paper.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { noBrowser } from './page.mjs';
import { open, withFlow } from './pages/hostile.mjs';

const skip = noBrowser();
const STILL = { reducedMotion: /** @type {const} */ ('reduce') };
/** A page that allows itself its own files and nothing else. */
const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; frame-src 'self'; require-trusted-types-for 'script'";

/** @typedef {Awaited<ReturnType<typeof open>>} Visited */

/** What is to be seen and pressed, that is not. @param {import('playwright-core').Locator} flow the element @returns {Promise<string[]>} */
async function unseen(flow) {
  const wanted = ['svg', 'canvas', '.word', '.answer', '.strand', '[part=flow-play]', '[part=flow-time]', '[part=flow-step]', '[part=flow-head]', '.flow-text summary'];
  const inside = flow.locator('[part~=flow]');
  await inside.waitFor();
  const seen = await Promise.all(wanted.map((what) => inside.locator(what).first().isVisible()));
  return wanted.filter((_, index) => !seen[index]);
}

test('a page that resets and hides everything cannot reach into it', { skip }, async (t) => {
  const visited = await open(t, 'reset', { context: STILL });
  await visited.next('vqa-answer');
  assert.deepEqual(await unseen(visited.page.locator('vqa-flow')), []);
  const { width } = (await visited.part('flow').boundingBox()) ?? assert.fail('it is seen');
  assert.ok(width > 1000, `${width} pixels wide`);
  const colours = await visited.part('flow').locator('.strand').first().evaluate((one) => [getComputedStyle(one).fill, getComputedStyle(one).stroke]);
  assert.equal(colours[0], 'none');
  assert.notEqual(colours[1], 'none');
  await visited.part('flow-step').nth(3).click();
  await visited.part('flow').locator('.flow-title').filter({ hasText: 'The parts add up' }).waitFor();
  await visited.part('flow').locator('.answer.chosen').focus();
  await visited.page.keyboard.press('ArrowDown');
  const outline = await visited.part('flow').locator('.answer').nth(1).locator('.room').evaluate((one) => getComputedStyle(one).strokeWidth);
  assert.equal(outline, '2px', 'where the focus is can be seen');
  assert.deepEqual(visited.complaints, []);
});

test('in a dialog from right to left, its way goes from the left, and Escape leaves one thing at a time', { skip }, async (t) => {
  const visited = await open(t, 'dialog', { context: STILL });
  await visited.next('vqa-answer');
  assert.deepEqual(await unseen(visited.page.locator('vqa-flow')), []);
  const isOpen = () => visited.page.evaluate(() => document.querySelector('dialog')?.open);
  const flow = visited.part('flow');
  const left = async (/** @type {import('playwright-core').Locator} */ part) => ((await part.boundingBox()) ?? assert.fail('it is seen')).x;
  assert.ok((await left(flow.locator('canvas').first())) < (await left(flow.locator('.word').first())), 'the photo is left of the words');
  assert.ok((await left(visited.part('flow-step').first())) < (await left(visited.part('flow-step').last())), 'and the first step left of the last');
  await visited.part('flow-time').focus();
  await visited.page.keyboard.press('ArrowRight');
  assert.equal(await visited.part('flow-time').inputValue(), '2', 'the right arrow goes on');
  await visited.part('flow-step').first().click();
  await flow.locator('.word').first().focus();
  await visited.page.keyboard.press('Enter');
  await visited.page.keyboard.press('Escape');
  assert.equal(await isOpen(), true, 'what was held is let go');
  await visited.page.keyboard.press('Escape');
  assert.equal(await isOpen(), false, 'then the dialog closes');
  assert.deepEqual(visited.complaints, []);
});

test('in a frame, under a strict policy, it is drawn and saved', { skip }, async (t) => {
  const visited = await open(t, '/pages/frame', {
    context: STILL,
    headers: { 'content-security-policy': STRICT },
    plant: (path) => (path === '/pages/frame' ? { body: '<!doctype html><title>Frame</title><iframe width="1000" height="1200" src="inside"></iframe>', headers: { 'content-type': 'text/html' } }
      : path === '/pages/inside' ? { body: '<!doctype html><title>Inside</title><script type="module" src="../vqa-flow.js"></script><vqa-flow src="../coffee.jpg" question="what is in the cup" backend="cpu" overlay="flow"></vqa-flow>', headers: { 'content-type': 'text/html' } } : undefined),
  });
  const frame = visited.page.frameLocator('iframe');
  assert.deepEqual(await unseen(frame.locator('vqa-flow')), []);
  const made = await frame.locator('vqa-flow').evaluate(async (/** @type {any} */ flow) => [(await flow.toSVG()).includes('<image '), (await createImageBitmap(await flow.toBlob())).width > 900]);
  assert.deepEqual(made, [true, true]);
  assert.deepEqual(visited.complaints, []);
});

test('at 200 % nothing is cut off, and on paper the drawing is whole', { skip }, async (t) => {
  const visited = await open(t, 'bare', { context: { ...STILL, viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 } });
  await withFlow(visited, 'await flow.setImage("../coffee.jpg"); await flow.ask("what is in the cup"); flow.overlay = "flow"; flow.step = "answer"');
  assert.deepEqual(await unseen(visited.page.locator('vqa-flow')).then((missing) => missing.filter((one) => one !== '.word')), [], 'but the words, which are not in this step');
  for (const width of [640, 320]) {
    await visited.page.setViewportSize({ width, height: 450 });
    // It is drawn anew when the next picture is, before anybody can see the old one.
    await visited.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    const wide = await visited.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `the page is ${wide} pixels wide in a window of ${width}`);
  }
  // It can be pressed, as soon as everything has found its place.
  await visited.page.waitForFunction(() => {
    const time = document.querySelector('vqa-flow')?.shadowRoot?.querySelector('[part=flow-time]');
    time?.scrollIntoView({ block: 'nearest' });
    const { x, y } = time?.getBoundingClientRect() ?? { x: 0, y: 0 };
    return document.querySelector('vqa-flow')?.shadowRoot?.elementFromPoint(x + 9, y + 12) === time;
  });

  await visited.page.setViewportSize({ width: 718, height: 1000 });
  await visited.page.emulateMedia({ media: 'print' });
  assert.ok(await visited.part('flow').locator('svg').first().isVisible());
  for (const part of ['flow-play', 'flow-time', 'flow-close', 'flow-head', 'ask']) assert.equal(await visited.part(part).isVisible(), false, part);
  const [drawing, page] = [(await visited.part('flow').locator('svg').first().boundingBox())?.width ?? 0, await visited.page.evaluate(() => document.documentElement.scrollWidth)];
  assert.ok(drawing > 500 && page <= 718, `${drawing} pixels wide on a paper of ${page}`);
});

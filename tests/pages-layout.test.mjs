// The element among what other people's pages look like: where it stands, in which colours, from right to left, and in
// windows that are not high.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';

import { faults } from './axe.mjs';
import { noBrowser } from './page.mjs';
import { open, until, withFlow } from './pages/hostile.mjs';

const skip = noBrowser();

/** @typedef {Awaited<ReturnType<typeof open>>} Visited */

test('in a flex box, a table, a float and a centred grid it has a width, and gives way on a phone', { skip }, async (t) => {
  const visited = await open(t, 'places');
  const widths = () => visited.page.evaluate(() => Array.from(document.querySelectorAll('vqa-flow'), (one) => [one.closest('[id]')?.id, Math.round(one.getBoundingClientRect().width)]));
  await withFlow(visited, 'await new Promise(requestAnimationFrame)');
  for (const [place, width] of await widths()) assert.ok(Number(width) >= 700, `${place}: ${width} pixels wide`);
  await visited.page.setViewportSize({ width: 375, height: 700 });
  for (const [place, width] of await widths()) assert.ok(Number(width) >= 240, `${place}: ${width} pixels wide on a phone`);
  assert.ok((await visited.page.evaluate(() => document.documentElement.scrollWidth)) <= 375, 'nothing is cut off');
  assert.deepEqual(visited.complaints, []);
});

test('in a page from right to left, the left of the photo is its left', { skip }, async (t) => {
  const visited = await open(t, 'rtl');
  await visited.next('vqa-answer');
  const photo = await visited.part('photo').boundingBox();
  assert.ok(photo);
  await visited.page.mouse.click(photo.x + 5, photo.y + photo.height / 2);
  assert.match(await visited.part('overlay').getAttribute('data-of') ?? '', /column 1$/);
  await visited.page.keyboard.press('ArrowRight');
  assert.match(await visited.part('overlay').getAttribute('data-of') ?? '', /column 2$/);
  await visited.page.keyboard.press('Escape');
  const numbers = await visited.page.locator('vqa-flow .scale-numbers span').evaluateAll((all) => all.map((one) => ({ left: one.getBoundingClientRect().left, text: one.textContent ?? '' })));
  assert.ok(numbers[0].text.startsWith('−') && numbers[0].left < numbers[2].left, `${JSON.stringify(numbers)}: against the colours`);
  const words = await visited.part('word').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));
  assert.ok(words[0] < words[1], 'an English question reads from the left');

  await t.test('a language that is written from the right is', async () => {
    await withFlow(visited, 'flow.constructor.addStrings("he", { ask: "שאל", question: "שאלה" }); flow.lang = "en"; flow.lang = "he"');
    const [question, ask] = await Promise.all(['question', 'ask'].map((part) => visited.part(part).boundingBox()));
    assert.ok(question && ask && ask.x < question.x, 'the button comes after the box');
    const [region, now] = await Promise.all(['region', 'photo'].map((part) => visited.part(part).first().boundingBox()));
    assert.ok(region && now && Math.abs(region.x - now.x) < 2, 'but the photo is not turned');
  });
});

test('on a dark page its text is light, and changes with the page', { skip }, async (t) => {
  const visited = await open(t, 'dark');
  await visited.next('vqa-answer');
  const look = () => visited.page.evaluate(() => {
    const root = /** @type {ShadowRoot} */ (document.querySelector('vqa-flow')?.shadowRoot);
    const of = (/** @type {string} */ part) => getComputedStyle(/** @type {Element} */ (root.querySelector(`[part~=${part}]`)));
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(1, 1).getContext('2d'));
    context.fillStyle = of('question').backgroundColor;
    context.fillRect(0, 0, 1, 1);
    return { ink: of('chosen').color, field: Array.from(context.getImageData(0, 0, 1, 1).data.slice(0, 3)), scheme: of('question').colorScheme };
  });
  assert.deepEqual(await look(), { ink: 'rgb(238, 238, 238)', field: [26, 26, 26], scheme: 'dark' });
  assert.deepEqual(await faults(visited, 'vqa-flow'), [], 'everything can be read');
  const turn = async (/** @type {string} */ name, /** @type {string} */ scheme) => {
    await visited.page.evaluate((one) => (document.body.className = one), name);
    await until(visited, `flow.shadowRoot.querySelector(".box").dataset.scheme === "${scheme}"`);
  };
  await turn('light', 'light');
  assert.deepEqual(await look(), { ink: 'rgb(51, 51, 51)', field: [255, 255, 255], scheme: 'light' });
  assert.deepEqual(await faults(visited, 'vqa-flow'), [], 'everything can be read there');
  await turn('new', 'dark');
  const [red, , blue] = (await look()).field;
  assert.ok(red < 40 && blue > red, `${red}, ${blue}: a field as blue as the page, whose colours are in a newer notation`);
  await turn('', 'dark');
  await withFlow(visited, 'flow.theme = "light"');
  assert.deepEqual((await look()).scheme, 'light', 'the attribute has the last word');
});

test('what a photo lacks is white, as the network sees it', { skip }, async (t) => {
  const visited = await open(t, 'dark');
  await visited.next('vqa-answer');
  await visited.upload({ name: 'glass.png', mimeType: 'image/png', buffer: glass(64, 48) });
  await until(visited, 'flow.state === "ready" && flow.src === ""');
  const { x, y, width, height } = /** @type {{ x: number, y: number, width: number, height: number }} */ (await visited.part('photo').boundingBox());
  const clip = { x: x + width / 2, y: y + height / 2, width: 4, height: 4 };
  const picture = (await visited.page.screenshot({ clip })).toString('base64');
  const pixel = await visited.page.evaluate(async (bytes) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${bytes}`)).blob());
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(4, 4).getContext('2d'));
    context.drawImage(bitmap, 0, 0);
    return Array.from(context.getImageData(1, 1, 1, 1).data);
  }, picture);
  assert.deepEqual(pixel, [255, 255, 255, 255]);
});

test('how a page sets its text does not set the element', { skip }, async (t) => {
  const visited = await open(t, 'heading');
  await visited.next('vqa-answer');
  const styles = await visited.page.evaluate(() => {
    const word = /** @type {Element} */ (document.querySelector('vqa-flow')?.shadowRoot?.querySelector('.hint'));
    const { textTransform, letterSpacing, whiteSpace, textIndent, textShadow, writingMode, fontWeight, fontStyle, fontSize } = getComputedStyle(word);
    return [textTransform, letterSpacing, whiteSpace, textIndent, textShadow, writingMode, fontWeight, fontStyle, fontSize];
  });
  // The last is 0.875 of the text around it, whatever the page calls a rem.
  assert.deepEqual(styles, ['none', 'normal', 'normal', '0px', 'none', 'horizontal-tb', '400', 'normal', '14px']);
  assert.ok(await visited.part('ask').isVisible());
  const widest = await visited.page.evaluate(() => document.querySelector('vqa-flow')?.shadowRoot?.querySelector('.layout')?.scrollWidth);
  assert.ok(Number(widest) <= 700, `${widest} pixels wide`);
});

/** @type {[what: string, page: string, width: number, height: number][]} */
const WINDOWS = [
  ['on a phone held sideways', 'column.html', 812, 375],
  ['at 400 %', 'column.html', 320, 256],
  ['in a column of a laptop', 'column.html', 1366, 657],
  ['on a phone', 'column.html', 375, 700],
  ['in a box that scrolls by itself', 'column.html?box', 1366, 900],
];
for (const [what, page, width, height] of WINDOWS) {
  test(`${what} the photo covers nothing that has the focus`, { skip }, async (t) => {
    const visited = await open(t, `/pages/${page}`, { context: { viewport: { width, height } } });
    await visited.next('vqa-answer');
    await visited.page.evaluate(() => {
      for (const details of document.querySelector('vqa-flow')?.shadowRoot?.querySelectorAll('details') ?? []) details.open = true;
    });
    // There and back: what is above is scrolled to as well.
    const passed = [...await tabThrough(visited, 'Tab'), ...await tabThrough(visited, 'Shift+Tab')];
    assert.ok(passed.length > 30, `${passed.length} stops`);
    assert.deepEqual(passed.filter(({ isSeen }) => !isSeen), []);
    assert.deepEqual(visited.complaints, []);
  });
}

/** Goes from stop to stop until the element is left, and says of each whether it is seen. @param {Visited} visited @param {string} key */
async function tabThrough(visited, key) {
  const passed = [];
  for (let stops = 0; stops < 60; stops += 1) {
    await visited.page.keyboard.press(key);
    const stop = await visited.page.evaluate(() => {
      const focused = document.querySelector('vqa-flow')?.shadowRoot?.activeElement;
      if (!focused) return null;
      const { left, top, width, height } = focused.getBoundingClientRect();
      const at = (/** @type {number} */ part) => /** @type {ShadowRoot} */ (focused.getRootNode()).elementFromPoint(left + width / 2, top + height * part);
      const isSeen = [0.1, 0.5, 0.9].some((part) => focused.contains(at(part)));
      return { name: `${focused.localName} ${focused.getAttribute('part') ?? focused.className} ${focused.textContent?.slice(0, 20)} ${Math.round(top)}`, isSeen };
    });
    if (stop !== null) passed.push(stop);
    else if (passed.length > 0) return passed;
  }
  return passed;
}

/** A picture with nothing in it. @param {number} width @param {number} height */
function glass(width, height) {
  const rows = deflateSync(Buffer.alloc((width * 4 + 1) * height));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6], 8);
  const chunk = (/** @type {string} */ type, /** @type {Buffer} */ body) => {
    const named = Buffer.concat([Buffer.from(type), body]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length);
    check.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, check]);
  };
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

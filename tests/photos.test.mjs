// Photos of every kind that people have, and a question about each.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';

import { noBrowser, ROOT, visit } from './page.mjs';

const PHOTO = readFileSync(`${ROOT}assets/samples/coffee.jpg`);
const skip = noBrowser();

/** 32 x 24, red, in the inks of a printer. */
const CMYK = '/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwANCQoLCggNCwoLDg4NDxMgFRMSEhMnHB4XIC4pMTAuKS0sMzpKPjM2RjcsLUBXQUZMTlJTUjI+WmFaUGBKUVJP/8AAFAgAGAAgBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwD06uSrkq9Ooooooooooooooooooooooooooooooooooooooooooooor//Z';
/** 40 x 30, two pictures, one after the other. */
const ANIMATED = 'R0lGODlhKAAeAIEAAMgAAAAAAAAAAAAAACH/C05FVFNDQVBFMi4wAwEAAAAh+QQACgAAACwAAAAAKAAeAAAIOgABCBxIsKDBgwgTKlzIsKHDhxAjSpxIsaLFixgzatzIsaPHjyBDihxJsqTJkyhTqlzJsqXLlzAxBgQAIfkEAQoAAQAsAAAAACgAHgCBAMgAAAAAAAAAAAAACDoAAQgcSLCgwYMIEypcyLChw4cQI0qcSLGixYsYM2rcyLGjx48gQ4ocSbKkyZMoU6pcybKly5cwMQYEADs=';

/** @type {{ what: string, mimeType: string, buffer: Buffer, size: [number, number] }[]} */
const PHOTOS = [
  { what: 'one pixel', mimeType: 'image/png', buffer: png(1, 1), size: [1, 1] },
  { what: '20,000 pixels wide', mimeType: 'image/png', buffer: png(20_000, 40), size: [20_000, 40] },
  { what: '10,000 pixels high', mimeType: 'image/png', buffer: png(40, 10_000), size: [40, 10_000] },
  { what: 'transparent', mimeType: 'image/png', buffer: png(64, 48, 0), size: [64, 48] },
  { what: 'animated', mimeType: 'image/gif', buffer: Buffer.from(ANIMATED, 'base64'), size: [40, 30] },
  { what: 'CMYK', mimeType: 'image/jpeg', buffer: Buffer.from(CMYK, 'base64'), size: [32, 24] },
  { what: 'lying on its side (EXIF)', mimeType: 'image/jpeg', buffer: turned(PHOTO, 6), size: [400, 600] },
  { what: 'called by a wrong name', mimeType: 'image/png', buffer: PHOTO, size: [600, 400] },
];

test('every kind of photo gets an answer', { skip }, async (t) => {
  const visited = await visit(t);
  for (const { what, mimeType, buffer, size } of PHOTOS) {
    await t.test(what, async () => {
      await visited.upload({ name: '<img src=x onerror=alert(1)>.jpg', mimeType, buffer });
      const { width, height } = await visited.next('vqa-image');
      assert.deepEqual([width, height], size);
      const { answers } = await visited.answerTo(`what is this, ${what}`);
      assert.ok(answers.every((/** @type {any} */ one) => one.probability >= 0 && one.probability <= 1));
      assert.equal((await visited.heatmap()).startsWith('data:'), true);
      const { width: shown } = await visited.part('photo').evaluate((canvas) => ({ width: /** @type {HTMLCanvasElement} */ (canvas).width }));
      assert.ok(shown <= 1600, `${shown} pixels are kept to be shown`);
    });
  }
  assert.deepEqual(visited.complaints, []);
});

/** Questions that no markup, and no crash, may come of. */
const QUESTIONS = [
  '<img src=x onerror="globalThis.broken=1">', '😀 what is this 😀', 'ما هذا coffee', 'what\u202e is this', 'x'.repeat(400),
  'is this a\0 cup', 'zzqx qqzz xxyy',
];

test('questions of every kind are text, and are answered or refused', { skip }, async (t) => {
  const visited = await visit(t);
  await visited.upload({ name: 'coffee.jpg', mimeType: 'image/jpeg', buffer: PHOTO });
  await visited.next('vqa-image');
  for (const question of QUESTIONS) {
    await visited.ask(question);
    await visited.page.waitForFunction((asked) => {
      const { heard } = /** @type {any} */ (globalThis);
      const last = heard.at(-1);
      return last.name === 'vqa-error' || (last.name === 'vqa-answer' && last.detail.question === asked);
    }, question);
    assert.equal(await visited.state(), 'ready');
    assert.equal(await visited.part('question').inputValue(), question);
  }
  assert.equal(await visited.page.evaluate(() => /** @type {any} */ (globalThis).broken), undefined);
  assert.equal(await visited.page.locator('vqa-flow img[onerror]').count(), 0);
  assert.ok((await visited.answerTo('what is in the cup')).answers.length > 0);
  assert.deepEqual(visited.complaints, []);
});

test('of ten questions at once the last is answered, and of two photos the newer', { skip }, async (t) => {
  const visited = await visit(t);
  await visited.upload({ name: 'coffee.jpg', mimeType: 'image/jpeg', buffer: PHOTO });
  await visited.next('vqa-image');
  const outcomes = await visited.page.evaluate(async () => {
    const element = /** @type {any} */ (document.querySelector('vqa-flow'));
    const asked = Array.from({ length: 10 }, (_, i) => element.ask(`is this a cup ${i}`));
    return (await Promise.allSettled(asked)).map((one) => (one.status === 'fulfilled' ? one.value.question : one.reason.name));
  });
  assert.deepEqual(outcomes, [...Array(9).fill('AbortError'), 'is this a cup 9']);
  await visited.upload({ name: 'a.png', mimeType: 'image/png', buffer: png(30, 20) });
  await visited.upload({ name: 'b.png', mimeType: 'image/png', buffer: png(50, 20) });
  for (;;) if ((await visited.next('vqa-image')).width === 50) break;
  assert.equal(await visited.state(), 'ready');
  assert.deepEqual(visited.complaints, []);
});

/** A PNG of one colour. @param {number} width @param {number} height @param {number} [alpha] 0..255 */
function png(width, height, alpha = 255) {
  const row = Buffer.concat([Buffer.of(0), Buffer.alloc(width * 4, Buffer.of(180, 60, 30, alpha))]);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6], 8);
  const rows = deflateSync(Buffer.concat(Array(height).fill(row)));
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

/** @param {string} type @param {Buffer} body */
function chunk(type, body) {
  const named = Buffer.concat([Buffer.from(type), body]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** The same JPEG with a note on how it is to be turned. @param {Buffer} jpeg @param {number} orientation 1..8, EXIF 4.6.4 */
function turned(jpeg, orientation) {
  const body = Buffer.concat([Buffer.from('457869660000', 'hex'), tiff(orientation)]);
  const segment = Buffer.alloc(4);
  segment.set([0xff, 0xe1]);
  segment.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), segment, body, jpeg.subarray(2)]);
}

/** One entry: the tag 0x0112, a short, one of it. @param {number} orientation */
function tiff(orientation) {
  return Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]);
}

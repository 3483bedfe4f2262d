// A long stay: many questions about many photos, and elements that come and go. Memory must not grow.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { noBrowser, visit } from './page.mjs';

const QUESTIONS = Number(process.env.VQA_SOAK_QUESTIONS ?? 1000);
const PHOTOS = QUESTIONS / 10;
const CYCLES = 20;
/** The part that memory may grow by, and what the browser's own bookkeeping may take, in bytes. */
const GROWTH = 1.05;
const SLACK = 1 << 20;
const skip = noBrowser();

test(`${QUESTIONS} questions about ${PHOTOS} photos, and ${CYCLES} elements, leave nothing behind`, { skip, timeout: 600_000 }, async (t) => {
  const visited = await visit(t);
  await visited.load();
  await visited.next('vqa-ready');
  const session = await visited.page.context().newCDPSession(visited.page);
  const pageBytes = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return usedSize;
  };
  const nodes = async () => (await session.send('Memory.getDOMCounters')).nodes;
  /** @param {number} photos @param {number} each */
  const ask = (photos, each) => visited.page.evaluate(async ([n, questions]) => {
    const element = /** @type {any} */ (document.querySelector('vqa-flow'));
    for (let photo = 0; photo < n; photo += 1) {
      const canvas = new OffscreenCanvas(320, 240);
      const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
      context.fillStyle = `hsl(${photo * 37} 60% 50%)`;
      context.fillRect(0, 0, 320, 240);
      await element.setImage(await canvas.convertToBlob());
      for (let question = 0; question < questions; question += 1) await element.ask(`is there a ${['cat', 'dog', 'table'][question % 3]} ${question}`);
      /** @type {any} */ (globalThis).heard.length = 0;
    }
  }, [photos, each]);

  const cycle = (/** @type {number} */ n) => visited.page.evaluate(async (cycles) => {
    for (let one = 0; one < cycles; one += 1) {
      const element = /** @type {any} */ (document.createElement('vqa-flow'));
      element.setAttribute('backend', 'cpu');
      document.body.append(element);
      await element.load();
      await element.setImage(await new OffscreenCanvas(64, 64).getContext('2d')?.canvas.convertToBlob());
      await element.ask('is this red');
      element.remove();
      await new Promise((next) => setTimeout(next));
      /** @type {any} */ (globalThis).heard.length = 0;
    }
  }, n);

  // What is only made once, is made now.
  await ask(3, 10);
  await cycle(3);
  const [bytes, count] = [await pageBytes(), await nodes()];
  await ask(PHOTOS, 10);
  await cycle(CYCLES);
  const [after, countAfter] = [await pageBytes(), await nodes()];
  t.diagnostic(`page: ${(bytes / 1e6).toFixed(2)} MB before, ${(after / 1e6).toFixed(2)} MB after; ${count} and ${countAfter} nodes`);
  assert.ok(after <= bytes * GROWTH + SLACK, `${bytes} bytes became ${after}`);
  assert.ok(countAfter <= count * GROWTH + 50, `${count} nodes became ${countAfter}`);
  assert.equal(visited.page.workers().length, 1, 'one worker for all');
  assert.equal(await visited.state(), 'ready');
  assert.deepEqual(visited.complaints, []);
});

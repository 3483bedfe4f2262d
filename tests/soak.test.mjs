// A long stay: many questions about many photos, and elements that come and go. Memory must not grow.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { KEEPS_MEMORY, noBrowser, visit } from './page.mjs';

const QUESTIONS = Number(process.env.VQA_SOAK_QUESTIONS ?? 1000);
const PHOTOS = QUESTIONS / 10;
const CYCLES = 20;
/** What memory may grow to: that of the page and that of the module together. */
const GROWTH = 1.05;
/** What the page's own part may grow by beside it, for the browser's bookkeeping, in bytes. */
const SLACK = 1 << 19;
const skip = noBrowser();

test(`${QUESTIONS} questions about ${PHOTOS} photos, and ${CYCLES} elements, leave nothing behind`, { skip, timeout: 600_000 }, async (t) => {
  const visited = await visit(t, { inWorker: KEEPS_MEMORY });
  await visited.load();
  await visited.next('vqa-ready');
  const session = await visited.page.context().newCDPSession(visited.page);
  const pageBytes = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return usedSize;
  };
  // An element that has just left is collected in its time: what counts is what stays.
  const nodes = async () => {
    let fewest = Infinity;
    for (let time = 0; time < 6; time += 1) {
      await session.send('HeapProfiler.collectGarbage');
      fewest = Math.min(fewest, (await session.send('Memory.getDOMCounters')).nodes);
      await visited.page.waitForTimeout(400);
    }
    return fewest;
  };
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

  // What is only made once, is made now. The module takes its last 5 MB somewhere in the first thirty photos, and stays
  // there: after 300, 1,000 and 2,000 questions it has the same 51 MB.
  await ask(30, 10);
  await cycle(3);
  const [count, bytes, module] = [await nodes(), await pageBytes(), await visited.moduleBytes()];
  await ask(PHOTOS, 10);
  await cycle(CYCLES);
  const [countAfter, after, moduleAfter] = [await nodes(), await pageBytes(), await visited.moduleBytes()];
  const mega = (/** @type {number} */ one) => (one / 1e6).toFixed(2);
  t.diagnostic(`page: ${mega(bytes)} MB before, ${mega(after)} MB after; module: ${mega(module)} and ${mega(moduleAfter)} MB; ${count} and ${countAfter} nodes`);
  assert.ok(module > 1e6, 'the module has memory');
  assert.ok(after + moduleAfter <= (bytes + module) * GROWTH, `${bytes} + ${module} bytes became ${after} + ${moduleAfter}`);
  assert.ok(after <= bytes * GROWTH + SLACK, `${bytes} bytes of the page became ${after}`);
  assert.ok(countAfter <= count * GROWTH + 50, `${count} nodes became ${countAfter}`);
  assert.equal(visited.page.workers().length, 1, 'one worker for all');
  assert.equal(await visited.state(), 'ready');
  assert.deepEqual(visited.complaints, []);
});

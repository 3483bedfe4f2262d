// The flow view of networks that have several blocks.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { noProgram } from './native.mjs';
import { noBrowser, ROOT, visit } from './page.mjs';
import { tinyModel } from './tiny-model.mjs';

const skip = noBrowser() || noProgram();
/** Pixels of the scrubber's thumb. */
const THUMB = 18;

for (const blocks of [2, 4]) {
  test(`the steps of ${blocks} blocks, each where it is on the scrubber`, { skip }, async (t) => {
    const model = tinyModel(t, blocks);
    const visited = await visit(t, {
      context: { reducedMotion: 'reduce' },
      plant: (path) => (path.startsWith('/model/') ? { body: readFileSync(`${model}/${path.slice('/model/'.length)}`) } : undefined),
    });
    await visited.upload(`${ROOT}assets/samples/coffee.jpg`);
    await visited.answerTo('what color is the table');
    await visited.part('flow-open').click();
    const flow = visited.part('flow');
    await flow.waitFor();
    const n_scenes = 4 * blocks + 1;
    assert.equal(await visited.part('flow-time').getAttribute('max'), String(n_scenes));
    assert.equal(await flow.locator('.flow-text li').count(), n_scenes);

    const current = () => flow.locator('[aria-current]').allTextContents();
    const flows = (/** @type {number} */ block) => visited.page.evaluate((at) => {
      const { wordsFromRegions } = /** @type {any} */ (document.querySelector('vqa-flow')).flows({ block: at });
      return wordsFromRegions.map((/** @type {Float32Array} */ row) => [...row]);
    }, block);
    for (let block = 0; block < blocks; block += 1) {
      await visited.part('flow-block').nth(block).click();
      assert.equal(await visited.part('flow-time').inputValue(), String(4 * block + 1));
      assert.deepEqual(await current(), ['1Read each other', `Block ${block + 1}`]);
      const [drawn, maps] = [await flow.locator('.strands:not(.own) path').evaluateAll((paths) => paths.map((path) => ({ ...path.dataset }))), await flows(block)];
      assert.ok(drawn.length > 0);
      for (const { from = '', to = '', weight } of drawn) assert.equal(Number(weight), maps[Number(to.split(' ')[1])][Number(from.split(' ')[1])], 'the threads are those of this block');
      await visited.part('flow-step').nth(1).click();
      assert.equal(await visited.part('flow-time').inputValue(), String(4 * block + 3), 'a step is that of the block that is shown');
      assert.match((await flow.locator('.flow-kicker').textContent()) ?? '', new RegExp(`^Step 2 of 4 .* block ${block + 1} of ${blocks}$`));
    }
    await visited.part('flow-step').nth(3).click();
    assert.deepEqual(await current(), ['4Add up'], 'the answer belongs to no block');

    for (const width of [1000, 375]) {
      await visited.page.setViewportSize({ width, height: 900 });
      await visited.page.evaluate(() => ((/** @type {HTMLElement} */ (document.querySelector('vqa-flow')).style.width = '')));
      const box = async (/** @type {import('playwright-core').Locator} */ part) => (await part.boundingBox()) ?? assert.fail('it is seen');
      const scrubber = await box(visited.part('flow-time'));
      for (let block = 0; block < blocks; block += 1) {
        const { x, y, height } = await box(visited.part('flow-block').nth(block));
        // Its four stops begin in the middle between two.
        const begins = scrubber.x + THUMB / 2 + ((scrubber.width - THUMB) * (4 * block + 0.5)) / n_scenes;
        assert.ok(Math.abs(x - begins) < 2, `block ${block + 1} begins at ${x}, on the scrubber at ${begins}`);
        assert.ok(y + height <= scrubber.y + 1, 'nothing lies over the scrubber');
      }
      const [steps, first] = [await box(visited.part('flow-step').first()), await box(visited.part('flow-block').first())];
      assert.ok(steps.y + steps.height <= first.y + 1, 'nor over the blocks');
    }
    assert.deepEqual(visited.complaints, []);
  });
}

// A whole visit by keyboard alone: a photo, a question, its answers, the flow view and all that it offers, and back.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { focused, tabTo } from './keyboard.mjs';
import { noBrowser, visit } from './page.mjs';

const skip = noBrowser();

test('a whole visit by keyboard alone', { skip }, async (t) => {
  const visited = await visit(t, { demo: true, context: { reducedMotion: 'reduce' } });
  const { keyboard } = visited.page;
  const press = async (/** @type {string[]} */ ...keys) => {
    for (const key of keys) await keyboard.press(key);
  };
  await visited.next('vqa-answer');
  const flow = visited.part('flow');
  const readout = async () => (await flow.locator('.flow-readout').textContent()) ?? '';
  const is = (/** @type {string} */ part) => (/** @type {string} */ name) => name.split(' ').includes(part);

  await t.test('a sample photo', async () => {
    await visited.page.evaluate(() => document.querySelector('#samples button:nth-child(1)')?.closest('li')?.nextElementSibling?.setAttribute('id', 'wanted'));
    for (;;) {
      await tabTo(visited, () => true);
      if (await visited.page.evaluate(() => document.activeElement?.closest('#wanted') !== null)) break;
    }
    await press('Enter');
    await visited.next('vqa-image');
    await visited.next('vqa-answer');
  });

  await t.test('a question, an answer, a word', async () => {
    await tabTo(visited, is('question'));
    await press('ControlOrMeta+a');
    await keyboard.type('what is in the cup');
    await press('Enter');
    while ((await visited.next('vqa-answer')).question !== 'what is in the cup');
    await tabTo(visited, is('answer'));
    await tabTo(visited, is('word'));
  });

  await t.test('the flow view opens on the button that plays', async () => {
    await tabTo(visited, is('flow-open'));
    await press('Enter');
    await flow.waitFor();
    await visited.page.waitForFunction(() => document.querySelector('vqa-flow')?.shadowRoot?.activeElement?.getAttribute('part') === 'flow-play');
    await press('Enter');
    await visited.page.waitForFunction(() => document.querySelector('vqa-flow')?.shadowRoot?.querySelector('.flow-play.playing'));
    await press('Enter', 'Home', 'ArrowRight');
    assert.equal(await visited.part('flow-time').inputValue(), '1');
  });

  await t.test('a cell, a thread, a word, an answer show what is theirs', async () => {
    await tabTo(visited, (name) => name.startsWith('word '), 'Shift+Tab');
    assert.match(await readout(), /^“what”: ←/);
    await tabTo(visited, (name) => name.startsWith('region '), 'Shift+Tab');
    await press('ArrowRight', 'ArrowDown');
    assert.match(await readout(), /^row 2, column 2: /);
    await press('End');
    await tabTo(visited, (name) => name.startsWith('answer '));
    // The last one was passed on the way to the words, and is chosen.
    const chosen = async () => Number((await flow.locator('.answer.chosen').getAttribute('data-end'))?.split(' ')[1]);
    const last = await chosen();
    await press('ArrowUp', 'Enter');
    assert.equal(await chosen(), last - 1);
  });

  await t.test('a step, a head, two questions compared', async () => {
    await tabTo(visited, is('flow-step'));
    await press('Enter');
    assert.equal(await visited.part('flow-time').inputValue(), '1');
    await tabTo(visited, is('flow-head'));
    await press('ArrowDown');
    assert.equal(await visited.part('flow-head').inputValue(), '0');
    await tabTo(visited, is('flow-pin'));
    await press('Enter');
    assert.match(await readout(), /^Pinned/);
    assert.equal((await focused(visited)).name, 'flow-pin', 'the focus stays');
    await tabTo(visited, is('question'), 'Shift+Tab');
    await press('ControlOrMeta+a');
    await keyboard.type('what is on the table');
    await press('Enter');
    await flow.locator('.compared').waitFor();
  });

  await t.test('and back to the heatmap, with the focus on what opens it again', async () => {
    await tabTo(visited, is('flow-close'));
    await press('Enter');
    await flow.waitFor({ state: 'hidden' });
    assert.equal((await focused(visited)).name, 'flow-open');
    // No trap: the focus leaves the element at its end, and comes to what follows in the page.
    await tabTo(visited, (name, text) => text.includes('step by step'));
  });
  assert.deepEqual(visited.complaints, []);
});

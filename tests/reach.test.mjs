// Other ways to the same answer: a photo that is pasted or dropped, and the
// keyboard alone.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { tabTo } from './keyboard.mjs';
import { noBrowser, ROOT, visit } from './page.mjs';

const PHOTO = readFileSync(`${ROOT}assets/samples/coffee.jpg`).toString('base64');
const skip = noBrowser();

/** @typedef {Awaited<ReturnType<typeof visit>>} Visited */

/**
 * Hands a photo over as the clipboard and a dragging hand do.
 * @param {Visited} visited @param {'paste' | 'drop'} how
 */
function hand(visited, how) {
  return visited.page.evaluate(([photo, kind]) => {
    const bytes = Uint8Array.from(atob(photo), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], 'photo.jpg', { type: 'image/jpeg' }));
    const usual = { bubbles: true, cancelable: true, composed: true };
    if (kind === 'paste') document.dispatchEvent(new ClipboardEvent('paste', { ...usual, clipboardData: transfer }));
    else document.querySelector('vqa-flow')?.dispatchEvent(new DragEvent('drop', { ...usual, dataTransfer: transfer }));
  }, [PHOTO, how]);
}

for (const how of /** @type {const} */ (['paste', 'drop'])) {
  test(`a photo can be handed over by ${how}`, { skip }, async (t) => {
    const visited = await visit(t);
    await visited.page.waitForFunction(() => customElements.get('vqa-flow'));
    await hand(visited, how);
    const seen = await visited.next('vqa-image');
    assert.deepEqual([seen.width, seen.height], [600, 400]);
    const { answers } = await visited.answerTo('what is in the cup');
    assert.ok(answers.length >= 3);
  });
}

test('the keyboard alone gets from a sample to an answer, its map and its words', { skip }, async (t) => {
  const visited = await visit(t, { demo: true });
  await visited.next('vqa-answer');
  const before = await visited.heatmap();

  await tabTo(visited, (name) => name === 'question');
  await visited.page.keyboard.press('ControlOrMeta+a');
  await visited.page.keyboard.type('is this outdoors?');
  await visited.page.keyboard.press('Enter');
  let answer = await visited.next('vqa-answer');
  while (answer.question !== 'is this outdoors?') answer = await visited.next('vqa-answer');
  const first = await visited.heatmap();
  assert.notEqual(first, before);

  await t.test('Tab reaches each answer, and its map is shown', async () => {
    await tabTo(visited, (name, text) => name.includes('answer') && text.includes(answer.answers[1].answer));
    assert.notEqual(await visited.heatmap(), first);
  });

  await t.test('Tab reaches each word, and what it reads is shown', async () => {
    await tabTo(visited, (name) => name.includes('word'));
    const kind = await visited.part('overlay').getAttribute('data-kind');
    assert.equal(kind, 'reading');
  });

  await t.test('where the focus is can be seen', async () => {
    const outline = await visited.page.evaluate(() => {
      const focused = document.querySelector('vqa-flow')?.shadowRoot?.activeElement;
      const { outlineStyle, boxShadow } = getComputedStyle(/** @type {Element} */ (focused));
      return outlineStyle !== 'none' || boxShadow !== 'none';
    });
    assert.ok(outline, 'an outline or a shadow');
  });
});

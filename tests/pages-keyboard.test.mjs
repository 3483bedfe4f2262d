// The element and what a page does with keys, the clipboard and what is dropped.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { noBrowser } from './page.mjs';
import { open, PHOTO, withFlow } from './pages/hostile.mjs';

const skip = noBrowser();

/** @typedef {Awaited<ReturnType<typeof open>>} Visited */

test('keys that the element uses are not heard by the page, and all others are', { skip }, async (t) => {
  const visited = await open(t, 'shortcuts');
  await visited.next('vqa-answer');
  const { keyboard } = visited.page;
  /** What the page heard while some keys were pressed. @param {string[]} keys */
  const heardAfter = async (...keys) => {
    await visited.page.evaluate('keys.length = 0');
    for (const key of keys) await keyboard.press(key);
    return /** @type {Promise<string[]>} */ (visited.page.evaluate('keys'));
  };

  await t.test('what is typed into the box stays there', async () => {
    await visited.part('question').fill('');
    await visited.page.evaluate('keys.length = 0');
    await keyboard.type('is this a cat/');
    assert.equal(await visited.part('question').inputValue(), 'is this a cat/');
    assert.deepEqual(await visited.page.evaluate('[keys, document.querySelector("#search").value]'), [[], '']);
    assert.deepEqual(await heardAfter('ArrowLeft', 'ArrowRight', 'Home', 'Backspace', 'Control+a', 'Shift+A', 'Enter'), ['keydown Control', 'keydown Control', 'keyup Control', 'keyup Control', 'keydown Shift', 'keydown Shift', 'keyup Shift', 'keyup Shift']);
  });

  await t.test('the shortcuts of the page work in the box', async () => {
    const heard = await heardAfter('Control+k', 'Escape', 'F2', 'PageDown');
    for (const key of ['k', 'Escape', 'F2', 'PageDown']) assert.ok(heard.includes(`keydown ${key}`), `${key} in ${heard}`);
    assert.ok((await heardAfter('Tab')).includes('keydown Tab'), 'Tab is whoever keeps the focus in a dialog');
  });

  await t.test('arrows on a region move there', async () => {
    await visited.part('region').nth(24).click();
    assert.deepEqual(await heardAfter('ArrowRight', 'ArrowUp', 'Escape'), []);
    assert.ok((await heardAfter('Escape')).includes('keydown Escape'), 'there is nothing more to leave');
    assert.ok((await heardAfter('Control+ArrowRight')).length > 0);
    await visited.page.locator('#search').evaluate((one) => /** @type {HTMLElement} */ (one).blur());
    await visited.part('region').nth(24).focus();
    assert.ok((await heardAfter('s')).includes('keydown s'), 'a letter is no key of a region');
  });

  await t.test('buttons, choices and sliders use their own keys', async () => {
    await visited.part('answer').nth(1).focus();
    assert.deepEqual(await heardAfter('Enter', ' '), []);
    assert.ok((await heardAfter('ArrowRight')).includes('keydown ArrowRight'), 'a button has no use for it');
    await visited.page.locator('vqa-flow .explore > summary').focus();
    assert.deepEqual(await heardAfter('Enter'), []);
    await visited.part('head-choice').focus();
    assert.deepEqual(await heardAfter('ArrowDown', '1'), []);
    await visited.part('strength').focus();
    assert.deepEqual(await heardAfter('ArrowLeft', 'Home'), []);
  });

  await t.test('what the page puts into a slot is its own', async () => {
    await visited.page.locator('#own').focus();
    assert.ok((await heardAfter('Enter', 'ArrowRight')).includes('keydown ArrowRight'));
  });
  assert.deepEqual(visited.complaints, []);
});

/**
 * Pastes or drops things, as a browser does it.
 * @param {Visited} visited
 * @param {{ kind: 'paste' | 'drop' | 'dragover', on: string, text?: string, html?: string, list?: string, files?: { name: string, type: string, isPhoto?: boolean }[] }} what
 *   `on` is a selector; one that begins with a space is in the second element
 * @returns {Promise<boolean>} whether the page's own doing was prevented
 */
function hand(visited, what) {
  return visited.page.evaluate(async ([{ kind, on, text, html, list, files = [] }, photo]) => {
    await customElements.whenDefined('vqa-flow');
    const bytes = Uint8Array.from(atob(String(photo)), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    if (text) transfer.setData('text/plain', text);
    if (html) transfer.setData('text/html', html);
    if (list) transfer.setData('text/uri-list', list);
    for (const { name, type, isPhoto = true } of files) transfer.items.add(new File([isPhoto ? bytes : 'notes'], name, { type }));
    const target = on.startsWith(' ') ? document.querySelector('vqa-flow#second')?.shadowRoot?.querySelector(on.trim()) : document.querySelector(on);
    const usual = { bubbles: true, cancelable: true, composed: true };
    const event = kind === 'paste' ? new ClipboardEvent(kind, { ...usual, clipboardData: transfer }) : new DragEvent(kind, { ...usual, dataTransfer: transfer });
    return !target?.dispatchEvent(event);
  }, /** @type {const} */ ([what, PHOTO.toString('base64')]));
}

test('a picture that is pasted goes where it is meant for', { skip }, async (t) => {
  const visited = await open(t, 'editor');
  const files = [{ name: 'photo.jpg', type: 'image/jpeg' }];
  const images = async () => (await visited.heard('vqa-image')).length;
  await withFlow(visited, 'document.querySelector("#second").load()');

  await t.test('into a field or an editor of the page', async () => {
    for (const on of ['textarea', '#editor', '#editor p']) assert.equal(await hand(visited, { kind: 'paste', on, files }), false, on);
  });
  await t.test('not into an element that is readonly', async () => {
    assert.equal(await hand(visited, { kind: 'paste', on: 'vqa-flow', files }), false);
    assert.equal(await images(), 0);
  });
  await t.test('text that comes with a picture goes into the question box', async () => {
    assert.equal(await hand(visited, { kind: 'paste', on: ' [part=question]', files, text: 'total\t7' }), false);
    assert.equal(await images(), 0);
  });
  await t.test('with the focus on nothing that takes it, into the first element that may', async () => {
    assert.equal(await hand(visited, { kind: 'paste', on: '#button', files }), true);
    await visited.next('vqa-image');
    assert.equal(await withFlow(visited, 'return flow.shadowRoot.querySelector("[part=photo]").hidden'), true, 'the readonly one took nothing');
  });
  await t.test('what is no picture is left alone', async () => {
    assert.equal(await hand(visited, { kind: 'paste', on: 'body', text: 'text' }), false);
    assert.equal(await hand(visited, { kind: 'paste', on: 'body', files: [{ name: 'notes.txt', type: 'text/plain', isPhoto: false }] }), false);
  });
  assert.deepEqual(visited.complaints, []);
});

test('what is dropped is looked through for a picture', { skip }, async (t) => {
  const visited = await open(t, 'editor');
  await withFlow(visited, 'document.querySelector("#second").load()');
  const photo = `${visited.site.url}coffee.jpg`;
  const taken = visited.page.locator('#second [part~=taken]');
  const shown = () => withFlow(visited, 'return document.querySelector("#second").shareURL()');

  await t.test('a list of addresses may have comments', async () => {
    await hand(visited, { kind: 'drop', on: '#second', list: `# dragged from a page\r\n${photo}?1\r\n` });
    await visited.next('vqa-image');
    assert.match(await shown(), /coffee\.jpg%3F1/);
  });
  await t.test('of a picture inside of a link the picture is taken', async () => {
    const html = `<meta charset="utf-8"><a href="https://example.com/page"><img alt="" src="${photo}?a=1&amp;b=2"></a>`;
    await hand(visited, { kind: 'drop', on: '#second', list: 'https://example.com/page', html });
    await visited.next('vqa-image');
    assert.match(await shown(), /coffee\.jpg%3Fa%3D1%26b%3D2/);
  });
  await t.test('of several files the picture is taken, and it says which', async () => {
    await hand(visited, { kind: 'drop', on: '#second', files: [{ name: 'notes.txt', type: 'text/plain', isPhoto: false }, { name: 'photo.jpg', type: 'image/jpeg' }] });
    assert.equal((await visited.next('vqa-image')).name, 'photo.jpg');
    assert.equal(await taken.textContent(), '“photo.jpg” was taken, and left out: notes.txt.');
    await withFlow(visited, 'document.querySelector("#second").lang = "de"');
    await hand(visited, { kind: 'drop', on: '#second', files: [{ name: 'a.jpg', type: 'image/jpeg' }, { name: 'b.jpg', type: 'image/jpeg' }] });
    assert.equal((await visited.next('vqa-image')).name, 'a.jpg');
    assert.equal(await taken.textContent(), '„a.jpg“ wurde genommen, weggelassen: b.jpg.');
    await hand(visited, { kind: 'drop', on: '#second', files: [{ name: 'b.jpg', type: 'image/jpeg' }] });
    await visited.next('vqa-image');
    assert.equal(await taken.isVisible(), false);
  });
  await t.test('text that is dropped into the question box goes there', async () => {
    for (const kind of /** @type {const} */ (['dragover', 'drop'])) {
      assert.equal(await hand(visited, { kind, on: ' [part=question]', text: 'is this a cup' }), false);
      assert.equal(await hand(visited, { kind, on: ' [part=question]', text: photo, list: photo }), false, 'a link is text there');
      assert.equal(await hand(visited, { kind, on: ' [part=question]', files: [{ name: 'c.jpg', type: 'image/jpeg' }] }), true);
    }
    assert.equal((await visited.next('vqa-image')).name, 'c.jpg');
  });
  await t.test('a file that is dropped on a readonly element does not take the page away', async () => {
    const files = [{ name: 'photo.jpg', type: 'image/jpeg' }];
    assert.equal(await hand(visited, { kind: 'dragover', on: 'vqa-flow', files }), true);
    assert.equal(await hand(visited, { kind: 'drop', on: 'vqa-flow', files }), true);
    assert.equal(await withFlow(visited, 'return flow.shadowRoot.querySelector("[part=photo]").hidden'), true);
  });
  assert.deepEqual(visited.complaints, []);
});

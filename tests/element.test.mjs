// What a page can do with the element: attributes, methods, languages, the camera.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { noBrowser, ROOT, visit } from './page.mjs';

const PHOTO = `${ROOT}assets/samples/coffee.jpg`;
const skip = noBrowser();

/** @typedef {Awaited<ReturnType<typeof visit>>} Visited */

/** Calls something of the element. @param {Visited} visited @param {string} code with `element` in it */
const inPage = (visited, code) => visited.page.evaluate(
  (body) => new Function('element', `return ${body}`)(document.querySelector('vqa-flow')),
  code,
);

test('it speaks the language of the page, and can be taught another', { skip }, async (t) => {
  const visited = await visit(t);
  await visited.load();
  assert.equal(await visited.part('ask').textContent(), 'Ask');
  await inPage(visited, 'element.lang = "de-AT"');
  assert.equal(await visited.part('ask').textContent(), 'Fragen');
  await visited.ask('');
  await visited.next('vqa-error');
  const message = await visited.part('error').textContent();
  assert.match(message ?? '', /Foto|Frage/);
  await visited.upload(PHOTO);
  await visited.answerTo('is this coffee');
  assert.match(await visited.part('status').textContent() ?? '', /^Beantwortet in .* ms/);
  assert.match(await visited.part('answer').first().textContent() ?? '', /\d\s%$/, 'numbers as in German');

  await inPage(visited, 'element.constructor.addStrings("eo", { ask: "Demandi" })');
  await inPage(visited, 'element.lang = "eo"');
  assert.equal(await visited.part('ask').textContent(), 'Demandi');
  assert.equal(await visited.part('upload').textContent(), 'Choose a photo', 'what was not taught is English');
  assert.deepEqual(visited.complaints, []);
});

test('attributes and properties are one', { skip }, async (t) => {
  const visited = await visit(t);
  /** What each is without an attribute, what it is set to, and what it is then. @type {[name: string, before: unknown, set: unknown, after: unknown][]} */
  const properties = [
    ['src', '', 'a.jpg', `${visited.site.url}a.jpg`], ['poster', '', 'a.jpg', `${visited.site.url}a.jpg`], ['model', '', 'm', `${visited.site.url}m`],
    ['src', '', 'http://', 'http://'], ['question', '', 'what', 'what'], ['alt', '', 'a cat', 'a cat'], ['lang', '', 'de', 'de'],
    ['theme', 'auto', 'dark', 'dark'], ['theme', 'auto', 'blue', 'auto'], ['loading', 'lazy', 'eager', 'eager'], ['backend', 'auto', 'CPU', 'cpu'],
    ['overlay', 'contribution', 'boxes', 'boxes'], ['colormap', 'orange', 'green', 'orange'], ['opacity', 1, 0.5, 0.5], ['opacity', 1, 'x', 1],
    ['block', null, 0, 0], ['word', null, 3, 3], ['head', 'mean', 2, 2], ['head', 'mean', 'mean', 'mean'], ['topK', 5, 3, 3], ['topK', 5, 999, 50],
    ['readonly', false, true, true], ['samples', [], ['a.jpg', 'b.jpg'], ['a.jpg', 'b.jpg']], ['suggestions', [], ['what'], ['what']],
  ];
  await visited.page.waitForFunction(() => customElements.get('vqa-flow'));
  for (const [name, before, set, after] of properties) {
    const seen = await inPage(visited, `(() => {
      const bare = document.createElement("vqa-flow");
      const seen = [bare.${name}];
      bare.${name} = ${JSON.stringify(set)};
      seen.push(bare.${name});
      bare.${name} = null;
      return [...seen, bare.${name}, bare.attributes.length];
    })()`);
    assert.deepEqual(seen, [before, after, before, 0].map((one, i) => (name === 'lang' && i > 1 ? seen[i] : one)), `${name} = ${set}`);
  }
});

test('a page can show an answer that nobody changes', { skip }, async (t) => {
  const visited = await visit(t);
  await inPage(visited, 'Object.assign(element, { readonly: true, alt: "A cup of coffee" })');
  await inPage(visited, `element.setImage(new URL("${await sampleAddress(visited)}"))`);
  const reply = await inPage(visited, 'element.ask("is this coffee")');
  assert.ok(reply.answers.length === 5);
  for (const part of ['ask', 'upload']) assert.equal(await visited.part(part).isVisible(), false, part);
  assert.equal(await visited.part('photo').getAttribute('aria-label'), 'A cup of coffee');
});

test('samples of the page can be chosen', { skip }, async (t) => {
  const visited = await visit(t);
  await inPage(visited, `element.samples = ["${await sampleAddress(visited)}"]`);
  await visited.part('sample').click();
  await visited.next('vqa-image');
  assert.equal(await inPage(visited, 'element.src'), await sampleAddress(visited));
});

test('a question can be taken back', { skip }, async (t) => {
  const visited = await visit(t);
  await visited.upload(PHOTO);
  await visited.next('vqa-image');
  const outcome = await inPage(visited, `(async () => {
    const controller = new AbortController();
    const asked = element.ask("is this coffee", { signal: controller.signal });
    controller.abort(new Error("never mind"));
    return asked.then(() => "answered", (error) => error.message);
  })()`);
  assert.equal(outcome, 'never mind');
  assert.equal(await visited.state(), 'ready');
  assert.deepEqual(await visited.heard('vqa-error'), [], 'that is no error to show');
  await visited.answerTo('what is in the cup');
});

test('the network can be let go, and comes back with the next call', { skip }, async (t) => {
  const visited = await visit(t);
  await visited.upload(PHOTO);
  await visited.answerTo('is this coffee');
  await inPage(visited, 'element.unload()');
  assert.equal(await visited.state(), 'idle');
  const reply = await inPage(visited, 'element.ask("is this coffee")');
  assert.ok(reply.answers.length > 0, 'the photo was kept');
  const { passed, worst, tolerance } = await inPage(visited, 'element.selfTest()');
  assert.ok(passed && worst < tolerance);
  assert.ok(await inPage(visited, 'element.matches(":state(ready)")'));
});

test('a photo with an address can be shared, one from the disk cannot', { skip }, async (t) => {
  const visited = await visit(t, { demo: true });
  await visited.next('vqa-answer');
  const address = await inPage(visited, 'element.shareURL()');
  await visited.page.goto('about:blank');
  await visited.page.goto(address.replace(/question=.*/, 'question=is+this+a+pet'));
  const answer = await visited.page.waitForFunction(() => /** @type {any} */ (globalThis).heard.find((/** @type {any} */ one) => one.name === 'vqa-answer'));
  assert.equal((await answer.jsonValue()).detail.question, 'is this a pet');
  await visited.upload(PHOTO);
  await visited.page.waitForFunction(() => /** @type {any} */ (globalThis).heard.filter((/** @type {any} */ { name }) => name === 'vqa-image').length === 2);
  const refused = await inPage(visited, '(() => { try { return element.shareURL() } catch (error) { return error.code } })()');
  assert.equal(refused, 'photo-local');
});

test('a photo comes from the camera', { skip }, async (t) => {
  const visited = await visit(t, { camera: 'allowed' });
  await visited.part('camera').click();
  await visited.page.waitForFunction(() => {
    const video = document.querySelector('vqa-flow')?.shadowRoot?.querySelector('video');
    return video && video.videoWidth > 0;
  });
  await visited.part('take').click();
  const { width, height } = await visited.next('vqa-image');
  assert.ok(width > 100 && height > 100);
  const isLive = await visited.page.evaluate(() => document.querySelector('vqa-flow')?.shadowRoot?.querySelector('video')?.srcObject !== null);
  assert.equal(isLive, false, 'the camera is let go');
});

test('a camera that is not allowed is said so, and a photo from the disk works', { skip }, async (t) => {
  const visited = await visit(t, { camera: 'denied' });
  await visited.part('camera').click();
  const error = await visited.next('vqa-error');
  assert.deepEqual([error.code, error.recoverable], ['camera-denied', true]);
  await visited.upload(PHOTO);
  await visited.next('vqa-image');
});

/** @param {Visited} visited */
async function sampleAddress(visited) {
  const { readdirSync } = await import('node:fs');
  const { SITE } = await import('./page.mjs');
  return visited.site.url + readdirSync(SITE).find((name) => name.startsWith('coffee'));
}

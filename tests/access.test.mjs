// Whether everybody can use it: axe (WCAG 2.2 AA) in every state, small screens, large letters, forced colours.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { faults } from './axe.mjs';
import { noBrowser, ROOT, visit } from './page.mjs';

const PHOTO = `${ROOT}assets/samples/coffee.jpg`;
const SMALLEST_TARGET = 44;
const skip = noBrowser();

/** @typedef {Awaited<ReturnType<typeof visit>>} Visited */

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  test(`axe finds nothing in any state (${colorScheme})`, { skip }, async (t) => {
    /** @type {() => void} */
    let arrive = () => {};
    const wait = new Promise((resolve) => (arrive = () => resolve(undefined)));
    const visited = await visit(t, {
      demo: true,
      context: { colorScheme, reducedMotion: 'reduce' },
      plant: (path) => (path.endsWith('network.bpk') ? wait.then(() => undefined) : undefined),
    });
    const check = (/** @type {string} */ state) => t.test(state, async () => assert.deepEqual(await faults(visited), []));
    await visited.page.waitForFunction(() => document.querySelector('vqa-flow')?.shadowRoot?.querySelector('.progress:not([hidden])'));
    await check('loading');
    arrive();
    await visited.next('vqa-answer');
    await check('answered');
    await visited.page.evaluate(() => {
      for (const details of document.querySelector('vqa-flow')?.shadowRoot?.querySelectorAll('details') ?? []) details.open = true;
    });
    await visited.part('region').nth(10).click();
    await check('exploring');
    await visited.page.evaluate(() => document.querySelector('vqa-flow')?.setAttribute('overlay', 'flow'));
    await visited.part('flow').waitFor();
    for (const step of ['inter', 'gates', 'intra', 'answer']) {
      await visited.page.evaluate((name) => document.querySelector('vqa-flow')?.setAttribute('step', name), step);
      await check(`flow, ${step}`);
    }
    await visited.page.evaluate(() => document.querySelector('vqa-flow')?.removeAttribute('overlay'));
    await visited.ask('');
    await visited.next('vqa-error');
    await check('refused');
    await visited.page.evaluate(() => document.querySelector('vqa-flow')?.setAttribute('lang', 'de'));
    await check('in German');
  });
}

test('axe finds nothing on the page about the element, and its examples answer', { skip }, async (t) => {
  const visited = await visit(t);
  await visited.page.goto(`${visited.site.url}docs.html`);
  for (const flow of await visited.page.locator('vqa-flow').all()) {
    await flow.scrollIntoViewIfNeeded();
    await flow.locator('[part~=answer]').first().waitFor({ state: 'attached' });
  }
  // Every attribute and every part can be tried.
  const tried = visited.page.locator('#tried');
  await visited.page.getByLabel('Attribute').selectOption('colormap');
  await visited.page.getByLabel('Value').fill('purple');
  await visited.page.getByRole('button', { name: 'Set' }).click();
  assert.equal(await tried.getAttribute('colormap'), 'purple');
  await visited.page.getByLabel('Part').selectOption('question');
  assert.equal(await tried.locator('[part~=question]').evaluate((one) => getComputedStyle(one).outlineStyle), 'solid');
  assert.match(await visited.page.locator('#written').innerText(), /^<vqa-flow .*colormap="purple"/);
  assert.match(await visited.page.locator('#log').innerText(), /vqa-progress.*vqa-ready.*vqa-image.*vqa-answer/s);
  assert.deepEqual(await faults(visited), []);
  assert.ok((await visited.page.locator('.table tbody tr').count()) > 80, 'the tables are filled');
  assert.deepEqual(visited.complaints, []);
});

test('axe finds nothing on the walk through one question', { skip }, async (t) => {
  const visited = await visit(t, { context: { reducedMotion: 'reduce' } });
  await visited.page.goto(`${visited.site.url}flow.html`);
  for (const flow of await visited.page.locator('vqa-flow').all()) {
    await flow.scrollIntoViewIfNeeded();
    await flow.locator('[part~=flow]').waitFor();
  }
  assert.match(await visited.page.locator('#said').innerText(), /^It answers “.+”/);
  for (const summary of await visited.page.locator('.told summary').all()) await summary.click();
  assert.deepEqual(await faults(visited), []);
  assert.deepEqual(visited.complaints, []);
});

test('axe finds nothing when the network cannot be loaded', { skip }, async (t) => {
  const visited = await visit(t, { demo: true, plant: (path) => (path.endsWith('manifest.json') ? { status: 404 } : undefined) });
  await visited.next('vqa-error');
  assert.equal(await visited.state(), 'failed');
  assert.deepEqual(await faults(visited), []);
});

for (const [what, width, height] of /** @type {const} */ ([['a phone', 375, 700], ['1280 pixels at 400 %', 320, 256]])) {
  test(`on ${what} nothing is cut off, and every target can be hit`, { skip }, async (t) => {
    const visited = await visit(t, { demo: true, context: { viewport: { width, height } } });
    await visited.next('vqa-answer');
    await visited.page.evaluate(() => {
      for (const details of document.querySelector('vqa-flow')?.shadowRoot?.querySelectorAll('details') ?? []) details.open = true;
    });
    const widest = await visited.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(widest <= width, `${widest} pixels wide`);
    const small = await visited.page.evaluate((least) => {
      const root = /** @type {ShadowRoot} */ (document.querySelector('vqa-flow')?.shadowRoot);
      return Array.from(root.querySelectorAll('button, summary, select, input:not([hidden])'), (one) => ({ one, box: one.getBoundingClientRect() }))
        .filter(({ one, box }) => box.width > 0 && !one.closest('.suggestions') && (box.height < least || box.width < least))
        .map(({ one, box }) => `${one.outerHTML.slice(0, 60)} ${box.width} x ${box.height}`);
    }, SMALLEST_TARGET - 0.5);
    assert.deepEqual(small, []);
  });
}

test('with forced colours the bars are still seen', { skip }, async (t) => {
  const visited = await visit(t, { context: { forcedColors: 'active' } });
  await visited.upload(PHOTO);
  await visited.answerTo('what is in the cup');
  const [bar, paper] = await visited.page.evaluate(() => {
    const root = /** @type {ShadowRoot} */ (document.querySelector('vqa-flow')?.shadowRoot);
    const fill = /** @type {Element} */ (root.querySelector('.bar-fill'));
    return [getComputedStyle(fill).backgroundColor, getComputedStyle(document.body).backgroundColor];
  });
  assert.notEqual(bar, 'rgba(0, 0, 0, 0)');
  assert.notEqual(bar, paper);
});

test('the answer is spoken once, with its probability', { skip }, async (t) => {
  const visited = await visit(t);
  await visited.upload(PHOTO);
  for (const [question, opening] of [
    ['is this inside or outside', 'Answer:'],
    ['what brand is it', 'I am not sure. My best guesses:'],
    ['what color is the bus', 'I see no bus here. My best guesses:'],
  ]) {
    const { answers } = await visited.answerTo(question);
    const said = await visited.page.locator('vqa-flow [role=status]').textContent();
    assert.match(said ?? '', new RegExp(`^${opening} ${answers[0].answer}, [0-9.]+%; then ${answers[1].answer}, [0-9.]+%\\.$`));
    assert.equal(await visited.part('unsure').isVisible(), opening !== 'Answer:');
  }
});

// The flow view: what is drawn is what flows() says, and everybody can follow it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { noBrowser, ROOT, visit } from './page.mjs';
import { aligned } from '../web/src/flow/compare.js';
import { strongest } from '../web/src/flow/threads.js';
import { joinedOf } from '../web/src/view/joined.js';

const PHOTO = `${ROOT}assets/samples/coffee.jpg`;
const QUESTION = 'what color is the table';
const skip = noBrowser();

/** @typedef {Awaited<ReturnType<typeof visit>>} Visited */

/** Opens the view by its tab. @param {import('node:test').TestContext} t @param {import('playwright-core').BrowserContextOptions} [context] */
async function opened(t, context = { reducedMotion: 'reduce' }) {
  const visited = await visit(t, { context });
  await visited.upload(PHOTO);
  await visited.answerTo(QUESTION);
  const before = visited.site.requests.filter((path) => /\/flow-[^/]*\.js$/.test(path));
  assert.deepEqual(before, [], 'nothing of the view is fetched before it is opened');
  await visited.part('flow-open').click();
  await visited.part('flow').waitFor();
  return visited;
}

/** Calls something of the element. @param {Visited} visited @param {string} code with `element` in it */
const inPage = (visited, code) => visited.page.evaluate((body) => new Function('element', `return ${body}`)(document.querySelector('vqa-flow')), code);

/** The threads that are drawn now. @param {Visited} visited @returns {Promise<{ from: string, to: string, weight: number }[]>} */
const drawn = (visited) => visited.part('flow').locator('.strands:not(.own)').evaluateAll((groups) => groups
  .filter((group) => group.getAttribute('opacity') !== '0')
  .flatMap((group) => [...group.querySelectorAll('path')])
  .map((path) => ({ from: path.dataset.from ?? '', to: path.dataset.to ?? '', weight: Number(path.dataset.weight) })));

/** @param {Visited} visited @param {string} key */
async function press(visited, key) {
  await visited.part('flow-time').focus();
  await visited.page.keyboard.press(key);
}

const readout = (/** @type {Visited} */ visited) => visited.part('flow').locator('.flow-readout').textContent();

/** Where in flows() the number of a thread stands. @type {Record<string, string>} */
const MAPS = { 'region word': 'wordsFromRegions', 'word region': 'regionsFromWords', 'region region': 'withinRegions', 'word word': 'withinWords' };

test('the strongest threads carry four fifths, and are sixty at most', () => {
  const threads = (/** @type {number[]} */ weights) => weights.map((weight, index) => /** @type {any} */ ({ weight, from: { kind: 'region', index }, to: { kind: 'word', index: 0 } }));
  assert.deepEqual(strongest(threads([0.1, -0.6, 0, 0.25, 0.05])).drawn.map(({ weight }) => weight), [-0.6, 0.25]);
  const even = strongest(threads(Array.from({ length: 250 }, () => 0.004)));
  assert.equal(even.drawn.length, 60);
  assert.ok(Math.abs(even.share - 0.24) < 1e-9);
  assert.deepEqual(aligned(['what', 'is', 'on', 'the', 'table'], ['what', 'color', 'is', 'the', 'table']), [0, 2, null, 3, 4]);
});

test('what is drawn equals what flows() says', { skip }, async (t) => {
  const visited = await opened(t);
  for (const head of ['mean', '2']) {
    await visited.part('flow-head').selectOption(head);
    const flows = await inPage(visited, `JSON.parse(JSON.stringify(element.flows({ head: ${head === 'mean' ? '"mean"' : head} }), (_, value) => value instanceof Float32Array ? [...value] : value))`);
    await press(visited, 'Home');
    for (const scene of ['words', 'regions', 'gates', 'intra', 'answer']) {
      await press(visited, 'ArrowRight');
      const threads = await drawn(visited);
      assert.ok(threads.length <= 60, `${scene}: ${threads.length}`);
      assert.equal(threads.length === 0, scene === 'gates', scene);
      for (const { from, to, weight } of threads) {
        const [[source, column], [reader, row]] = [from.split(' '), to.split(' ')];
        const { contributions, constant } = flows.answers[0];
        const expected = reader === 'answer' ? (source === 'constant' ? constant : contributions[Number(column)]) : flows[MAPS[`${source} ${reader}`]][Number(row)][Number(column)];
        assert.equal(weight, expected, `${scene}: ${from} to ${to}`);
      }
      if (scene === 'words') {
        const all = flows.wordsFromRegions.flat().sort((/** @type {number} */ a, /** @type {number} */ b) => b - a);
        assert.deepEqual(threads.map(({ weight }) => weight).sort((a, b) => b - a), all.slice(0, threads.length), 'the strongest are drawn');
      }
    }
  }
  await press(visited, 'Home');
  for (let steps = 0; steps < 3; steps += 1) await press(visited, 'ArrowRight');
  const gates = await visited.part('flow').locator('.pipe').evaluateAll((pipes) => pipes.map((pipe) => Number(/** @type {SVGElement} */ (pipe).dataset.value)));
  const { regionGate, heads } = await inPage(visited, '({ ...element.flows(), regionGate: [...element.flows().regionGate] })');
  const first = regionGate.slice(0, regionGate.length / heads);
  assert.equal(gates.length, 2 * heads);
  assert.ok(Math.abs(gates[0] - first.reduce((/** @type {number} */ sum, /** @type {number} */ value) => sum + value, 0) / first.length) < 1e-6);
  assert.deepEqual(visited.complaints, []);
});

test('it is followed by keyboard alone', { skip }, async (t) => {
  const visited = await opened(t);
  const title = () => visited.part('flow').locator('.flow-title').textContent();
  const first = await title();
  await press(visited, 'ArrowRight');
  assert.notEqual(await title(), first);
  await press(visited, 'End');
  await visited.part('flow').locator('.answer.chosen').focus();
  await visited.page.keyboard.press('ArrowDown');
  await visited.page.keyboard.press('Enter');
  const [, second] = await inPage(visited, 'element.flows().answers.map(({ answer }) => answer)');
  assert.match((await visited.part('flow').locator('.flow-sentence').textContent()) ?? '', new RegExp(`^“${second}”`));
  await press(visited, 'Home');
  await press(visited, 'ArrowRight');
  await visited.part('flow').locator('.word').first().focus();
  assert.match((await readout(visited)) ?? '', /^“what”: ← .*%/);
  await visited.page.keyboard.press('Enter');
  await visited.part('flow-time').focus();
  assert.match((await readout(visited)) ?? '', /^“what”: /, 'it stays where it was chosen');
  await visited.part('flow').locator('.word').first().focus();
  await visited.page.keyboard.press('Enter');
  await visited.part('flow-time').focus();
  assert.match((await readout(visited)) ?? '', /^\d+ of \d+ threads/, 'the same once more lets go');
  await visited.part('flow').locator('.cell').first().focus();
  await visited.page.keyboard.press('ArrowRight');
  assert.match((await readout(visited)) ?? '', /^row 1, column 2: /);
  await visited.page.keyboard.press('Escape');
  await visited.part('flow').locator('.strands:not(.own) [tabindex="0"]').first().focus();
  assert.match((await readout(visited)) ?? '', /→ “\w+”: [\d.]+%/);
  assert.equal(await visited.part('flow').locator('.flow-text li').count(), 5, 'every step in words');
});

/** The threads that, in some frame of the next half second, were there and did not say what they are. */
async function namelessThreads() {
  const root = document.querySelector('vqa-flow')?.shadowRoot;
  const nameless = new Set();
  let seen = 0;
  for (const end = performance.now() + 500; performance.now() < end; await new Promise(requestAnimationFrame)) {
    const threads = root?.querySelectorAll('.strand') ?? [];
    seen += threads.length;
    for (const thread of threads) if (thread.getAttribute('role') !== 'img' || !thread.getAttribute('aria-label')) nameless.add(thread.outerHTML);
  }
  return seen > 0 ? [...nameless] : ['no thread was seen'];
}

test('it plays once by itself, and stands still for those who want no motion', { skip }, async (t) => {
  const visited = await opened(t, {});
  const time = () => visited.part('flow-time').inputValue();
  await visited.page.waitForFunction(() => /** @type {any} */ (document.querySelector('vqa-flow')?.shadowRoot?.querySelector('[part=flow-time]'))?.value === '5', undefined, { timeout: 15_000 });
  await press(visited, 'Home');
  const nameless = visited.page.evaluate(namelessThreads);
  await visited.page.keyboard.press(' ');
  assert.deepEqual(await nameless, [], 'a thread says what it is as soon as it is seen');
  await visited.page.keyboard.press(' ');
  const stopped = await time();
  assert.ok(Number(stopped) > 0 && Number(stopped) < 5, stopped);
  const still = await opened(t);
  assert.equal(await still.part('flow-time').inputValue(), '1');
  await still.page.waitForTimeout(300);
  assert.equal(await still.part('flow-time').inputValue(), '1');
});

test('a step is shown whole, at its stop of the scrubber, and playing goes on from there', { skip }, async (t) => {
  const visited = await opened(t, {});
  const flow = visited.part('flow');
  await visited.part('flow-step').nth(2).click();
  assert.equal(await visited.part('flow-time').inputValue(), '4');
  assert.equal(await flow.locator('.strands:not(.own) [stroke-dasharray]').count(), 0, 'every thread has grown');
  const middle = async (/** @type {import('playwright-core').Locator} */ part) => {
    const { x, width } = (await part.boundingBox()) ?? assert.fail('it is seen');
    return x + width / 2;
  };
  const [stop, label] = [await middle(flow.locator('.flow-stops i').nth(4)), await middle(visited.part('flow-step').nth(2))];
  assert.ok(Math.abs(stop - label) < 2, `the stop is at ${stop}, its name at ${label}`);
  assert.equal(await flow.locator('.flow-stops .passed').count(), 5);
  await visited.part('flow-play').click();
  await flow.locator('.flow-title').filter({ hasText: 'The parts add up' }).waitFor();
  await visited.page.waitForFunction(() => /** @type {any} */ (document.querySelector('vqa-flow')?.shadowRoot?.querySelector('[part=flow-time]'))?.value === '5', undefined, { timeout: 15_000 });
});

test('two words that were typed as one stand together', { skip }, async (t) => {
  assert.deepEqual(joinedOf("What's this, isn't it a cup?", ['What', "'s", 'this', 'is', "n't", 'it', 'a', 'cup']), [false, true, false, false, true, false, false, false]);
  const visited = await opened(t);
  await visited.answerTo('whats in the cup');
  const touching = await visited.part('flow').locator('.word .pill').evaluateAll(([first, second]) => first.getBoundingClientRect().bottom >= second.getBoundingClientRect().top);
  assert.ok(touching);
  await visited.part('flow-close').click();
  assert.deepEqual(await visited.part('words').locator('.joined').allTextContents(), ['s']);
});

test('two questions are compared, and two heads stand side by side', { skip }, async (t) => {
  const visited = await opened(t);
  const before = await inPage(visited, 'element.flows().wordsFromRegions.map((row) => [...row])');
  await visited.part('flow-pin').click();
  await visited.answerTo('what is on the table');
  await press(visited, 'Home');
  await press(visited, 'ArrowRight');
  const now = await inPage(visited, 'element.flows().wordsFromRegions.map((row) => [...row])');
  const partner = aligned('what is on the table'.split(' '), QUESTION.split(' '));
  for (const { from, to, weight } of await drawn(visited)) {
    const [region, word] = [Number(from.split(' ')[1]), Number(to.split(' ')[1])];
    assert.ok(Math.abs(weight - (now[word][region] - before[partner[word] ?? -1][region])) < 1e-6, `${from} to ${to}`);
  }
  assert.equal(await visited.part('flow').locator('.word.new').count(), 1, 'a word that is not in both');
  assert.ok(await visited.part('flow').locator('.strand.minus').count() > 0);
  await visited.part('flow-pin').click();
  await visited.part('flow-beside').selectOption('1');
  assert.equal(await visited.part('flow').locator('svg:visible').count(), 2);
});

test('answers that only one of two questions had are compared in full', { skip }, async (t) => {
  const visited = await opened(t);
  await inPage(visited, `element.ask(${JSON.stringify(QUESTION)}).then((reply) => void (globalThis.former = reply))`);
  await visited.part('flow-pin').click();
  await visited.answerTo('what is on the table');
  await press(visited, 'End');
  const answers = visited.part('flow').locator('.answer');
  const names = await inPage(visited, '[...new Set([element.flows(), former].flatMap(({ answers }) => answers.map(({ answer }) => answer)))]');
  const own = await inPage(visited, 'element.flows().answers.length');
  assert.ok(names.length > own, 'a question that is answered otherwise');
  // Both questions are asked about what they lack, and what each answer had before is marked.
  await visited.page.waitForFunction((count) => document.querySelector('vqa-flow')?.shadowRoot?.querySelectorAll('.flow .answer-before').length === count, names.length);
  assert.equal(await answers.count(), names.length);
  await comparedRightly(visited);
  // One that only the other question had is asked for, and then it is one of this question's own.
  const last = names.at(-1);
  await answers.filter({ hasText: new RegExp(`^${last}`) }).click();
  await visited.part('flow').locator('.flow-sentence').filter({ hasText: new RegExp(`^“${last}” has`) }).waitFor();
  assert.equal(await inPage(visited, 'element.flows().answers.length'), own + 1);
  assert.equal(await answers.count(), names.length, 'it keeps its place');
  await comparedRightly(visited);
  assert.deepEqual(visited.complaints, []);
});

/** Every thread of the chosen answer is its part to this question less its part to the former one. @param {Visited} visited */
async function comparedRightly(visited) {
  const name = await visited.part('flow').locator('.answer.chosen text').first().textContent();
  const [now, before] = await inPage(visited, `Promise.all([element.flows().answers.find(({ answer }) => answer === ${JSON.stringify(name)}), former.evidenceFor(${JSON.stringify(name)})]).then((parts) => parts.map(({ contributions, constant }) => [...contributions, constant]))`);
  const threads = await drawn(visited);
  assert.ok(threads.length > 1);
  for (const { from, weight } of threads) {
    const [kind, index] = from.split(' ');
    const at = kind === 'constant' ? now.length - 1 : Number(index);
    assert.ok(Math.abs(weight - (now[at] - before[at])) < 1e-5, `${from} to ${name}: ${weight}`);
  }
}

test('it goes into a picture, into a drawing, and onto a phone', { skip }, async (t) => {
  const visited = await opened(t);
  const drawing = await inPage(visited, 'element.toSVG()');
  const parsed = await visited.page.evaluate((text) => {
    const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml');
    return { name: documentElement.localName, threads: documentElement.querySelectorAll('[data-weight]').length, photos: documentElement.querySelectorAll('image').length };
  }, drawing);
  assert.deepEqual(parsed, { name: 'svg', threads: (await drawn(visited)).length, photos: 1 });
  assert.ok(await inPage(visited, 'element.toBlob().then(createImageBitmap).then(({ width, height }) => width > 1000 && height > 600)'));
  await visited.page.setViewportSize({ width: 375, height: 700 });
  await inPage(visited, 'element.style.width = ""');
  await visited.page.waitForTimeout(200);
  const wide = await visited.page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 375, `${wide}`);
  await inPage(visited, 'element.lang = "de"');
  assert.match((await visited.part('flow').locator('.flow-title').textContent()) ?? '', /^Jedes Wort/);
  await visited.part('flow-close').click();
  assert.equal(await inPage(visited, 'element.overlay'), 'contribution');
  assert.deepEqual(visited.complaints, []);
});

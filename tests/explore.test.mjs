// The flows behind an answer, to explore: words, regions, heads, gates and tables.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { noBrowser, ROOT, visit } from './page.mjs';

const PHOTO = `${ROOT}assets/samples/coffee.jpg`;
const QUESTION = 'what color is the table';
const skip = noBrowser();

/** @typedef {Awaited<ReturnType<typeof visit>>} Visited */

/** @param {Visited} visited @param {string} attribute */
const overlay = (visited, attribute) => visited.part('overlay').getAttribute(`data-${attribute}`);

/** Calls something of the element. @param {Visited} visited @param {string} code with `element` in it */
const inPage = (visited, code) => visited.page.evaluate(
  (body) => new Function('element', `return ${body}`)(document.querySelector('vqa-flow')),
  code,
);

test('the flows can be explored', { skip }, async (t) => {
  const visited = await visit(t);
  await visited.upload(PHOTO);
  await visited.answerTo(QUESTION);
  const answer = await visited.heatmap();
  const regions = await visited.part('region').count();
  const side = Math.sqrt(regions);

  await t.test('pointing at a word draws the map, and makes nothing of what is closed', async () => {
    const changes = await inPage(visited, `(() => {
      const part = (name) => element.shadowRoot.querySelector(\`[part~="\${name}"]\`);
      const seen = new MutationObserver(() => {});
      for (const name of ["explore", "regions"]) seen.observe(part(name), { subtree: true, childList: true, attributes: true });
      const drawn = [];
      const real = CanvasRenderingContext2D.prototype.putImageData;
      CanvasRenderingContext2D.prototype.putImageData = function (...given) {
        drawn.push(this.canvas.getAttribute("part") ?? this.canvas.className);
        return real.apply(this, given);
      };
      const word = part("word");
      for (let times = 0; times < 3; times++) {
        for (const event of ["pointerenter", "pointerleave"]) word.dispatchEvent(new PointerEvent(event));
      }
      CanvasRenderingContext2D.prototype.putImageData = real;
      return { made: seen.takeRecords().length, maps: drawn.filter((name) => name === "overlay").length };
    })()`);
    assert.deepEqual(changes, { made: 0, maps: 6 });
    assert.equal(await visited.heatmap(), answer);
  });

  await t.test('a region shows what it reads, and which words', async () => {
    await visited.part('region').nth(3 * side + 3).click();
    assert.deepEqual([await overlay(visited, 'kind'), await overlay(visited, 'of')], ['reading', 'row 4, column 4']);
    assert.notEqual(await visited.heatmap(), answer);
    const weights = await visited.part('word').evaluateAll((all) => all.map((one) => Number(/** @type {HTMLElement} */ (one).style.getPropertyValue('--weight'))));
    assert.equal(Math.max(...weights), 1, 'the word that it reads most');
  });

  await t.test('the arrow keys go from region to region, Escape leaves', async () => {
    await visited.page.keyboard.press('ArrowRight');
    await visited.page.keyboard.press('ArrowUp');
    assert.equal(await overlay(visited, 'of'), 'row 3, column 5');
    for (let steps = 0; steps < side; steps += 1) await visited.page.keyboard.press('ArrowRight');
    assert.equal(await overlay(visited, 'of'), `row 3, column ${side}`, 'the edge is an end');
    await visited.page.keyboard.press('Escape');
    assert.equal(await visited.heatmap(), answer);
  });

  await t.test('maps, heads and strength are chosen, and are attributes', async () => {
    await visited.page.locator('vqa-flow summary').first().click();
    await visited.part('overlay-choice').selectOption('attention');
    const mean = await visited.heatmap();
    await visited.part('head-choice').selectOption({ value: '1' });
    assert.notEqual(await visited.heatmap(), mean);
    await visited.part('strength').fill('0.5');
    const attributes = await inPage(visited, '["overlay", "head", "opacity"].map((name) => element.getAttribute(name))');
    assert.deepEqual(attributes, ['attention', '1', '0.5']);
    await inPage(visited, 'element.setAttribute("head", "mean")');
    assert.equal(await visited.heatmap(), mean);
    assert.equal(await visited.part('head-choice').inputValue(), 'mean');
  });

  await t.test('the page sets what lies over the photo', async () => {
    await inPage(visited, 'Object.assign(element, { overlay: "boxes", opacity: 1 })');
    const boxes = await visited.heatmap();
    await inPage(visited, 'element.overlay = "contribution"');
    assert.equal(await visited.heatmap(), answer);
    await inPage(visited, 'element.colormap = "purple"');
    const purple = await visited.heatmap();
    assert.equal(new Set([boxes, answer, purple]).size, 3);
    await inPage(visited, 'element.overlay = "none"');
    assert.equal(await visited.heatmap(), 'hidden');
    await inPage(visited, 'Object.assign(element, { overlay: "nonsense", colormap: "nonsense" })');
    assert.equal(await visited.heatmap(), answer, 'what is no choice is as usual');
  });

  await t.test('the table holds the numbers of the map', async () => {
    await visited.page.locator('vqa-flow .explore details summary').first().click();
    await visited.part('table').waitFor();
    const cells = await visited.part('table').locator('td').allTextContents();
    const { contributions } = await inPage(visited, 'element.flows().answers[0]');
    const numbers = cells.slice(1).map((text) => Number(text.replace('−', '-')));
    assert.equal(numbers.length, regions + 1);
    for (const [index, number] of numbers.entries()) assert.ok(Math.abs(number - contributions[index]) < 0.0051, `${index}: ${number}`);
  });

  await t.test('a question put differently is compared', async () => {
    await visited.answerTo('is this a table');
    const said = await visited.part('before').textContent();
    assert.match(said ?? '', /^Before, to “what color is the table”:.*%.* → .*%/);
  });

  await t.test('nothing went wrong unseen', () => assert.deepEqual(visited.complaints, []));
});

test('flows() gives every map, each row adding up to 1', { skip }, async (t) => {
  const visited = await visit(t);
  const code = (/** @type {string} */ body) => inPage(visited, `(() => { try { return ${body} } catch (error) { return error.code } })()`);
  await visited.load();
  assert.equal(await code('element.flows()'), 'no-answer');
  await visited.upload(PHOTO);
  await visited.answerTo(QUESTION);
  const read = await visited.part('region').count() + 1;
  for (const head of ['"mean"', '0', '3']) {
    const flows = await inPage(visited, `(() => {
      const flows = element.flows({ head: ${head} });
      const maps = ["wordsFromRegions", "regionsFromWords", "withinRegions", "withinWords"].map((name) => flows[name]);
      const size = (map) => [map.length, map[0].length];
      return { words: flows.words, sizes: maps.map(size), sums: maps.flat().map((row) => row.reduce((a, b) => a + b)) };
    })()`);
    assert.deepEqual(flows.words, QUESTION.split(' '));
    assert.deepEqual(flows.sizes, [[5, read], [read, 5], [read, read], [5, 5]]);
    for (const sum of flows.sums) assert.ok(Math.abs(sum - 1) < 1e-4, `${sum}`);
  }
  assert.equal(await code('element.flows({ head: 99 })'), 'head-unknown');
  assert.equal(await code('element.flows({ block: 99 })'), 'block-unknown');
});

// How the element looks in eight states and in the four steps of the flow, light and dark, against pictures that a person has looked at (tests/visual/).
//
// VQA_UPDATE_VISUAL=1 node --test tests/visual.test.mjs makes the pictures anew; look at them before keeping them.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

import { noBrowser, ROOT, SITE, visit } from './page.mjs';

const PICTURES = `${ROOT}tests/visual`;
const IS_UPDATE = process.env.VQA_UPDATE_VISUAL === '1';
const PHOTO = `${ROOT}assets/samples/coffee.jpg`;
/** Letters are drawn a little differently on every machine: the part of the pixels that may differ much. */
const MOST_DIFFERENT = 0.02;
/** What counts as much, of 255 in any colour. */
const MUCH = 48;
const skip = noBrowser();

/** @typedef {Awaited<ReturnType<typeof visit>>} Visited */

/** In this order, each from the one before. @type {Record<string, (visited: Visited, arrive: () => void) => Promise<unknown>>} */
const STATES = {
  loading: (visited) => visited.page.locator('vqa-flow .progress').waitFor(),
  ready: async (visited, arrive) => {
    arrive();
    await visited.next('vqa-ready');
    await visited.page.locator('vqa-flow .progress').waitFor({ state: 'hidden' });
  },
  photo: async (visited) => {
    await visited.upload(PHOTO);
    await visited.next('vqa-image');
  },
  answered: (visited) => visited.answerTo('what color is the table'),
  word: (visited) => visited.part('word').last().focus(),
  exploring: async (visited) => {
    await visited.page.locator('vqa-flow summary').first().click();
    await visited.part('region').nth(24).click();
  },
  refused: async (visited) => {
    await visited.page.keyboard.press('Escape');
    await visited.ask('');
    await visited.next('vqa-error');
  },
};

for (const scheme of /** @type {const} */ (['light', 'dark'])) {
  test(`it looks as it should (${scheme})`, { skip }, async (t) => {
    /** @type {() => void} */
    let arrive = () => {};
    const arrived = new Promise((resolve) => (arrive = () => resolve(undefined)));
    const visited = await visit(t, {
      context: { colorScheme: scheme, reducedMotion: 'reduce', viewport: { width: 1000, height: 1000 }, deviceScaleFactor: 0.5 },
      plant: (path) => page(path) ?? (path.endsWith('network.bpk') ? arrived.then(() => undefined) : undefined),
    });
    for (const [state, reach] of Object.entries(STATES)) {
      await reach(visited, arrive);
      await t.test(state, () => compare(visited, `${state}-${scheme}`));
    }
  });

  test(`it looks as it should when the network cannot be had (${scheme})`, { skip }, async (t) => {
    const visited = await visit(t, {
      context: { colorScheme: scheme, reducedMotion: 'reduce', viewport: { width: 1000, height: 1000 }, deviceScaleFactor: 0.5 },
      plant: (path) => page(path) ?? (path.endsWith('manifest.json') ? { status: 404 } : undefined),
    });
    await visited.next('vqa-error');
    await compare(visited, `failed-${scheme}`);
  });
}

const STEPS = ['inter', 'gates', 'intra', 'answer'];

for (const scheme of /** @type {const} */ (['light', 'dark'])) {
  for (const width of [1000, 375]) {
    test(`the flow looks as it should (${scheme}, ${width} pixels)`, { skip }, async (t) => {
      const visited = await visit(t, {
        context: { colorScheme: scheme, reducedMotion: 'reduce', viewport: { width, height: width > 500 ? 1150 : 1480 }, deviceScaleFactor: width > 500 ? 0.6 : 1 },
        plant: page,
      });
      await visited.upload(PHOTO);
      await visited.answerTo('what color is the table');
      await visited.page.evaluate(() => document.querySelector('vqa-flow')?.setAttribute('overlay', 'flow'));
      await visited.part('flow').waitFor();
      for (const step of STEPS) {
        await visited.page.evaluate((name) => document.querySelector('vqa-flow')?.setAttribute('step', name), step);
        await t.test(step, () => compare(visited, `flow-${step}-${scheme}-${width}`));
      }
    });
  }
}

/** The element alone, in a letter that is everywhere the same. @param {string} path */
function page(path) {
  if (path !== '/bare.html') return undefined;
  const font = readdirSync(SITE).find((name) => name.endsWith('.woff2'));
  return { body: `<!doctype html><meta charset="utf-8"><title>vqa-flow</title><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">
<style>@font-face { font-family: Sans; src: url(${font}) format("woff2"); font-weight: 400 700; } body { margin: 0; padding: 16px; font: 16px/1.5 Sans; }</style>
<script type="module">document.fonts.load("16px Sans").then(() => import("./vqa-flow.js"));</script>
<vqa-flow backend="cpu"></vqa-flow>` };
}

/** @param {Visited} visited @param {string} name */
async function compare(visited, name) {
  await visited.page.evaluate(() => document.fonts.ready);
  // How long things took is never the same.
  await visited.page.evaluate(() => {
    const status = document.querySelector('vqa-flow')?.shadowRoot?.querySelector('[part~=status]');
    if (status) status.textContent = (status.textContent ?? '').replace(/[\d.,]+ ms/g, '10 ms');
  });
  await visited.heatmap();
  const picture = await visited.page.screenshot({ type: 'jpeg', quality: 80, animations: 'disabled', caret: 'hide' });
  const file = `${PICTURES}/${name}.jpg`;
  if (IS_UPDATE) {
    mkdirSync(PICTURES, { recursive: true });
    writeFileSync(file, picture);
    return;
  }
  assert.ok(existsSync(file), `${file} is missing: VQA_UPDATE_VISUAL=1 makes it`);
  const different = await visited.page.evaluate(async ([now, then, much]) => {
    const pixels = await Promise.all([now, then].map(async (bytes) => {
      const bitmap = await createImageBitmap(await (await fetch(`data:image/jpeg;base64,${bytes}`)).blob());
      const context = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d'));
      context.drawImage(bitmap, 0, 0);
      return context.getImageData(0, 0, bitmap.width, bitmap.height);
    }));
    if (pixels[0].width !== pixels[1].width || pixels[0].height !== pixels[1].height) return 1;
    let count = 0;
    for (let at = 0; at < pixels[0].data.length; at += 4) {
      const differs = [0, 1, 2].some((colour) => Math.abs(pixels[0].data[at + colour] - pixels[1].data[at + colour]) > Number(much));
      count += Number(differs);
    }
    return (count * 4) / pixels[0].data.length;
  }, [picture.toString('base64'), readFileSync(file).toString('base64'), MUCH]);
  if (different > MOST_DIFFERENT) writeFileSync(`${file}.now.jpg`, picture);
  assert.ok(different <= MOST_DIFFERENT, `${(different * 100).toFixed(1)} % of ${name} is different; see ${file}.now.jpg`);
}

// The page of the site that measures how fast it is on a visitor's machine.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { launch, noBrowser, SITE } from './page.mjs';
import { serve } from './server.mjs';

test('the bench page measures this machine and gives a table to send in', { skip: noBrowser() }, async (t) => {
  const site = await serve({ root: SITE });
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await site.close();
  });
  const page = await browser.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on('pageerror', (/** @type {Error} */ error) => complaints.push(String(error)));
  page.on('console', (/** @type {import('playwright-core').ConsoleMessage} */ line) => line.type() === 'error' && complaints.push(line.text()));
  await page.goto(`${site.url}bench.html?backends=cpu`);
  await page.locator('#start').click();
  await page.locator('#copy').waitFor({ timeout: 240_000 });
  const figures = await page.locator('#figures tr').evaluateAll((/** @type {Element[]} */ rows) => rows.map((row) => Array.from(row.children, (cell) => cell.textContent)));
  assert.deepEqual(figures[0], ['', 'cpu']);
  for (const [what, shown] of figures.slice(1)) assert.ok(parseFloat(String(shown)) > 0, `${what}: ${shown}`);
  assert.equal(figures.length, 6);
  assert.equal(await page.locator('#status').textContent(), 'Done.');
  assert.deepEqual(complaints, []);
});

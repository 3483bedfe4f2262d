// The shaders compute what burn computes on the CPU: every logit, map, gate and contribution of the two is compared, in
// one page. And they ask little of the GPU.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { launch, noBrowser, SITE, SLOW } from './page.mjs';
import { serve } from './server.mjs';

const MOST = { look: { dispatches: 64, submits: 1 }, answer: { dispatches: 40, submits: 1, 'bytes read back': 60_000 } };

test('WebGPU says what the CPU says, in few dispatches', { skip: noBrowser(), timeout: 3 * SLOW }, async (t) => {
  const counting = readFileSync(new URL('bench/counting.js', import.meta.url), 'utf8');
  const site = await serve({ root: SITE, plant: async (path, read) => (
    /\/bench-worker[^/]*\.js$/.test(path) ? { body: `${counting}\n${await read()}` } : undefined
  ) });
  const browser = await launch({ gpu: true });
  t.after(async () => {
    await browser.close();
    await site.close();
  });
  const page = await browser.newPage();
  await page.goto(`${site.url}bench.html?now`);
  const found = await page.waitForFunction(() => /** @type {any} */ (globalThis).benched, undefined, { timeout: 2 * SLOW, polling: 500 });
  const { error, about, counts } = /** @type {any} */ (await found.jsonValue());
  assert.equal(error, undefined);
  assert.deepEqual(about.columns, ['cpu', 'webgpu']);
  assert.ok(about.worst > 0 && about.worst < 1e-3, `${about.worst} apart`);
  t.diagnostic(JSON.stringify(counts[1]));
  for (const [step, most] of Object.entries(MOST)) {
    for (const [what, limit] of Object.entries(most)) {
      const count = counts[1][step][what];
      assert.ok(count > 0 && count <= limit, `${count} ${what} for one ${step}`);
    }
  }
});

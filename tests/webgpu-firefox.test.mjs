// Another WebGPU (wgpu and naga, which are Firefox's) on another driver (Mesa's lavapipe): what the shaders compute there
// is what burn computes on the CPU, too. Chromium's WebGPU does not take lavapipe.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';

import { LAVAPIPE, launchFirefox, noFirefox } from './firefox.mjs';
import { SITE, SLOW } from './page.mjs';
import { serve } from './server.mjs';

const skip = noFirefox() || (existsSync(LAVAPIPE) ? false : 'there is no lavapipe: ./build.sh setup');

test("Firefox's WebGPU on lavapipe says what the CPU says", { skip, timeout: 3 * SLOW }, async (t) => {
  const site = await serve({ root: SITE });
  const browser = await launchFirefox({ gpu: true });
  t.after(async () => {
    await browser.close();
    await site.close();
  });
  const page = await browser.newPage();
  await page.goto(`${site.url}bench.html?now`);
  const found = await page.waitForFunction(() => /** @type {any} */ (globalThis).benched, { timeout: 2 * SLOW, polling: 500 });
  const { error, about } = /** @type {any} */ (await found.jsonValue());
  assert.equal(error, undefined);
  if (!about.columns.includes('webgpu')) return t.skip('this Firefox has no WebGPU');
  assert.ok(about.worst > 0 && about.worst < 1e-3, `${about.worst} apart`);
  t.diagnostic(`${about.worst} apart, ${about.browser}`);
});

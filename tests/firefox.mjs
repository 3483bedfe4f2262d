// A second browser engine: Firefox, driven by WebDriver BiDi.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { pathToFileURL } from 'node:url';

import { ROOT, SITE } from './page.mjs';

/** @returns {string | undefined} */
export function findFirefox() {
  for (const name of [process.env.FIREFOX, 'firefox-esr', 'firefox']) {
    if (!name) continue;
    try {
      return execFileSync('sh', ['-c', 'command -v "$0"', name], { encoding: 'utf8' }).trim();
    } catch {
      // The next name may be there.
    }
  }
  return undefined;
}

/** Why its tests cannot run here, for `skip`; false where they can. @returns {string | false} */
export function noFirefox() {
  if (!existsSync(`${SITE}/index.html`)) return 'web/dist is not built: ./build.sh build';
  if (!findFirefox()) return 'no Firefox was found: ./build.sh setup';
  return false;
}

/** What a Firefox is told that is to compute on WebGPU, whatever the driver. */
const GPU = { 'dom.webgpu.enabled': true, 'gfx.webgpu.ignore-blocklist': true };
/** Mesa's Vulkan driver that needs no GPU. */
export const LAVAPIPE = '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json';

/** @param {{ gpu?: boolean }} [wanted] `gpu`: WebGPU on lavapipe */
export async function launchFirefox({ gpu = false } = {}) {
  const script = createRequire(`${ROOT}web/package.json`).resolve('puppeteer-core');
  const { default: puppeteer } = await import(pathToFileURL(script).href);
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: findFirefox(),
    headless: true,
    ...(gpu && { extraPrefsFirefox: GPU, env: { ...process.env, VK_ICD_FILENAMES: LAVAPIPE, XDG_RUNTIME_DIR: tmpdir() } }),
  });
}

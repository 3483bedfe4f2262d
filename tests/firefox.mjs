// A second browser engine: Firefox, driven by WebDriver BiDi.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
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

export async function launchFirefox() {
  const script = createRequire(`${ROOT}web/package.json`).resolve('puppeteer-core');
  const { default: puppeteer } = await import(pathToFileURL(script).href);
  return puppeteer.launch({ browser: 'firefox', executablePath: findFirefox(), headless: true });
}
